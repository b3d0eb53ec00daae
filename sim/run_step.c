#include "sim/run_step.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

bool step_runner_create(struct step_runner *runner, struct state *state, bool check,
                        struct error *err)
{
    *runner = (struct step_runner){.state = state, .check = check};
    for (int t = 0; t < STATE_TABLES; t++)
        runner->columns += (uint32_t)state->tables[t]->column_count;
    runner->hashes = calloc(runner->columns, sizeof *runner->hashes);
    if (runner->hashes == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the checks");
    return identities_create(&runner->identities, state, err);
}

void step_runner_free(struct step_runner *runner)
{
    free(runner->hashes);
    identities_free(&runner->identities);
    *runner = (struct step_runner){0};
}

static bool is_declared(const char *writes, const char *table, const char *column)
{
    char name[128];
    int length = snprintf(name, sizeof name, "%s.%s", table, column);
    for (const char *at = strstr(writes, name); at != NULL; at = strstr(at + 1, name)) {
        bool starts = at == writes || at[-1] == ' ';
        bool ends = at[length] == ' ' || at[length] == '\0';
        if (starts && ends)
            return true;
    }
    return false;
}

/* Hashes all columns that carry meaning; with a phase, compares those it must not write. */
static bool compare_columns(struct step_runner *runner, const struct phase *phase,
                            struct error *err)
{
    const struct state *s = runner->state;
    uint32_t n = 0;
    for (int t = 0; t < STATE_TABLES; t++) {
        const struct table *table = s->tables[t];
        for (int c = 0; c < table->column_count; c++, n++) {
            if (table->columns[c].nature == SCRATCH)
                continue;
            uint64_t hash = table_column_hash(table, c);
            bool same = hash == runner->hashes[n];
            runner->hashes[n] = hash;
            if (phase != NULL && !same &&
                !is_declared(phase->writes, table->name, table->columns[c].name))
                return fail(err, ERROR_IDENTITY,
                            "step %u, phase '%s': %s.%s changed, which this phase does not write",
                            s->clock.step + 1, phase->name, table->name, table->columns[c].name);
        }
    }
    return true;
}

static void plant(struct step_runner *runner)
{
    const struct table *table = runner->state->tables[runner->planted.table];
    ((int64_t *)table->data[runner->planted.column])[runner->planted.row] += runner->planted.cents;
    runner->planted.phase = NULL;
}

static bool check_phase(struct step_runner *runner, const struct phase *phase, struct error *err)
{
    return compare_columns(runner, phase, err) &&
           identities_check(&runner->identities, runner->state, phase->name, phase->writes, err);
}

/* Runs a check and adds its time to that of the audits. */
static bool timed(struct step_runner *runner, bool ok, double start)
{
    runner->audit_seconds += now() - start;
    return ok;
}

static bool start_audit(struct step_runner *runner, struct error *err)
{
    double start = now();
    identities_start_step(&runner->identities, runner->state, runner->check || runner->audit);
    return timed(runner, !runner->check || compare_columns(runner, NULL, err), start);
}

static bool end_audit(struct step_runner *runner, struct error *err)
{
    double start = now();
    bool ok = !runner->audit || identities_check(&runner->identities, runner->state, NULL, "", err);
    return timed(runner, ok, start);
}

bool step_run(struct step_runner *runner, struct error *err)
{
    struct state *s = runner->state;
    double begin = now();
    state_clear_flows(s);
    runner->clear_seconds += now() - begin;
    s->rng.step = s->clock.step + 1;
    if (!start_audit(runner, err))
        return false;
    for (int n = 0; n < phase_count; n++) {
        const struct phase *phase = &phase_list[n];
        double start = now();
        phase->run(s);
        double done = now();
        runner->seconds[n] += done - start;
        if (runner->planted.phase != NULL && strcmp(runner->planted.phase, phase->name) == 0)
            plant(runner);
        if (runner->check && !timed(runner, check_phase(runner, phase, err), done))
            return false;
    }
    bool ok = end_audit(runner, err);
    s->clock.step++;
    return ok;
}
