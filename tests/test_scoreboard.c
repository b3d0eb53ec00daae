/* The scoreboard: what a year was, in figures computed by hand. */
#include "finance_support.h"

#include "agents/scoreboard.h"

/* Two steps of round figures in one region, the rest as it is. */
static void set_flows(struct state *s, int r, money unit, int64_t employed, double prices)
{
    s->region.gdp[r] = 100 * unit;
    s->region.real_gdp[r] = 50 * (double)unit;
    s->region.wages[r] = 60 * unit;
    s->region.exports[r] = 30 * unit;
    s->region.imports[r] = 20 * unit;
    s->region.investment[r] = 24 * unit;
    s->region.project_investment[r] = 6 * unit;
    s->region.employed[r] = employed;
    s->region.consumer_prices[r] = prices;
    s->region.investment_prices[r] = 2;
    s->fund.foreign_income_value[r] = 10 * unit;
    s->government.consumption_tax[r] = 1 * unit;
    s->government.input_tax[r] = 2 * unit;
    s->government.tariffs[r] = 3 * unit;
    s->government.wage_tax[r] = 4 * unit;
    s->government.profit_tax[r] = 5 * unit;
    s->government.dividend_tax[r] = 6 * unit;
}

static void a_year_is_the_sum_of_its_steps(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    const struct scoreboard_table *board = &s->scoreboard;
    int r = still_region(w, "USA");
    s->government.debt[r] = 52 * 100 * 3000 / 2;
    set_flows(s, r, 1000, 100, 1);
    scoreboard(s);
    s->clock.step = 1;
    set_flows(s, r, 5000, 300, 2);
    scoreboard(s);
    /* Means of 1,000 and 5,000, or sums of them, 52 times a year. */
    assert_close(board->years[r], 2.0 / 52, 1e-12);
    assert_close(board->gdp[r], 52 * 100 * 3000.0, 1e-12);
    assert_close(board->real_gdp[r], 52 * 50 * 3000.0, 1e-12);
    assert_close(board->real_gni[r], 52 * 55 * 3000.0, 1e-12);
    assert_close(board->employed[r], 200, 1e-12);
    /* 60,000 at prices of 1 and 300,000 at prices of 2 are 105,000 a week for 200 persons. */
    assert_close(board->real_wage[r], 52 * 105000 / 200.0, 1e-12);
    assert_close(board->investment[r], 52 * 12 * 3000.0, 1e-12);
    assert_close(board->project_investment[r], 52 * 3 * 3000.0, 1e-12);
    assert_close(board->public_debt[r], 0.5, 1e-12);
    assert_close(board->current_account[r], 52 * 20 * 3000.0, 1e-12);
    assert_close(board->tax_revenue[r], 52 * 21 * 3000.0, 1e-12);
    assert_true(board->facility_gain[r] == 0);
    /* The first step of the next year begins anew. */
    s->clock.step = 52;
    scoreboard(s);
    assert_close(board->years[r], 1.0 / 52, 1e-12);
    assert_close(board->gdp[r], 52 * 100 * 5000.0, 1e-12);
    assert_close(board->employed[r], 300, 1e-12);
    still_free(w);
}

static void governments_gain_and_lose_by_the_facility(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    const struct scoreboard_table *board = &s->scoreboard;
    int home = s->lender, host = s->host, other = still_region(w, "KOR");
    s->parameters.facility = true;
    s->region.exchange_rate[home] = 2;
    s->policy_bank.project_claims[0] = 900;
    s->policy_bank.facility_bonds[0] = 1000; /* a net claim of -100 dollars, -200 at home */
    s->policy_bank.facility_surplus[0] = 50; /* 100 at home */
    s->insurer.premiums[0] = 30;
    s->insurer.claims[0] = 70;
    s->insurer.injection[0] = 40; /* of the 60 that government paid in */
    s->government.facility_capital[home] = 60;
    s->government.project_grants[home] = 5;
    s->government.project_income[host] = 80;
    s->government.offtake[host] = 90;
    scoreboard(s);
    /* -200 + 100 + 30 - 70 - (60 - 40) - 5 */
    assert_close(board->facility_gain[home], -165, 1e-12);
    assert_close(board->facility_gain[host], -10, 1e-12);
    assert_true(board->facility_gain[other] == 0);
    /* Flows add up, claims are what they are. */
    s->clock.step = 1;
    s->policy_bank.project_claims[0] = 1000;
    scoreboard(s);
    assert_close(board->facility_gain[home], 2 * 35.0, 1e-12);
    assert_close(board->facility_gain[host], -20, 1e-12);
    still_free(w);
}

/* Firms of a region keep their capital only if a test gives it to them. */
static void clear_capital(struct state *s, int r)
{
    for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++)
        s->firm.capital[f] = 0;
}

/* The n-th firm of a cell, from 0. */
static uint32_t firm_of(const struct state *s, int cell, int n)
{
    uint32_t f = 0;
    for (;; f++)
        if (s->firm.cell[f] == cell && n-- == 0)
            return f;
}

static void set_return(struct state *s, int cell, int n, double capital, double yearly)
{
    uint32_t f = firm_of(s, cell, n);
    s->firm.capital[f] = capital;
    s->firm.surplus[f] = yearly * capital * 2 / 52; /* capital goods cost 2 */
}

