/* Interest on everything that is held: interest.c. */
#include "finance_support.h"

/* Rates of all signs: positive, zero and negative, no two regions alike. */
static void set_rates(struct state *s)
{
    for (int r = 0; r < s->regions; r++) {
        s->region.policy_rate[r] = 0.013 * (r - 2);
        s->region.bond_yield[r] = 0.011 * (3 - r);
        s->region.deposit_rate[r] = r == 2 ? 0 : 0.004 * r + 0.001;
    }
}

struct interest_sums {
    money loans[REGIONS_MAX * 64], deposits[REGIONS_MAX * 64]; /* [bank] */
};

/* Firms and rows one by one; sums by bank. */
static void check_clients(const struct state *s, const struct state *before,
                          struct interest_sums *sums)
{
    double years = s->clock.days_per_step == 7 ? 1 / 52.0 : 1 / 365.0;
    for (uint32_t f = 0; f < s->population.firms; f++) {
        uint32_t r = cell_region(s, s->firm.cell[f]);
        money loans = s->firm.loan_interest[f], deposits = s->firm.deposit_interest[f];
        double rate =
            nearbyint((s->region.policy_rate[r] + before->firm.loan_spread[f]) * 1e12) / 1e12;
        assert_cents(loans, (double)before->firm.loans[f] * rate * years);
        assert_cents(deposits,
                     (double)before->firm.deposits[f] * s->region.deposit_rate[r] * years);
        assert_int_equal(s->firm.deposits[f], before->firm.deposits[f] + deposits - loans);
        sums->loans[s->firm.bank[f]] += loans;
        sums->deposits[s->firm.bank[f]] += deposits;
    }
    for (int r = 0; r < s->regions; r++)
        for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
            money earned = s->household.income[h];
            assert_cents(earned,
                         (double)before->household.deposits[h] * s->region.deposit_rate[r] * years);
            assert_int_equal(s->household.deposits[h], before->household.deposits[h] + earned);
            sums->deposits[s->household.bank[h]] += earned;
        }
}

static void check_banks(const struct state *s, const struct state *before,
                        const struct interest_sums *sums)
{
    double years = s->clock.days_per_step == 7 ? 1 / 52.0 : 1 / 365.0;
    for (int b = 0; b < s->region_bank[s->regions]; b++) {
        int r = s->bank.region[b];
        const struct bank_table *bank = &s->bank;
        money fund = s->fund.bank[r] == b ? s->fund.deposit_interest[r] : 0;
        assert_int_equal(bank->loan_interest[b], sums->loans[b]);
        assert_int_equal(bank->deposit_interest[b], sums->deposits[b] + fund);
        assert_cents(bank->bond_interest[b],
                     (double)bank->bonds[b] * s->region.bond_yield[r] * years);
        assert_cents(bank->reserve_interest[b],
                     (double)before->bank.reserves[b] * s->region.policy_rate[r] * years);
        assert_int_equal(bank->equity[b], before->bank.equity[b] + bank->loan_interest[b] -
                                              bank->deposit_interest[b] + bank->bond_interest[b] +
                                              bank->reserve_interest[b]);
    }
}

