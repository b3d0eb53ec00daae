/* Credit, and the profits of firms and banks: credit.c, profits.c, bank_profits.c. */
#include "finance_support.h"

/* Bonds of a bank go to the region's fund for nothing. */
static void take_bonds(struct state *s, int b, money bonds)
{
    s->bank.bonds[b] -= bonds;
    s->bank.equity[b] -= bonds;
    s->fund.bonds[s->bank.region[b]] += bonds;
}

/* --- credit -------------------------------------------------------------------------------- */

/* clip((equity / loans - 0.06) / 0.04, 0, 1) */
static void credit_supply_follows_capital(void **unused)
{
    (void)unused;
    static const struct {
        double ratio, supply;
        int bound;
    } CASES[] = {{-0.1, 0, 1},   {0, 0, 1},           {0.05, 0, 1}, {0.07, 0.25, 1},
                 {0.08, 0.5, 1}, {0.0999, 0.9975, 1}, {0.11, 1, 0}, {0.5, 1, 0}};
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int bound = 0;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        s->bank.equity[i] = money_round(CASES[i].ratio * (double)s->bank.loans[i]);
        bound += CASES[i].bound;
    }
    s->bank.loans[9] = 0; /* a bank without loans may lend, whatever its equity */
    s->bank.equity[9] = 0;
    still_start(w);
    credit(s);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_true(fabs(s->bank.credit_supply[i] - CASES[i].supply) < 1e-9);
    for (int b = 8; b < s->region_bank[s->regions]; b++)
        assert_true(s->bank.credit_supply[b] == 1);
    assert_int_equal(s->bound.bindings[BOUND_CREDIT], bound);
    still_free(w);
}

/* dL = (ell K P - L)(1 - exp(-step / lag)) + share (order - delta K) P; what is above zero times
 * the bank's supply, what is below as far as deposits and loans reach. */
static void firms_borrow_towards_their_target(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    const struct parameters *p = &s->parameters;
    uint32_t firms = s->population.firms;
    int kinds[4] = {0};
    for (int b = 0; b < s->region_bank[s->regions]; b += 3) /* these lend half */
        take_bonds(s, b, s->bank.equity[b] - money_scale(s->bank.loans[b], 0.08));
    for (uint32_t f = 0; f < firms; f++) {
        double draw = still_draw(f);
        s->firm.leverage_target[f] *= 0.5 + draw;
        s->firm.investment_order[f] *= 0.3 + 1.7 * still_draw(f + firms);
        if (f % 7 == 0)
            still_set_deposits(s, f, f % 2 == 0 ? 0 : s->firm.deposits[f] / 500);
        if (f % 31 == 0)
            s->firm.leverage_target[f] = 0;
        if (f % 3 == 0) {
            s->firm.utilisation[f] = 0.7 + 0.6 * draw;
            s->firm.expected_sales[f] *= 0.9 + 0.3 * still_draw(f + 2 * firms);
        }
    }
    still_run(w, "events", "events");
    struct firm_table before = s->firm;
    before.loans = still_column(s->firm.loans, firms);
    before.deposits = still_column(s->firm.deposits, firms);
    for (int r = 0; r < s->regions; r++)
        s->region.investment_prices[r] = 0.9 + 0.05 * r;
    credit(s);
    still_check(w, still_phase("credit"));
    for (uint32_t f = 0; f < firms; f++) {
        uint32_t r = cell_region(s, s->firm.cell[f]);
        double price = 0.9 + 0.05 * (int)r, capital = s->firm.capital[f];
        /* The use of capacity of this step, smoothed over 13 weeks, was the utilisation. */
        double use = s->firm.expected_sales[f] /
                     (0.85 * s->firm.capital_productivity[f] * s->firm.capital[f]);
        double speed = still_speed(s, 13), now = s->firm.utilisation[f];
        double change = now - (now - use * speed) / (1 - speed);
        double target = s->firm.leverage_target[f] * capital * price;
        double wanted = (target * (1 + 0.35 * (now - 1)) - (double)before.loans[f]) *
                            still_speed(s, p->loan_lag) +
                        0.35 * target * change +
                        p->investment_credit_share * price *
                            (s->firm.investment_order[f] - s->depreciation[r] / 52 * capital);
        money got = s->firm.borrowing[f];
        assert_int_equal(s->firm.loans[f], before.loans[f] + got);
        assert_int_equal(s->firm.deposits[f], before.deposits[f] + got);
        if (wanted > 1) {
            double supply = s->bank.credit_supply[s->firm.bank[f]];
            assert_true(fabs((double)got - wanted * supply) <= 1);
            kinds[supply < 1]++;
        } else {
            double most = (double)money_min(before.deposits[f], before.loans[f]);
            assert_true(fabs((double)got - fmax(wanted, -most)) <= 1);
            kinds[2 + (-wanted > most)]++;
        }
    }
    for (int i = 0; i < 4; i++)
        assert_true(kinds[i] > 50);
    free(before.loans);
    free(before.deposits);
    still_free(w);
}

