/* What projects are worth: the split of free cash, cash by year, present values, rates of return.
 * Everything is computed by hand. */
#include "support.h"

#include "agents/project_value.h"

static void near(double a, double b)
{
    if (fabs(a - b) > 1e-9 * fmax(1, fabs(b)))
        fail_msg("%.15g should be %.15g", a, b);
}

/* 100 of free cash: half of it while 50 or more is owed; with 20 owed 40 pays that off, and of the
 * other 60 a tenth; with nothing owed a tenth of all. */
static void free_cash_is_split_in_two_parts(void **unused)
{
    (void)unused;
    near(project_lender_part(100, 80, 0.5, 0.1), 50);
    near(project_lender_part(100, 50, 0.5, 0.1), 50);
    near(project_lender_part(100, 20, 0.5, 0.1), 20 + 6);
    near(project_lender_part(100, 0, 0.5, 0.1), 10);
    near(project_lender_part(0, 30, 0.5, 0.1), 0);
    near(project_lender_part(100, 20, 0.5, 0.5), 50); /* half and half for ever */
    near(project_lender_part(100, 20, 0, 0.1), 0);    /* nothing, so that it is never paid */
}

static struct project_terms simple(void)
{
    return (struct project_terms){.cost = 100,
                                  .build_years = 1,
                                  .life = 4,
                                  .revenue = 80,
                                  .lender_share = 1,
                                  .interest = 0.1,
                                  .split = 0.5,
                                  .split_after = 0.1};
}

/* 100 paid in year 0, 80 of free cash in years 1 to 4. Owed: 100, then (100 - 40) 1.1 = 66, then
 * (66 - 40) 1.1 = 28.6, of which 57.2 of cash pay all off: 28.6 + .1 * 22.8 = 30.88, then 8. */
static void the_lender_gets_half_until_it_is_paid(void **unused)
{
    (void)unused;
    struct project_terms terms = simple();
    struct project_cash cash;
    project_cash(&terms, &cash);
    assert_int_equal(cash.years, 5);
    static const double PART[] = {0, 40, 40, 30.88, 8};
    for (int y = 0; y < 5; y++) {
        near(cash.lender.paid[y], y == 0 ? 100 : 0);
        near(cash.lender.received[y], PART[y]);
        near(cash.host.received[y], y == 0 ? 0 : 80 - PART[y]);
        near(cash.host.paid[y], 0);
    }
    near(project_npv(&cash.lender, 5, 0), 118.88 - 100);
    near(project_npv(&cash.lender, 5, 0.25),
         40 / 1.25 + 40 / 1.5625 + 30.88 / 1.953125 + 8 / 2.44140625 - 100);
    assert_int_equal(project_payback(&cash.lender, 5), 3);
}

/* Two and a half years of building, 1 host part in 5 and 10 in kind; 1.5 years of work at 60 a
 * year, the second of which is worth a tenth less. */
static void years_are_shared_by_the_days_in_them(void **unused)
{
    (void)unused;
    struct project_terms terms = simple();
    terms.build_years = 2.5;
    terms.life = 1.5;
    terms.lender_share = 0.8;
    terms.in_kind = 10;
    terms.revenue = 60;
    terms.wear = 0.19; /* the first half year takes a tenth */
    struct project_cash cash;
    project_cash(&terms, &cash);
    assert_int_equal(cash.years, 4);
    near(cash.lender.paid[0], 32);
    near(cash.lender.paid[2], 16);
    near(cash.host.paid[1], 8 + 4);
    near(cash.lender.received[2] + cash.host.received[2], 30);
    near(cash.lender.received[3] + cash.host.received[3], 54);
    double paid = 0, received = 0;
    for (int y = 0; y < cash.years; y++) {
        paid += cash.lender.paid[y] + cash.host.paid[y];
        received += cash.lender.received[y] + cash.host.received[y];
    }
    near(paid, 110);
    near(received, 84);
    assert_int_equal(project_payback(&cash.lender, cash.years), -1);
}

/* Cash of 80 and 70 guaranteed: nothing to make up; wear of a half brings 40, 20, 10. */
static void offtake_contracts_make_up_what_is_missing(void **unused)
{
    (void)unused;
    struct project_terms terms = simple();
    terms.wear = 0.5;
    terms.guaranteed = 70;
    struct project_cash cash;
    project_cash(&terms, &cash);
    static const double MADE_UP[] = {0, 0, 30, 50, 60};
    for (int y = 0; y < 5; y++) {
        near(cash.host.paid[y], MADE_UP[y]);
        near(cash.lender.received[y] + cash.host.received[y], y == 0 ? 0 : y == 1 ? 80 : 70);
    }
}

static void rates_of_return_make_present_values_zero(void **unused)
{
    (void)unused;
    struct project_side side = {.paid = {100}, .received = {0, 110}};
    near(project_irr(&side, 2), 0.1);
    side = (struct project_side){.paid = {100, 0, 20}, .received = {0, 60, 92}};
    double rate = project_irr(&side, 3); /* 100 (1+r)^2 = 60 (1+r) + 72: r = .2 */
    near(rate, 0.2);
    side = (struct project_side){.paid = {100}, .received = {0, 20}};
    near(project_irr(&side, 2), -0.8);
    side = (struct project_side){.received = {0, 20}};
    assert_true(isnan(project_irr(&side, 2)));
}

/* More for the lender: half for ever before half and then a tenth before a tenth at once. */
static void variants_of_the_split_have_an_order(void **unused)
{
    (void)unused;
    double value[3];
    for (int v = 0; v < 3; v++) {
        struct project_terms terms = simple();
        terms.life = 20;
        terms.wear = 0.05;
        terms.split = v == 2 ? 0.1 : 0.5;
        terms.split_after = v == 0 ? 0.5 : 0.1;
        struct project_cash cash;
        project_cash(&terms, &cash);
        value[v] = project_npv(&cash.lender, cash.years, 0.04);
    }
    assert_true(value[0] > value[1] && value[1] > value[2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(free_cash_is_split_in_two_parts),
        cmocka_unit_test(the_lender_gets_half_until_it_is_paid),
        cmocka_unit_test(years_are_shared_by_the_days_in_them),
        cmocka_unit_test(offtake_contracts_make_up_what_is_missing),
        cmocka_unit_test(rates_of_return_make_present_values_zero),
        cmocka_unit_test(variants_of_the_split_have_an_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
