/* Production: which limit binds, and what it costs (production.c); on firms whose columns are drawn
 * at random, then at its corners. */
#include "firm_support.h"
#include "network_support.h"

#include "agents/firm_terms.h"

/* Limits of one firm by cause. */
static void limits_of(const struct state *s, uint32_t f, double *limit)
{
    const struct population *p = &s->population;
    int c = s->firm.cell[f], user = firm_industry(s, f);
    double plan = s->firm.planned_output[f];
    double capacity =
        s->firm.capital_productivity[f] * s->firm.capital[f] * (1 - s->firm.damage[f]);
    limit[CAUSE_CAPACITY] = s->firm.damage[f] > 0 ? HUGE_VAL : capacity;
    limit[CAUSE_DAMAGE] = s->firm.damage[f] > 0 ? capacity : HUGE_VAL;
    limit[CAUSE_LABOUR] = s->firm.productivity[f] * (double)s->firm.staff[f] * 1.1;
    limit[CAUSE_NAMED_INPUT] = limit[CAUSE_MARKET_INPUT] = HUGE_VAL;
    for (int j = 0; j < s->inputs; j++) {
        int m = c * s->inputs + j;
        double a = s->market.coefficient[m], share = 0, held = 0;
        bool named = false;
        for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++)
            if (s->link.input[l] == j) {
                named = true;
                share += s->link.share[l];
                held += s->link.stock[l];
            }
        if (a <= 0)
            continue;
        held += fmax(0, 1 - share) * a * plan * s->market.stock[m] / s->market.need[m];
        double allowed = held / a, bound = HUGE_VAL, kept = s->variety_dependence[j];
        if (s->essentiality[user * s->inputs + j] == INPUT_CRITICAL)
            bound = (1 - kept) * capacity + kept * allowed;
        else if (s->essentiality[user * s->inputs + j] == INPUT_IMPORTANT)
            bound = (allowed + capacity) / 2;
        double *of_cause = &limit[named ? CAUSE_NAMED_INPUT : CAUSE_MARKET_INPUT];
        *of_cause = fmin(*of_cause, bound);
    }
}

