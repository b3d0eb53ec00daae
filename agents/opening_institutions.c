/* Opening, institutions: central banks, funds, policy bank, insurer, and last, when households
 * have their deposits, the rest of the banks' balance sheets.
 *
 * Funds (pension funds, insurers and currency dealers) hold the public debt that nobody else
 * holds and the region's foreign position. Foreign positions add to zero over the world: the
 * last region takes the residual. The policy bank has lent dollars abroad and borrowed them
 * there against bonds; the difference is its capital, part of its home's foreign position.
 */
#include "agents/opening.h"

static money gdp_share(const struct state *s, const struct opening *o, int r, double share)
{
    return money_round(share * o->gdp[r] / s->clock.years);
}

static bool set_policy_bank(struct state *s, struct error *err)
{
    const struct parameters *p = &s->parameters;
    s->policy_bank.region[0] = s->policy_bank.borrower_region[0] = s->insurer.region[0] = 0;
    if (p->bank_region[0] == '\0')
        return true;
    int home = world_region(s->world, p->bank_region);
    int abroad = world_region(s->world, p->bank_borrowers);
    if (home < 0 || abroad < 0 || home == abroad)
        return fail(err, ERROR_CONFIG,
                    "policy.bank_region and policy.bank_borrowers: '%s' and '%s' must be two "
                    "regions of the world",
                    p->bank_region, p->bank_borrowers);
    if (p->bank_capital > p->bank_loans)
        return fail(
            err, ERROR_CONFIG,
            "policy.bank_capital: %g is more than policy.bank_loans, %g; allowed: at most as "
            "much",
            p->bank_capital, p->bank_loans);
    double cents = 1e8;
    s->policy_bank.region[0] = s->insurer.region[0] = (uint16_t)home;
    s->policy_bank.borrower_region[0] = (uint16_t)abroad;
    s->policy_bank.loans[0] = money_round(p->bank_loans * cents);
    s->policy_bank.capital[0] = money_round(p->bank_capital * cents);
    s->policy_bank.bonds[0] = s->policy_bank.loans[0] - s->policy_bank.capital[0];
    s->insurer.capital[0] = s->insurer.bonds[0] = money_round(p->insurer_capital * cents);
    s->insurer.guarantees[0] = money_round(p->bank_guarantees * cents);
    return true;
}

/* The facility: who lends and where projects are built. */
static bool set_facility(struct state *s, struct error *err)
{
    const struct parameters *p = &s->parameters;
    int host = world_region(s->world, p->host);
    s->lender = s->policy_bank.region[0];
    s->host = host >= 0 ? host : 0;
    if (!p->facility)
        return true;
    if (p->bank_region[0] == '\0')
        return fail(err, ERROR_CONFIG,
                    "framework.facility: true needs a policy bank; set policy.bank_region");
    if (host < 0 || host != s->numeraire || host == s->lender)
        return fail(err, ERROR_CONFIG,
                    "framework.host: '%s' must be the region whose currency is the numeraire, and "
                    "not the policy bank's home",
                    p->host);
    if (s->world->kinds == 0)
        return fail(err, ERROR_CONFIG,
                    "framework.facility: true needs kinds of projects; %s has no project-kinds.csv",
                    s->world->folder);
    s->facility.envelope[0] = p->envelope * 1e8;
    s->facility.dollar_spread[0] = p->dollar_spread;
    return true;
}

bool opening_institutions(struct state *s, struct opening *o, struct error *err)
{
    const struct world *w = s->world;
    if (!set_policy_bank(s, err) || !set_facility(s, err))
        return false;
    money positions = 0;
    for (int r = 0; r < s->regions; r++) {
        money debt = gdp_share(s, o, r, w->of_region.public_debt[r]);
        money banks = gdp_share(s, o, r, w->of_region.public_debt_banks[r]);
        money insurer = s->insurer.region[0] == r ? s->insurer.bonds[0] : 0;
        s->government.debt[r] = s->government.benchmark_debt[r] = debt;
        s->fund.bonds[r] = debt - banks - s->central_bank.bonds[r] - insurer;
        if (s->fund.bonds[r] < 0)
            return fail(err, ERROR_CONFIG,
                        "%s/region-figures.csv: %s: banks and central bank hold more bonds than "
                        "there are",
                        w->folder, w->region[r].code);
        /* The policy bank's net claim is part of its home's foreign position. */
        money outside =
            s->policy_bank.region[0] == r ? s->policy_bank.loans[0] - s->policy_bank.bonds[0] : 0;
        bool last = r == s->regions - 1;
        money position = last ? -positions : gdp_share(s, o, r, w->of_region.external_position[r]);
        positions += position;
        double rate = s->region.exchange_rate[r];
        s->fund.foreign_position[r] = s->fund.benchmark_position[r] = position - outside;
        s->fund.foreign_value[r] = money_convert(position - outside, 1, rate);
        if (s->policy_bank.region[0] == r)
            s->policy_bank.value[0] = money_convert(outside, 1, rate);
    }
    return true;
}
