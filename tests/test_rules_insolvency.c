/* Insolvency and entry: who fails or gives up, what is written off, who bears it, and what a new
 * firm costs whom: insolvency.c, entry.c. */
#include "finance_support.h"

/* Owed and owned by hand, against the equity of the bank. */
static void set_loans(struct state *s, uint32_t f, money loans)
{
    money change = loans - s->firm.loans[f];
    s->firm.loans[f] += change;
    s->bank.loans[s->firm.bank[f]] += change;
    s->bank.equity[s->firm.bank[f]] += change;
}

/* Round figures: capital of 90,000 and 10,000 more under construction at a price of 2, so a value
 * of 200,000; a fourth of it is lost and the rest sold at .65: 97,500 are recovered. */
static void set_assets(struct state *s, uint32_t f)
{
    s->firm.capital[f] = 90000;
    s->firm.construction[f] = 10000;
    s->region.investment_prices[cell_region(s, s->firm.cell[f])] = 2;
    s->firm.leverage_target[f] = 0.4;
    s->firm.finished_stock[f] = 0;
    for (uint64_t l = s->population.supplier_first[f]; l < s->population.supplier_first[f + 1]; l++)
        s->link.stock[l] = s->link.transit[l] = 0;
}

static money household_deposits(const struct state *s)
{
    money sum = 0;
    for (uint64_t h = 0; h < s->population.rows; h++)
        sum += s->household.deposits[h];
    return sum;
}

static void a_failed_firm_costs_its_bank_what_is_not_recovered(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    uint32_t f = 7;
    int b = s->firm.bank[f], r = s->bank.region[b];
    set_assets(s, f);
    set_loans(s, f, 170001); /* more than .85 * 200,000 */
    still_set_deposits(s, f, 0);
    still_run(w, "events", "events");
    money loans = s->bank.loans[b], equity = s->bank.equity[b] + s->bank.allowance[b];
    money deposits = s->bank.deposits[b];
    money people = household_deposits(s);
    insolvency(s);
    still_check(w, still_phase("insolvency"));
    assert_int_equal(s->firm.loans[f], 97500);
    assert_int_equal(s->firm.written_off[f], 72501);
    assert_close(s->firm.capital[f], 67500, 1e-12);
    assert_close(s->firm.construction[f], 7500, 1e-12);
    assert_int_equal(s->bank.loans[b], loans - 72501);
    assert_int_equal(s->bank.equity[b] + s->bank.allowance[b], equity - 72501);
    assert_int_equal(s->bank.write_offs[b], 72501);
    assert_int_equal(s->region.write_offs[r], 72501);
    assert_int_equal(s->region.failures[r], 1);
    assert_int_equal(still_flow(s, r, SECTOR_BANK, FLOW_WRITE_OFFS), -72501);
    assert_int_equal(still_flow(s, r, SECTOR_FIRM, FLOW_WRITE_OFFS), 72501);
    /* A failed firm costs no depositor a cent. */
    assert_int_equal(s->bank.deposits[b], deposits);
    assert_int_equal(household_deposits(s), people);
    still_free(w);
}

static void who_can_pay_or_borrow_goes_on(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    /* At the limit; beyond it, with a cent; beyond it, as it always was; debts above all it owns,
     * with a cent. */
    const money loans[] = {170000, 190000, 190000, 300000}, cash[] = {0, 1, 0, 1};
    for (uint32_t f = 0; f < 4; f++) {
        set_assets(s, f);
        set_loans(s, f, loans[f]);
        still_set_deposits(s, f, cash[f]);
    }
    s->firm.leverage_target[2] = 0.95; /* of 200,000 */
    still_run(w, "events", "events");
    insolvency(s);
    for (int r = 0; r < s->regions; r++)
        assert_int_equal(s->region.failures[r], 0);
    for (uint32_t f = 0; f < 4; f++)
        assert_int_equal(s->firm.loans[f], loans[f]);
    still_free(w);
}

/* A firm may owe less than the limit and yet more than it owns, where much of its capital's value
 * lies in its limit: with a customary debt of 1.5, only the balance sheet tells. */