static void output_is_the_least_of_its_limits(void **unused)
{
    (void)unused;
    static const double DEPENDENCE[][2] = {{1, 1},     {0.6, 1}, {0, 1},
                                           {0.8, 0.7}, {1, 1},   {0.5, 0.9}};
    int count[CAUSES] = {0};
    for (int n = 0; n < 6; n++) {
        struct model *m = model_new();
        m->parameters.mean_suppliers = 1; /* many firms buy much in the market only */
        model_open(m, CLOCK_WEEK, 2000);
        struct state *s = &m->state;
        const struct population *p = &s->population;
        uint32_t number = (uint32_t)n * 1000000, firms = p->firms;
        s->variety_dependence[ORE] = DEPENDENCE[n][0];
        s->variety_dependence[CARS] = DEPENDENCE[n][1];
        if (n > 2) /* everything is needed alike */
            for (int i = 0; i < 9; i++)
                s->essentiality[i] = n == 4 ? INPUT_IMPORTANT : INPUT_CRITICAL;
        for (uint32_t f = 0; f < firms; f++) {
            double sales = s->firm.expected_sales[f];
            s->firm.planned_output[f] = draw_between(0.6, 1.4, &number) * sales;
            s->firm.link_orders[f] = draw_between(0, 0.5, &number) * sales;
            s->firm.damage[f] = f % 4 == 0 ? draw_between(0, 0.5, &number) : 0;
            s->firm.staff[f] =
                (int64_t)((double)s->firm.staff[f] * draw_between(0.7, 1.4, &number)) + 1;
            /* Some have too much, some too little of all they buy by name. */
            double held = draw_between(0.2, 3, &number);
            for (uint64_t l = p->supplier_first[f]; l < p->supplier_first[f + 1]; l++) {
                s->link.stock[l] *= held * draw_between(0.8, 1.2, &number);
                s->link.share[l] *= draw_between(0.9, 1, &number);
            }
        }
        s->firm.planned_output[7] = 0;
        s->firm.damage[8] = 1;
        for (int i = 0; i < 18; i++) {
            /* Stocks of the market cover 0.5 to 2 times the planned need. */
            s->market.need[i] = s->market.stock[i] * draw_between(0.5, 2, &number);
            s->market.stock[i] *= i % 7 == 0 ? 0.3 : 1;
        }
        double demand[6][2] = {{0}};
        vary(s->final_sourcing.order, s->final_sourcing.table.rows, 0.5, 1.5, &number);
        for (int d = 0; d < 6; d++) {
            for (int c = 0; c < 6; c++)
                demand[d][0] += s->sourcing.order[d * 6 + c] = draw_between(0, 1e9, &number);
            for (int i = 0; i < 2 * FINAL_USES; i++)
                demand[d][1] += s->final_sourcing.order[d * 2 * FINAL_USES + i];
        }
        production(s);

        double lost[6][CAUSES] = {{0}};
        for (uint32_t f = 0; f < firms; f++) {
            int c = s->firm.cell[f];
            double limit[CAUSES], tightest = HUGE_VAL, share = s->firm.market_share[f];
            assert_close(s->firm.market_orders[f], share * demand[c][0], 1e-12);
            assert_close(s->firm.final_orders[f], share * demand[c][1], 1e-12);
            limit[CAUSE_DEMAND] =
                firm_industry(s, f) != AID
                    ? s->firm.planned_output[f]
                    : s->firm.link_orders[f] + s->firm.market_orders[f] + s->firm.final_orders[f];
            limits_of(s, f, limit);
            for (int i = 1; i < CAUSES; i++)
                tightest = fmin(tightest, limit[i]);
            double output = fmin(limit[CAUSE_DEMAND], tightest), scale = limit[CAUSE_DEMAND];
            assert_near(s->firm.output[f], output, 1e-12 * scale);
            assert_near(s->firm.spare[f], tightest - output, 1e-12 * (scale + tightest));
            assert_near(limit[s->firm.constraint[f]], output, 1e-12 * scale);
            if (tightest > limit[CAUSE_DEMAND] * (1 + 1e-12))
                assert_int_equal(s->firm.constraint[f], CAUSE_DEMAND);
            lost[c][s->firm.constraint[f]] += limit[CAUSE_DEMAND] - output;
            count[s->firm.constraint[f]]++;
        }
        for (int c = 0; c < 6; c++)
            for (int i = 0; i < CAUSES; i++)
                assert_near(s->constraint.output_lost[c * CAUSES + i], lost[c][i],
                            1e-10 * (lost[c][i] + 1));
        assert_true(s->firm.output[7] == 0 || firm_industry(s, 7) == AID);
        assert_true(s->firm.output[8] == 0);
        model_free(m);
    }
    for (int i = 0; i < CAUSES; i++)
        assert_true(count[i] > 100); /* every limit binds somewhere */
}

/* One maker of the product 2 names its supplier of product 0 (0.2 per unit of output) and buys
 * product 1 in the market (0.1 per unit); in units, it plans 1000 and could make 1000 / 0.85. */
enum { UNIT = 10000, MAKER = 2 };

static struct model *maker_new(enum essentiality named, enum essentiality market)
{
    static const struct network_firm FIRMS[] = {{0, 400 * UNIT}, {1, 300 * UNIT}, {2, 1000 * UNIT}};
    static const struct network_link LINKS[] = {{0, MAKER, 200 * UNIT}};
    static const money MARKET[9] = {[1 * 3 + 2] = 100 * UNIT};
    struct model *m = calloc(1, sizeof *m);
    parameters_default(&m->parameters);
    world_clear(&m->world, 1, 3);
    m->world.of_industry.goods[2] = 1;
    m->world.essentiality[0][2] = named;
    m->world.essentiality[1][2] = market;
    network_open(m, CLOCK_WEEK, FIRMS, 3, LINKS, 1, MARKET);
    struct state *s = &m->state;
    s->firm.planned_output[MAKER] = 1000 * UNIT;
    s->market.need[2 * 3 + 1] = 100 * UNIT;
    s->link.stock[0] = 600 * UNIT;
    s->market.stock[2 * 3 + 1] = 300 * UNIT;
    return m;
}

static void expect_output(struct model *m, double output, enum cause cause, double lost)
{
    struct state *s = &m->state;
    production(s);
    assert_close(s->firm.output[MAKER] / UNIT, output, 1e-9);
    assert_int_equal(s->firm.constraint[MAKER], cause);
    for (int i = 0; i < CAUSES; i++)
        assert_near(s->constraint.output_lost[2 * CAUSES + i] / UNIT, i == (int)cause ? lost : 0,
                    1e-5);
    model_free(m);
}

