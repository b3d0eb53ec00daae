/* The money of the facility: every vehicle's cash is somebody's, and divided by the memorandum. */
#include "property_support.h"

#include <math.h>

#include "agents/project_books.h"
#include "agents/project_debts.h"
#include "agents/project_terms.h"
#include "agents/rules.h"

static const money BILLION = 100000000000; /* US cents */

static int industry_of(const struct world *w, const char *code)
{
    for (int k = 0; k < w->industries; k++)
        if (strcmp(w->industry[k].code, code) == 0)
            return k;
    fail_msg("no industry %s", code);
    return 0;
}

/* One kind of project whose plant makes power, built by construction and machinery. */
static void set_kind(struct world *w)
{
    struct project_kind *kind = &w->kind[0];
    w->kinds = 1;
    w->candidates = 0;
    *kind = (struct project_kind){.code = "plant", .name = "plant"};
    kind->industry = industry_of(w, "D35");
    kind->mix[industry_of(w, "F")] = 0.5;
    kind->mix[industry_of(w, "C28")] = 0.5;
}

/* A trial of the living world with the facility, whose pipeline stays empty: no kind is proposed. */
static struct trial *facility_begin(struct trial_plan plan)
{
    struct trial *trial = calloc(1, sizeof *trial);
    struct scenario_setting settings[TRIAL_SETTINGS + 2] = {{"--set", "framework.facility", "true"},
                                                            {"--set", "population.firms", "2000"}};
    struct scenario_options options = {.settings = settings, .setting_count = 2};
    struct error err = {0};
    for (int i = 0; i < TRIAL_SETTINGS && plan.set[i][0] != NULL; i++)
        settings[options.setting_count++] =
            (struct scenario_setting){"--set", plan.set[i][0], plan.set[i][1]};
    assert_success(
        scenario_read(&trial->scenario, SOURCE_DIR "/configs/baseline.yaml", &options, &err), err);
    set_kind(&trial->scenario.world);
    assert_success(simulation_create(&trial->simulation, &trial->scenario,
                                     &(struct simulation_options){1, true}, &err),
                   err);
    trial->s = simulation_state(trial->simulation);
    return trial;
}

/* The largest firm of the host's power industry. */
static uint32_t operator_of(const struct state *s)
{
    uint32_t best = UINT32_MAX;
    int cell = s->host * s->industries + industry_of(s->world, "D35");
    for (uint32_t f = 0; f < s->population.firms; f++)
        if (s->firm.cell[f] == cell &&
            (best == UINT32_MAX || s->firm.capital[f] > s->firm.capital[best]))
            best = f;
    return best;
}

struct deal {
    double billion, overrun, quality;
    double grant, equity, loan, bank, host, cover, offtake;
};

static void fund(struct state *s, int j, struct deal d)
{
    struct project_table *p = &s->project;
    p->stage[j] = PROJECT_FUNDED;
    p->industry[j] = (uint16_t)s->world->kind[0].industry;
    p->operator[j] = operator_of(s);
    p->cost[j] = d.billion * (double)BILLION;
    p->commitment[j] = 1.2 * p->cost[j];
    p->overrun[j] = d.overrun;
    p->delay[j] = 1;
    p->build_weeks[j] = 20;
    p->quality[j] = d.quality;
    p->sponsor_estimate[j] = 0.1;
    p->offtake[j] = d.offtake;
    p->grant_share[j] = d.grant;
    p->equity_share[j] = d.equity;
    p->loan_share[j] = d.loan;
    p->bank_share[j] = d.bank;
    p->host_share[j] = d.host;
    p->cover[j] = d.cover;
    p->in_kind[j] = 0.05;
    p->loan_rate[j] = 0.05;
    s->facility.committed[0] += p->commitment[j];
}

static const struct deal MIXED = {8, 1.1, 1, 0, 0.015, 0.435, 0.5, 0.05, 0.975, 0.5};

