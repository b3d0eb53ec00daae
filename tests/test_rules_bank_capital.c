/* Loan spreads, bad loans, allowances, capital, and what becomes of banks without it:
 * loan_terms.c, bank_profits.c, bank_resolution.c. */
#include "finance_support.h"

#include "agents/loan_risk.h"

/* Own funds of a bank go to the region's fund, in bonds. */
static void lose_equity(struct state *s, int b, money loss)
{
    s->bank.bonds[b] -= loss;
    s->bank.equity[b] -= loss;
    s->fund.bonds[s->bank.region[b]] += loss;
}

static money equity_needed(const struct state *s, int b, double share)
{
    double assets =
        (double)s->bank.loans[b] + (double)s->bank.bonds[b] + (double)s->bank.reserves[b];
    return money_round(share * assets);
}

static money all_deposits(const struct state *s)
{
    money sum = 0;
    for (uint32_t f = 0; f < s->population.firms; f++)
        sum += s->firm.deposits[f];
    for (uint64_t h = 0; h < s->population.rows; h++)
        sum += s->household.deposits[h];
    for (int r = 0; r < s->regions; r++)
        sum += s->fund.deposits[r];
    return sum;
}

/* --- spreads ------------------------------------------------------------------------------- */

static void spreads_are_those_of_the_region_on_average(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    for (int r = 0; r < s->regions; r++) {
        double sum = 0, loans = 0, least = 1, most = 0;
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++) {
            sum += s->firm.loan_spread[f] * (double)s->firm.loans[f];
            loans += (double)s->firm.loans[f];
            least = fmin(least, s->firm.loan_spread[f]);
            most = fmax(most, s->firm.loan_spread[f]);
        }
        double mean = w->world.of_region.loan_spread[r];
        assert_true(fabs(sum / loans - mean) < 1e-6); /* they are quoted in such steps */
        assert_true(least > 0 && most > 1.3 * mean && most < s->parameters.loan_spread_most);
    }
    double *spread = still_column(s->firm.loan_spread, s->population.firms);
    still_steps(w, 3);
    for (uint32_t f = 0; f < s->population.firms; f++)
        assert_true(s->firm.loan_spread[f] == spread[f]);
    free(spread);
    still_free(w);
}

/* exp(3 * 0.1) = 1.3499 for a tenth more of capital in loans, the same return; the 52nd part of
 * the way in a week is 1 - exp(-1 / 52) = 0.0190. */
static void debt_raises_the_spread(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    uint32_t f = 17;
    uint32_t r = cell_region(s, s->firm.cell[f]);
    double before = s->firm.loan_spread[f], capital = s->firm.capital[f];
    s->firm.loans[f] += money_round(0.1 * capital);
    double burden = 0.1 * s->region.loan_rate[r] / s->firm.gross_return[f];
    double wanted = before * 1.3498588075760032 * exp(0.5 * burden);
    loan_terms(s);
    assert_true(fabs(s->firm.loan_spread[f] - before - (wanted - before) * 0.019047) < 1e-7);
    assert_true(fabs(firm_loan_rate(s, f, r) - s->region.policy_rate[r] - s->firm.loan_spread[f]) <
                1e-15);
    /* A firm without surplus: all of it, and more, is interest. */
    s->firm.gross_return[f] = -1;
    s->firm.loan_spread[f] = 0;
    s->parameters.loan_repricing_lag = 1e-9;
    loan_terms(s);
    double risk = exp(3 * (double)s->firm.loans[f] / capital + 0.5);
    double spread = w->world.of_region.loan_spread[r] * risk / s->opening_loan_risk[r];
    assert_true(fabs(s->firm.loan_spread[f] - fmin(spread, 0.15)) < 1e-6);
    still_free(w);
}

static void poor_banks_charge_more(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    lose_equity(s, 1, money_scale(s->bank.loans[1], 0.05));
    s->parameters.loan_repricing_lag = 1e-9;
    double *spread = still_column(s->firm.loan_spread, s->population.firms);
    loan_terms(s);
    assert_true(fabs(s->bank.markup[1] - 0.1 * 0.05) < 1e-9); /* fifty basis points */
    assert_true(s->bank.markup[0] < 1e-9);
    for (uint32_t f = 0; f < s->population.firms; f++) {
        double more = s->firm.bank[f] == 1 ? 0.005 : 0;
        assert_true(fabs(s->firm.loan_spread[f] - spread[f] - more) < 2e-6);
    }
    free(spread);
    still_free(w);
}

