#include "agents/project_terms.h"

#include <math.h>

#include "agents/final_demand.h"

double project_weight(const struct state *s, int d)
{
    const struct cell_traits *cell = &s->cell[d];
    double weight = s->final_sourcing.weight[(d * s->regions + s->host) * FINAL_USES + USE_PROJECT];
    bool preferred = cell->region == s->lender && cell->goods;
    return preferred ? weight * (1 + s->parameters.vendor_preference) : weight;
}

double project_work_price(const struct state *s, int kind)
{
    const double *mix = s->world->kind[kind].mix;
    double price = 0;
    for (int k = 0; k < s->industries; k++) {
        double sum = 0, weights = 0;
        for (int o = 0; mix[k] > 0 && o < s->regions; o++) {
            int d = o * s->industries + k;
            double weight = project_weight(s, d);
            weights += weight;
            sum += weight * final_price(s, d, s->host);
        }
        if (weights > 0)
            price += mix[k] * sum / weights;
    }
    return price;
}

double project_annuity(const struct state *s, double years)
{
    double rate = s->parameters.discount_rate;
    return rate > 0 ? -expm1(-rate * years) / rate : years;
}

money project_net_income(const struct state *s, int r)
{
    money earned = s->policy_bank.facility_income[0];
    money paid = s->policy_bank.facility_interest[0];
    for (int j = 0; j < s->projects; j++)
        earned += s->project.bank_interest[j] + s->project.premium[j];
    for (int b = s->region_bank[s->lender]; b < s->region_bank[s->lender + 1]; b++)
        paid += s->bank.funding_interest[b];
    if (r == s->host)
        return -earned;
    return r == s->lender ? earned - paid : 0;
}
