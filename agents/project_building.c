/* Project building: what was delivered becomes work done, and a plant when all is done.
 *
 *     done = order * sum over products k of mix_k (delivered_k / ordered_k)     at opening prices
 *     built += done,  work -= done;  with no work left:
 *     plant K = quality * cost without overrun, in kind included, at opening prices
 *
 * The plant is capital of its operator from then on, leased from the vehicle. Where a product is
 * scarce all projects get the same share of it, and the building takes longer.
 *
 * Plants wear with their operator's capital where it is not renewed (construction.c).
 *
 * Source: our assumption; quality says how much more or less a plant yields than ordinary capital of
 * its industry bought for the same money (docs/model/facility.md).
 * Reads   project.{order, ...}, final_sourcing. Writes project.{work, built, stage, finished,
 * plant, cash_rate}, firm.{capital, leased}.
 */
#include <math.h>

#include "agents/facility.h"
#include "agents/project_debts.h"
#include "agents/project_terms.h"
#include "agents/rules.h"

/* Share of the projects' orders of each product that was delivered. */
static void delivered_shares(const struct state *s, double *share)
{
    for (int k = 0; k < s->industries; k++) {
        double ordered = 0, delivered = 0;
        for (int o = 0; o < s->regions; o++) {
            int row = ((o * s->industries + k) * s->regions + s->host) * FINAL_USES + USE_PROJECT;
            ordered += s->final_sourcing.order[row];
            delivered += s->final_sourcing.delivered[row];
        }
        share[k] = ordered > 0 ? delivered / ordered : 0;
    }
}

static void open_plant(struct state *s, int j)
{
    struct project_table *project = &s->project;
    project->stage[j] = PROJECT_OPERATING;
    project->finished[j] = s->clock.step + 1;
    project->work[j] = 0;
    project_hand_over(s, j, project->quality[j] * project->planned_work[j]);
    project->cash_rate[j] =
        project_net_return(s, j) * project->plant[j] * s->region.investment_prices[s->host];
}

/* Plants have worn where their operator did not renew its capital. */
static void wear(struct state *s)
{
    struct project_table *project = &s->project;
    for (int j = 0; j < s->projects; j++) {
        double plants = 0;
        if (project->plant[j] <= 0)
            continue;
        for (int i = 0; i < s->projects; i++)
            if (project->operator[i] == project->operator[j])
                plants += project->plant[i];
        s->project.worn[j] = s->firm.leased[project->operator[j]] / plants;
    }
    for (int j = 0; j < s->projects; j++)
        if (project->plant[j] > 0)
            project->plant[j] *= fmin(1, project->worn[j]);
}

void project_building(struct state *s)
{
    double share[INDUSTRIES_MAX];
    struct project_table *project = &s->project;
    if (!s->parameters.facility)
        return;
    wear(s);
    delivered_shares(s, share);
    for (int j = 0; j < s->projects; j++) {
        if (!project_is_building(s, j))
            continue;
        double part = 0;
        for (int k = 0; k < s->industries; k++)
            part += s->world->kind[project->kind[j]].mix[k] * share[k];
        double done = fmin(project->order[j] * part, project->work[j]);
        project->built[j] += done;
        project->work[j] -= done;
        /* What rounding leaves over of the work is none. */
        if (project->work[j] <= 1e-6 * project->built[j])
            open_plant(s, j);
    }
    project_totals(s);
}
