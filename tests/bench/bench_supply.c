/* The supply phases alone - output plan, arrivals, orders, production, rationing, markets and
 * shipping - on the world of a scenario, with final demand as at the opening: how many links they
 * bring up to date in a second, on one thread and on all. A link is updated once a step: its goods
 * arrive, it orders, is served, is paid for, and what it holds is used. In the first steps, which
 * are not counted, memory and processor warm up.
 *
 * usage: bench_supply [--firms N, default 1000000] [--steps N, default 10] [--day]
 *                     [--rationing RULE] [--scenario FILE, default configs/fixed-point.yaml]
 */
#include <omp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/rules.h"
#include "sim/scenario.h"
#include "sim/simulation.h"

static const struct {
    const char *name;
    void (*run)(struct state *s);
} SUPPLY[] = {
    {"output plan", output_plan}, {"arrivals", arrivals},   {"input orders", input_orders},
    {"production", production},   {"rationing", rationing}, {"markets", markets},
    {"shipping", shipping},
};
enum { PHASES = sizeof SUPPLY / sizeof *SUPPLY, WARM_UP = 2 };

/* One step; adds each phase's seconds. Final demand is that of the opening. */
static void step(struct state *s, const double *final_order, double *seconds)
{
    state_clear_flows(s);
    s->rng.step = s->clock.step + 1;
    memcpy(s->final_sourcing.order, final_order, s->final_sourcing.table.rows * sizeof(double));
    for (int n = 0; n < PHASES; n++) {
        double start = omp_get_wtime();
        SUPPLY[n].run(s);
        seconds[n] += omp_get_wtime() - start;
    }
    s->clock.step++;
}

static void measure(struct state *s, const double *final_order, int threads, int steps)
{
    double seconds[PHASES] = {0}, warm_up[PHASES], all = 0;
    omp_set_num_threads(threads);
    for (int n = 0; n < WARM_UP; n++)
        step(s, final_order, warm_up);
    for (int n = 0; n < steps; n++)
        step(s, final_order, seconds);
    for (int n = 0; n < PHASES; n++)
        all += seconds[n];
    double links = (double)s->population.links;
    printf("  %3d thread%s %8.2f ms a step, %7.2f million link updates a second and thread\n",
           threads, threads == 1 ? " " : "s", 1e3 * all / steps,
           1e-6 * links * steps / all / threads);
    for (int n = 0; n < PHASES; n++)
        printf("      %-14s %8.2f ms a step\n", SUPPLY[n].name, 1e3 * seconds[n] / steps);
}

static int usage(void)
{
    fprintf(stderr, "usage: bench_supply [--firms N] [--steps N] [--day] [--rationing RULE] "
                    "[--scenario FILE]\n");
    return 2;
}

int main(int argc, char **argv)
{
    struct error err = {0};
    struct scenario scenario;
    struct simulation *simulation;
    const char *path = SOURCE_DIR "/configs/fixed-point.yaml";
    int steps = 10;
    struct scenario_setting settings[3] = {{"--firms", "population.firms", "1000000"}};
    struct scenario_options options = {.settings = settings, .setting_count = 1};
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--day") == 0) {
            if (options.setting_count == 3)
                return usage();
            settings[options.setting_count++] =
                (struct scenario_setting){"--day", "clock.step", "day"};
            continue;
        }
        if (value == NULL)
            return usage();
        i++;
        if (strcmp(argv[i - 1], "--firms") == 0)
            settings[0].value = value;
        else if (strcmp(argv[i - 1], "--steps") == 0)
            steps = atoi(value);
        else if (strcmp(argv[i - 1], "--scenario") == 0)
            path = value;
        else if (strcmp(argv[i - 1], "--rationing") == 0 && options.setting_count < 3)
            settings[options.setting_count++] =
                (struct scenario_setting){"--rationing", "rules.rationing", value};
        else
            return usage();
    }
    if (steps < 1 || steps > 1000000)
        return usage();
    if (!scenario_read(&scenario, path, &options, &err)) {
        fprintf(stderr, "bench_supply: %s\n", err.text);
        return error_exit_code(&err);
    }
    if (!simulation_create(&simulation, &scenario, &(struct simulation_options){0}, &err)) {
        fprintf(stderr, "bench_supply: %s\n", err.text);
        scenario_free(&scenario);
        return error_exit_code(&err);
    }
    struct state *s = simulation_state(simulation);
    size_t bytes = s->final_sourcing.table.rows * sizeof(double);
    double *final_order = malloc(bytes);
    int all = omp_get_max_threads(), status = final_order == NULL;
    if (status == 0) {
        memcpy(final_order, s->final_sourcing.order, bytes);
        printf("supply phases, %u firms, %llu links, %d %s steps\n", s->population.firms,
               (unsigned long long)s->population.links, steps,
               s->clock.days_per_step == 1 ? "daily" : "weekly");
        measure(s, final_order, 1, steps);
        if (all > 1)
            measure(s, final_order, all, steps);
    }
    free(final_order);
    simulation_free(simulation);
    scenario_free(&scenario);
    return status;
}