static void vehicles_keep_their_books(void **unused)
{
    (void)unused;
    struct trial *t = facility_begin((struct trial_plan){0});
    struct state *s = t->s;
    fund(s, 0, MIXED);
    fund(s, 1, (struct deal){3, 1, 0.8, 1, 0, 0, 0, 0, 0, 0});            /* a grant */
    fund(s, 2, (struct deal){2, 1.05, 0.2, 0, 0, 0, 0.9, 0.1, 0.975, 0}); /* cover alone */
    fund(s, 3, (struct deal){1, 9, 0.05, 0, 0.02, 0.98, 0, 0, 0, 0});     /* a disaster */
    double plant = 0;
    for (int step = 0; step < 110; step++) {
        trial_step(t); /* every identity after every phase */
        for (int j = 0; j < 4; j++)
            assert_true(s->project.deposits[j] >= 0);
        if (s->project.stage[0] == PROJECT_OPERATING && plant == 0)
            plant = s->project.plant[0];
    }
    assert_int_equal(s->project.stage[0], PROJECT_OPERATING);
    assert_int_equal(s->project.stage[1], PROJECT_OPERATING);
    assert_int_equal(s->project.stage[3], PROJECT_FAILED);
    assert_true(s->project.lost[3] > 0);
    assert_true(s->project.finished[0] - s->project.started[0] >= 19);
    assert_true(s->project.finished[0] - s->project.started[0] <= 30);
    /* What was spent is the work at its price: overrun, in kind off. */
    double work = (double)s->project.spent[0] / (8 * (double)BILLION);
    assert_true(work > 0.95 * 1.1 * 0.95 && work < 1.1 * 1.1 * 0.95);
    assert_true(plant > 0 && s->project.received_home[0] > 0 && s->project.received_host[1] > 0);
    assert_true(s->policy_bank.facility_bonds[0] > 0);
    /* Cash in is cash out of every vehicle. */
    for (int j = 0; j < 4; j++) {
        double in = 0, out = 0;
        size_t first = (size_t)j * (size_t)s->project_years;
        for (int y = 0; y < s->project_years; y++) {
            in += s->project_year.paid_home[first + (size_t)y] +
                  s->project_year.paid_host[first + (size_t)y];
            out += s->project_year.received_home[first + (size_t)y] +
                   s->project_year.received_host[first + (size_t)y];
        }
        in -= s->project.in_kind[j] * s->project.cost[j];
        double leases = out + (double)s->project.spent[j] + (double)s->project.deposits[j] - in;
        assert_true(leases >= -1); /* what operators paid: never negative */
    }
    trial_end(t);
}

/* A vehicle with a plant and so much cash, claims of both lenders; no interest due. */
static void set_operating(struct state *s, int j, money cash, money policy, money banks)
{
    struct project_table *p = &s->project;
    fund(s, j, MIXED);
    p->stage[j] = PROJECT_OPERATING;
    p->finished[j] = s->clock.step + 1;
    p->plant[j] = 1e9;
    p->loan_rate[j] = 0;
    p->cover[j] = 0;
    project_book_funding(s, j, cash);
    p->policy_claim[j] += policy;
    s->policy_bank.project_claims[0] += policy;
    s->policy_bank.facility_bonds[0] += policy;
    p->bank_loans[j] += banks;
    s->bank.project_loans[s->region_bank[s->lender]] += banks;
}

static void the_waterfall_follows_the_memorandum(void **unused)
{
    (void)unused;
    struct trial *t = facility_begin((struct trial_plan){0});
    struct state *s = t->s;
    s->parameters.loan_years = 10; /* 520 steps */
    /* Owed far more than there is: half each; banks' instalment, the rest to the policy bank. */
    set_operating(s, 0, 1000000, 40000000, 5200000);
    /* Owed less than half: 100,000 paid off out of 200,000, then 10 % of 800,000. */
    set_operating(s, 1, 1000000, 100000, 0);
    /* Nothing owed: 10 %. */
    set_operating(s, 2, 1000000, 0, 0);
    project_waterfall(s);
    const struct project_table *p = &s->project;
    assert_int_equal(p->bank_principal[0], 10000); /* 5,200,000 over 520 steps */
    assert_int_equal(p->to_policy[0], 490000);
    assert_int_equal(p->to_host[0], 500000);
    assert_int_equal(p->policy_claim[0], 40000000 - 490000);
    assert_int_equal(p->to_policy[1], 180000);
    assert_int_equal(p->profit_share[1], 80000);
    assert_int_equal(p->policy_claim[1], 0);
    assert_int_equal(p->to_host[1], 820000);
    assert_int_equal(p->to_policy[2], 100000);
    assert_int_equal(p->to_host[2], 900000);
    for (int j = 0; j < 3; j++)
        assert_int_equal(p->deposits[j], 0);
    trial_end(t);
}