static void who_owes_more_than_it_owns_fails_without_cash(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    uint64_t *first = s->population.supplier_first;
    uint32_t with_stock = 0, f = 1;
    while (first[with_stock] == first[with_stock + 1] || with_stock == f)
        with_stock++;
    uint32_t both[] = {f, with_stock};
    for (int i = 0; i < 2; i++) {
        set_assets(s, both[i]);
        s->firm.leverage_target[both[i]] = 1.5;
        set_loans(s, both[i], 200001);
        still_set_deposits(s, both[i], 0);
    }
    s->link.stock[first[with_stock]] = 2; /* worth two cents: now it owns 200,002 */
    still_run(w, "events", "events");
    insolvency(s);
    assert_int_equal(s->firm.loans[f], 97500);
    assert_int_equal(s->firm.loans[with_stock], 200001);
    still_free(w);
}

/* Of a firm without prospects, debt up to the target, 80,000, and eight weeks of cost, 8,000, is
 * borne; a cent more is not. With sales of twice what is normal the target is higher by .35. */
static void overdrafts_are_for_some_weeks_of_cost(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    for (uint32_t f = 0; f < 6; f++) {
        set_assets(s, f);
        s->firm.wage_level[f] = 0;
        s->firm.unit_input_cost[f] = 0.5;
        s->firm.expected_sales[f] = 2000;
        set_loans(s, f, f < 4 ? 88000 + (money)f : 116000 + (money)f % 2);
        still_set_deposits(s, f, 0);
    }
    still_run(w, "events", "events");
    s->firm.profit_tax[2] = s->firm.profit_tax[3] = 1;
    s->firm.utilisation[2] = 1;
    s->firm.utilisation[3] = 0.99;
    s->firm.utilisation[4] = s->firm.utilisation[5] = 2;
    insolvency(s);
    assert_int_equal(s->firm.administration[0], 0);
    assert_int_equal(s->firm.loans[0], 88000);
    assert_int_equal(s->firm.administration[1], 1);
    assert_int_equal(s->firm.administration[2], 0);
    assert_int_equal(s->firm.administration[3], 1);
    assert_int_equal(s->firm.administration[4], 0);
    assert_int_equal(s->firm.administration[5], 1);
    assert_int_equal(s->firm.loans[1], 88001); /* 97,500 cover it */
    assert_close(s->firm.expected_sales[1], 1500, 1e-12);
    still_free(w);
}

/* Years of losses: owners may give up, in administration or not they are counted as zombies. */
static void owners_give_up_after_years_of_losses(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    uint32_t last = (uint32_t)s->region_firm[1]; /* firms of the first region */
    s->parameters.exit_rate = 1e9;
    for (uint32_t f = 0; f < 3; f++) {
        s->firm.cash_flow[f] = -1;
        s->firm.loss_steps[f] = f == 0 ? 103 : f == 1 ? 104 : 200;
    }
    s->firm.loss_steps[3] = 300; /* but now it earns its interest */
    still_run(w, "events", "events");
    money loans = s->firm.loans[1];
    insolvency(s);
    still_check(w, still_phase("insolvency"));
    assert_int_equal(s->firm.administration[0], 0);
    assert_int_equal(s->firm.loss_steps[0], 104);
    assert_int_equal(s->firm.administration[1], 1);
    assert_int_equal(s->firm.administration[2], 1);
    assert_int_equal(s->firm.loss_steps[3], 0);
    assert_int_equal(s->region.exits[0], 2);
    assert_int_equal(s->region.failures[0], 0);
    assert_int_equal(s->industry.exits[s->firm.cell[1]],
                     s->firm.cell[1] == s->firm.cell[2] ? 2 : 1);
    assert_close(s->region.zombie_share[0], 1.0 / last, 1e-12);
    /* It owed what its capital and cash covered. */
    assert_int_equal(s->firm.loans[1], loans - s->firm.written_off[1]);
    still_free(w);
}

/* Capital of 200,000 in all, so the bank claims at most 130,000 of the 140,000 that it is owed less
 * 3,000 in cash: 7,000 are written off. The loan of the new firm is .4 * 180,000 = 72,000, so
 * 58,000 are repaid out of equity. Sales of 102,000 take capital of 120,000: 20,000 are missing,
 * worth 40,000, of which two fifths are equity. Eight weeks of cost are 408,000. */
