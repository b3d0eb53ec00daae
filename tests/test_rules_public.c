/* Dealers, governments, central banks, events and the national accounts: settlement.c,
 * public_finance.c, policy.c, events.c, accounts.c. */
#include "agents/trends.h"
#include "finance_support.h"

static const double RATE = 1.37;

static void trade_with_tariffs(struct parameters *p, struct world *world)
{
    p->exchange_rate[world_region(world, "JPN")] = RATE;
    p->exchange_rate[world_region(world, "EUR")] = 0.9;
    p->tariff[world_region(world, "USA")] = 0.25;
    p->tariff[world_region(world, "JPN")] = 0.1;
}

/* --- settlement between regions ------------------------------------------------------------ */

/* Sums of trade across the borders of a region. */
struct trade_sums {
    money sold, bought, dollars_in, dollars_out, tariffs;
};

static struct trade_sums trade_sums(const struct state *s, int r)
{
    struct trade_sums sums = {0};
    for (uint64_t t = 0; t < s->trade.table.rows; t++) {
        int pair = (int)(t / (uint64_t)s->industries);
        int origin = pair / s->regions, destination = pair % s->regions;
        if (destination == r)
            sums.tariffs += s->trade.tariffs[t];
        if (origin == r && destination != r) {
            sums.sold += s->trade.value[t];
            sums.dollars_in += s->trade.dollars[t];
        }
        if (destination == r && origin != r) {
            sums.bought += s->trade.paid[t];
            sums.dollars_out += s->trade.dollars[t];
        }
    }
    return sums;
}

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

/* --- public finance ------------------------------------------------------------------------ */

static void bonds_cover_the_deficit(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = trade_with_tariffs});
    struct state *s = &w->s;
    const struct government_table *g = &s->government;
    still_disturb(w, 5);
    still_run(w, "events", "household incomes");
    money *debt = still_column(g->debt, s->regions);
    money *bonds = still_column(s->fund.bonds, s->regions);
    money *deposits = still_column(s->fund.deposits, s->regions);
    money *benchmark = still_column(g->benchmark_debt, s->regions);
    public_finance(s);
    still_check(w, still_phase("public finance"));
    for (int r = 0; r < s->regions; r++) {
        money deficit = -still_net_flow(s, r, SECTOR_GOVERNMENT);
        assert_int_equal(g->deficit[r], deficit);
        assert_int_equal(g->bond_issues[r], deficit);
        assert_int_equal(g->debt[r], debt[r] + deficit);
        money sold = s->fund.bond_sales[r], bought = s->central_bank.bond_purchases[r];
        for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++)
            bought += s->bank.bond_purchases[b];
        assert_int_equal(sold, bought);
        assert_int_equal(s->fund.bonds[r], bonds[r] + deficit - sold);
        assert_int_equal(s->fund.deposits[r], deposits[r] - deficit + sold);
        assert_int_equal(s->central_bank.government_account[r], 0);
        double added = (double)(benchmark[r] - g->opening_debt[r]);
        double interest_more = added * w->world.of_region.bond_yield[r] / 52;
        money more = g->benchmark_deficit[r] - g->opening_deficit[r];
        assert_true(fabs((double)more - interest_more) <= 1);
        assert_int_equal(g->benchmark_debt[r], benchmark[r] + g->benchmark_deficit[r]);
    }
    free(debt);
    free(bonds);
    free(deposits);
    free(benchmark);
    still_free(w);
}

/* Without a disturbance the debt is on its benchmark to the cent; with one the benchmark is the
 * same, and the debt is not. */
static void the_benchmark_is_the_undisturbed_path(void **unused)
{
    (void)unused;
    enum { STEPS = 26 };
    struct still_world *still = still_default(), *rough = still_default();
    for (int n = 0; n < STEPS; n++) {
        still_steps(still, 1);
        for (int r = 0; r < still->s.regions; r++) {
            assert_int_equal(still->s.government.debt[r], still->s.government.benchmark_debt[r]);
            assert_int_equal(still->s.government.deficit[r],
                             still->s.government.benchmark_deficit[r]);
        }
    }
    still_disturb(rough, STEPS);
    for (int r = 0; r < still->s.regions; r++) {
        assert_int_equal(rough->s.government.benchmark_debt[r],
                         still->s.government.benchmark_debt[r]);
        assert_true(rough->s.government.debt[r] != rough->s.government.benchmark_debt[r]);
    }
    still_free(still);
    still_free(rough);
}

