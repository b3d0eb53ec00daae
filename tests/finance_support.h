/* A whole world at its opening, small enough to be made for every test, on which single rules are
 * tried: figures are set by hand, the rule is called, and what it did is computed again. */
#ifndef KEIRETSU_TESTS_FINANCE_SUPPORT_H
#define KEIRETSU_TESTS_FINANCE_SUPPORT_H

#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "agents/books.h"
#include "agents/identities.h"
#include "agents/labels.h"
#include "agents/opening.h"
#include "agents/opening_table.h"
#include "agents/rules.h"
#include "agents/state.h"
#include "core/date.h"
#include "core/reduce.h"
#include "sim/phases.h"
#include "sim/run_step.h"

/* Year 2025 as in the scenarios: Monday, the 6th of January. */
enum { STILL_YEAR = 2025, STILL_FIRMS = 2000, STILL_SEED = 1, STILL_EVENTS = 8 };

struct still_options {
    uint32_t firms; /* 0: STILL_FIRMS */
    int64_t seed;   /* 0: STILL_SEED */
    bool day;       /* steps of a day instead of a week */
    void (*change)(struct parameters *parameters, struct world *world); /* before the opening */
};

struct still_world {
    struct world world;
    struct opening_report report;
    struct opening_table table;
    struct parameters parameters;
    struct state s;
    struct event event[STILL_EVENTS];
    struct step_runner runner;
    bool table_made, runner_made;
};

static inline void still_free(struct still_world *w)
{
    if (w->runner_made)
        step_runner_free(&w->runner);
    if (w->table_made)
        opening_table_free(&w->table, &w->report);
    state_free(&w->s);
    world_free(&w->world);
    free(w);
}

/* The path of sim/simulation.c, with the error instead of a failed test. The world must be freed
 * in either case. */
static inline bool still_try(struct still_world *w, struct still_options options, struct error *err)
{
    struct state *s = &w->s;
    struct parameters *p = &w->parameters;
    omp_set_num_threads(1); /* small worlds are faster so; what threads change, tests ask for */
    if (!world_read(&w->world, SOURCE_DIR "/configs/world-2022", err))
        return false;
    parameters_default(p);
    p->firms = options.firms > 0 ? options.firms : STILL_FIRMS;
    p->seed = options.seed > 0 ? options.seed : STILL_SEED;
    if (options.change != NULL)
        options.change(p, &w->world);
    s->clock = (struct clock){.first_day = date_day(STILL_YEAR, 1, 6),
                              .days_per_step = options.day ? 1 : 7,
                              .weeks = options.day ? 1.0 / 7 : 1,
                              .years = options.day ? 1.0 / 365 : 1.0 / 52};
    if (!opening_table_create(&w->table, &w->world, s->clock.years, &w->report, err))
        return false;
    w->table_made = true;
    struct population_options population = {.seed = (uint64_t)p->seed,
                                            .firms = (uint32_t)p->firms,
                                            .rows_per_firm = p->rows_per_firm,
                                            .link_share_limit = p->link_share_limit,
                                            .size_tail = p->size_tail,
                                            .degree_exponent = p->degree_exponent,
                                            .mean_suppliers = p->mean_suppliers};
    if (!population_create(&s->population, &w->world, &w->table, &population, err) ||
        !state_allocate(s, &w->world, p, &w->table, err) || !opening_create(s, &w->table, err))
        return false;
    s->events = w->event;
    accounts_balance_sheets(s);
    accounts_opening(s);
    w->runner_made = step_runner_create(&w->runner, s, true, err);
    return w->runner_made;
}

static inline struct still_world *still_create(struct still_options options)
{
    struct still_world *w = calloc(1, sizeof *w);
    struct error err = {0};
    assert_success(still_try(w, options, &err), err);
    return w;
}

static inline struct still_world *still_default(void)
{
    return still_create((struct still_options){0});
}

static inline int still_region(const struct still_world *w, const char *code)
{
    int r = world_region(&w->world, code);
    assert_true(r >= 0);
    return r;
}

/* Whole steps with every check of --check: who writes what, and all identities. */
static inline void still_steps(struct still_world *w, int steps)
{
    struct error err = {0};
    for (int n = 0; n < steps; n++)
        assert_success(step_run(&w->runner, &err), err);
}

/* Every identity that holds after the phase and may have been touched by it. */
static inline void still_check(struct still_world *w, const struct phase *phase)
{
    struct error err = {0};
    struct identities *identities = &w->runner.identities;
    assert_success(identities_check(identities, &w->s, phase->name, phase->writes, &err), err);
}

