/* Settlement between regions: dealers, importers, and what governments and investors ordered
 * (settlement.c). */
#include "trade_support.h"

/* The dealer pays and is paid in its region's currency; what it owes and owns abroad is dollars. */
static void dealers_settle_in_dollars(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = trade_with_tariffs});
    struct state *s = &w->s;
    const struct fund_table *fund = &s->fund;
    still_disturb(w, 3);
    still_run(w, "events", "shipping");
    money *positions = still_column(fund->foreign_position, s->regions);
    money *deposits = still_column(fund->deposits, s->regions);
    settlement(s);
    still_check(w, still_phase("settlement"));
    money dollars = 0;
    for (int r = 0; r < s->regions; r++) {
        struct trade_sums sums = trade_sums(s, r);
        assert_int_equal(fund->paid_to_exporters[r], sums.sold);
        assert_int_equal(fund->received_from_importers[r], sums.bought);
        assert_int_equal(fund->exports[r], sums.dollars_in);
        assert_int_equal(fund->imports[r], sums.dollars_out);
        assert_int_equal(fund->foreign_position[r],
                         positions[r] + sums.dollars_in - sums.dollars_out);
        assert_int_equal(fund->deposits[r], deposits[r] + sums.bought - sums.sold);
        assert_int_equal(s->government.tariffs[r], sums.tariffs);
        assert_int_equal(s->region.exports[r], sums.sold);
        assert_int_equal(s->region.imports[r], sums.bought);
        double rate = s->region.exchange_rate[r];
        assert_close((double)sums.sold, rate * (double)sums.dollars_in, 1e-6);
        assert_close((double)sums.bought, rate * (double)sums.dollars_out, 1e-6);
        assert_true((sums.tariffs > 0) == (s->parameters.tariff[r] > 0));
        dollars += sums.dollars_in - sums.dollars_out;
    }
    assert_int_equal(dollars, 0);
    free(positions);
    free(deposits);
    still_free(w);
}

/* Final buyers pay round(payment times rates), and the tariff on that; goods only. */
static void importers_pay_in_their_own_currency(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = trade_with_tariffs});
    struct state *s = &w->s;
    still_run(w, "events", "settlement");
    int taxed = 0;
    for (uint64_t row = 0; row < s->final_sourcing.table.rows; row++) {
        int d = (int)(row / FINAL_USES) / s->regions, r = (int)(row / FINAL_USES) % s->regions;
        int o = s->cell[d].region;
        double payment = (double)s->final_sourcing.payment[row];
        money paid = s->final_sourcing.paid[row];
        assert_cents(paid, payment * s->region.exchange_rate[r] / s->region.exchange_rate[o]);
        double tariff = o != r && s->cell[d].goods ? s->parameters.tariff[r] : 0;
        assert_cents(s->final_sourcing.tariffs[row], (double)paid * tariff);
        taxed += s->final_sourcing.tariffs[row] > 0;
    }
    assert_true(taxed > 100);
    for (int r = 0; r < s->regions; r++)
        for (int o = 0; o < s->regions; o++)
            for (int k = 0; k < s->industries; k++) {
                int t = (o * s->regions + r) * s->industries + k;
                double value = (double)s->trade.value[t], paid = (double)s->trade.paid[t];
                double from = s->region.exchange_rate[o], to = s->region.exchange_rate[r];
                /* A cent or less for every payment that was rounded. */
                assert_true(fabs(paid - value * to / from) < 1000 + 1e-7 * paid);
                assert_true(fabs((double)s->trade.dollars[t] - (o != r ? value / from : 0)) <
                            1000 + 1e-7 * value);
            }
    still_free(w);
}

static void governments_and_investors_pay_for_their_orders(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = trade_with_tariffs});
    struct state *s = &w->s;
    still_disturb(w, 3);
    still_run(w, "events", "shipping");
    money *deposits = still_column(s->firm.deposits, s->population.firms);
    settlement(s);
    for (int r = 0; r < s->regions; r++) {
        money purchases = 0, capital = 0, input_tax = 0;
        double ordered = 0, weights = 0;
        for (int d = 0; d < s->cells; d++) {
            int row = (d * s->regions + r) * FINAL_USES;
            purchases += s->final_sourcing.paid[row + USE_GOVERNMENT] +
                         s->final_sourcing.tariffs[row + USE_GOVERNMENT];
            capital += s->final_sourcing.paid[row + USE_INVESTMENT] +
                       s->final_sourcing.tariffs[row + USE_INVESTMENT];
            ordered += s->final_sourcing.order[row + USE_INVESTMENT];
        }
        assert_int_equal(s->government.consumption[r], purchases);
        assert_int_equal(s->region.government_consumption[r], purchases);
        assert_true(fabs((double)s->government.investment[r] -
                         (double)capital * s->opening_public_investment[r] / ordered) <= 1);
        assert_int_equal(s->region.investment[r], capital);
        money private_part = capital - s->government.investment[r];
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++)
            weights += nearbyint(s->firm.investment_order[f]);
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++) {
            const struct firm_table *firm = &s->firm;
            money inputs = firm->link_payments[f] + firm->market_payments[f], links = 0;
            double part = (double)private_part * nearbyint(firm->investment_order[f]) / weights;
            assert_true(fabs((double)firm->investment_payments[f] - part) < 1 + 1e-12 * part);
            assert_cents(firm->input_tax[f], (double)inputs * s->cell[firm->cell[f]].input_tax);
            for (uint64_t i = s->population.customer_first[f];
                 i < s->population.customer_first[f + 1]; i++)
                links += s->link.payment[s->population.customer_link[i]];
            assert_int_equal(firm->link_receipts[f], links);
            assert_int_equal(firm->deposits[f], deposits[f] + links + firm->market_receipts[f] -
                                                    inputs - firm->input_tax[f] - firm->tariffs[f] -
                                                    firm->investment_payments[f]);
            input_tax += firm->input_tax[f];
        }
        assert_int_equal(s->government.input_tax[r], input_tax);
    }
    free(deposits);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dealers_settle_in_dollars),
        cmocka_unit_test(importers_pay_in_their_own_currency),
        cmocka_unit_test(governments_and_investors_pay_for_their_orders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