static void misallocation_is_the_spread_of_returns(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int r = still_region(w, "JPN");
    int a = r * s->industries + world_industry(&w->world, "C26");
    int b = r * s->industries + world_industry(&w->world, "F");
    s->region.investment_prices[r] = 2;
    clear_capital(s, r);
    /* Logs of returns relative to 0.1: 0 and 2 in one industry, 1 and 1 in the other. */
    set_return(s, a, 0, 1000, 0.1);
    set_return(s, a, 1, 3000, 0.1 * exp(2));
    set_return(s, b, 0, 2000, 0.1 * exp(1));
    set_return(s, b, 1, 2000, 0.1 * exp(1));
    set_return(s, b, 2, 1500, -0.1);
    set_return(s, b, 3, 500, 0.3);
    s->firm.administration[firm_of(s, b, 3)] = 1;
    scoreboard_misallocation(s);
    /* Mean (0 + 6 + 2 + 2) / 8 = 1.25; squares 1.5625 + 3 * .5625 + 4 * .0625 over 8. */
    assert_close(s->scoreboard.misallocation[r], sqrt(3.5 / 8), 1e-9);
    /* Inside the first industry around 1.5: 2.25 + 3 * .25; the second has no spread. */
    assert_close(s->scoreboard.misallocation_within[r], sqrt(3.0 / 8), 1e-9);
    assert_close(s->scoreboard.misallocation_excluded[r], 0.2, 1e-12);
    still_free(w);
}

static int trade_row(const struct still_world *w, const char *from, const char *to,
                     const char *industry)
{
    const struct state *s = &w->s;
    return (still_region(w, from) * s->regions + still_region(w, to)) * s->industries +
           world_industry(&w->world, industry);
}

static void supplies_are_counted_by_origin(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int r = still_region(w, "JPN");
    for (uint64_t n = 0; n < s->trade.table.rows; n++)
        s->trade.paid[n] = s->trade.quantity[n] = 0;
    s->trade.paid[trade_row(w, "TWN", "JPN", "C26")] = 20;
    s->trade.paid[trade_row(w, "JPN", "JPN", "C26")] = 50;
    s->trade.paid[trade_row(w, "KOR", "JPN", "C26")] = 30;
    s->trade.quantity[trade_row(w, "ROW", "JPN", "B05_06")] = 600;
    s->trade.quantity[trade_row(w, "JPN", "JPN", "C19")] = 700;
    s->trade.quantity[trade_row(w, "JPN", "JPN", "D35")] = 500;
    s->trade.quantity[trade_row(w, "USA", "JPN", "C19")] = 200;
    s->trade.quantity[trade_row(w, "JPN", "KOR", "C19")] = 100;
    /* Refineries take .8 of oil for one of fuel, power plants .3 of fuel; nobody else counts. */
    for (int k = 0; k < s->industries; k++) {
        int c = r * s->industries + k;
        s->industry.output[c] = 0;
        for (int j = 0; j < s->inputs; j++)
            s->market.coefficient[c * s->inputs + j] = 0.01;
    }
    int oil = world_industry(&w->world, "B05_06"), fuel = world_industry(&w->world, "C19");
    int power = world_industry(&w->world, "D35"), steel = world_industry(&w->world, "C24");
    for (int j = 0; j < s->inputs; j++) {
        s->market.coefficient[(r * s->industries + fuel) * s->inputs + j] = j == oil ? 0.8 : 0;
        s->market.coefficient[(r * s->industries + power) * s->inputs + j] = j == fuel ? 0.3 : 0;
    }
    s->industry.output[r * s->industries + fuel] = 800;
    s->industry.output[r * s->industries + power] = 500;
    s->industry.output[r * s->industries + steel] = 1000;
    for (s->clock.step = 0; s->clock.step < 2; s->clock.step++)
        scoreboard(s);
    assert_close(s->scoreboard.taiwan_chips[r], 0.2, 1e-12);
    assert_close(s->scoreboard.chip_concentration[r], 0.04 + 0.25 + 0.09, 1e-12);
    assert_close(s->scoreboard.energy_imports[r], 800.0 / 2000, 1e-12);
    /* 640 of oil and 150 of fuel are used by the energy industries themselves. */
    assert_close(s->scoreboard.energy_self_sufficiency[r], 1 - 700.0 / 1210, 1e-12);
    still_free(w);
}

static void nothing_moves_in_the_still_world(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    double first[REGIONS_MAX], wage[REGIONS_MAX], chips[REGIONS_MAX];
    still_steps(w, 1);
    for (int r = 0; r < s->regions; r++) {
        first[r] = s->scoreboard.real_gdp[r];
        wage[r] = s->scoreboard.real_wage[r];
        chips[r] = s->scoreboard.taiwan_chips[r];
        assert_true(first[r] > 0 && wage[r] > 0 && chips[r] >= 0 && chips[r] < 1);
    }
    still_steps(w, 59);
    for (int r = 0; r < s->regions; r++) {
        assert_close(s->scoreboard.years[r], 8.0 / 52, 1e-12);
        assert_close(s->scoreboard.real_gdp[r], first[r], 1e-9);
        assert_close(s->scoreboard.real_wage[r], wage[r], 1e-9);
        assert_close(s->scoreboard.taiwan_chips[r], chips[r], 1e-9);
        /* Capital earns as much everywhere in a region's opening. */
        assert_true(s->scoreboard.misallocation[r] < 1e-4);
    }
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_is_the_sum_of_its_steps),
        cmocka_unit_test(governments_gain_and_lose_by_the_facility),
        cmocka_unit_test(misallocation_is_the_spread_of_returns),
        cmocka_unit_test(supplies_are_counted_by_origin),
        cmocka_unit_test(nothing_moves_in_the_still_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