static void each_limit_binds_in_turn_and_is_recorded(void **unused)
{
    (void)unused;
    const double capacity = 1000 / 0.85;
    expect_output(maker_new(INPUT_CRITICAL, INPUT_CRITICAL), 1000, CAUSE_DEMAND, 0);

    struct model *m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
    m->state.firm.planned_output[MAKER] = 1300 * UNIT;
    m->state.firm.staff[MAKER] *= 2;
    expect_output(m, capacity, CAUSE_CAPACITY, 1300 - capacity);

    m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
    m->state.firm.damage[MAKER] = 0.5;
    expect_output(m, capacity / 2, CAUSE_DAMAGE, 1000 - capacity / 2);

    m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
    m->state.firm.productivity[MAKER] /= 2; /* at 1.1 of normal hours */
    expect_output(m, 550, CAUSE_LABOUR, 450);

    m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
    m->state.link.stock[0] = 120 * UNIT;
    expect_output(m, 600, CAUSE_NAMED_INPUT, 400);

    m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
    m->state.market.stock[2 * 3 + 1] = 40 * UNIT;
    expect_output(m, 400, CAUSE_MARKET_INPUT, 600);
}

static void important_inputs_bind_by_half_and_others_never(void **unused)
{
    (void)unused;
    const double capacity = 1000 / 0.85;
    struct model *m = maker_new(INPUT_IMPORTANT, INPUT_UNCRITICAL);
    m->state.link.stock[0] = 120 * UNIT;
    m->state.market.stock[2 * 3 + 1] = 0;
    expect_output(m, (600 + capacity) / 2, CAUSE_NAMED_INPUT, 1000 - (600 + capacity) / 2);

    m = maker_new(INPUT_UNCRITICAL, INPUT_IMPORTANT);
    m->state.link.stock[0] = 0;
    m->state.market.stock[2 * 3 + 1] = 0;
    expect_output(m, capacity / 2, CAUSE_MARKET_INPUT, 1000 - capacity / 2);

    m = maker_new(INPUT_UNCRITICAL, INPUT_UNCRITICAL);
    m->state.link.stock[0] = m->state.market.stock[2 * 3 + 1] = 0;
    expect_output(m, 1000, CAUSE_DEMAND, 0);
}

/* A share of the named input may have gone back to the market, of which the firm then claims its
 * part; one without a market part cannot. */
static void named_inputs_are_held_with_a_claim_on_the_market(void **unused)
{
    (void)unused;
    struct model *m = maker_new(INPUT_CRITICAL, INPUT_UNCRITICAL);
    struct state *s = &m->state;
    s->link.stock[0] = 100 * UNIT;
    s->link.share[0] = 0.75;
    s->market.need[2 * 3] = 50 * UNIT;
    s->market.stock[2 * 3] = 20 * UNIT;
    expect_output(m, (100 + 20) / 0.2, CAUSE_NAMED_INPUT, 400);

    m = maker_new(INPUT_CRITICAL, INPUT_UNCRITICAL);
    s = &m->state;
    s->link.stock[0] = 100 * UNIT;
    s->market.need[2 * 3] = 50 * UNIT;
    s->market.stock[2 * 3] = 20 * UNIT;
    expect_output(m, 500, CAUSE_NAMED_INPUT, 500);
}

static void a_variety_stops_what_depends_on_it(void **unused)
{
    (void)unused;
    const double capacity = 1000 / 0.85, dependence[] = {0, 0.6, 1};
    for (int n = 0; n < 3; n++)
        for (int in_market = 0; in_market < 2; in_market++) {
            struct model *m = maker_new(INPUT_CRITICAL, INPUT_CRITICAL);
            struct state *s = &m->state;
            s->variety_dependence[in_market] = dependence[n];
            if (in_market)
                s->market.stock[2 * 3 + 1] = 30 * UNIT; /* for 300 of 1000 */
            else
                s->link.stock[0] = 60 * UNIT;
            double left = fmin(1000, (1 - dependence[n]) * capacity + dependence[n] * 300);
            expect_output(m, left,
                          n == 0      ? CAUSE_DEMAND
                          : in_market ? CAUSE_MARKET_INPUT
                                      : CAUSE_NAMED_INPUT,
                          1000 - left);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(output_is_the_least_of_its_limits),
        cmocka_unit_test(each_limit_binds_in_turn_and_is_recorded),
        cmocka_unit_test(important_inputs_bind_by_half_and_others_never),
        cmocka_unit_test(named_inputs_are_held_with_a_claim_on_the_market),
        cmocka_unit_test(a_variety_stops_what_depends_on_it),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}