/* A firm that interest has left without a cent repays nothing, and gets no loan by it either. */
static void overdrawn_firms_do_not_repay(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    uint32_t f = 3;
    s->firm.leverage_target[f] *= 0.5;
    still_set_deposits(s, f, -1000000);
    still_run(w, "events", "events");
    credit(s);
    assert_int_equal(s->firm.borrowing[f], 0);
    assert_int_equal(s->firm.deposits[f], -1000000);
    still_free(w);
}

/* --- profits of firms ---------------------------------------------------------------------- */

struct closing {
    double profit, tax, cash_flow, dividend;
    bool loss, bound, overdraft;
};

/* What a firm should do, from the columns before the rule. */
static struct closing closing_of(const struct state *s, uint32_t f)
{
    const struct firm_table *firm = &s->firm;
    const struct parameters *p = &s->parameters;
    const struct cell_traits *cell = &s->cell[firm->cell[f]];
    int r = cell->region;
    struct closing c = {0};
    double wage = firm->wage_level[f] * firm->wage_premium[f] * s->region.wage_index[r];
    double unit = wage / firm->productivity[f] + firm->unit_input_cost[f];
    double capital = firm->capital[f] * s->region.investment_prices[r];
    double stored = cell->goods ? firm->output[f] - firm->deliveries[f] : 0;
    c.profit = (double)firm->link_receipts[f] + (double)firm->market_receipts[f] + stored * unit -
               (double)firm->wage_bill[f] - firm->inputs_used[f] - (double)firm->input_tax[f] -
               s->depreciation[r] / 52 * capital - (double)firm->loan_interest[f] +
               (double)firm->deposit_interest[f];
    double rate = s->world->of_region.profit_tax[r];
    c.tax = nearbyint(fmax(nearbyint(c.profit), 0) * rate);
    c.loss = nearbyint(nearbyint(c.profit) * rate) < 0;
    double growth = s->region.expected_inflation[r] / 52; /* no trend but that of prices */
    double flow = firm->cash_flow[f] * (1 + growth);
    c.cash_flow = flow + (c.profit - c.tax + growth * (double)firm->loans[f] - flow) *
                             still_speed(s, p->dividend_lag);
    double deposits = (double)firm->deposits[f] - c.tax;
    double target = p->deposit_weeks * unit * firm->expected_sales[f];
    double wanted = c.cash_flow - growth * target +
                    (deposits - c.cash_flow - target) * still_speed(s, p->deposit_lag);
    double cash = (deposits - c.cash_flow) / (0.5 * target); /* half of it is enough to pay */
    if (wanted > 0 && cash < 1)
        wanted *= fmax(cash, 0);
    c.dividend = fmin(fmax(wanted, 0), fmax(deposits, 0));
    c.bound = fabs(c.dividend - nearbyint(wanted)) > 0.5;
    c.overdraft = deposits < 0;
    return c;
}

static void profits_are_taxed_and_paid_out(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = still_weak_yen});
    struct state *s = &w->s;
    uint32_t firms = s->population.firms;
    still_disturb(w, 6);
    still_run(w, "events", "wages");
    for (uint32_t f = 0; f < firms; f += 5) { /* poor ones, against the equity of their banks */
        money change = -s->firm.deposits[f] - (f % 2 == 0 ? 0 : s->firm.wage_bill[f]);
        still_set_deposits(s, f, s->firm.deposits[f] + change);
    }
    for (uint32_t f = 5; f < firms; f += 50) { /* and some with too much capital lost */
        s->firm.capital[f] *= 0.1;
        s->firm.cash_flow[f] *= -1;
    }
    struct closing *expected = calloc(firms, sizeof *expected);
    for (uint32_t f = 0; f < firms; f++)
        expected[f] = closing_of(s, f);
    struct firm_table before = s->firm;
    before.deposits = still_column(s->firm.deposits, firms);
    before.loans = still_column(s->firm.loans, firms);
    int64_t count[BOUNDS];
    memcpy(count, s->bound.bindings, sizeof count);
    profits(s);
    int64_t loss = 0, bound = 0, overdraft = 0;
    money taxes[REGIONS_MAX] = {0}, dividends[REGIONS_MAX] = {0};
    for (uint32_t f = 0; f < firms; f++) {
        const struct closing *c = &expected[f];
        uint32_t r = cell_region(s, s->firm.cell[f]);
        money tax = s->firm.profit_tax[f], dividend = s->firm.dividend[f];
        assert_true(fabs((double)tax - c->tax) <= 1); /* the profit's rounding may differ */
        assert_true(c->profit > 0 || tax == 0);
        assert_true(fabs((double)dividend - c->dividend) <= 2 + 1e-12 * fabs(c->cash_flow));
        assert_true(fabs(s->firm.cash_flow[f] - c->cash_flow) <= 1 + 1e-9 * fabs(c->cash_flow));
        money rest = before.deposits[f] - tax - dividend;
        assert_int_equal(s->firm.deposits[f], money_max(rest, 0));
        assert_int_equal(s->firm.loans[f], before.loans[f] + money_max(-rest, 0));
        assert_true(s->firm.deposits[f] >= 0 && dividend >= 0);
        loss += c->loss;
        bound += c->bound;
        overdraft += c->overdraft;
        taxes[r] += tax;
        dividends[r] += dividend;
    }
    assert_true(loss > 20 && bound > 100 && overdraft > 50);
    assert_int_equal(s->bound.bindings[BOUND_LOSS] - count[BOUND_LOSS], loss);
    assert_int_equal(s->bound.bindings[BOUND_DIVIDEND] - count[BOUND_DIVIDEND], bound);
    assert_int_equal(s->bound.bindings[BOUND_OVERDRAFT] - count[BOUND_OVERDRAFT], overdraft);
    for (int r = 0; r < s->regions; r++) {
        assert_int_equal(s->government.profit_tax[r], taxes[r]);
        assert_int_equal(s->region.dividends[r], dividends[r]);
        assert_int_equal(still_flow(s, r, SECTOR_FIRM, FLOW_DIVIDENDS), -dividends[r]);
    }
    free(expected);
    free(before.deposits);
    free(before.loans);
    still_free(w);
}