/* --- policy -------------------------------------------------------------------------------- */

/* What a region had before the rule. */
struct setting {
    double inflation, expected, utilisation, rate, yield, wage, unemployment, reference, tax,
        smoothed, over_years;
};

static struct setting setting_of(const struct state *s, int r)
{
    const struct region_table *region = &s->region;
    return (struct setting){region->inflation[r],         region->expected_inflation[r],
                            region->utilisation[r],       region->policy_rate[r],
                            region->bond_yield[r],        region->wage_index[r],
                            region->unemployment_rate[r], region->reference_unemployment[r],
                            region->wage_tax[r],          region->output_smoothed[r],
                            region->output_long[r]};
}

static void check_rates(const struct state *s, int r, const struct setting *was)
{
    const struct parameters *p = &s->parameters;
    double opening = s->world->of_region.policy_rate[r];
    double rule = opening + p->inflation_response * (was->inflation - inflation_target(s)) +
                  p->output_response * (was->utilisation / p->normal_utilisation - 1);
    double rate = was->rate + (rule - was->rate) * still_speed(s, p->rate_lag);
    double least = opening < p->rate_floor ? opening : p->rate_floor;
    rate = rate < least ? least : rate;
    assert_true(fabs(s->region.policy_rate[r] - rate) < 1e-13);
    double wanted = s->world->of_region.bond_yield[r] + rate - opening;
    assert_true(fabs(s->region.bond_yield[r] - was->yield -
                     (wanted - was->yield) * still_speed(s, p->yield_lag)) < 1e-13);
    assert_true(fabs(s->region.loan_rate[r] - rate - s->world->of_region.loan_spread[r]) < 1e-13);
    double deposit =
        fmax(opening - p->deposit_spread, 0) + p->deposit_pass_through * (rate - opening);
    assert_true(fabs(s->region.deposit_rate[r] - fmax(deposit, 0)) < 1e-13);
}

static void check_wages_and_tax(const struct state *s, int r, const struct setting *was)
{
    const struct parameters *p = &s->parameters;
    double years = s->clock.days_per_step == 7 ? 1 / 52.0 : 1 / 365.0;
    double anchor =
        p->inflation_anchor * inflation_target(s) + (1 - p->inflation_anchor) * was->inflation;
    double expected = was->expected + (anchor - was->expected) * still_speed(s, p->inflation_lag);
    assert_true(fabs(s->region.expected_inflation[r] - expected) < 1e-13);
    double opening = s->opening_unemployment[r];
    double slack = was->unemployment > 0 ? was->reference / was->unemployment - 1 : HUGE_VAL;
    slack = fmin(fmax(slack, -0.6), 2);
    double growth = expected + s->world->of_region.wage_slope[r] * opening * slack;
    assert_close(s->region.wage_index[r], was->wage * (1 + growth * years), 1e-13);
    double accustomed =
        p->reference_anchor * opening + (1 - p->reference_anchor) * was->unemployment;
    double reference =
        was->reference + (accustomed - was->reference) * still_speed(s, p->reference_lag);
    assert_close(s->region.reference_unemployment[r],
                 fmin(fmax(reference, opening / 2), opening * 2), 1e-12);
    double trend = was->smoothed * (1 + was->expected * years);
    double output = trend + ((double)s->region.gdp[r] - trend) * still_speed(s, 26);
    assert_close(s->region.output_smoothed[r], output, 1e-12);
    double now = (double)s->region.gdp[r], slow = still_speed(s, p->debt_output_lag);
    trend = was->over_years * (1 + was->expected * years);
    output = trend + (now - trend) * slow;
    double beyond = (double)s->government.debt[r] / output -
                    (double)s->government.benchmark_debt[r] / s->opening_output[r];
    double rule = s->opening_wage_tax[r] + p->debt_response * beyond * years;
    assert_close(s->region.wage_tax[r], was->tax + (rule - was->tax) * still_speed(s, p->debt_lag),
                 1e-12);
}

/* Above the rates of some regions, so that these have a floor of their own: where they began. */
static void high_floor(struct parameters *p, struct world *world)
{
    (void)world;
    p->rate_floor = 0.02;
}