static void a_new_firm_is_paid_by_owners_and_bank(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    uint32_t f = 7;
    int b = s->firm.bank[f], r = s->bank.region[b];
    set_assets(s, f);
    s->firm.capital_productivity[f] = 1;
    s->firm.wage_level[f] = 0;
    s->firm.unit_input_cost[f] = 0.5;
    s->firm.expected_sales[f] = 102000;
    s->firm.administration[f] = 2;
    s->parameters.entry_lag = 1e-9;
    s->parameters.entrant_size = 0;
    s->parameters.leverage_spread = false;
    set_loans(s, f, 140000);
    still_set_deposits(s, f, 3000);
    still_run(w, "events", "events");
    money fund = s->fund.deposits[r], loans = s->bank.loans[b];
    money equity = s->bank.equity[b] + s->bank.allowance[b];
    entry(s); /* no dividends, no owners who could pay */
    assert_int_equal(s->firm.generation[f], 0);
    s->region.dividends[r] = 1000000;
    entry(s);
    still_check(w, still_phase("entry"));
    assert_int_equal(s->firm.generation[f], 1);
    assert_int_equal(s->firm.administration[f], 0);
    assert_int_equal(s->firm.born[f], 1);
    assert_int_equal(s->firm.written_off[f], 7000);
    assert_int_equal(s->firm.loans[f], 72000);
    assert_int_equal(s->firm.borrowing[f], -61000);
    assert_int_equal(s->firm.start_up_equity[f], 482000);
    assert_int_equal(s->firm.deposits[f], 424000);
    assert_int_equal(s->bank.loans[b], loans - 68000);
    assert_int_equal(s->bank.equity[b] + s->bank.allowance[b], equity - 7000);
    assert_int_equal(s->fund.deposits[r], fund - 482000);
    assert_int_equal(s->region.entries[r], 1);
    assert_int_equal(still_flow(s, r, SECTOR_FIRM, FLOW_START_UP_EQUITY), 482000);
    assert_int_equal(still_flow(s, r, SECTOR_FUND, FLOW_START_UP_EQUITY), -482000);
    assert_close(s->firm.investment_order[f],
                 s->depreciation[r] / 52 * 90000 + 20000 * still_speed(s, 26), 1e-9);
    assert_true(s->firm.productivity_shock[f] != 0 && s->firm.appeal_shock[f] != 0);
    still_free(w);
}

/* As above, but with sales of 42,500 of 170,000: capital of 50,000 is enough, half of everything is
 * scrapped, and the bank gets 65,000. The loan of the new firm is .4 * 90,000 = 36,000, eight weeks
 * of cost are 170,000. The cell's other firms use their capacity as normal, so it sells what it
 * did; with sales below a fifth of its cell's mean it would plan for those. */
