/* What arithmetic and accounting demand of the whole facility, in pairs of runs of the same chance. */
#include "property_support.h"

#include <math.h>

#include "agents/project_terms.h"

enum { SEEDS = SANITIZED ? 1 : 4, WEEKS = SANITIZED ? 80 : 190 };

/* What was funded until autumn 2028. */
struct outcome {
    double cost, bad; /* all, and of it with a true return below the hurdle */
    double spent, from_lender;
    int funded;
};

/* Purchases of vehicles at their origins, added up week by week. */
static void count_purchases(const struct state *s, struct outcome *out)
{
    for (int d = 0; d < s->cells; d++) {
        int row = (d * s->regions + s->host) * FINAL_USES + USE_PROJECT;
        out->spent += (double)s->final_sourcing.paid[row];
        if (s->cell[d].region == s->lender)
            out->from_lender += (double)s->final_sourcing.paid[row];
    }
}

static struct outcome run(const char *seed, const char *key, const char *value)
{
    struct trial *t = trial_begin((struct trial_plan){
        .scenario = "framework.yaml",
        .threads = 1,
        .set = {{FEW_FIRMS}, {"seed", seed}, {"framework.permit_speed", "3"}, {key, value}}});
    struct state *s = t->s;
    const struct project_table *p = &s->project;
    struct outcome out = {0};
    double pledged = 0;
    for (int week = 0; week < WEEKS; week++) {
        trial_step(t);
        count_purchases(s, &out);
    }
    for (int j = 0; j < s->projects; j++) {
        if (p->funded[j] == 0)
            continue;
        out.funded++;
        out.cost += p->cost[j];
        out.bad += p->true_return[j] < s->parameters.hurdle ? p->cost[j] : 0;
        pledged += p->cost[j] * (1 - p->in_kind[j]);
    }
    /* Promises made when contracts are signed stay within the envelope. */
    assert_true(pledged <= s->facility.envelope[0]);
    trial_end(t);
    return out;
}

static void audits_cut_errors_of_selection(void **unused)
{
    (void)unused;
    static const char *const seeds[] = {"1", "2", "3", "4"};
    double bad[2] = {0}, cost[2] = {0};
    int funded = 0;
    for (int i = 0; i < SEEDS; i++)
        for (int audited = 0; audited < 2; audited++) {
            struct outcome out = run(seeds[i], "framework.audit", audited ? "1" : "0");
            bad[audited] += out.bad;
            cost[audited] += out.cost;
            funded += out.funded;
        }
    print_message(
        "  below the hurdle: %.1f %% of money without audits, %.1f %% with; %d projects\n",
        100 * bad[0] / cost[0], 100 * bad[1] / cost[1], funded);
    if (SANITIZED)
        return;
    assert_true(funded > 40);
    assert_true(bad[1] / cost[1] < bad[0] / cost[0]);
}

static void preferred_vendors_export_more(void **unused)
{
    (void)unused;
    double share[2];
    for (int preferred = 0; preferred < 2; preferred++) {
        struct outcome out = run("1", "framework.vendor_preference", preferred ? "1" : "0");
        share[preferred] = out.spent > 0 ? out.from_lender / out.spent : 0;
    }
    print_message("  of a vehicle's dollar %.2f cents go to Japan, %.2f with a preference of 1\n",
                  100 * share[0], 100 * share[1]);
    if (SANITIZED)
        return;
    assert_true(share[1] > 1.5 * share[0] && share[1] < 2.05 * share[0]);
}

/* A small pledge, which overruns would break: what lenders pay stays within it to the end. */
static void the_envelope_is_never_overspent(void **unused)
{
    (void)unused;
    struct trial *t = trial_begin((struct trial_plan){.scenario = "framework.yaml",
                                                      .threads = 1,
                                                      .set = {{FEW_FIRMS},
                                                              {"framework.envelope", "60000"},
                                                              {"framework.contingency", "0"},
                                                              {"framework.permit_speed", "4"}}});
    struct state *s = t->s;
    double most = 0;
    int completed = 0;
    for (int week = 0; week < (SANITIZED ? 80 : 500); week++) {
        trial_step(t);
        double paid = 0;
        for (int j = 0; j < s->projects; j++)
            paid += (double)(s->project.paid_out[j] - s->project.host_equity[j]);
        most = fmax(most, paid);
        assert_true(paid <= s->facility.envelope[0]);
    }
    for (int j = 0; j < s->projects; j++)
        completed += s->project.host_completes[j];
    print_message("  %.1f of 60 bn paid, %d projects completed by the host, %d failed\n",
                  most / 1e11, completed, (int)s->facility.failed[0]);
    assert_true(SANITIZED || completed + s->facility.failed[0] > 0);
    trial_end(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(audits_cut_errors_of_selection),
        cmocka_unit_test(preferred_vendors_export_more),
        cmocka_unit_test(the_envelope_is_never_overspent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