static void rates_wages_and_taxes_follow_their_rules(void **unused)
{
    (void)unused;
    static const double UNEMPLOYMENT[] = {1, 12, 0.02}; /* times the opening's, at most */
    for (int day = 0; day < 2; day++) {
        struct still_world *w =
            still_create((struct still_options){.day = day, .change = day ? high_floor : NULL});
        struct state *s = &w->s;
        int64_t floors = 0, deposits = 0, slack = 0, reference = 0;
        for (uint32_t n = 0; n < 240; n++) {
            struct setting was[REGIONS_MAX];
            still_start(w);
            for (int r = 0; r < s->regions; r++) {
                uint32_t i = (n * (uint32_t)s->regions + (uint32_t)r) * 8;
                s->region.inflation[r] = 0.2 * (still_draw(i) - 0.6);
                s->region.utilisation[r] = 0.6 + 0.4 * still_draw(i + 1);
                s->region.unemployment_rate[r] =
                    n % 17 == 0
                        ? 0
                        : s->opening_unemployment[r] * UNEMPLOYMENT[r % 3] * still_draw(i + 2);
                s->region.gdp[r] =
                    (money)(s->region.output_smoothed[r] * (0.5 + still_draw(i + 3)));
                s->government.debt[r] =
                    (money)((double)s->government.benchmark_debt[r] * (0.5 + still_draw(i + 4)));
                was[r] = setting_of(s, r);
                slack += s->region.unemployment_rate[r] > 0 &&
                         fabs(was[r].reference / was[r].unemployment - 1 - 0.7) > 1.3;
            }
            policy(s);
            for (int r = 0; r < s->regions; r++) {
                check_rates(s, r, &was[r]);
                check_wages_and_tax(s, r, &was[r]);
            }
            floors += s->bound.bindings[BOUND_POLICY_RATE];
            deposits += s->bound.bindings[BOUND_DEPOSIT_RATE];
            reference += s->bound.bindings[BOUND_REFERENCE];
            slack -= s->bound.bindings[BOUND_WAGE];
        }
        assert_true(floors > 20 && (day || (deposits > 20 && reference > 20)));
        assert_int_equal(slack, 0);
        still_free(w);
    }
}

/* With everything at its opening value nothing moves, not in the last digit. */
static void policy_stands_still_with_the_world(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    still_steps(w, 5);
    int64_t bounds = 0;
    for (int r = 0; r < s->regions; r++) {
        assert_true(fabs(s->region.policy_rate[r] - w->world.of_region.policy_rate[r]) < 1e-12);
        assert_true(fabs(s->region.bond_yield[r] - w->world.of_region.bond_yield[r]) < 1e-12);
        assert_true(fabs(s->region.wage_index[r] - 1) < 1e-12);
        assert_close(s->region.wage_tax[r], s->opening_wage_tax[r], 1e-12);
    }
    for (int n = 0; n < BOUNDS; n++)
        bounds += s->bound.bindings[n];
    assert_int_equal(bounds, 0);
    still_free(w);
}

/* --- events -------------------------------------------------------------------------------- */

/* Strength `day` days after the start of the run, of an event that begins with the step that
 * holds its date. */
static double strength(const struct still_world *w, const struct event *event, int32_t start)
{
    int per_step = w->s.clock.days_per_step;
    double weeks = ((int)w->s.clock.step - start / per_step) * per_step / 7.0;
    if (weeks < -1e-9)
        return 0;
    double after = weeks - event->weeks;
    if (after < -1e-9)
        return 1;
    if (event->recovery == RECOVERY_LINEAR)
        return fmax(0, 1 - after / event->recovery_weeks);
    return event->recovery == RECOVERY_EXPONENTIAL ? exp(-after / event->recovery_weeks) : 0;
}