/* --- resolution ---------------------------------------------------------------------------- */

static void a_bank_without_capital_is_taken_over(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    still_steps(w, 2);
    s->parameters.bank_capital_least = 0.03; /* the largest bank of all can be taken over */
    int r = still_region(w, "JPN"), failed = s->fund.bank[r];
    money deposits = all_deposits(s);
    money *of_household = still_column(s->household.deposits, s->population.rows);
    /* It keeps 1 % of its assets: above zero, below the floor of 2 %. */
    lose_equity(s, failed, s->bank.equity[failed] - equity_needed(s, failed, 0.01));
    int to = failed;
    double best = 0;
    for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++) {
        double equity = (double)(s->bank.equity[b] + s->bank.equity[failed]);
        double ratio = equity / (double)(s->bank.loans[b] + s->bank.loans[failed]);
        if (b != failed && ratio > best) {
            best = ratio;
            to = b;
        }
    }
    assert_true(best > s->parameters.bank_capital_least);
    money loans = s->bank.loans[failed] + s->bank.loans[to];
    money equity = s->bank.equity[failed] + s->bank.equity[to];
    money owed = s->bank.deposits[failed] + s->bank.deposits[to];
    money debt = s->government.debt[r];
    still_start(w);
    bank_resolution(s);
    still_check(w, still_phase("bank resolution"));
    assert_int_equal(s->bank.successor[failed], to);
    assert_int_equal(s->bank.successor[to], to);
    assert_int_equal(s->bank.loans[to], loans);
    assert_int_equal(s->bank.equity[to], equity);
    assert_int_equal(s->bank.deposits[to], owed);
    assert_int_equal(s->bank.loans[failed], 0);
    assert_int_equal(s->bank.deposits[failed], 0);
    assert_int_equal(s->bank.reserves[failed], 0);
    assert_int_equal(s->government.debt[r], debt);
    assert_int_equal(s->fund.bank[r], to);
    assert_int_equal(s->bound.bindings[BOUND_RESOLUTION], 1);
    for (uint32_t f = 0; f < s->population.firms; f++)
        assert_true(s->firm.bank[f] != failed);
    for (uint64_t h = 0; h < s->population.rows; h++) {
        assert_true(s->household.bank[h] != failed);
        assert_int_equal(s->household.deposits[h], of_household[h]);
    }
    assert_int_equal(all_deposits(s), deposits);
    still_steps(w, 3); /* every rule lives with an empty row */
    free(of_household);
    still_free(w);
}

static void check_rescue(struct still_world *w, int b)
{
    struct state *s = &w->s;
    int r = s->bank.region[b];
    /* Under water by a tenth of its loans: 0.10 of them are wanted, 0.20 are given. */
    lose_equity(s, b, s->bank.equity[b] + money_scale(s->bank.loans[b], 0.1));
    money deposits = all_deposits(s), debt = s->government.debt[r], was = s->bank.equity[b];
    money bonds = s->bank.bonds[b];
    still_start(w);
    bank_resolution(s);
    still_check(w, still_phase("bank resolution"));
    money capital = s->bank.rescue[b];
    assert_true(capital >= money_scale(s->bank.loans[b], 0.2) - 1);
    assert_int_equal(s->bank.equity[b], was + capital);
    assert_int_equal(s->bank.bonds[b], bonds + capital);
    assert_int_equal(s->government.debt[r], debt + capital);
    assert_int_equal(s->government.deficit[r], capital);
    assert_int_equal(still_flow(s, r, SECTOR_BANK, FLOW_BANK_RESCUES), capital);
    assert_int_equal(still_flow(s, r, SECTOR_GOVERNMENT, FLOW_BANK_RESCUES), -capital);
    double floor = s->parameters.resolution_floor;
    assert_true(s->bank.equity[b] >= equity_needed(s, b, floor) - 1);
    assert_true(s->bank.public_share[b] == 1); /* owners had nothing left */
    assert_int_equal(s->bank.successor[b], b);
    assert_int_equal(all_deposits(s), deposits);
    /* Its dividends are the treasury's. */
    still_steps(w, 1);
    assert_int_equal(s->bank.dividend[b], 0);
    assert_int_equal(s->government.bank_dividends[r], s->bank.public_dividend[b]);
}

static void the_state_rescues_where_it_is_asked_to(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    w->s.parameters.resolution = RESOLUTION_STATE;
    check_rescue(w, w->s.region_bank[still_region(w, "USA")]);
    still_free(w);
}

