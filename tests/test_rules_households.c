/* Demand, spending and incomes of households: final_demand.c, settlement.c, household_incomes.c. */
#include "finance_support.h"

#include "agents/final_demand.h"

/* --- final demand -------------------------------------------------------------------------- */

static void trade_with_tariffs(struct parameters *p, struct world *world)
{
    p->exchange_rate[world_region(world, "JPN")] = 1.37;
    p->tariff[world_region(world, "USA")] = 0.25;
    p->tariff[world_region(world, "JPN")] = 0.1;
}

/* Prices, weights and budgets of any size; everything that final demand reads. */
static void set_markets(struct state *s)
{
    for (int d = 0; d < s->cells; d++) {
        s->industry.market_price[d] = 0.5 + still_draw((uint32_t)d);
        s->industry.demand_factor[d] = 1;
    }
    for (int r = 0; r < s->regions; r++)
        for (int use = 0; use < FINAL_USES; use++) {
            double sum[INDUSTRIES_MAX] = {0};
            for (int d = 0; d < s->cells; d++) {
                int row = (d * s->regions + r) * FINAL_USES + use;
                s->final_sourcing.weight[row] *= 0.5 + still_draw((uint32_t)row + 1000);
                sum[s->cell[d].industry] += s->final_sourcing.weight[row];
            }
            for (int d = 0; d < s->cells; d++) {
                int row = (d * s->regions + r) * FINAL_USES + use;
                if (sum[s->cell[d].industry] > 0)
                    s->final_sourcing.weight[row] /= sum[s->cell[d].industry];
            }
        }
}

/* What the region's use orders of product k, and its mean price. */
static double ordered(const struct state *s, int r, int use, int k, double *price)
{
    double quantity = 0, value = 0;
    for (int o = 0; o < s->regions; o++) {
        int d = o * s->industries + k, row = (d * s->regions + r) * FINAL_USES + use;
        bool taxed = o != r && s->world->of_industry.goods[k] > 0.5;
        double posted = s->industry.market_price[d] * s->parameters.exchange_rate[r] /
                        s->parameters.exchange_rate[o] *
                        (1 + (taxed ? s->parameters.tariff[r] : 0));
        assert_close(final_price(s, d, r), posted, 1e-14);
        quantity += s->final_sourcing.order[row];
        value += s->final_sourcing.weight[row] * posted;
    }
    *price = value;
    return quantity;
}

static void households_spend_their_budgets_at_posted_prices(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = trade_with_tariffs});
    struct state *s = &w->s;
    still_start(w);
    set_markets(s);
    for (int r = 0; r < s->regions; r++) {
        s->region.consumer_prices[r] = 0.97;
        s->region.inflation[r] = 0.01;
    }
    for (uint64_t h = 0; h < s->population.rows; h++)
        s->household.budget[h] = (money)(1e8 * still_draw((uint32_t)h));
    final_demand(s);
    for (int r = 0; r < s->regions; r++) {
        money budgets = 0;
        double spent = 0, index = 0, first = 0, quantity, price;
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++)
            budgets += s->household.budget[h];
        for (int k = 0; k < s->industries; k++) {
            double share = s->opening_consumption_shares[r][k];
            quantity = ordered(s, r, USE_HOUSEHOLD, k, &price);
            spent += quantity * price;
            index += share * price;
            if (share <= 0) {
                assert_true(quantity == 0);
                continue;
            }
            double level = quantity / (share * pow(price, -s->parameters.product_elasticity));
            first = first > 0 ? first : level; /* the same for all products */
            assert_close(level, first, 1e-12);
        }
        assert_close(spent * (1 + w->world.of_region.consumption_tax[r]), (double)budgets, 1e-11);
        assert_close(s->region.consumer_prices[r], index, 1e-12);
        double growth = (index / 0.97 - 1) * 52;
        assert_close(s->region.inflation[r],
                     0.01 + (growth - 0.01) * still_speed(s, s->parameters.inflation_memory),
                     1e-10);
    }
    still_free(w);
}

