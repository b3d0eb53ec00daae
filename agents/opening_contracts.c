/* Opening, contracts: which household rows of a firm are non-regular workers.
 *
 * Row by row, in the order of the rows of a locality, each age group counts how many persons it is
 * short of its share of non-regular workers; a row that would make it less than half a row too
 * many is non-regular. So shares are right by age in each locality, and differ from firm to firm,
 * since small firms have few rows (our assumption: contracts differ by age, not by industry).
 */
#include "agents/demography.h"

static void divide_locality(struct state *s, int r, uint32_t l)
{
    struct household_table *household = &s->household;
    double short_of[AGE_GROUPS_MAX] = {0};
    for (uint64_t h = s->population.locality_row[l];
         h < s->population.locality_row[l + 1] && household->status[h] == HOUSEHOLD_EMPLOYED; h++) {
        int a = household->age[h];
        double persons = household->persons[h];
        short_of[a] += persons * s->world->age[a].nonregular[r];
        household->contract[h] = short_of[a] > persons / 2;
        short_of[a] -= household->contract[h] ? persons : 0;
    }
}

void demography_opening_contracts(struct state *s)
{
    const struct population *p = &s->population;
    for (int r = 0; r < s->regions; r++) {
        double sum = 0, all = 0;
        for (uint32_t l = p->region_locality[r]; l < p->region_locality[r + 1]; l++)
            divide_locality(s, r, l);
        for (uint32_t l = p->region_locality[r]; l < p->region_locality[r + 1]; l++)
            for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
                double nonregular = 0, staff = 0;
                for (uint64_t h = p->firm_row[f];
                     h < population_row_end(p, l, f, s->world->age_groups); h++) {
                    staff += s->household.persons[h];
                    nonregular += s->household.contract[h] ? s->household.persons[h] : 0;
                }
                s->firm.nonregular[f] = staff > 0 ? nonregular / staff : 0;
                sum += nonregular;
                all += staff;
            }
        s->nonregular_share[r] = all > 0 ? sum / all : 0;
    }
}
