/* National accounts and balance sheets (accounts.c). */
#include "trade_support.h"

/* The three sides of gross domestic product from the agents' own rows. */
struct product {
    money expenditure, income, production;
};

static struct product product_of(const struct state *s, int r)
{
    money consumption = 0, margin = 0, wage_bills = 0, firm_taxes = 0, final_tariffs = 0;
    money capital = s->government.investment[r];
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++)
        consumption += s->household.spending[h];
    for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++) {
        const struct firm_table *firm = &s->firm;
        margin += firm->link_receipts[f] + firm->market_receipts[f] - firm->link_payments[f] -
                  firm->market_payments[f];
        wage_bills += firm->wage_bill[f];
        firm_taxes += firm->input_tax[f] + firm->tariffs[f];
        capital += firm->investment_payments[f];
    }
    for (int d = 0; d < s->cells; d++)
        for (int use = 0; use < FINAL_USES; use++)
            final_tariffs += s->final_sourcing.tariffs[(d * s->regions + r) * FINAL_USES + use];
    struct trade_sums trade = trade_sums(s, r);
    money stocks = s->region.stock_change[r];
    money taxes =
        s->government.consumption_tax[r] + s->government.input_tax[r] + s->government.tariffs[r];
    money surplus = margin + stocks - wage_bills - firm_taxes;
    return (struct product){
        consumption + s->government.consumption[r] + capital + stocks + trade.sold - trade.bought,
        wage_bills + surplus + taxes,
        margin + stocks + s->government.consumption_tax[r] + final_tariffs,
    };
}

/* A rough quarter, with tariffs and own currencies: the three sides agree in every step, and the
 * account of the quarter is the sum of its weeks. */
static void three_sides_of_product_agree(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = trade_with_tariffs});
    struct state *s = &w->s;
    money gdp[REGIONS_MAX] = {0}, abroad[REGIONS_MAX] = {0}, trade[REGIONS_MAX] = {0};
    still_disturb(w, 0);
    for (int n = 0; n < 12; n++) {
        assert_false(s->account_due);
        still_steps(w, 1);
        for (int r = 0; r < s->regions; r++) {
            struct product product = product_of(s, r);
            assert_int_equal(product.expenditure, s->region.gdp[r]);
            assert_int_equal(product.income, s->region.gdp[r]);
            assert_int_equal(product.production, s->region.gdp[r]);
            gdp[r] += product.expenditure;
            abroad[r] += money_convert(s->fund.foreign_income[r], 1, s->region.exchange_rate[r]) +
                         (s->policy_bank.region[0] == r ? s->policy_bank.conversion[0] : 0);
            trade[r] += s->region.exports[r] - s->region.imports[r];
        }
    }
    assert_true(s->account_due); /* twelve weeks from the 6th of January to the end of March */
    for (int r = 0; r < s->regions; r++) {
        assert_int_equal(s->account.steps[r], 12);
        assert_int_equal(s->account.gdp[r], gdp[r]);
        assert_int_equal(s->account.gdp_income[r], gdp[r]);
        assert_int_equal(s->account.gdp_production[r], gdp[r]);
        assert_int_equal(s->account.foreign_income[r], abroad[r]);
        assert_int_equal(s->account.gni[r], gdp[r] + abroad[r]);
        assert_int_equal(s->account.current_account[r], trade[r] + abroad[r]);
        assert_true(s->account.days[r] == 84);
    }
    still_steps(w, 1);
    assert_false(s->account_due);
    assert_int_equal(s->account.steps[0], 1); /* begun again */
    assert_int_equal(s->account.gdp[0], s->region.gdp[0]);
    still_free(w);
}

/* A step belongs to the quarter of its last day, whether that is a Sunday or any day. */
static void quarters_end_with_their_last_day(void **unused)
{
    (void)unused;
    static const struct {
        bool day;
        const char *last; /* day of the step that completes a quarter */
    } CASES[] = {{true, "2025-03-31"},  {true, "2025-06-30"},  {true, "2025-12-31"},
                 {false, "2025-03-30"}, {false, "2025-06-29"}, {false, "2028-12-31"},
                 {false, "2030-03-31"}};
    for (int day = 0; day < 2; day++) {
        struct still_world *w = still_create((struct still_options){.day = day});
        struct state *s = &w->s;
        for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
            int32_t last;
            if (CASES[i].day != day)
                continue;
            assert_true(date_parse(CASES[i].last, &last));
            uint32_t step = (uint32_t)((last - s->clock.first_day) / s->clock.days_per_step);
            for (s->clock.step = step - 2; s->clock.step <= step + 2; s->clock.step++) {
                accounts(s);
                assert_true(s->account_due == (s->clock.step == step));
                assert_true(s->clock.step != step + 1 || s->account.steps[0] == 1);
            }
        }
        still_free(w);
    }
}