/* Claims are bad where half of a year's cash does not cover the agreed interest. */
static void claims_that_do_not_earn_their_interest_are_bad(void **unused)
{
    (void)unused;
    struct trial *t = facility_begin((struct trial_plan){0});
    struct state *s = t->s;
    for (int j = 0; j < 3; j++) {
        set_operating(s, j, 0, 100 * BILLION, 0);
        s->project.loan_rate[j] = 0.05;
        s->project.cash_rate[j] = (j == 0 ? 0.11 : 0.09) * 100 * (double)BILLION;
    }
    s->project.stage[2] = PROJECT_FAILED;
    s->project.loan_rate[2] = 0;
    project_waterfall(s);
    const struct policy_bank_table *bank = &s->policy_bank;
    double bad = (double)(s->project.policy_claim[1] + s->project.policy_claim[2]);
    assert_close(bank->bad_claims[0], bad, 1e-12);
    double own = (double)(bank->capital[0] + bank->project_claims[0] - bank->facility_bonds[0]);
    double claims = (double)(bank->loans[0] + bank->project_claims[0]);
    assert_close(bank->capital_ratio[0], own / claims, 1e-12);
    assert_true(bank->capital_ratio[0] > 0 && bank->capital_ratio[0] < 0.2);
    trial_end(t);
}

/* What the lender's side gets out of the same cash under other rules. */
static money received_with(double before, double after)
{
    struct trial *t = facility_begin((struct trial_plan){0});
    struct state *s = t->s;
    s->parameters.lender_split = before;
    s->parameters.lender_split_after = after;
    set_operating(s, 0, 1000000, 100000, 0);
    project_waterfall(s);
    money received = s->project.to_policy[0];
    trial_end(t);
    return received;
}

static void splits_stand_in_order(void **unused)
{
    (void)unused;
    money half = received_with(0.5, 0.5), deal = received_with(0.5, 0.1);
    money tenth = received_with(0.1, 0.1);
    assert_int_equal(half, 500000);
    assert_int_equal(deal, 180000);
    assert_int_equal(tenth, 100000);
}

static void cover_moves_losses_to_the_insurer(void **unused)
{
    (void)unused;
    money lost_by_banks[2], paid_by_insurer[2];
    for (int covered = 0; covered < 2; covered++) {
        struct trial *t = facility_begin((struct trial_plan){0});
        struct state *s = t->s;
        money before = 0, after = 0;
        set_operating(s, 0, 0, 0, 40 * BILLION / 10);
        s->project.cover[0] = covered ? 0.975 : 0;
        s->project.cash_rate[0] = 0;
        for (int b = s->region_bank[s->lender]; b < s->region_bank[s->lender + 1]; b++)
            before += s->bank.equity[b];
        project_write_down(s, 0);
        for (int b = s->region_bank[s->lender]; b < s->region_bank[s->lender + 1]; b++)
            after += s->bank.equity[b];
        lost_by_banks[covered] = before - after;
        paid_by_insurer[covered] = s->insurer.claims[0];
        assert_int_equal(s->project.bank_loans[0], 0);
        trial_end(t);
    }
    assert_int_equal(lost_by_banks[0], 4 * BILLION);
    assert_int_equal(paid_by_insurer[0], 0);
    assert_int_equal(lost_by_banks[1], 4 * BILLION / 40);
    assert_int_equal(paid_by_insurer[1], 4 * BILLION / 40 * 39);
}

static void preferred_suppliers_sell_more(void **unused)
{
    (void)unused;
    double share[2];
    for (int preferred = 0; preferred < 2; preferred++) {
        struct trial *t = facility_begin((struct trial_plan){0});
        struct state *s = t->s;
        s->parameters.vendor_preference = preferred;
        double own = 0, all = 0;
        for (int o = 0; o < s->regions; o++) {
            int d = o * s->industries + industry_of(s->world, "C28");
            all += project_weight(s, d);
            own += o == s->lender ? project_weight(s, d) : 0;
        }
        share[preferred] = own / all;
        trial_end(t);
    }
    /* x becomes 2 x / (1 + x). */
    assert_true(fabs(share[1] - 2 * share[0] / (1 + share[0])) < 1e-12);
    assert_true(share[0] > 0.005 && share[1] > 1.8 * share[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vehicles_keep_their_books),
        cmocka_unit_test(the_waterfall_follows_the_memorandum),
        cmocka_unit_test(claims_that_do_not_earn_their_interest_are_bad),
        cmocka_unit_test(splits_stand_in_order),
        cmocka_unit_test(cover_moves_losses_to_the_insurer),
        cmocka_unit_test(preferred_suppliers_sell_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
