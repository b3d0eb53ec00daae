/* Misallocation: how unevenly capital earns.
 *
 *     m_i = surplus_i / (capital_i P_K)                                               [1/year]
 *     w_i = capital_i / capital of all counted firms of the region
 *     misallocation  = sqrt(sum w_i (log m_i - mean of log m)^2)
 *     within         = the same around the mean of the firm's own industry
 *     excluded       = capital of firms with m_i <= 0 or in administration / capital of all
 *
 * surplus is output less inputs and wages, smoothed over a year; P_K the price of capital goods, the same
 * for all firms of a region. With equal technology m is proportional to the marginal revenue product of
 * capital, whose dispersion measures what moving capital between firms would gain. Leased plants of the
 * facility count as capital of their operators.
 *
 * Source: Hsieh and Klenow (2009), Quarterly Journal of Economics 124(4): dispersion of revenue products;
 * the weights are our choice: a mass of tiny firms says little about capital.
 * Reads   firm.{surplus, capital, administration}, region.investment_prices.
 * Writes  scoreboard.{misallocation, misallocation_within, misallocation_excluded}.
 */
#include "agents/cell_sums.h"
#include "agents/scoreboard.h"

enum { WEIGHT, LOG, SQUARE, LEFT_OUT, SUMS };

static void sum_run(const struct state *s, const struct firm_run *run, double *sums)
{
    const struct firm_table *firm = &s->firm;
    double price = s->region.investment_prices[cell_region(s, run->cell)] * s->clock.years;
    sums[WEIGHT] = sums[LOG] = sums[SQUARE] = sums[LEFT_OUT] = 0;
    for (uint32_t f = run->first; f < run->first + run->count; f++) {
        double capital = firm->capital[f];
        if (!(firm->surplus[f] > 0) || !(capital > 0) || firm->administration[f] > 0) {
            sums[LEFT_OUT] += capital;
            continue;
        }
        double earned = log(firm->surplus[f] / (capital * price));
        sums[WEIGHT] += capital;
        sums[LOG] += capital * earned;
        sums[SQUARE] += capital * earned * earned;
    }
}

/* Mean square deviation, which rounding may leave a little below zero. */
static double spread(double weight, double square, double mean_square)
{
    return weight > 0 ? sqrt(fmax(0, (square - mean_square) / weight)) : 0;
}

void scoreboard_misallocation(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    double *runs = arena_array(&s->scratch, double, (size_t)p->runs *SUMS);
    double *cells = arena_array(&s->scratch, double, (size_t)s->cells *SUMS);
#pragma omp parallel for schedule(dynamic, 16)
    for (uint32_t n = 0; n < p->runs; n++)
        sum_run(s, &p->run[n], runs + (size_t)n * SUMS);
    cell_sums(s, runs, SUMS, cells);
    for (int r = 0; r < s->regions; r++) {
        double all[SUMS] = {0}, within = 0;
        for (int c = r * s->industries; c < (r + 1) * s->industries; c++) {
            const double *of_cell = cells + (size_t)c * SUMS;
            for (int i = 0; i < SUMS; i++)
                all[i] += of_cell[i];
            if (of_cell[WEIGHT] > 0)
                within += of_cell[LOG] * of_cell[LOG] / of_cell[WEIGHT];
        }
        double total = all[WEIGHT] + all[LEFT_OUT], weight = all[WEIGHT];
        double mean_square = weight > 0 ? all[LOG] * all[LOG] / weight : 0;
        s->scoreboard.misallocation[r] = spread(weight, all[SQUARE], mean_square);
        s->scoreboard.misallocation_within[r] = spread(weight, all[SQUARE], within);
        s->scoreboard.misallocation_excluded[r] = total > 0 ? all[LEFT_OUT] / total : 0;
    }
    arena_reset(&s->scratch, mark);
}