static void events_come_and_go_by_their_curves(void **unused)
{
    (void)unused;
    static const struct {
        int days; /* from the start of the run */
        const char *start;
    } DATES[] = {{0, "2025-01-06"}, {6, "2025-01-12"}, {7, "2025-01-13"}, {20, "2025-01-26"}};
    for (int day = 0; day < 2; day++) {
        struct still_world *w = still_create((struct still_options){.day = day});
        struct state *s = &w->s;
        int home = still_region(w, "JPN"), industry = 4;
        for (int i = 0; i < 4; i++) {
            still_event(w, (struct event){.kind = EVENT_CAPACITY_LOSS,
                                          .share = 0.15 + 0.1 * i,
                                          .weeks = 1 + i,
                                          .region = i < 2 ? home : -1,
                                          .industry = i % 2 == 0 ? -1 : industry,
                                          .recovery = (enum event_recovery)(i % 3),
                                          .recovery_weeks = 2.5});
            still_event(w, (struct event){.kind = EVENT_FINAL_DEMAND,
                                          .share = i % 2 == 0 ? 0.3 : -0.2,
                                          .weeks = 2,
                                          .region = i == 3 ? home : -1,
                                          .industry = i == 2 ? industry : -1,
                                          .recovery = (enum event_recovery)(i % 3),
                                          .recovery_weeks = 4});
            for (int j = 2 * i; j < 2 * i + 2; j++)
                strcpy(w->event[j].start, DATES[i].start);
        }
        double most = 0;
        for (s->clock.step = 0; s->clock.step < 100; s->clock.step++) {
            events(s);
            for (int c = 0; c < s->cells; c++) {
                double damage = 0, factor = 1;
                for (int i = 0; i < 8; i++) {
                    const struct event *event = &w->event[i];
                    if ((event->region >= 0 && event->region != c / s->industries) ||
                        (event->industry >= 0 && event->industry != c % s->industries))
                        continue;
                    double size = event->share * strength(w, event, DATES[i / 2].days);
                    if (event->kind == EVENT_CAPACITY_LOSS)
                        damage += size;
                    else
                        factor += size;
                }
                most = fmax(most, damage);
                assert_true(fabs(s->industry.demand_factor[c] - factor) < 1e-12);
                for (uint32_t n = s->population.cell_first[c]; n < s->population.cell_first[c + 1];
                     n++) {
                    const struct firm_run *run = &s->population.run[s->population.cell_run[n]];
                    for (uint32_t f = run->first; f < run->first + run->count; f++)
                        assert_true(fabs(s->firm.damage[f] - fmin(1, damage)) < 1e-12);
                }
            }
        }
        assert_true(most > 1); /* the events overlapped to more than all there is */
        still_free(w);
    }
}

/* Once, in the step that holds the date; only the users' stocks, on links and in markets. */
static void stocks_are_lost_once(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    struct state *s = &w->s;
    int home = still_region(w, "TWN"), industry = 2;
    still_event(w, (struct event){.kind = EVENT_INPUT_STOCK_LOSS,
                                  .start = "2025-01-19", /* a Sunday: step 1 */
                                  .share = 0.3,
                                  .region = home,
                                  .industry = industry});
    still_event(w, (struct event){.kind = EVENT_INPUT_STOCK_LOSS,
                                  .start = "2025-01-13",
                                  .share = 0.5,
                                  .region = -1,
                                  .industry = industry});
    double *links = still_column(s->link.stock, s->population.links);
    double *markets = still_column(s->market.stock, s->market.table.rows);
    for (s->clock.step = 0; s->clock.step < 4; s->clock.step++) {
        events(s);
        bool hit = s->clock.step > 0;
        for (uint32_t f = 0; f < s->population.firms; f++) {
            const struct cell_traits *cell = &s->cell[s->firm.cell[f]];
            double kept = !hit || cell->industry != industry ? 1
                          : cell->region == home             ? 0.35
                                                             : 0.5;
            for (uint64_t l = s->population.supplier_first[f];
                 l < s->population.supplier_first[f + 1]; l++)
                assert_close(s->link.stock[l], links[l] * kept, 1e-14);
        }
        for (uint64_t m = 0; m < s->market.table.rows; m++) {
            const struct cell_traits *cell = &s->cell[m / (uint64_t)s->inputs];
            double kept = !hit || cell->industry != industry ? 1
                          : cell->region == home             ? 0.35
                                                             : 0.5;
            assert_close(s->market.stock[m], markets[m] * kept, 1e-14);
        }
    }
    free(links);
    free(markets);
    still_free(w);
}