static void government_and_investors_keep_their_mix(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = trade_with_tariffs});
    struct state *s = &w->s;
    still_start(w);
    set_markets(s);
    double orders[REGIONS_MAX] = {0};
    for (uint32_t f = 0; f < s->population.firms; f++) {
        s->firm.investment_order[f] *= 2 * still_draw(f);
        orders[cell_region(s, s->firm.cell[f])] += s->firm.investment_order[f];
    }
    final_demand(s);
    for (int r = 0; r < s->regions; r++) {
        double index = 0, price, quantity, invested = 0;
        for (int k = 0; k < s->industries; k++) {
            double opening = 0, whole = 0, mix = 0;
            for (int d = 0; d < s->cells; d++) {
                whole += (double)opening_final(&w->table, d, r, USE_INVESTMENT);
                if (s->cell[d].industry == k) {
                    opening += (double)opening_final(&w->table, d, r, USE_GOVERNMENT);
                    mix += (double)opening_final(&w->table, d, r, USE_INVESTMENT);
                }
            }
            quantity = ordered(s, r, USE_GOVERNMENT, k, &price);
            assert_close(quantity, opening, 1e-12);
            quantity = ordered(s, r, USE_INVESTMENT, k, &price);
            assert_close(quantity, mix / whole * (orders[r] + s->opening_public_investment[r]),
                         1e-12);
            index += mix / whole * price;
            invested += quantity;
        }
        assert_close(s->region.investment_prices[r], index, 1e-12);
        assert_close(invested, orders[r] + s->opening_public_investment[r], 1e-12);
    }
    still_free(w);
}

/* An event takes demand for one product; the money is saved, not spent on others. */
static void events_shift_the_demand_for_a_product(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int r = still_region(w, "KOR"), k = 3;
    still_event(w, (struct event){.kind = EVENT_FINAL_DEMAND,
                                  .start = "2025-01-06",
                                  .weeks = 4,
                                  .share = -0.4,
                                  .region = r,
                                  .industry = k});
    still_start(w);
    events(s);
    household_budgets(s);
    size_t rows = (size_t)s->final_sourcing.table.rows;
    double *opening = still_column(s->final_sourcing.base_weight, rows);
    for (size_t i = 0; i < rows; i++) {
        int d = (int)(i / FINAL_USES / (size_t)s->regions);
        opening[i] = (double)opening_final(&w->table, d, (int)(i / FINAL_USES) % s->regions,
                                           (enum final_use)(i % FINAL_USES));
    }
    final_demand(s);
    for (size_t i = 0; i < rows; i++) {
        int d = (int)(i / FINAL_USES / (size_t)s->regions);
        bool hit = i % FINAL_USES == USE_HOUSEHOLD && (int)(i / FINAL_USES) % s->regions == r &&
                   s->cell[d].industry == k;
        assert_close(s->final_sourcing.order[i], opening[i] * (hit ? 0.6 : 1), 1e-9);
    }
    free(opening);
    still_free(w);
}

/* --- spending ------------------------------------------------------------------------------ */

/* Goods are short: what could be bought is paid by the rows in proportion to their budgets, to
 * the cent. */
static void rows_pay_by_their_budgets(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = trade_with_tariffs});
    struct state *s = &w->s;
    still_disturb(w, 2);
    still_run(w, "events", "shipping");
    money *deposits = still_column(s->household.deposits, s->population.rows);
    settlement(s);
    still_check(w, still_phase("settlement"));
    for (int r = 0; r < s->regions; r++) {
        money budgets = 0, spent = 0, goods = 0;
        double orders = 0, delivered = 0;
        for (int d = 0; d < s->cells; d++) {
            int row = (d * s->regions + r) * FINAL_USES + USE_HOUSEHOLD;
            goods += s->final_sourcing.paid[row] + s->final_sourcing.tariffs[row];
            orders += s->final_sourcing.order[row];
            delivered += s->final_sourcing.delivered[row];
        }
        assert_true(delivered < (r == 0 ? 0.99 : 1 + 1e-9) * orders);
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++)
            budgets += s->household.budget[h];
        assert_cents(s->government.consumption_tax[r],
                     (double)goods * w->world.of_region.consumption_tax[r]);
        double bill = (double)(goods + s->government.consumption_tax[r]);
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
            money spending = s->household.spending[h];
            double part = bill * (double)s->household.budget[h] / (double)budgets;
            assert_true(fabs((double)spending - part) < 1 + 1e-12 * part);
            assert_int_equal(s->household.deposits[h], deposits[h] - spending);
            spent += spending;
        }
        assert_int_equal(spent, goods + s->government.consumption_tax[r]);
        assert_int_equal(s->region.consumption[r], spent);
    }
    free(deposits);
    still_free(w);
}

/* --- incomes ------------------------------------------------------------------------------- */

struct income_sums {
    money tax, contributions, benefits, unemployment, property;
};

