/* Budgets, demand, spending and incomes of households: household_budgets.c, final_demand.c,
 * settlement.c, household_incomes.c. */
#include "finance_support.h"

#include "agents/final_demand.h"

/* --- budgets ------------------------------------------------------------------------------- */

struct budget {
    double wanted;
    bool least, deposits;
    money amount;
};

/* P [c Yp + (1 - c) YL] (1 - a rr) + (D - d0 P YL) (1 - exp(-step / lag)), at least `least` of
 * P Yp, at most the deposits, at least zero. */
static struct budget budget_of(const struct state *s, int r, uint64_t h)
{
    const struct parameters *p = &s->parameters;
    const struct household_table *household = &s->household;
    double prices = s->region.consumer_prices[r], property = household->property_income_long[h];
    double current = household->labour_income_short[h] + property;
    double permanent = household->labour_income_long[h] + property;
    double real_rate = (s->region.policy_rate[r] - s->region.expected_inflation[r]) -
                       s->world->of_region.policy_rate[r];
    double deposits = (double)household->deposits[h] - (double)household->income[h];
    double income = p->consumption_current * current + (1 - p->consumption_current) * permanent;
    struct budget b = {0};
    b.wanted =
        prices * income * (1 - p->consumption_rate_response * real_rate) +
        (deposits - s->deposit_target[r] * prices * permanent) * still_speed(s, p->wealth_lag);
    b.least = b.wanted < p->consumption_least * prices * current;
    double held_up = b.least ? p->consumption_least * prices * current : b.wanted;
    b.deposits = nearbyint(held_up) > (double)household->deposits[h];
    b.amount = b.deposits ? household->deposits[h] : money_round(held_up);
    b.amount = money_max(b.amount, 0);
    return b;
}

static void set_incomes(struct state *s, uint32_t salt)
{
    for (int r = 0; r < s->regions; r++) {
        s->region.consumer_prices[r] = 0.9 + 0.04 * r;
        s->region.policy_rate[r] = 0.01 * r - 0.01;
        s->region.expected_inflation[r] = 0.03 - 0.01 * r;
    }
    for (uint64_t h = 0; h < s->population.rows; h++) {
        uint32_t number = 4 * (uint32_t)h + salt;
        s->household.labour_income_short[h] *= 0.1 + still_draw(number);
        s->household.labour_income_long[h] *= (h % 7 == 0 ? -1 : 2) * still_draw(number + 1);
        s->household.property_income_long[h] *= 2 * still_draw(number + 2);
        double deposits = still_draw(number + 3);
        s->household.deposits[h] = h % 13 == 0  ? (money)(h % 3) - 1
                                   : h % 5 == 0 ? (money)(1e6 * deposits)
                                                : (money)(1e10 * deposits);
        s->household.income[h] = h % 4 == 0 ? 0 : (money)(1e5 * deposits);
    }
}

static void a_budget_has_every_term(void **unused)
{
    (void)unused;
    for (int day = 0; day < 2; day++) {
        struct still_world *w = still_create((struct still_options){.day = day});
        struct state *s = &w->s;
        int64_t least = 0, deposits = 0, zero = 0, free_choice = 0;
        set_incomes(s, 0);
        still_start(w);
        for (uint64_t h = 0; h < s->population.rows; h++)
            s->household.income[h] =
                (money)h % 1000; /* interest of the step, not to be spent yet */
        household_budgets(s);
        for (int r = 0; r < s->regions; r++)
            for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
                struct budget b = budget_of(s, r, h);
                assert_true(llabs(s->household.budget[h] - b.amount) <=
                            1 + (money)(1e-13 * fabs(b.wanted)));
                assert_true(s->household.budget[h] >= 0);
                assert_true(s->household.budget[h] <= money_max(0, s->household.deposits[h]));
                least += b.least;
                deposits += b.deposits;
                zero += b.amount == 0;
                free_choice += !b.least && !b.deposits && b.amount > 0;
            }
        assert_int_equal(s->bound.bindings[BOUND_CONSUMPTION_LEAST], least);
        assert_int_equal(s->bound.bindings[BOUND_CONSUMPTION_DEPOSITS], deposits);
        assert_true(least > 100 && deposits > 100 && zero > 100 && free_choice > 100);
        still_free(w);
    }
}

/* Term by term, on one row with round figures. */
static void terms_of_a_budget_by_hand(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int r = still_region(w, "JPN");
    uint64_t h = s->region_row[r] + 5;
    still_start(w);
    s->household.labour_income_short[h] = 1000000;
    s->household.labour_income_long[h] = 2000000;
    s->household.property_income_long[h] = 500000;
    s->deposit_target[r] = 10;
    s->household.deposits[h] = 25000000; /* the target: ten steps of the permanent income */
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 1900000); /* 0.6 * 1.5 + 0.4 * 2.5 million */
    s->household.deposits[h] += 1560000000;            /* a thirtieth of it a year */
    household_budgets(s);
    assert_true(llabs(s->household.budget[h] - 2900000) < 400);
    s->household.income[h] = 1000000000; /* what came in during this step does not count */
    household_budgets(s);
    assert_true(llabs(s->household.budget[h] - 2900000 + 641000) < 400);
    s->household.income[h] = 0;
    s->household.deposits[h] = 25000000;
    s->region.policy_rate[r] += 0.04; /* a real rate up by 4 points takes 2 % */
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 1862000);
    s->region.expected_inflation[r] += 0.04;
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 1900000);
    s->region.consumer_prices[r] = 1.1;
    s->household.deposits[h] = 27500000;
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 2090000);
    s->household.deposits[h] = 12345;
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 12345);
    s->household.labour_income_long[h] = -1e9; /* at least half of the current income */
    s->household.deposits[h] = 27500000;
    household_budgets(s);
    assert_int_equal(s->household.budget[h], 825000);
    still_free(w);
}

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
        cmocka_unit_test(a_budget_has_every_term),
        cmocka_unit_test(terms_of_a_budget_by_hand),
        cmocka_unit_test(households_spend_their_budgets_at_posted_prices),
        cmocka_unit_test(government_and_investors_keep_their_mix),
        cmocka_unit_test(events_shift_the_demand_for_a_product),
        cmocka_unit_test(rows_pay_by_their_budgets),
        cmocka_unit_test(rows_receive_what_is_theirs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
