/* Wage setting: firms pay more or less than the region's wages for the same work.
 *
 *     wage of f = opening wage of f * b_f * wage index of the region           [cents/person/step]
 *     x   = ln clip([(p - v) q / N] / [opening value added per person * wage index], .5, 2)
 *     u   = clip(persons looked for and not found since the last review / N, 0, 1)
 *     ln b += s (eta x - ln b) + kappa u                                   at a review, once a year
 *     b   /= mean of b over the region's staff, by opening wages               every step
 *
 * p price, v inputs per unit of output, q expected sales, at most capacity, N staff. The wage index
 * is the Phillips curve's (policy.c) and stays the mean: b says only who pays more than others.
 * Firms share rents with their staff (eta), and those that look for people in vain raise what they
 * offer; who finds all he needs falls behind them (kappa). s of the distance to what rents suggest
 * is gone at a review, the rest remains: contracts and custom.
 *
 * Reviews are spread over the year, a firm's in the same week every year, except in regions with a
 * month for all (world data; the spring wage round of Japan). Better pay keeps people and draws
 * them: quits fall and hires rise with b (firm_pull; demography_quits.c, labour.c). A new firm
 * takes over the wages of the staff it found.
 *
 * Source: eta from Card, Cardoso, Heining and Kline 2018 (recalled: .05 to .15); wage posting:
 * Burdett and Mortensen 1998, Manning 2003; kappa and s are our assumptions.
 * Reads   firm.{price, unit_input_cost, expected_sales, capital, staff, ...}, region.wage_index.
 * Writes  firm.{wage_premium, unfilled}, bound. Keeps the region's mean wage: the wage index.
 */
#include <math.h>

#include "agents/books.h"
#include "agents/firm_terms.h"
#include "agents/rules.h"
#include "core/date.h"

static const double RENT_LEAST = 0.5, RENT_MOST = 2, UNFILLED_MOST = 1;

/* Value added per person and step now. */
static double value_added(const struct firm_table *firm, uint32_t f)
{
    double sold = fmin(firm->expected_sales[f], firm_full_capacity(firm, f));
    return (firm->price[f] - firm->unit_input_cost[f]) * sold / (double)firm->staff[f];
}

/* At the start: output per person less inputs. Price one is mark-up times unit cost. */
static double opening_value_added(const struct firm_table *firm, uint32_t f)
{
    return firm->labour_productivity[f] * (1 - 1 / firm->markup[f]) + firm->wage_level[f];
}

static void review(struct state *s, uint32_t f, uint32_t r, int64_t *bounds)
{
    const struct parameters *p = &s->parameters;
    struct firm_table *firm = &s->firm;
    double unfilled = firm->unfilled[f];
    firm->unfilled[f] = 0;
    if (firm->staff[f] <= 0 || firm->administration[f] > 0)
        return;
    double opening = opening_value_added(firm, f) * s->region.wage_index[r];
    double rent =
        bounded(value_added(firm, f) / opening, RENT_LEAST, RENT_MOST, &bounds[BOUND_PAY_REVIEW]);
    double wanting =
        bounded(unfilled / (double)firm->staff[f], 0, UNFILLED_MOST, &bounds[BOUND_PAY_REVIEW]);
    double premium = log(firm->wage_premium[f]);
    premium += p->wage_review_share * (p->wage_rent_sharing * log(rent) - premium) +
               p->wage_vacancy_response * wanting;
    firm->wage_premium[f] = exp(premium);
}

/* Whether all firms of a region review wages in this step: it contains the first of the month. */
static bool wage_round(const struct state *s, int r)
{
    int month = (int)s->world->of_region.wage_round[r];
    int32_t day = s->clock.first_day + (int32_t)s->clock.step * s->clock.days_per_step;
    int32_t end = day + s->clock.days_per_step;
    return month > 0 && date_month(end) == month && date_month(day) != month;
}

enum { PAID, BASE, SUMS };

void wage_setting(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    struct tally tally = tally_open(&s->scratch, BOUNDS);
    struct firm_table *firm = &s->firm;
    double *of_run = arena_array(&s->scratch, double, (size_t)p->runs *SUMS);
    double sum[REGIONS_MAX][SUMS] = {{0}};
    uint32_t year = (uint32_t)lround(1 / s->clock.years);
    bool all_now[REGIONS_MAX], spread[REGIONS_MAX];
    for (int r = 0; r < s->regions; r++) {
        all_now[r] = wage_round(s, r);
        spread[r] = s->world->of_region.wage_round[r] == 0;
    }
#pragma omp parallel
    {
        int64_t *bounds = tally_mine(&tally);
#pragma omp for schedule(dynamic, 64)
        for (uint32_t n = 0; n < p->runs; n++) {
            uint32_t r = cell_region(s, p->run[n].cell);
            double *mine = of_run + (size_t)n * SUMS;
            mine[PAID] = mine[BASE] = 0;
            for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
                if (all_now[r] || (spread[r] && (s->clock.step + f) % year == 0))
                    review(s, f, r, bounds);
                double base = firm->wage_level[f] * (double)firm->staff[f];
                mine[BASE] += base;
                mine[PAID] += base * firm->wage_premium[f];
            }
        }
    }
    for (uint32_t n = 0; n < p->runs; n++)
        for (int i = 0; i < SUMS; i++)
            sum[s->cell[p->run[n].cell].region][i] += of_run[(size_t)n * SUMS + (size_t)i];
    for (int r = 0; r < s->regions; r++) {
        double mean = sum[r][BASE] > 0 ? sum[r][PAID] / sum[r][BASE] : 1;
        if (mean == 1)
            continue;
#pragma omp parallel for schedule(static)
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++)
            firm->wage_premium[f] /= mean;
    }
    books_count_bounds(s, &tally, 0);
    arena_reset(&s->scratch, mark);
}
