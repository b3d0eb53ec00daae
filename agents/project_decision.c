/* The lender's country decides whether to fund a project or to decline.
 *
 *     advantage = npv + vendor_benefit vendor_share cost + penalty                  [US cents]
 *     penalty   = enforcement tariff_incidence dtau X (D(x') - D(x)) + split_penalty committed
 *     D(x)      = performance_memory ln(x / tolerance), 0 below tolerance               [years]
 *     x, x'     shortfall of funding without and with the refusal (tariff_deal.c)
 *
 * npv: value of the lender's side (project_value.c) at discount_rate, of the return that the policy
 * bank's examination found, the mean overrun and delay of the kind, the offtake contract, and the
 * split of free cash. dtau: rise of the tariff that a snap-back means (tariff_deal.h), X yearly
 * exports of goods to the host, those of the opening times its nominal growth. D(x) is the time
 * for which a shortfall x keeps the ceiling away, as declined funding is forgotten: small
 * refusals within the tolerance cost nothing, the first is dear, a second less so. Where no tie
 * is at work only the worse split is left of the penalty.
 *
 * Source: memorandum of 4 September 2025: refusal risks higher tariffs and a worse split of cash;
 * the measure is our assumption.
 * Reads   project.{lender_estimate, cost, offtake, ...}, facility.{due, missed, committed}.
 */
#include <math.h>

#include "agents/facility.h"
#include "agents/project_decision.h"
#include "agents/tariff_deal.h"

struct project_terms project_terms_expected(const struct state *s, int p)
{
    const struct parameters *parameters = &s->parameters;
    const struct project_kind *kind = &s->world->kind[s->project.kind[p]];
    double cost = s->project.cost[p] * (1 + kind->overrun);
    double planned = s->project.sponsor_estimate[p] * s->project.cost[p];
    return (struct project_terms){
        .cost = cost * (1 - kind->in_kind),
        .in_kind = cost * kind->in_kind,
        .build_years = s->project.build_weeks[p] / 52 * (1 + kind->delay),
        .life = parameters->plant_life,
        .revenue = fmax(0, s->project.lender_estimate[p] * cost), /* its operator keeps it up */
        .guaranteed = fmax(0, s->project.offtake[p] * planned),
        .lender_share = parameters->form == FORM_GRANTS ? 1 : 1 - parameters->host_share,
        .interest = s->region.bond_yield[s->host] + parameters->loan_spread,
        .split = parameters->lender_split,
        .split_after = parameters->lender_split_after};
}

/* Years for which a shortfall keeps the ceiling away. */
static double snap_back_years(const struct state *s, double missed, double due)
{
    const struct parameters *p = &s->parameters;
    double shortfall = tariff_deal_shortfall(s, missed, due), least = fmax(p->tolerance, 1e-3);
    double weeks = shortfall > least ? p->performance_memory * log(shortfall / least) : 0;
    return weeks / 52;
}

static double penalty(const struct state *s, int p)
{
    const struct parameters *parameters = &s->parameters;
    double value = parameters->split_penalty * s->facility.committed[0];
    if (!parameters->tariffs || parameters->tie != TIE_PERFORMANCE)
        return value;
    double cost = s->project.cost[p];
    double missed = s->facility.missed[0], due = s->facility.due[0];
    double nominal = s->region.output_smoothed[s->host] / s->opening_output[s->host];
    double exports = nominal * (double)s->opening_exports[s->lender][s->host] / s->clock.years;
    double years = snap_back_years(s, missed + cost, due + cost) - snap_back_years(s, missed, due);
    return value + parameters->enforcement * parameters->tariff_incidence *
                       s->facility.tariff_change[0] * exports * years;
}

double project_advantage(const struct state *s, int p)
{
    const struct parameters *parameters = &s->parameters;
    struct project_terms terms = project_terms_expected(s, p);
    struct project_cash cash;
    project_cash(&terms, &cash);
    double own = project_npv(&cash.lender, cash.years, parameters->discount_rate);
    double orders = parameters->vendor_share * terms.cost;
    return own + parameters->vendor_benefit * orders + penalty(s, p);
}