/* --- profits of banks ---------------------------------------------------------------------- */

static void banks_pay_out_what_their_capital_allows(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int losers = still_region(w, "EUR"), b = 0;
    double speed = still_speed(s, s->parameters.bank_capital_lag);
    s->region.bond_yield[losers] = -0.4; /* its banks make losses */
    for (int r = 0; r < 3; r++)          /* poor banks keep their profit, rich ones pay out more */
        for (b = s->region_bank[r]; b < s->region_bank[r + 1]; b++)
            take_bonds(s, b, money_scale(s->bank.equity[b], r == 0 ? 0.7 : r == 1 ? 0.02 : -0.3));
    still_run(w, "events", "profits");
    int64_t bindings[BOUNDS], losses = 0, kept = 0;
    memcpy(bindings, s->bound.bindings, sizeof bindings);
    int banks = s->region_bank[s->regions];
    money *equity = still_column(s->bank.equity, banks);
    money taxes[REGIONS_MAX], dividends[REGIONS_MAX];
    memcpy(taxes, s->government.profit_tax, sizeof *taxes * (size_t)s->regions);
    memcpy(dividends, s->region.dividends, sizeof *dividends * (size_t)s->regions);
    bank_profits(s);
    still_check(w, still_phase("bank profits"));
    for (b = 0; b < banks; b++) {
        int r = s->bank.region[b];
        money profit = s->bank.loan_interest[b] + s->bank.bond_interest[b] +
                       s->bank.reserve_interest[b] - s->bank.deposit_interest[b] -
                       s->bank.provisions[b];
        double tax = fmax(0, (double)profit * w->world.of_region.profit_tax[r]);
        assert_cents(s->bank.profit_tax[b], tax);
        double target = s->parameters.bank_capital_target * (double)s->bank.loans[b];
        double dividend = (double)profit - (double)s->bank.profit_tax[b] +
                          ((double)(equity[b] - s->bank.provisions[b] - profit) - target) * speed;
        assert_cents(s->bank.dividend[b], fmax(0, dividend));
        assert_int_equal(s->bank.equity[b], equity[b] - s->bank.provisions[b] -
                                                s->bank.profit_tax[b] - s->bank.dividend[b] +
                                                s->bank.new_shares[b]);
        losses += profit < 0;
        kept += dividend < 0;
        taxes[r] += s->bank.profit_tax[b];
        dividends[r] += s->bank.dividend[b];
    }
    assert_int_equal(losses, s->region_bank[losers + 1] - s->region_bank[losers]);
    assert_true(kept >= losses + s->region_bank[1]);
    assert_true(kept < banks - 3);
    assert_int_equal(s->bound.bindings[BOUND_LOSS] - bindings[BOUND_LOSS], losses);
    assert_int_equal(s->bound.bindings[BOUND_DIVIDEND] - bindings[BOUND_DIVIDEND], kept);
    for (int r = 0; r < s->regions; r++) {
        assert_int_equal(s->government.profit_tax[r], taxes[r]);
        assert_int_equal(s->region.dividends[r], dividends[r]);
    }
    free(equity);
    still_free(w);
}

/* With equity at its target and rates as they were, capital stays where it is. */
static void still_banks_pay_out_their_profit(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    money *equity = still_column(s->bank.equity, s->region_bank[s->regions]);
    still_steps(w, 3);
    for (int b = 0; b < s->region_bank[s->regions]; b++)
        assert_int_equal(s->bank.equity[b], equity[b]);
    free(equity);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(credit_supply_follows_capital),
        cmocka_unit_test(firms_borrow_towards_their_target),
        cmocka_unit_test(overdrawn_firms_do_not_repay),
        cmocka_unit_test(profits_are_taxed_and_paid_out),
        cmocka_unit_test(banks_pay_out_what_their_capital_allows),
        cmocka_unit_test(still_banks_pay_out_their_profit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