static inline const struct phase *still_phase(const char *name)
{
    for (int n = 0; n < phase_count; n++)
        if (strcmp(phase_list[n].name, name) == 0)
            return &phase_list[n];
    fail_msg("there is no phase '%s'", name);
}

static inline void still_start(struct still_world *w)
{
    state_clear_flows(&w->s);
    w->s.rng.step = w->s.clock.step + 1;
    identities_start_step(&w->runner.identities, &w->s, true);
}

/* The phases of a step from `first` on up to and with `last`, each checked; the first phase of
 * all starts a step. The clock stays where it is. */
static inline void still_run(struct still_world *w, const char *first, const char *last)
{
    const struct phase *phase = still_phase(first), *end = still_phase(last);
    if (phase == phase_list)
        still_start(w);
    for (; phase <= end; phase++) {
        phase->run(&w->s);
        still_check(w, phase);
    }
}

static inline struct event *still_event(struct still_world *w, struct event event)
{
    assert_true(w->s.event_count < STILL_EVENTS);
    w->event[w->s.event_count] = event;
    return &w->event[w->s.event_count++];
}

/* Rough weather, for states in which nothing is at its opening value: shortages, lay-offs, rising
 * and falling prices, firms in debt. */
static inline void still_disturb(struct still_world *w, int steps)
{
    int home = still_region(w, "JPN"), abroad = still_region(w, "USA");
    still_event(w, (struct event){.kind = EVENT_INPUT_STOCK_LOSS,
                                  .start = "2025-01-06",
                                  .share = 0.4,
                                  .region = -1,
                                  .industry = -1});
    still_event(w, (struct event){.kind = EVENT_CAPACITY_LOSS,
                                  .start = "2025-01-06",
                                  .weeks = 6,
                                  .share = 0.35,
                                  .region = home,
                                  .industry = -1,
                                  .recovery = RECOVERY_LINEAR,
                                  .recovery_weeks = 10});
    still_event(w, (struct event){.kind = EVENT_FINAL_DEMAND,
                                  .start = "2025-01-13",
                                  .weeks = 20,
                                  .share = -0.3,
                                  .region = abroad,
                                  .industry = -1});
    still_steps(w, steps);
}

static inline void *still_copy(const void *values, size_t bytes)
{
    void *copy = malloc(bytes > 0 ? bytes : 1);
    assert_non_null(copy);
    memcpy(copy, values, bytes);
    return copy;
}

/* A copy of a column with that many rows; free it. */
#define still_column(column, rows) still_copy((column), (size_t)(rows) * sizeof *(column))

/* The amount is the exact one to the nearest cent. */
#define assert_cents(amount, exact) still_cents((amount), (exact), __FILE__, __LINE__)

static inline void still_cents(money amount, double exact, const char *file, int line)
{
    if (fabs((double)amount - exact) <= 0.5 + 1e-12 * fabs(exact))
        return;
    print_error("%lld cents are not %.3f rounded\n", (long long)amount, exact);
    _fail(file, line);
}

static inline double still_draw(uint32_t number)
{
    return rng_uniform((struct rng){.seed = 99}, RNG_TABLE_NONE, 0, RNG_TEST, number);
}

/* 1 - exp(-step / lag), by another way than the rules take. */
static inline double still_speed(const struct state *s, double lag_weeks)
{
    return 1 - exp(-(s->clock.days_per_step / 7.0) / lag_weeks);
}

/* A yen that is weaker than at the opening, and a won that is stronger. */
static const double STILL_YEN = 1.37; /* per dollar, in opening rates */

static inline void still_weak_yen(struct parameters *p, struct world *world)
{
    int home = world_region(world, "JPN"), abroad = world_region(world, "KOR");
    p->exchange_rate[home] = STILL_YEN;
    p->exchange_rate[abroad] = 0.8;
}

/* What a firm has at this amount, against the equity of its bank. */
static inline void still_set_deposits(struct state *s, uint32_t f, money deposits)
{
    money change = deposits - s->firm.deposits[f];
    s->firm.deposits[f] += change;
    s->bank.deposits[s->firm.bank[f]] += change;
    s->bank.equity[s->firm.bank[f]] -= change;
}

static inline money still_flow(const struct state *s, int r, enum sector sector,
                               enum transaction transaction)
{
    return s->ledger.flow[(r * SECTORS + (int)sector) * TRANSACTIONS + (int)transaction];
}

/* What the sector received less what it paid in the step so far. */
static inline money still_net_flow(const struct state *s, int r, enum sector sector)
{
    money sum = 0;
    for (int n = 0; n < TRANSACTIONS; n++)
        sum += still_flow(s, r, sector, (enum transaction)n);
    return sum;
}

#endif
