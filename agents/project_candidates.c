/* Candidates: firms of the host region propose projects, and official ones are listed.
 *
 *     arrivals of kind k in a step   Poisson, mean = proposals a_k dt exp(response (rho - rho0))
 *     operator    firm of (host, industry of k), weight capital * max(0, gross return - wear)
 *     partner     firm of (lender, industry drawn by the kind's mix of goods), weight capital
 *     site        of the host region, by the kind's shares (project-site-shares.csv) or as listed
 *     cost        size_k exp(sd_k z) N              N nominal output of the host, opening = 1
 *     overrun     exp(m + s z1), mean 1 + overrun_k;  s overrun_deviation_k
 *     delay       exp(m' + s' (c z1 + sqrt(1 - c^2) z2)), mean 1 + delay_k, s' = delay_spread s
 *     quality     lognormal, mean quality_k
 *     true return       (rho - wear) quality / overrun                             [1/year]
 *     sponsor's return  (rho - wear) quality exp(optimism + noise z)
 *     politics    politics_k + z
 *
 * rho is the gross return of the industry in the host region, rho0 its opening value, wear the rate
 * of depreciation. Costs of the official list are as published; what is not on it (overrun, quality,
 * politics) is drawn for them too. They know no permits nor customers when they are listed.
 *
 * Draws are keyed by kind, number and step, not by row: the n-th candidate of a kind and step is
 * the same in every scenario in which there is one. Where no row is empty the row of a project
 * that was dropped is used again; where there is none, projects are not listed.
 *
 * Source: lognormal overruns with a mean by kind (Flyvbjerg; project-figures.csv);
 * the rest is our assumption.
 * Reads   firm.{capital, gross_return, opening_return}, region.output_smoothed.
 * Writes  the project's first columns, facility.proposed.
 */
#include <math.h>
#include <string.h>

#include "agents/facility.h"

enum { NUMBERS = 64, OFFICIAL_KEY = KINDS_MAX * NUMBERS };

/* Poisson number with this mean by inversion: monotonic in the mean. */
static int arrivals(double mean, double uniform)
{
    double term = exp(-mean), sum = term;
    int n = 0;
    while (uniform >= sum && n < NUMBERS - 1) {
        term *= mean / ++n;
        sum += term;
    }
    return n;
}

/* An empty row, else that of the project that was dropped first, else -1. */
static int free_row(const struct state *s)
{
    int row = -1;
    for (int p = 0; p < s->projects; p++) {
        if (s->project.stage[p] == PROJECT_EMPTY)
            return p;
        if (s->project.stage[p] == PROJECT_DROPPED &&
            (row < 0 || s->project.ended[p] < s->project.ended[row]))
            row = p;
    }
    return row;
}

static void clear_row(struct state *s, int p)
{
    struct table *table = &s->project.table;
    for (int c = 0; c < table->column_count; c++) {
        size_t size = column_type_size(table->columns[c].type);
        memset((char *)table->data[c] + (size_t)p * size, 0, size);
    }
}

/* --- firms ------------------------------------------------------------------------------------ */

static double firm_weight(const struct state *s, uint32_t f, bool by_profit)
{
    if (s->firm.administration[f] > 0)
        return 0;
    double profit = fmax(0, s->firm.gross_return[f] - s->depreciation[s->host]);
    return s->firm.capital[f] * (by_profit ? profit : 1);
}

/* The firm of the cell at this share of the running sum of weights; UINT32_MAX: none. */
static uint32_t firm_at(const struct state *s, uint32_t cell, bool by_profit, double share)
{
    const struct population *population = &s->population;
    uint32_t chosen = UINT32_MAX;
    double sum = 0, target = INFINITY;
    for (int pass = 0; pass < 2; pass++) {
        double running = 0;
        for (uint32_t n = population->cell_first[cell]; n < population->cell_first[cell + 1]; n++) {
            const struct firm_run *run = &population->run[population->cell_run[n]];
            for (uint32_t f = run->first; f < run->first + run->count; f++) {
                double weight = firm_weight(s, f, by_profit);
                running += weight;
                if (weight > 0 && running > target)
                    return f;
                if (weight > 0)
                    chosen = f;
            }
        }
        sum = running;
        target = share * sum;
    }
    return chosen;
}

static uint32_t draw_firm(const struct state *s, int p, int region, int industry, bool by_profit,
                          uint32_t draw)
{
    struct rng listing = {.seed = s->rng.seed, .step = s->project.listed[p]};
    double share =
        rng_uniform(listing, RNG_PROJECT, s->project.draw_key[p], RNG_PROJECT_FIRM, draw);
    uint32_t cell = (uint32_t)(region * s->industries + industry);
    uint32_t firm = firm_at(s, cell, by_profit, share);
    return firm == UINT32_MAX && by_profit ? firm_at(s, cell, false, share) : firm;
}

/* Industry of the partner: goods in proportion to what the kind is built of. */
static int draw_partner_industry(const struct state *s, int p)
{
    const struct project_kind *kind = &s->world->kind[s->project.kind[p]];
    struct rng listing = {.seed = s->rng.seed, .step = s->project.listed[p]};
    double goods = 0, running = 0;
    for (int k = 0; k < s->industries; k++)
        goods += s->world->of_industry.goods[k] > 0.5 ? kind->mix[k] : 0;
    double target =
        goods * rng_uniform(listing, RNG_PROJECT, s->project.draw_key[p], RNG_PROJECT_FIRM, 2);
    for (int k = 0; k < s->industries; k++) {
        running += s->world->of_industry.goods[k] > 0.5 ? kind->mix[k] : 0;
        if (running > target)
            return k;
    }
    return kind->industry;
}

