/* Rationing: nothing is lost or made, whatever is ordered and whatever there is. */
#include "rationing_support.h"

/* Sizes of very different magnitude, zero now and then, in tenths or whole now and then. */
static double draw_order(uint32_t *number)
{
    double kind = draw_between(0, 6, number), size = draw_between(0, 500, number);
    if (kind < 1)
        return 0;
    if (kind < 2)
        return floor(size / 50) / 10;
    if (kind < 3)
        return floor(size);
    return kind < 4 ? size * 1e-9 : size;
}

static void nothing_is_lost_or_made(void **unused)
{
    (void)unused;
    static const double WEIGHTS[] = {0, 0.3, 1, 2, 10};
    uint32_t number = 0;
    struct model *m = sellers_new(true);
    for (int n = 0; n < 400000; n++) {
        double links[3], market = draw_order(&number), final = draw_order(&number);
        double demand = market + final, available = draw_order(&number);
        for (int l = 0; l < 3; l++)
            demand += links[l] = draw_order(&number);
        if (draw_between(0, 1, &number) < 0.5)
            available = floor(demand) * draw_between(0, 1.2, &number);
        m->state.parameters.final_shortage_weight = WEIGHTS[n % 5];
        m->state.rng.step = (uint32_t)n;
        struct served x = ration_first(&m->state, (enum rationing_rule)(n / 5 % 7), links, market,
                                       final, available);
        double all = x.market + x.final, least = -1e-12 * demand;
        assert_true(x.market >= least && x.market <= market - least);
        assert_true(x.final >= least && x.final <= final - least);
        for (int l = 0; l < 3; l++) {
            assert_true(x.links[l] >= least && x.links[l] <= links[l] - least);
            all += x.links[l];
        }
        assert_near(all, fmin(available, demand), 1e-11 * demand);
    }
    model_free(m);
}

/* What there is may be, up to rounding, what the first customers of the queue ordered. */
static void a_queue_may_end_between_two_customers(void **unused)
{
    (void)unused;
    uint32_t number = 0;
    struct model *m = sellers_new(true);
    for (uint32_t n = 0; n < 200000; n++) {
        double links[3], all = 0;
        for (int l = 0; l < 3; l++) {
            links[l] = floor(draw_between(1, 20, &number)) / 10;
            links[l] /= draw_between(0, 1, &number) < 0.5 ? 3 : 1;
        }
        m->state.rng.step = n;
        double available = links[n % 3] + (n % 2 == 0 ? links[(n + 1) % 3] : 0);
        struct served x =
            ration_first(&m->state, n % 5 < 2 ? RATIONING_RANDOM : RATIONING_LARGEST_FIRST, links,
                         0, 0, available);
        for (int l = 0; l < 3; l++)
            all += x.links[l];
        assert_near(all, available, 1e-12);
    }
    model_free(m);
}

/* What is left of a stock that was given away is nothing, not less, and so is what it gives. */
static void an_empty_shelf_gives_nothing(void **unused)
{
    (void)unused;
    uint32_t number = 0;
    struct model *m = sellers_new(true);
    struct state *s = &m->state;
    for (int n = 0; n < 100000; n++) {
        double links[3];
        for (int l = 0; l < 3; l++)
            links[l] = draw_order(&number);
        double market = draw_order(&number), final = draw_order(&number);
        m->state.parameters.final_shortage_weight = draw_between(0, 3, &number);
        enum rationing_rule rule = (enum rationing_rule)(n % 7);
        ration_first(s, rule, links, market, final, draw_between(0, 50, &number));
        for (int again = 0; again < 2; again++) {
            assert_true(s->firm.finished_stock[FIRST] >= 0 && s->firm.deliveries[FIRST] >= 0);
            assert_true(s->firm.market_delivered[FIRST] >= 0 && s->sourcing.delivered[1] >= 0);
            for (int use = 0; use < FINAL_USES; use++)
                assert_true(s->final_sourcing.delivered[use] >= 0);
            for (uint32_t l = 0; l < 3; l++)
                assert_true(delivered_to(s, l) >= 0);
            s->firm.output[FIRST] = 0;
            rationing(s);
        }
    }
    model_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_or_made),
        cmocka_unit_test(a_queue_may_end_between_two_customers),
        cmocka_unit_test(an_empty_shelf_gives_nothing),
    };
    return cmocka_run_group_tests(tests, one_thread, NULL);
}