static void a_new_firm_keeps_what_it_has_work_for(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    uint32_t f = 7, c = s->firm.cell[f];
    int b = s->firm.bank[f];
    set_assets(s, f);
    s->firm.capital_productivity[f] = 1;
    s->firm.wage_level[f] = 0;
    s->firm.unit_input_cost[f] = 0.5;
    s->firm.expected_sales[f] = 42500;
    s->firm.administration[f] = 2;
    s->firm.arrears[f] = 20;
    s->firm.utilisation[f] = s->firm.gross_return[f] = s->firm.fill_rate[f] = 0.1;
    s->firm.leverage_target[f] = 2;
    s->firm.loan_spread[f] = 0.14;
    s->parameters.entry_lag = 1e-9;
    s->parameters.entrant_size = 0;
    s->parameters.leverage_spread = false;
    set_loans(s, f, 140000);
    still_set_deposits(s, f, 0);
    s->firm.bad_loans[f] = 140000;
    s->bank.bad_loans[b] += 140000;
    still_run(w, "events", "events");
    double pull = 0, orders = 0, sales = 0, capacity = 0;
    int rows = 0;
    for (uint32_t g = 0; g < s->population.firms; g++) {
        s->firm.market_orders[g] = 1e6;
        if (s->firm.cell[g] != c)
            continue;
        double full = s->firm.capital_productivity[g] * s->firm.capital[g];
        pull += full * s->firm.appeal[g];
        orders += s->firm.market_orders[g] + s->firm.final_orders[g];
        sales += s->firm.expected_sales[g];
        capacity += full;
        rows++;
    }
    double use = fmin(0.85, sales / capacity), keeps = 42500 / use / 100000;
    s->firm.link_orders[f] = 2500;
    s->region.dividends[s->bank.region[b]] = 1000000;
    entry(s);
    still_check(w, still_phase("entry"));
    assert_int_equal(s->firm.generation[f], 1);
    assert_close(keeps, 0.5, 1e-3); /* its own idle capital is little of the cell's */
    assert_close(s->firm.capital[f], 90000 * keeps, 1e-9);
    assert_close(s->firm.construction[f], 10000 * keeps, 1e-9);
    assert_close((double)s->firm.written_off[f], 140000 - 130000 * keeps, 1e-5);
    assert_close((double)s->firm.loans[f], 72000 * keeps, 1e-4);
    assert_close((double)s->firm.deposits[f], 170000, 1e-6);
    assert_close(s->firm.appeal[f], 40000 / orders * pull / (42500 / use), 1e-9);
    assert_close(s->firm.leverage_target[f], 0.4, 1e-12);
    assert_int_equal(s->bank.bad_loans[b], 0);
    assert_true(s->firm.arrears[f] == 0 && s->firm.bad_loans[f] == 0);
    assert_true(s->firm.utilisation[f] == 1 && s->firm.fill_rate[f] == 1);
    assert_true(s->firm.gross_return[f] == s->firm.opening_return[f]);
    assert_true(s->firm.loan_spread[f] < 0.02);

    s->parameters.entrant_size = 0.2; /* and now it finds nothing but a name */
    s->firm.administration[f] = 2;
    s->firm.capital[f] = s->firm.construction[f] = 1;
    s->firm.expected_sales[f] = 1;
    s->region.dividends[s->bank.region[b]] = INT64_MAX / 2;
    entry(s);
    assert_int_equal(s->firm.generation[f], 2);
    double mean = (sales - 42500 + 1) / rows;
    use = fmin(0.85, (sales - 42500 + 1) / (capacity - 90000 + 1));
    assert_close(s->firm.investment_order[f],
                 s->depreciation[0] / 52 + (0.2 * mean / use - 2) * still_speed(s, 26), 1e-9);
    still_free(w);
}

/* Nobody fails in the still world; in rough weather many do, and every cent stays booked. */
static void failures_are_booked_to_the_cent(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    still_steps(w, 2);
    for (int r = 0; r < s->regions; r++)
        assert_int_equal(s->region.failures[r], 0);
    for (uint32_t f = 0; f < s->population.firms; f += 9) {
        set_loans(s, f, money_round(0.99 * s->firm.capital[f]));
        still_set_deposits(s, f, 0);
    }
    still_event(w, (struct event){.kind = EVENT_CAPACITY_LOSS,
                                  .start = "2025-01-06",
                                  .weeks = 52,
                                  .share = 0.9,
                                  .region = still_region(w, "JPN"),
                                  .industry = 5});
    int64_t failed = 0, entered = 0;
    money lost = 0;
    s->parameters.entry_lag = 8;
    for (int n = 0; n < 16; n++) {
        still_steps(w, 1);
        for (int r = 0; r < s->regions; r++) {
            money paid = still_flow(s, r, SECTOR_FIRM, FLOW_START_UP_EQUITY);
            assert_int_equal(still_flow(s, r, SECTOR_HOUSEHOLD, FLOW_START_UP_EQUITY), -paid);
            assert_int_equal(still_flow(s, r, SECTOR_FUND, FLOW_START_UP_EQUITY), 0);
            assert_int_equal(paid, s->region.start_up_equity[r]);
            entered += s->region.entries[r];
            failed += s->region.failures[r];
            lost += s->region.write_offs[r];
        }
    }
    assert_true(failed > 20);
    assert_true(lost > 0);
    assert_true(entered > 10);
    for (uint64_t h = 0; h < s->population.rows; h++)
        assert_true(s->household.deposits[h] >= 0);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failed_firm_costs_its_bank_what_is_not_recovered),
        cmocka_unit_test(who_can_pay_or_borrow_goes_on),
        cmocka_unit_test(who_owes_more_than_it_owns_fails_without_cash),
        cmocka_unit_test(overdrafts_are_for_some_weeks_of_cost),
        cmocka_unit_test(owners_give_up_after_years_of_losses),
        cmocka_unit_test(a_new_firm_is_paid_by_owners_and_bank),
        cmocka_unit_test(a_new_firm_keeps_what_it_has_work_for),
        cmocka_unit_test(failures_are_booked_to_the_cent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