static void the_state_rescues_where_nobody_can_take_over(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int r = still_region(w, "KOR"), last = s->region_bank[r + 1] - 1;
    for (int b = s->region_bank[r]; b < last; b++) /* alive, but too poor to take anybody over */
        lose_equity(s, b, s->bank.equity[b] - equity_needed(s, b, 0.021));
    check_rescue(w, last);
    still_free(w);
}

/* --- bad loans, allowances, capital -------------------------------------------------------- */

static void loans_turn_bad_after_a_quarter(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    uint32_t f = 5;
    int b = s->firm.bank[f];
    uint32_t r = cell_region(s, s->firm.cell[f]);
    double depreciation = s->depreciation[r] / 52 * s->firm.capital[f];
    s->firm.cash_flow[f] = -1.01 * depreciation; /* interest exceeds the surplus by a hundredth */
    for (int week = 1; week <= 12; week++)
        loan_terms(s);
    assert_true(s->firm.arrears[f] == 12);
    assert_int_equal(s->bank.bad_loans[b], 0);
    assert_int_equal(s->region.firms_in_arrears[r], 0);
    s->region.firms_in_arrears[r] = 0;
    loan_terms(s);
    assert_int_equal(s->bank.bad_loans[b], s->firm.loans[f]);
    assert_int_equal(s->firm.bad_loans[f], s->firm.loans[f]);
    assert_int_equal(s->region.firms_in_arrears[r], 1);
    for (int week = 0; week < 50; week++)
        loan_terms(s);
    assert_true(s->firm.arrears[f] == 26); /* at most */
    s->firm.cash_flow[f] = -0.99 * depreciation;
    for (int week = 0; week < 13; week++)
        loan_terms(s);
    assert_int_equal(s->bank.bad_loans[b], s->firm.loans[f]);
    loan_terms(s); /* it is sound again only after as long a time */
    assert_int_equal(s->bank.bad_loans[b], 0);
    still_free(w);
}

/* Half a percent of sound loans, 40 % of bad ones, approached over 26 weeks: 3.77 % of the gap a
 * week. */
static void banks_provide_for_bad_loans(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int b = 1;
    money loans = s->bank.loans[b], allowance = s->bank.allowance[b];
    assert_cents(allowance, 0.005 * (double)loans);
    still_run(w, "events", "insolvency");
    money bad = s->bank.loans[b] / 10, equity = s->bank.equity[b];
    s->bank.bad_loans[b] = bad;
    bank_profits(s);
    double target = 0.005 * (double)(loans - bad) + 0.4 * (double)bad;
    money provisions = s->bank.provisions[b];
    assert_true(fabs((double)provisions / (target - (double)allowance) - 0.0377306) < 1e-6);
    assert_int_equal(s->bank.allowance[b], allowance + provisions);
    assert_int_equal(s->bank.equity[b], equity - provisions - s->bank.profit_tax[b] -
                                            s->bank.dividend[b] + s->bank.new_shares[b]);
    double ratio = (double)s->bank.equity[b] / (1.05 * (double)loans); /* bad loans weigh 1.5 */
    assert_true(fabs(s->bank.capital_ratio[b] - ratio) < 1e-12);
    assert_true(fabs(s->bank.bad_loan_ratio[b] - 0.1) < 1e-9);
    still_free(w);
}

static void write_offs_use_the_allowance_first(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    money allowance = s->bank.allowance[2], equity = s->bank.equity[2], loans = s->bank.loans[2];
    books_write_off(s, 2, allowance / 4);
    assert_int_equal(s->bank.equity[2], equity);
    assert_int_equal(s->bank.provisions[2], 0);
    money left = allowance - allowance / 4;
    assert_int_equal(s->bank.allowance[2], left);
    books_write_off(s, 2, left + 1000); /* a thousand cents more than there is */
    assert_int_equal(s->bank.allowance[2], 0);
    assert_int_equal(s->bank.equity[2], equity - 1000);
    assert_int_equal(s->bank.provisions[2], 1000);
    assert_int_equal(s->bank.loans[2], loans - allowance - 1000);
    still_free(w);
}

