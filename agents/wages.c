/* Wages: every firm pays for the hours of its staff.
 *
 *     hours h = y / (labour productivity * N), kept in [0.5, 1.5]
 *     bill    = round(wage level * relative pay * wage index * N * [1 + hours_pay (h - 1)]) [cents]
 *
 * shared out over the firm's household rows by persons, non-regular ones at nonregular_wage of a
 * regular one: contracts decide who gets how much of the bill, not how much it is. The bill
 * includes employers' contributions; taxes on it are paid by households (household_incomes.c).
 *
 * Source: overtime and short time are our assumptions. Reads firm.{output, staff},
 * household.persons.
 * Writes  firm.{wage_bill, deposits}, household.{wage, deposits}, bank.{deposits, reserves},
 * region.wages, ledger. Keeps wages paid = wages received, firm by firm.
 */
#include "agents/wages.h"

#include "agents/books.h"
#include "agents/firm_terms.h"
#include "agents/rules.h"

static const double HOURS_LEAST = 0.5, HOURS_MOST = 1.5;

uint64_t household_wage_weight(const struct state *s, uint32_t r)
{
    return (uint64_t)(WAGE_UNITS * s->world->of_region.nonregular_wage[r] + 0.5);
}

void household_pay_wages(struct household_table *household, money bill, uint64_t first,
                         uint64_t end, uint64_t nonregular)
{
    uint64_t weight[2] = {WAGE_UNITS, nonregular}, sum = 0, running = 0;
    for (uint64_t h = first; h < end; h++)
        sum += household->persons[h] * weight[household->contract[h]];
    struct money_share share = money_share_of(bill, sum);
    money until = 0;
    for (uint64_t h = first; h < end; h++) {
        running += household->persons[h] * weight[household->contract[h]];
        money next = money_share_until(&share, running);
        household->wage[h] = next - until;
        until = next;
    }
}

/* Entries: per region bills and receipts, behind them per bank. */
enum { PAID, RECEIVED, PER_REGION };

void wages(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    size_t banks = (size_t)s->region_bank[s->regions];
    size_t bank_entry = (size_t)s->regions * PER_REGION, bound_entry = bank_entry + banks;
    struct tally tally = tally_open(&s->scratch, bound_entry + BOUNDS);
    struct firm_table *firm = &s->firm;
    struct household_table *household = &s->household;
    int ages = s->world->age_groups;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&tally);
#pragma omp for schedule(dynamic, 1)
        for (uint32_t l = 0; l < p->localities; l++) {
            uint32_t r = p->locality_firm[l] < p->locality_firm[l + 1]
                             ? cell_region(s, firm->cell[p->locality_firm[l]])
                             : 0;
            for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
                double normal = firm_productivity(s, f) * (double)firm->staff[f];
                double hours = normal > 0 ? firm->output[f] / normal : 1;
                hours = bounded(hours, HOURS_LEAST, HOURS_MOST, &mine[bound_entry + BOUND_HOURS]);
                money bill = money_round(firm_wage(s, f, r) * (double)firm->staff[f] *
                                         (1 + s->parameters.hours_pay * (hours - 1)));
                uint64_t first = p->firm_row[f], end = population_row_end(p, l, f, ages);
                household_pay_wages(household, bill, first, end, household_wage_weight(s, r));
                firm->wage_bill[f] = bill;
                firm->deposits[f] -= bill;
                mine[bank_entry + firm->bank[f]] -= bill;
                mine[r * PER_REGION + PAID] += bill;
                for (uint64_t h = first; h < end; h++) {
                    household->deposits[h] += household->wage[h];
                    mine[bank_entry + household->bank[h]] += household->wage[h];
                    mine[r * PER_REGION + RECEIVED] += household->wage[h];
                }
            }
        }
    }
    books_settle_banks(s, &tally, bank_entry);
    books_count_bounds(s, &tally, bound_entry);
    for (int r = 0; r < s->regions; r++) {
        money paid = tally_sum(&tally, (size_t)(r * PER_REGION + PAID));
        s->region.wages[r] = paid;
        books_enter(s, r, SECTOR_FIRM, FLOW_WAGES, -paid);
        books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_WAGES,
                    tally_sum(&tally, (size_t)(r * PER_REGION + RECEIVED)));
    }
    arena_reset(&s->scratch, mark);
}