static void check_institutions(const struct state *s, const struct state *before)
{
    double years = s->clock.days_per_step == 7 ? 1 / 52.0 : 1 / 365.0;
    int home = s->policy_bank.region[0];
    double yield = s->parameters.external_yield;
    money abroad = s->policy_bank.loan_interest[0] - s->policy_bank.bond_interest[0];
    money conversion = s->policy_bank.conversion[0], insurer = s->insurer.bond_interest[0];
    money world_income = abroad;
    assert_cents(s->policy_bank.loan_interest[0], (double)s->policy_bank.loans[0] * yield * years);
    assert_cents(s->policy_bank.bond_interest[0], (double)s->policy_bank.bonds[0] * yield * years);
    assert_cents(conversion, (double)abroad * s->region.exchange_rate[home]);
    assert_cents(insurer, (double)s->insurer.bonds[0] * s->region.bond_yield[home] * years);
    assert_int_equal(s->policy_bank.deposits[0], 0);
    assert_int_equal(s->insurer.deposits[0], 0);
    for (int r = 0; r < s->regions; r++) {
        money bonds = 0, reserves = 0, policy = r == home ? conversion + insurer : 0;
        money converted = r == home ? conversion : 0;
        for (int b = s->region_bank[r]; b < s->region_bank[r + 1]; b++) {
            bonds += s->bank.bond_interest[b];
            reserves += s->bank.reserve_interest[b];
        }
        money fund = s->fund.bond_interest[r], central = s->central_bank.bond_interest[r];
        assert_cents(fund, (double)before->fund.bonds[r] * s->region.bond_yield[r] * years);
        assert_cents(s->fund.deposit_interest[r],
                     (double)before->fund.deposits[r] * s->region.deposit_rate[r] * years);
        assert_int_equal(s->fund.deposits[r],
                         before->fund.deposits[r] + fund + s->fund.deposit_interest[r] - converted);
        assert_cents(central, (double)s->central_bank.bonds[r] * s->region.bond_yield[r] * years);
        assert_int_equal(s->central_bank.reserve_interest[r], reserves);
        assert_int_equal(s->central_bank.profit[r], central - reserves);
        assert_int_equal(s->government.bond_interest[r],
                         bonds + fund + central + (r == home ? insurer : 0));
        assert_int_equal(s->government.central_bank_profit[r], central - reserves);
        assert_int_equal(s->government.policy_profit[r], policy);
        assert_int_equal(s->central_bank.government_account[r],
                         central - reserves + policy - s->government.bond_interest[r]);
        world_income += s->fund.foreign_income[r];
        if (r < s->regions - 1) /* the last takes what rounding leaves over */
            assert_cents(s->fund.foreign_income[r],
                         (double)before->fund.foreign_position[r] * yield * years);
        else
            assert_true(fabs((double)s->fund.foreign_income[r] -
                             (double)before->fund.foreign_position[r] * yield * years) <
                        s->regions);
        assert_int_equal(s->fund.foreign_position[r], before->fund.foreign_position[r] +
                                                          s->fund.foreign_income[r] +
                                                          (r == home ? abroad : 0));
    }
    assert_int_equal(world_income, 0);
}

static void interest_on_what_was_held(struct still_options options)
{
    struct still_world *w = still_create(options);
    struct state *s = &w->s;
    still_disturb(w, 3);
    set_rates(s);
    struct state before = *s; /* with copies of what interest changes */
    uint64_t regions = (uint64_t)s->regions, banks = (uint64_t)s->region_bank[regions];
    before.firm.deposits = still_column(s->firm.deposits, s->population.firms);
    before.firm.loans = still_column(s->firm.loans, s->population.firms);
    before.household.deposits = still_column(s->household.deposits, s->population.rows);
    before.bank.reserves = still_column(s->bank.reserves, banks);
    before.bank.equity = still_column(s->bank.equity, banks);
    before.fund.deposits = still_column(s->fund.deposits, regions);
    before.fund.bonds = still_column(s->fund.bonds, regions);
    before.fund.foreign_position = still_column(s->fund.foreign_position, regions);
    still_run(w, "events", "interest");
    struct interest_sums *sums = calloc(1, sizeof *sums);
    check_clients(s, &before, sums);
    check_banks(s, &before, sums);
    check_institutions(s, &before);
    void *copies[] = {before.firm.deposits, before.firm.loans,           before.household.deposits,
                      before.bank.reserves, before.bank.equity,          before.fund.deposits,
                      before.fund.bonds,    before.fund.foreign_position};
    for (size_t i = 0; i < sizeof copies / sizeof *copies; i++)
        free(copies[i]);
    free(sums);
    still_free(w);
}

static void every_holder_earns_interest(void **unused)
{
    (void)unused;
    interest_on_what_was_held((struct still_options){.change = still_weak_yen});
    interest_on_what_was_held((struct still_options){.day = true});
}

/* The region that takes what rounding leaves over may itself be the policy bank's home. */
static void last_region_at_home(struct parameters *p, struct world *world)
{
    strcpy(p->bank_region, world->region[world->regions - 1].code);
    strcpy(p->bank_borrowers, world->region[0].code);
}

static void the_policy_bank_may_live_anywhere(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = last_region_at_home});
    still_steps(w, 2);
    assert_true(w->s.policy_bank.conversion[0] > 0);
    still_free(w);
}

static void no_policy_bank(struct parameters *p, struct world *world)
{
    (void)world;
    p->bank_region[0] = '\0';
}

static void the_policy_bank_may_be_absent(void **unused)
{
    (void)unused;
    struct still_world *w = still_create((struct still_options){.change = no_policy_bank});
    still_steps(w, 2);
    money income = 0;
    for (int r = 0; r < w->s.regions; r++) {
        assert_int_equal(w->s.government.policy_profit[r], 0);
        income += w->s.fund.foreign_income[r];
    }
    assert_int_equal(income, 0);
    assert_int_equal(w->s.policy_bank.conversion[0], 0);
    still_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_holder_earns_interest),
        cmocka_unit_test(the_policy_bank_may_live_anywhere),
        cmocka_unit_test(the_policy_bank_may_be_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