/* Splits what a row received into its parts. */
static money row_labour(const struct state *s, int r, uint64_t h, struct income_sums *sums)
{
    double wage = (double)s->household.wage[h], persons = s->household.persons[h];
    int status = s->household.status[h], age = s->household.age[h];
    double index = s->region.wage_index[r];
    money tax = money_round(wage * s->region.wage_tax[r]);
    money contributions = money_round(wage * s->fund.contribution_rate[r]);
    money benefits = money_round(persons * s->benefit[r][status][age] * index);
    money unemployment = status == HOUSEHOLD_UNEMPLOYED
                             ? money_round(persons * (s->unemployment_benefit[r] * index))
                             : 0;
    sums->tax += tax;
    sums->contributions += contributions;
    sums->benefits += benefits;
    sums->unemployment += unemployment;
    return s->household.wage[h] - tax - contributions + benefits + unemployment;
}

static void rows_receive_what_is_theirs(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    uint64_t rows = s->population.rows;
    still_disturb(w, 4);
    still_run(w, "events", "bank profits");
    for (int r = 0; r < s->regions; r++) {
        s->region.wage_tax[r] = 0.15 + 0.03 * r;
        s->region.wage_index[r] = 1.1 - 0.03 * r;
        s->region.consumer_prices[r] = 0.9 + 0.02 * r;
    }
    struct household_table before = s->household;
    before.income = still_column(s->household.income, rows);
    before.deposits = still_column(s->household.deposits, rows);
    before.labour_income_short = still_column(s->household.labour_income_short, rows);
    before.labour_income_long = still_column(s->household.labour_income_long, rows);
    before.property_income_long = still_column(s->household.property_income_long, rows);
    household_incomes(s);
    still_check(w, still_phase("household incomes"));
    double short_speed = still_speed(s, s->parameters.income_lag_short);
    double long_speed = still_speed(s, s->parameters.income_lag_long);
    for (int r = 0; r < s->regions; r++) {
        struct income_sums sums = {0};
        double prices = s->region.consumer_prices[r];
        money shares = 0;
        assert_cents(s->fund.payout[r], s->fund.opening_payout[r] * s->region.wage_index[r]);
        assert_cents(s->government.dividend_tax[r],
                     (double)s->region.dividends[r] * w->world.of_region.dividend_tax[r]);
        money property = s->region.dividends[r] - s->government.dividend_tax[r] + s->fund.payout[r];
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++)
            shares += s->household.shares[h];
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
            money labour_part = row_labour(s, r, h, &sums);
            money interest_part = before.income[h];
            money part = s->household.income[h] - interest_part - labour_part;
            double exact = (double)property * (double)s->household.shares[h] / (double)shares;
            assert_true(fabs((double)part - exact) < 1 + 1e-12 * exact);
            assert_int_equal(s->household.deposits[h],
                             before.deposits[h] + part + labour_part - s->household.wage[h]);
            sums.property += part;
            double labour_real = (double)labour_part / prices;
            double property_real = (double)(part + interest_part) / prices;
            double expected[] = {before.labour_income_short[h] +
                                     (labour_real - before.labour_income_short[h]) * short_speed,
                                 before.labour_income_long[h] +
                                     (labour_real - before.labour_income_long[h]) * long_speed,
                                 before.property_income_long[h] +
                                     (property_real - before.property_income_long[h]) * long_speed};
            assert_true(fabs(s->household.labour_income_short[h] - expected[0]) <=
                        1e-6 + 1e-12 * fabs(expected[0]));
            assert_true(fabs(s->household.labour_income_long[h] - expected[1]) <=
                        1e-6 + 1e-12 * fabs(expected[1]));
            assert_true(fabs(s->household.property_income_long[h] - expected[2]) <=
                        1e-6 + 1e-12 * fabs(expected[2]));
        }
        assert_int_equal(sums.property, property);
        assert_int_equal(s->government.wage_tax[r], sums.tax);
        assert_int_equal(s->fund.contributions[r], sums.contributions);
        assert_int_equal(s->government.benefits[r], sums.benefits);
        assert_int_equal(s->government.unemployment_benefits[r], sums.unemployment);
        assert_true(sums.unemployment > 0 && sums.benefits > 0);
    }
    void *copies[] = {before.income, before.deposits, before.labour_income_short,
                      before.labour_income_long, before.property_income_long};
    for (size_t i = 0; i < sizeof copies / sizeof *copies; i++)
        free(copies[i]);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(households_spend_their_budgets_at_posted_prices),
        cmocka_unit_test(government_and_investors_keep_their_mix),
        cmocka_unit_test(events_shift_the_demand_for_a_product),
        cmocka_unit_test(rows_pay_by_their_budgets),
        cmocka_unit_test(rows_receive_what_is_theirs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