/* A day's step: an event of w weeks is at full size for 7 w steps, whatever w is. */
static void weeks_of_an_event_are_seven_days(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.day = true});
    struct state *s = &w->s;
    struct event *event = still_event(w, (struct event){.kind = EVENT_FINAL_DEMAND,
                                                        .start = "2025-01-06",
                                                        .share = 0.5,
                                                        .region = -1,
                                                        .industry = -1});
    for (int weeks = 1; weeks < 520; weeks++) {
        event->weeks = weeks;
        s->clock.step = (uint32_t)(7 * weeks - 1);
        events(s);
        assert_true(s->industry.demand_factor[0] == 1.5);
        s->clock.step++;
        events(s);
        assert_true(s->industry.demand_factor[0] == 1);
    }
    still_free(w);
}

/* Two events that together take more than there is leave nothing, not less. */
static void overlapping_losses_of_demand_end_at_zero(void **unused)
{
    (void)unused;
    struct still_world *w = still_default();
    int r = still_region(w, "USA");
    for (int i = 0; i < 2; i++)
        still_event(w, (struct event){.kind = EVENT_FINAL_DEMAND,
                                      .start = "2025-01-06",
                                      .weeks = 2,
                                      .share = -0.7,
                                      .region = r,
                                      .industry = -1});
    still_steps(w, 1);
    for (int k = 0; k < w->s.industries; k++)
        assert_true(w->s.industry.demand_factor[r * w->s.industries + k] == 0);
    assert_int_equal(w->s.region.consumption[r], 0);
    still_steps(w, 2);
    assert_true(w->s.region.consumption[r] > 0);
    still_free(w);
}

/* The largest events that a scenario may hold: every identity holds, nobody delivers less than
 * nothing, nobody owns less than nothing. */
static void the_largest_events_run_through(void **unused)
{
    (void)unused;
    static const struct {
        enum event_kind kind;
        double share;
        const char *region; /* NULL: all */
    } EVENTS[] = {{EVENT_CAPACITY_LOSS, 1, NULL},
                  {EVENT_CAPACITY_LOSS, 0.9, "JPN"},
                  {EVENT_FINAL_DEMAND, -1, NULL},
                  {EVENT_FINAL_DEMAND, 1, NULL},
                  {EVENT_INPUT_STOCK_LOSS, 1, NULL}};
    for (size_t i = 0; i < sizeof EVENTS / sizeof *EVENTS; i++) {
        struct still_world *w = still_default();
        struct state *s = &w->s;
        int region = EVENTS[i].region != NULL ? still_region(w, EVENTS[i].region) : -1;
        for (int n = 0; n < 2; n++)
            still_event(w, (struct event){.kind = EVENTS[i].kind,
                                          .start = "2025-01-13",
                                          .weeks = 4,
                                          .share = EVENTS[i].share,
                                          .region = region,
                                          .industry = -1});
        still_steps(w, 10);
        assert_true(reduce_min(s->firm.finished_stock, s->population.firms) >= 0);
        assert_true(reduce_min(s->firm.output, s->population.firms) >= 0);
        assert_true(reduce_min(s->sourcing.delivered, s->sourcing.table.rows) >= 0);
        assert_true(reduce_min(s->final_sourcing.delivered, s->final_sourcing.table.rows) >= 0);
        for (uint64_t h = 0; h < s->population.rows; h++)
            assert_true(s->household.deposits[h] >= 0);
        for (uint32_t f = 0; f < s->population.firms; f++)
            assert_true(s->firm.deposits[f] >= 0);
        still_free(w);
    }
}

/* --- accounts ------------------------------------------------------------------------------ */

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
        cmocka_unit_test(dealers_settle_in_dollars),
        cmocka_unit_test(importers_pay_in_their_own_currency),
        cmocka_unit_test(governments_and_investors_pay_for_their_orders),
        cmocka_unit_test(bonds_cover_the_deficit),
        cmocka_unit_test(the_benchmark_is_the_undisturbed_path),
        cmocka_unit_test(rates_wages_and_taxes_follow_their_rules),
        cmocka_unit_test(policy_stands_still_with_the_world),
        cmocka_unit_test(events_come_and_go_by_their_curves),
        cmocka_unit_test(stocks_are_lost_once),
        cmocka_unit_test(weeks_of_an_event_are_seven_days),
        cmocka_unit_test(overlapping_losses_of_demand_end_at_zero),
        cmocka_unit_test(the_largest_events_run_through),
        cmocka_unit_test(three_sides_of_product_agree),
        cmocka_unit_test(quarters_end_with_their_last_day),
        cmocka_unit_test(real_product_is_that_of_the_opening),
        cmocka_unit_test(balance_sheets_show_what_is_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