/* In a still world the product at opening prices is the product, and nothing is stored. */
static void real_product_is_that_of_the_opening(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    money *opening = still_column(s->region.gdp, s->regions);
    still_steps(w, 2);
    for (int r = 0; r < s->regions; r++) {
        assert_close((double)s->region.gdp[r], (double)opening[r], 1e-12);
        assert_close(s->region.real_gdp[r], (double)opening[r], 1e-9);
        assert_true(fabs(s->region.stock_building[r]) < 1e-9 * (double)opening[r]);
        assert_close(s->region.utilisation[r], s->parameters.normal_utilisation, 1e-9);
    }
    free(opening);
    still_free(w);
}

static money position(const struct state *s, int r, enum sector sector, enum instrument instrument)
{
    return s->balance_sheet.position[(r * SECTORS + (int)sector) * INSTRUMENTS + (int)instrument];
}

/* Every figure of the balance sheets from the rows of those who hold it. */
static void balance_sheets_show_what_is_held(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = trade_with_tariffs});
    struct state *s = &w->s;
    still_disturb(w, 7);
    money foreign = 0, entries = 0;
    for (int r = 0; r < s->regions; r++) {
        money rows = 0, firms = 0, loans = 0, banks = 0, net[SECTORS] = {0};
        bool home = s->policy_bank.region[0] == r;
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++)
            rows += s->household.deposits[h];
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++) {
            firms += s->firm.deposits[f];
            loans += s->firm.loans[f];
        }
        for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++)
            banks += s->bank.equity[b] + s->bank.allowance[b];
        assert_int_equal(position(s, r, SECTOR_HOUSEHOLD, POSITION_DEPOSITS), rows);
        assert_int_equal(position(s, r, SECTOR_FIRM, POSITION_DEPOSITS), firms);
        assert_int_equal(position(s, r, SECTOR_FIRM, POSITION_LOANS), -loans);
        assert_int_equal(position(s, r, SECTOR_BANK, POSITION_LOANS), loans);
        assert_int_equal(position(s, r, SECTOR_FUND, POSITION_BONDS), s->fund.bonds[r]);
        assert_int_equal(position(s, r, SECTOR_GOVERNMENT, POSITION_BONDS), -s->government.debt[r]);
        assert_int_equal(position(s, r, SECTOR_CENTRAL_BANK, POSITION_RESERVES),
                         -s->central_bank.reserves[r]);
        for (int i = 0; i < INSTRUMENTS; i++) {
            money sum = 0;
            for (int n = 0; n < SECTORS; n++) {
                money held = position(s, r, (enum sector)n, (enum instrument)i);
                sum += held;
                net[n] += held;
                entries += held != 0;
            }
            if (i == POSITION_FOREIGN)
                foreign += sum;
            else
                assert_int_equal(sum, 0);
        }
        assert_int_equal(net[SECTOR_BANK], banks); /* own funds are what is left to a bank */
        assert_int_equal(net[SECTOR_CENTRAL_BANK], 0);
        assert_int_equal(position(s, r, SECTOR_FUND, POSITION_FOREIGN),
                         s->fund.foreign_position[r]);
        assert_int_equal(position(s, r, SECTOR_POLICY_BANK, POSITION_FOREIGN),
                         home ? s->policy_bank.loans[0] - s->policy_bank.bonds[0] : 0);
        assert_int_equal(net[SECTOR_INSURER], 0);
    }
    assert_int_equal(foreign, 0);
    assert_true(entries > 80);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_sides_of_product_agree),
        cmocka_unit_test(quarters_end_with_their_last_day),
        cmocka_unit_test(real_product_is_that_of_the_opening),
        cmocka_unit_test(balance_sheets_show_what_is_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
