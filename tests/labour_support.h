/* Firms whose plans ask for more or fewer people than they have. */
#ifndef KEIRETSU_TESTS_LABOUR_SUPPORT_H
#define KEIRETSU_TESTS_LABOUR_SUPPORT_H

#include "finance_support.h"

static inline uint32_t locality_of(const struct population *p, uint32_t f)
{
    uint32_t l = 0;
    while (p->locality_firm[l + 1] <= f)
        l++;
    return l;
}

/* Plans of every firm at its staff times a factor that differs from firm to firm. */
static inline void set_plans(struct state *s, uint32_t salt, double least, double most)
{
    for (uint32_t f = 0; f < s->population.firms; f++) {
        double factor = least + (most - least) * still_draw(f + salt * s->population.firms);
        double normal = s->firm.productivity[f] * (double)s->firm.staff[f];
        s->firm.expected_sales[f] = normal * factor;
        s->firm.planned_output[f] = normal * (1 + 0.5 * (factor - 1));
    }
}

static inline struct still_world *world_with_plans(double least, double most)
{
    struct still_world *w = still_default();
    still_run(w, "events", "credit");
    set_plans(&w->s, 0, least, most);
    return w;
}

static inline void labour_checked(struct still_world *w)
{
    labour(&w->s);
    still_check(w, still_phase("labour market"));
}

#endif