/* A site of the kind, from 1; 0 where the world has none. */
static uint16_t draw_site(const struct state *s, int p)
{
    struct rng listing = {.seed = s->rng.seed, .step = s->project.listed[p]};
    double running = 0,
           target = rng_uniform(listing, RNG_PROJECT, s->project.draw_key[p], RNG_PROJECT_FIRM, 3);
    int site = 0;
    for (int n = 0; n < s->world->sites && running <= target; n++) {
        double share = s->world->site[n].share[s->project.kind[p]];
        running += share;
        site = share > 0 ? n + 1 : site;
    }
    return (uint16_t)site;
}

/* --- what nobody knows yet -------------------------------------------------------------------- */

/* A lognormal factor with this mean. */
static double factor(double mean, double deviation, double normal)
{
    return mean * exp(deviation * normal - deviation * deviation / 2);
}

static void draw_truth(struct state *s, int p)
{
    const struct parameters *parameters = &s->parameters;
    const struct project_kind *kind = &s->world->kind[s->project.kind[p]];
    double dear = project_normal(s, p, RNG_PROJECT_TRUTH, 0);
    double own = project_normal(s, p, RNG_PROJECT_TRUTH, 1);
    double c = parameters->delay_correlation;
    double late = c * dear + sqrt(1 - c * c) * own;
    s->project.overrun[p] = factor(1 + kind->overrun, kind->overrun_deviation, dear);
    s->project.delay[p] =
        factor(1 + kind->delay, parameters->delay_spread * kind->overrun_deviation, late);
    s->project.quality[p] =
        factor(kind->quality, kind->quality_deviation, project_normal(s, p, RNG_PROJECT_TRUTH, 2));
    s->project.politics[p] = kind->politics + project_normal(s, p, RNG_PROJECT_POLITICS, 0);

    /* The operator keeps the plant up out of what it earns. */
    double net = facility_return(s, kind->industry).now - s->depreciation[s->host];
    double planned = net * s->project.quality[p];
    double stated =
        parameters->optimism +
        parameters->sponsor_noise * project_normal(s, p, RNG_PROJECT_ESTIMATE, BY_SPONSOR);
    s->project.true_return[p] = planned / s->project.overrun[p];
    s->project.sponsor_estimate[p] = planned * exp(stated);
}

/* A new project, or -1 where there is no row for it. */
static int list_project(struct state *s, int kind, uint32_t key, int partner_industry)
{
    int p = free_row(s);
    if (p < 0)
        return -1;
    clear_row(s, p);
    struct project_table *project = &s->project;
    project->stage[p] = PROJECT_CANDIDATE;
    project->kind[p] = (uint16_t)kind;
    project->industry[p] = (uint16_t)s->world->kind[kind].industry;
    project->draw_key[p] = key;
    project->listed[p] = s->clock.step + 1;
    uint32_t firm = draw_firm(s, p, s->host, project->industry[p], true, 0);
    if (partner_industry < 0)
        partner_industry = draw_partner_industry(s, p);
    uint32_t partner = draw_firm(s, p, s->lender, partner_industry, false, 1);
    if (firm == UINT32_MAX || partner == UINT32_MAX) { /* nobody is in business there */
        clear_row(s, p);
        return -1;
    }
    project->operator[p] = firm;
    project->partner[p] = partner;
    project->site[p] = draw_site(s, p);
    project->build_weeks[p] = s->world->kind[kind].build_years * 52;
    project->in_kind[p] = s->world->kind[kind].in_kind;
    draw_truth(s, p);
    s->facility.proposed[0]++;
    return p;
}

static void propose(struct state *s, int k)
{
    const struct project_kind *kind = &s->world->kind[k];
    if (kind->arrivals <= 0)
        return;
    struct industry_return gain = facility_return(s, kind->industry);
    double mean = s->parameters.proposals * kind->arrivals * s->clock.years *
                  exp(s->parameters.proposal_response * (gain.now - gain.opening));
    int count = arrivals(
        mean, rng_uniform(s->rng, RNG_PROJECT, (uint32_t)(k * NUMBERS), RNG_PROJECT_ARRIVAL, 0));
    double nominal = s->region.output_smoothed[s->host] / s->opening_output[s->host];
    for (int n = 0; n < count; n++) {
        int p = list_project(s, k, (uint32_t)(k * NUMBERS + n), -1);
        if (p < 0)
            return;
        double cost = kind->size * nominal *
                      exp(kind->size_deviation * project_normal(s, p, RNG_PROJECT_COST, 0));
        s->project.cost[p] = cost * FACILITY_CENTS;
    }
}

/* Those of the official list whose day has come. */
static void list_official(struct state *s)
{
    int32_t today = facility_today(s), before = today - s->clock.days_per_step;
    for (int n = 0; n < s->world->candidates; n++) {
        const struct project_candidate *candidate = &s->world->candidate[n];
        if (candidate->listed > today || (candidate->listed <= before && s->clock.step > 0))
            continue;
        int p = list_project(s, candidate->kind, OFFICIAL_KEY + (uint32_t)n,
                             candidate->partner_industry);
        if (p < 0)
            return;
        s->project.official[p] = (uint16_t)(n + 1);
        if (candidate->site >= 0)
            s->project.site[p] = (uint16_t)(candidate->site + 1);
        s->project.cost[p] = candidate->cost * FACILITY_CENTS;
    }
}

void project_candidates(struct state *s)
{
    if (!facility_is_open(s))
        return;
    if (s->parameters.official)
        list_official(s);
    for (int k = 0; k < s->world->kinds; k++)
        propose(s, k);
}
