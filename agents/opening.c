#include "agents/opening.h"

#include <stdlib.h>

#include "agents/facility.h"
#include "agents/rules.h"

static void set_rates(struct state *s)
{
    for (int r = 0; r < s->regions; r++) {
        double policy = s->world->of_region.policy_rate[r];
        double deposit = policy - s->parameters.deposit_spread;
        s->region.policy_rate[r] = s->region.rule_rate[r] = policy;
        s->government.purchases_factor[r] = 1;
        s->region.bond_yield[r] = s->world->of_region.bond_yield[r];
        s->region.loan_rate[r] = policy + s->world->of_region.loan_spread[r];
        s->region.deposit_rate[r] = deposit > 0 ? deposit : 0;
        s->region.wage_index[r] = 1;
        s->region.consumer_prices[r] = s->region.investment_prices[r] = 1;
        s->region.exchange_rate[r] = s->parameters.exchange_rate[r];
    }
}

static bool set_numeraire(struct state *s, struct error *err)
{
    const char *code = s->parameters.numeraire;
    s->numeraire = code[0] != '\0' ? world_region(s->world, code) : 0;
    return s->numeraire >= 0 ||
           fail(err, ERROR_CONFIG, "policy.numeraire: '%s' must be a region of the world", code);
}

bool opening_create(struct state *s, const struct opening_table *table, struct error *err)
{
    struct opening *o = calloc(1, sizeof *o);
    if (o == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the opening");
    o->table = table;
    o->wages = calloc((size_t)s->cells, sizeof *o->wages);
    o->investment = calloc((size_t)s->cells, sizeof *o->investment);
    o->loans = calloc((size_t)s->cells, sizeof *o->loans);
    o->even_leverage = calloc((size_t)s->cells, sizeof *o->even_leverage);
    bool ok = (o->wages != NULL && o->investment != NULL && o->loans != NULL &&
               o->even_leverage != NULL) ||
              fail(err, ERROR_MEMORY, "out of memory for the opening");
    ok = ok && set_numeraire(s, err);
    if (ok) {
        set_rates(s);
        trends_opening(s);
    }
    ok = ok && opening_cells(s, o, err) && opening_firms(s, o, err);
    if (ok) {
        opening_markets(s, o);
        opening_links(s);
        industry_trends_opening(s, o);
    }
    ok = ok && opening_banks(s, o, err) && opening_institutions(s, o, err) &&
         opening_households(s, o, err) && facility_open(s, err);
    for (int r = 0; ok && r < s->regions; r++) {
        s->region.output_smoothed[r] = s->region.output_long[r] = s->opening_output[r] = o->gdp[r];
        s->opening_wage_tax[r] = s->region.wage_tax[r];
        s->government.opening_debt[r] = s->government.debt[r];
        s->fund.opening_bonds[r] = s->fund.bonds[r];
        s->fund.opening_deposits[r] = s->fund.deposits[r];
    }
    free(o->wages);
    free(o->investment);
    free(o->loans);
    free(o->even_leverage);
    free(o);
    return ok;
}
