#include "agents/identities.h"

#include <inttypes.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents/identity_groups.h"

enum { TERMS_MAX = 16 };

struct identity {
    const char *name, *meaning;
    enum identity_key group;
    const char *from, *until; /* phases after which it begins and ceases to hold; NULL: always */
    struct identity_term term[TERMS_MAX];
};

#define PLUS(table, column, key)                                                                   \
    {                                                                                              \
        +1, false, #table, #column, key, 0, 0                                                      \
    }
#define MINUS(table, column, key)                                                                  \
    {                                                                                              \
        -1, false, #table, #column, key, 0, 0                                                      \
    }
/* The change of a stock since the start of the step. */
#define RISE(table, column, key)                                                                   \
    {+1, false, #table, #column, key, 0, 0},                                                       \
    {                                                                                              \
        -1, true, #table, #column, key, 0, 0                                                       \
    }
#define FALL(table, column, key)                                                                   \
    {-1, false, #table, #column, key, 0, 0},                                                       \
    {                                                                                              \
        +1, true, #table, #column, key, 0, 0                                                       \
    }
#define LEDGER(sector, transaction)                                                                \
    {                                                                                              \
        +1, false, "ledger", "flow", ENTRY, SECTOR_##sector, FLOW_##transaction                    \
    }
#define LESS_LEDGER(sector, transaction)                                                           \
    {                                                                                              \
        -1, false, "ledger", "flow", ENTRY, SECTOR_##sector, FLOW_##transaction                    \
    }
#define LESS_ALL_OF(sector)                                                                        \
    {                                                                                              \
        -1, false, "ledger", "flow", SECTOR, SECTOR_##sector, 0                                    \
    }

static const struct identity identity_list[] = {
#include "agents/identities.def"
};

enum { IDENTITIES = sizeof identity_list / sizeof *identity_list };
_Static_assert(IDENTITIES <= 256, "room in struct identities and in the summary");

int identities_count(void)
{
    return IDENTITIES;
}

const char *identities_name(int identity)
{
    return identity_list[identity].name;
}

const char *identities_meaning(int identity)
{
    return identity_list[identity].meaning;
}

static int term_count(const struct identity *identity)
{
    int n = 0;
    while (n < TERMS_MAX && identity->term[n].sign != 0)
        n++;
    return n;
}

/* Where the start sums of each term lie: one after the other. */
static uint64_t start_size(const struct state *s)
{
    uint64_t size = 0;
    for (int i = 0; i < IDENTITIES; i++)
        for (int n = 0; n < term_count(&identity_list[i]); n++)
            if (identity_list[i].term[n].start)
                size += identity_group_count(s, identity_list[i].group);
    return size;
}

bool identities_create(struct identities *identities, const struct state *s, struct error *err)
{
    *identities = (struct identities){0};
    for (int i = 0; i < IDENTITIES; i++) {
        uint64_t groups = identity_group_count(s, identity_list[i].group);
        if (groups > identities->groups_max)
            identities->groups_max = groups;
    }
    identities->start = calloc(start_size(s) + 1, sizeof *identities->start);
    identities->difference = calloc(identities->groups_max, sizeof *identities->difference);
    identities->by_thread =
        calloc((size_t)omp_get_max_threads() * IDENTITY_GROUPS_FEW, sizeof *identities->by_thread);
    if (identities->start == NULL || identities->difference == NULL ||
        identities->by_thread == NULL) {
        identities_free(identities);
        return fail(err, ERROR_MEMORY, "out of memory for the identities");
    }
    return true;
}

void identities_free(struct identities *identities)
{
    free(identities->start);
    free(identities->difference);
    free(identities->by_thread);
    *identities = (struct identities){0};
}

void identities_start_step(struct identities *identities, const struct state *s, bool needed)
{
    int64_t *start = identities->start;
    identities->started = needed;
    memset(identities->open, 0, sizeof identities->open);
    memset(identities->closed, 0, sizeof identities->closed);
    for (int i = 0; needed && i < IDENTITIES; i++) {
        uint64_t groups = identity_group_count(s, identity_list[i].group);
        for (int n = 0; n < term_count(&identity_list[i]); n++) {
            const struct identity_term *term = &identity_list[i].term[n];
            if (!term->start)
                continue;
            memset(start, 0, groups * sizeof *start);
            /* The accounts of a complete quarter begin anew in this step. */
            if (!s->account_due || strcmp(term->table, "account") != 0)
                identity_add_sums(s, term, 1, start, groups, identities->by_thread);
            start += groups;
        }
    }
}

static bool report(const struct identity *identity, const struct state *s, const char *phase,
                   uint64_t g, int64_t difference, struct error *err)
{
    char group[96], columns[512] = "";
    identity_group_name(s, identity->group, g, group, sizeof group);
    for (int n = 0; n < term_count(identity); n++) {
        const struct identity_term *term = &identity->term[n];
        bool named = false;
        for (int i = 0; i < n && !named; i++)
            named = strcmp(identity->term[i].table, term->table) == 0 &&
                    strcmp(identity->term[i].column, term->column) == 0;
        size_t length = strlen(columns);
        if (!named)
            snprintf(columns + length, sizeof columns - length, "%s%s.%s", n > 0 ? " " : "",
                     term->table, term->column);
    }
    return fail(err, ERROR_IDENTITY,
                "step %u, phase '%s': identity '%s' is %" PRId64 " cents off in %s (%s)",
                s->clock.step + 1, phase, identity->name, difference, group, columns);
}

static bool check_one(struct identities *identities, int i, const struct state *s,
                      const char *phase, const int64_t *start, struct error *err)
{
    const struct identity *identity = &identity_list[i];
    uint64_t groups = identity_group_count(s, identity->group);
    int64_t *difference = identities->difference;
    memset(difference, 0, groups * sizeof *difference);
    for (int n = 0; n < term_count(identity); n++) {
        const struct identity_term *term = &identity->term[n];
        if (!term->start) {
            identity_add_sums(s, term, term->sign, difference, groups, identities->by_thread);
            continue;
        }
        for (uint64_t g = 0; g < groups; g++)
            difference[g] += term->sign * start[g];
        start += groups;
    }
    identities->checked += groups;
    for (uint64_t g = 0; g < groups; g++) {
        int64_t off = llabs(difference[g]);
        if (off > identities->worst)
            identities->worst = off;
        if (off != 0)
            return report(identity, s, phase, g, difference[g], err);
    }
    return true;
}

/* The place of a phase in the step is only known by name: an identity that begins with a phase is
 * tested from the first call with that name on, until the step ends. */
static bool holds(struct identities *identities, int i, const char *phase)
{
    const struct identity *identity = &identity_list[i];
    if (phase == NULL)
        return identity->until == NULL;
    if (identity->from != NULL && strcmp(identity->from, phase) == 0)
        identities->open[i] = true;
    if (identity->until != NULL && strcmp(identity->until, phase) == 0)
        identities->closed[i] = true;
    return (identity->from == NULL || identities->open[i]) && !identities->closed[i];
}

static bool is_touched(const struct identity *identity, const char *writes)
{
    for (int n = 0; n < term_count(identity); n++) {
        char name[96];
        snprintf(name, sizeof name, "%s.%s", identity->term[n].table, identity->term[n].column);
        if (strstr(writes, name) != NULL)
            return true;
    }
    return false;
}

bool identities_check(struct identities *identities, const struct state *s, const char *phase,
                      const char *writes, struct error *err)
{
    const int64_t *start = identities->start;
    bool ok = true;
    for (int i = 0; i < IDENTITIES; i++) {
        const struct identity *identity = &identity_list[i];
        bool began = phase != NULL && identity->from != NULL && strcmp(identity->from, phase) == 0;
        bool due = phase == NULL || began || is_touched(identity, writes);
        uint64_t groups = identity_group_count(s, identity->group), starts = 0;
        for (int n = 0; n < term_count(identity); n++)
            starts += identity->term[n].start ? groups : 0;
        if (holds(identities, i, phase) && due && (starts == 0 || identities->started))
            ok &= check_one(identities, i, s, phase != NULL ? phase : "end of step", start, err);
        start += starts;
    }
    return ok;
}
