#include "sim/simulation.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "agents/events.h"
#include "agents/opening.h"
#include "agents/rules.h"
#include "core/date.h"
#include "sim/recording.h"
#include "sim/run_step.h"

struct simulation {
    struct state state;
    struct step_runner runner;
    struct recording recording;
    struct opening_report report;
    const struct scenario *scenario;
    uint32_t steps;
    double created, setup_seconds, step_seconds;
    double gdp_start[REGIONS_MAX], price_start[REGIONS_MAX], unemployment_start[REGIONS_MAX];
    uint64_t bounds_bound;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void set_clock(struct state *s, const struct scenario *scenario)
{
    bool day = scenario->p.step == CLOCK_DAY;
    s->clock = (struct clock){.first_day = scenario->start_day,
                              .days_per_step = scenario->days_per_step,
                              .weeks = day ? 1.0 / 7 : 1,
                              .years = day ? 1.0 / 365 : 1.0 / 52};
}

/* What only the opening needs. */
static void free_opening_columns(struct population *p)
{
    void *columns[] = {p->sales, p->input_cost, p->market_purchases, p->market_sales,
                       p->staff, p->flow,       p->market,           p->persons,
                       p->age,   p->status,     p->employer};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        free(columns[i]);
    p->sales = p->input_cost = p->market_purchases = p->market_sales = p->flow = NULL;
    p->market = NULL;
    p->staff = NULL;
    p->persons = p->employer = NULL;
    p->age = p->status = NULL;
}

static bool open_world(struct simulation *simulation, const struct scenario *scenario,
                       struct error *err)
{
    struct state *s = &simulation->state;
    const struct parameters *p = &scenario->p;
    struct opening_table table;
    set_clock(s, scenario);
    if (!opening_table_create(&table, &scenario->world, s->clock.years, &simulation->report, err))
        return false;
    struct population_options options = {.seed = (uint64_t)p->seed,
                                         .firms = (uint32_t)p->firms,
                                         .rows_per_firm = p->rows_per_firm,
                                         .link_share_limit = p->link_share_limit,
                                         .size_tail = p->size_tail,
                                         .degree_exponent = p->degree_exponent,
                                         .mean_suppliers = p->mean_suppliers};
    bool ok = population_create(&s->population, &scenario->world, &table, &options, err) &&
              state_allocate(s, &scenario->world, p, &table, err) && opening_create(s, &table, err);
    opening_table_free(&table, NULL);
    if (!ok)
        return false;
    free_opening_columns(&s->population);
    tariffs_open(s, scenario->tariffs, scenario->tariff_count);
    if (!events_open(s, scenario->events, scenario->event_count, err))
        return false;
    accounts_balance_sheets(s);
    accounts_opening(s);
    return true;
}

bool simulation_create(struct simulation **out, const struct scenario *scenario,
                       const struct simulation_options *options, struct error *err)
{
    *out = NULL;
    struct simulation *simulation = calloc(1, sizeof *simulation);
    if (simulation == NULL)
        return fail(err, ERROR_MEMORY, "out of memory");
    simulation->created = now();
    simulation->scenario = scenario;
    simulation->steps = scenario->steps;
    if (options->threads > 0)
        omp_set_num_threads(options->threads);
    if (!open_world(simulation, scenario, err) ||
        !step_runner_create(&simulation->runner, &simulation->state, options->check, err)) {
        simulation_free(simulation);
        return false;
    }
    const struct state *s = &simulation->state;
    for (int r = 0; r < s->regions; r++) {
        simulation->gdp_start[r] = s->region.real_gdp[r];
        simulation->price_start[r] = s->region.consumer_prices[r];
        simulation->unemployment_start[r] = s->region.unemployment_rate[r];
    }
    simulation->setup_seconds = now() - simulation->created;
    *out = simulation;
    return true;
}

void simulation_free(struct simulation *simulation)
{
    if (simulation == NULL)
        return;
    struct error ignored = {0};
    recording_close(&simulation->recording, &simulation->state, false, &ignored);
    step_runner_free(&simulation->runner);
    opening_table_free(&(struct opening_table){0}, &simulation->report);
    state_free(&simulation->state);
    free(simulation);
}

bool simulation_step(struct simulation *simulation, struct error *err)
{
    struct state *s = &simulation->state;
    double start = now();
    uint32_t step = s->clock.step + 1;
    uint32_t every = (uint32_t)((double)s->parameters.audit_every / s->clock.weeks + 0.5);
    simulation->runner.audit = every > 0 && (step % every == 0 || step == simulation->steps);
    bool ok = step_run(&simulation->runner, err);
    for (int n = 0; n < BOUNDS; n++)
        simulation->bounds_bound += (uint64_t)s->bound.bindings[n];
    simulation->step_seconds += now() - start;
    return ok;
}

bool simulation_check(struct simulation *simulation, struct error *err)
{
    return identities_check(&simulation->runner.identities, &simulation->state, NULL, "", err);
}

uint32_t simulation_steps(const struct simulation *simulation)
{
    return simulation->steps;
}

uint32_t simulation_step_number(const struct simulation *simulation)
{
    return simulation->state.clock.step;
}

uint64_t simulation_hash(const struct simulation *simulation)
{
    return state_hash(&simulation->state);
}

struct state *simulation_state(struct simulation *simulation)
{
    return &simulation->state;
}

void simulation_plant(struct simulation *simulation, const char *phase, int table, int column,
                      uint64_t row, int64_t cents)
{
    simulation->runner.planted = (struct planted){phase, table, column, row, cents};
}

bool simulation_record_open(struct simulation *simulation, const char *path, bool force,
                            const struct scenario *scenario, struct error *err)
{
    return recording_open(&simulation->recording, &simulation->state, path, force, scenario, err);
}

bool simulation_record(struct simulation *simulation, struct error *err)
{
    return recording_step(&simulation->recording, &simulation->state, err);
}

bool simulation_record_close(struct simulation *simulation, bool complete, struct error *err)
{
    return recording_close(&simulation->recording, &simulation->state, complete, err);
}

void simulation_summary(const struct simulation *simulation, struct simulation_summary *summary)
{
    const struct state *s = &simulation->state;
    const struct identities *identities = &simulation->runner.identities;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    *summary = (struct simulation_summary){
        .firms = s->population.firms,
        .links = s->population.links,
        .households = s->population.rows,
        .banks = (uint64_t)s->region_bank[s->regions],
        .steps = s->clock.step,
        .setup_seconds = simulation->setup_seconds,
        .step_seconds = simulation->step_seconds,
        .output_seconds = simulation->recording.seconds,
        .wall_seconds = now() - simulation->created,
        .peak_rss_bytes = (uint64_t)usage.ru_maxrss * 1024,
        .state_hash = state_hash(s),
        .phases = phase_count + 2,
        .identities_checked = identities->checked,
        .identities_distinct = identities_count(),
        .identities_worst_cents = identities->worst,
        .bounds_bound = simulation->bounds_bound,
        .cells = s->cells,
        .regions = s->regions,
    };
    for (int c = 0; c < s->cells; c++)
        summary->cells_moved += fabs(simulation->report.moved[c] - 1) > 0.05;
    for (int n = 0; n < phase_count; n++) {
        summary->phase_names[n] = phase_list[n].name;
        summary->phase_seconds[n] = simulation->runner.seconds[n];
    }
    summary->phase_names[phase_count] = "clearing of flows";
    summary->phase_seconds[phase_count] = simulation->runner.clear_seconds;
    summary->phase_names[phase_count + 1] = "audit of identities";
    summary->phase_seconds[phase_count + 1] = simulation->runner.audit_seconds;
    for (int n = 0; n < identities_count() && n < SUMMARY_IDENTITIES_MAX; n++)
        summary->identity_names[n] = identities_name(n);
    double yearly = 1 / s->clock.years / 100;
    for (int r = 0; r < s->regions; r++)
        summary->region[r] = (struct simulation_region){
            .code = s->world->region[r].code,
            .gdp = s->region.real_gdp[r] * yearly,
            .gdp_start = simulation->gdp_start[r] * yearly,
            .price = s->region.consumer_prices[r],
            .price_start = simulation->price_start[r],
            .unemployment = s->region.unemployment_rate[r],
            .unemployment_start = simulation->unemployment_start[r],
        };
}
