/* Distribution: who has what, by age group and by fifths of people ordered by income; Gini
 * coefficients of income and of deposits.
 *
 *     Gini = 1 - sum over bins of persons_i (S_(i-1) + S_i) / (persons * S_n)
 *
 * Rows are ordered by income (or deposits) per person in bins that are about 3.5 % wide, as all
 * persons of a row count alike: inequality inside rows is not seen, so that the coefficients are
 * between groups and too low. S_i is what the first i bins have. Children are persons with little
 * income of their own. Counted every 13 weeks; nothing depends on it.
 *
 * Source: definition. Reads household.*. Writes age.{income, spending, deposits, claims},
 * quintile.*, region.{gini_income, gini_deposits}.
 */
#include <math.h>
#include <string.h>

#include "agents/rules.h"
#include "agents/tally.h"

enum { BINS_PER_OCTAVE = 20, OCTAVES = 12, BINS = BINS_PER_OCTAVE * OCTAVES + 2, WEEKS = 13 };
enum { PERSONS, INCOME, SPENDING, DEPOSITS, CLAIMS, SUMS };
enum { BY_INCOME, BY_DEPOSITS, ORDERS, FIFTHS = 5 };
enum { BIN_SUMS = 4 }; /* persons, income, spending, deposits */

/* Rises with the value; a bin is a twentieth of an octave, on a chord of the logarithm. */
static int bin_of(double value, double mean)
{
    int exponent;
    if (!(value > 0 && mean > 0))
        return 0;
    double mantissa = frexp(value / mean, &exponent); /* in [.5, 1) */
    double at = BINS_PER_OCTAVE * (exponent + 2 * mantissa - 2 + OCTAVES / 2.0);
    return at < 0 ? 1 : at >= BINS - 2 ? BINS - 1 : 1 + (int)at;
}

static void sum_ages(struct state *s, struct tally *sums)
{
    const struct household_table *household = &s->household;
    int ages = s->world->age_groups;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(sums);
#pragma omp for schedule(static)
        for (uint32_t b = 0; b < s->household_blocks; b++)
            for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++) {
                int group = s->household_block_region[b] * ages + household->age[h];
                int64_t *sum = mine + (size_t)group * SUMS;
                sum[PERSONS] += household->persons[h];
                sum[INCOME] += household->income[h];
                sum[SPENDING] += household->spending[h];
                sum[DEPOSITS] += household->deposits[h];
                sum[CLAIMS] += household->shares[h];
            }
    }
}

static void sort_rows(const struct state *s, double mean[REGIONS_MAX][ORDERS], struct tally *bins)
{
    const struct household_table *household = &s->household;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(bins);
#pragma omp for schedule(static)
        for (uint32_t b = 0; b < s->household_blocks; b++) {
            int r = s->household_block_region[b];
            for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++) {
                double persons = household->persons[h];
                if (household->persons[h] == 0)
                    continue;
                double of_row[ORDERS] = {(double)household->income[h] / persons,
                                         (double)household->deposits[h] / persons};
                for (int order = 0; order < ORDERS; order++) {
                    int bin = (r * ORDERS + order) * BINS + bin_of(of_row[order], mean[r][order]);
                    int64_t *sum = mine + (size_t)bin * BIN_SUMS;
                    sum[0] += household->persons[h];
                    sum[1] += household->income[h];
                    sum[2] += household->spending[h];
                    sum[3] += household->deposits[h];
                }
            }
        }
    }
}

static double gini(const struct tally *bins, int first, int of)
{
    double persons = 0, sum = 0, area = 0;
    for (int i = first; i < first + BINS; i++) {
        double here = (double)tally_sum(bins, (size_t)i * BIN_SUMS);
        double more = (double)tally_sum(bins, (size_t)i * BIN_SUMS + (size_t)of);
        area += here * (2 * sum + more);
        sum += more;
        persons += here;
    }
    return persons > 0 && sum > 0 ? 1 - area / (persons * sum) : 0;
}

/* Bins that lie across two fifths are divided by persons. */
static void divide_fifths(struct state *s, int r, const struct tally *bins)
{
    double *columns[] = {s->quintile.income, s->quintile.spending, s->quintile.deposits};
    int first = (r * ORDERS + BY_INCOME) * BINS;
    double all = 0, running = 0;
    for (int i = first; i < first + BINS; i++)
        all += (double)tally_sum(bins, (size_t)i * BIN_SUMS);
    for (int fifth = 0; fifth < FIFTHS; fifth++)
        for (int column = 0; column < 3; column++)
            columns[column][r * FIFTHS + fifth] = 0;
    for (int i = first; i < first + BINS; i++) {
        double persons = (double)tally_sum(bins, (size_t)i * BIN_SUMS);
        for (int fifth = 0; fifth < FIFTHS && persons > 0; fifth++) {
            double from = fmax(running, all * fifth / FIFTHS);
            double part = fmin(running + persons, all * (fifth + 1) / FIFTHS) - from;
            for (int column = 0; column < 3 && part > 0; column++)
                columns[column][r * FIFTHS + fifth] +=
                    part / persons * (double)tally_sum(bins, (size_t)i * BIN_SUMS + 1 + column);
        }
        running += persons;
    }
}

void distribution_count(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    int ages = s->world->age_groups;
    struct tally sums = tally_open(&s->scratch, (size_t)(s->regions * ages) * SUMS);
    struct tally bins = tally_open(&s->scratch, (size_t)(s->regions * ORDERS * BINS) * BIN_SUMS);
    double mean[REGIONS_MAX][ORDERS];
    sum_ages(s, &sums);
    for (int r = 0; r < s->regions; r++) {
        double persons = 0, income = 0, deposits = 0;
        for (int i = r * ages; i < (r + 1) * ages; i++) {
            persons += (double)tally_sum(&sums, (size_t)i * SUMS + PERSONS);
            income += s->age.income[i] = (double)tally_sum(&sums, (size_t)i * SUMS + INCOME);
            deposits += s->age.deposits[i] = (double)tally_sum(&sums, (size_t)i * SUMS + DEPOSITS);
            s->age.spending[i] = (double)tally_sum(&sums, (size_t)i * SUMS + SPENDING);
            s->age.claims[i] = (double)tally_sum(&sums, (size_t)i * SUMS + CLAIMS);
        }
        mean[r][BY_INCOME] = persons > 0 ? income / persons : 0;
        mean[r][BY_DEPOSITS] = persons > 0 ? deposits / persons : 0;
    }
    sort_rows(s, mean, &bins);
    for (int r = 0; r < s->regions; r++) {
        s->region.gini_income[r] = gini(&bins, (r * ORDERS + BY_INCOME) * BINS, 1);
        s->region.gini_deposits[r] = gini(&bins, (r * ORDERS + BY_DEPOSITS) * BINS, 3);
        divide_fifths(s, r, &bins);
    }
    arena_reset(&s->scratch, mark);
}

void distribution(struct state *s)
{
    uint32_t steps = (uint32_t)(WEEKS / s->clock.weeks + 0.5);
    if ((s->clock.step + 1) % steps == 0)
        distribution_count(s);
}