static void owners_pay_in_what_a_weak_bank_lacks(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int b = s->region_bank[1], r = 1;
    lose_equity(s, b, money_scale(s->bank.loans[b], 0.04)); /* to 8 % */
    still_run(w, "events", "bank profits");
    money wanted = money_round(
        (0.12 * (double)s->bank.loans[b] - (double)(s->bank.equity[b] - s->bank.new_shares[b])) *
        still_speed(s, 104));
    assert_int_equal(s->bank.new_shares[b], wanted);
    assert_true(wanted > 0 && s->bank.dividend[b] == 0);
    assert_int_equal(s->region.bank_shares[r], wanted);
    assert_int_equal(s->bank.new_shares[b + 1], 0);
    still_run(w, "household incomes", "accounts"); /* owners receive as much less */
    assert_int_equal(still_flow(s, r, SECTOR_HOUSEHOLD, FLOW_BANK_SHARES), -wanted);
    assert_int_equal(still_flow(s, r, SECTOR_FUND, FLOW_BANK_SHARES), 0);
    still_free(w);
}

/* A firm that fails is kept alive by a weak bank that does such things, and by no other. */
static void weak_banks_keep_firms_alive(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    uint32_t f = 11;
    uint32_t r = cell_region(s, s->firm.cell[f]);
    int b = s->firm.bank[f];
    money deposits = s->firm.deposits[f], more = money_round(3 * s->firm.capital[f]);
    s->firm.deposits[f] = 0;
    s->bank.deposits[b] -= deposits;
    s->bank.equity[b] += deposits;
    s->firm.loans[f] += more; /* deep in debt */
    s->bank.loans[b] += more;
    s->bank.equity[b] += more;
    money owed = s->firm.loans[f];
    s->parameters.evergreening[r] = 1;
    s->bank.equity[b] = money_scale(s->bank.loans[b], 0.099);
    insolvency(s);
    assert_int_equal(s->firm.loans[f], owed);
    s->firm.arrears[f] = 20;
    s->parameters.loan_repricing_lag = 1e-9;
    loan_terms(s);
    assert_true(s->firm.loan_spread[f] == 0); /* at the policy rate */
    s->parameters.evergreening[r] = 0;
    insolvency(s);
    assert_true(s->firm.loans[f] < owed);
    s->firm.loans[f] = owed;
    s->parameters.evergreening[r] = 1;
    s->bank.equity[b] = money_scale(s->bank.loans[b], 0.13); /* a sound bank */
    insolvency(s);
    assert_true(s->firm.loans[f] < owed);
    still_free(w);
}

/* A bank pays a billion cents more than it has, and sells as many bonds. */
static void a_bank_without_reserves_sells_bonds(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int r = still_region(w, "USA"), b = s->region_bank[r], keeper = s->fund.bank[r];
    b += b == keeper;
    money bonds = s->bank.bonds[b], equity = s->bank.equity[b], of_fund = s->fund.bonds[r];
    money fund = s->fund.deposits[r], out = s->bank.reserves[b] + 1000000000;
    s->bank.reserves[b] -= out; /* its depositors leave for the fund's bank */
    s->bank.reserves[keeper] += out;
    still_start(w);
    bank_liquidity(s);
    assert_int_equal(s->bank.reserves[b], 0);
    assert_int_equal(s->bank.bonds[b], bonds - 1000000000);
    assert_int_equal(s->bank.equity[b], equity);
    assert_int_equal(s->fund.bonds[r], of_fund + 1000000000);
    assert_int_equal(s->fund.deposits[r], fund - 1000000000);
    assert_int_equal(-s->fund.bond_sales[r], 1000000000);
    s->bank.reserves[b] = -bonds; /* more than there is */
    bank_liquidity(s);
    assert_int_equal(s->bank.bonds[b], 0);
    assert_int_equal(s->bank.reserves[b], -1000000000);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spreads_are_those_of_the_region_on_average),
        cmocka_unit_test(debt_raises_the_spread),
        cmocka_unit_test(poor_banks_charge_more),
        cmocka_unit_test(a_bank_without_capital_is_taken_over),
        cmocka_unit_test(the_state_rescues_where_it_is_asked_to),
        cmocka_unit_test(the_state_rescues_where_nobody_can_take_over),
        cmocka_unit_test(loans_turn_bad_after_a_quarter),
        cmocka_unit_test(banks_provide_for_bad_loans),
        cmocka_unit_test(write_offs_use_the_allowance_first),
        cmocka_unit_test(owners_pay_in_what_a_weak_bank_lacks),
        cmocka_unit_test(weak_banks_keep_firms_alive),
        cmocka_unit_test(a_bank_without_reserves_sells_bonds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
