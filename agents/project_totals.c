/* Project totals: projects by kind, by site, and where the official candidates stand.
 *
 * Sums over rows; nothing reads them. They are what a map and a table of kinds show.
 *
 * Source: accounting. Reads project.{stage, kind, site, official, cost, commitment, paid_out,
 * lost}. Writes project_kind.*, project_site.*, project_candidate.project.
 */
#include "agents/facility.h"

/* The same columns of either table. */
struct totals {
    int64_t *waiting, *funded, *operating, *failed;
    double *named, *committed, *paid_out, *lost;
};

static bool was_funded(int stage)
{
    return stage >= PROJECT_FUNDED && stage <= PROJECT_FAILED;
}

static void add(const struct state *s, const struct totals *totals, int row, int p)
{
    const struct project_table *project = &s->project;
    int stage = project->stage[p];
    totals->waiting[row] += project_is_waiting(s, p);
    totals->funded[row] += stage == PROJECT_FUNDED || stage == PROJECT_CONSTRUCTION;
    totals->operating[row] += stage == PROJECT_OPERATING;
    totals->failed[row] += stage == PROJECT_FAILED;
    if (stage == PROJECT_NOTICED || was_funded(stage))
        totals->named[row] += project->cost[p];
    if (was_funded(stage)) {
        totals->committed[row] += project->commitment[p];
        totals->paid_out[row] += (double)project->paid_out[p];
        totals->lost[row] += (double)project->lost[p];
    }
}

void project_totals(struct state *s)
{
    const struct totals kind = {s->project_kind.waiting,   s->project_kind.funded,
                                s->project_kind.operating, s->project_kind.failed,
                                s->project_kind.named,     s->project_kind.committed,
                                s->project_kind.paid_out,  s->project_kind.lost};
    const struct totals site = {s->project_site.waiting,   s->project_site.funded,
                                s->project_site.operating, s->project_site.failed,
                                s->project_site.named,     s->project_site.committed,
                                s->project_site.paid_out,  s->project_site.lost};
    for (int p = 0; p < s->projects; p++) {
        int stage = s->project.stage[p];
        if (stage == PROJECT_EMPTY || stage == PROJECT_DROPPED)
            continue;
        add(s, &kind, s->project.kind[p], p);
        if (s->project.site[p] > 0)
            add(s, &site, s->project.site[p] - 1, p);
        if (s->project.official[p] > 0)
            s->project_candidate.project[s->project.official[p] - 1] = (uint32_t)p + 1;
    }
}

void project_totals_open(struct state *s)
{
    const struct world *w = s->world;
    for (int k = 0; k < w->kinds; k++)
        s->project_kind.industry[k] = (uint16_t)w->kind[k].industry;
    for (int n = 0; n < w->sites; n++) {
        s->project_site.latitude[n] = w->site[n].latitude;
        s->project_site.longitude[n] = w->site[n].longitude;
    }
    for (int n = 0; n < w->candidates; n++) {
        s->project_candidate.kind[n] = (uint16_t)w->candidate[n].kind;
        s->project_candidate.cost[n] = w->candidate[n].cost * FACILITY_CENTS;
    }
}
