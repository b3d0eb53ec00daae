/* The value of a project to both sides.
 *
 *     built in year y     b_y = length of [y, y+1] in [0, build_years] / build_years
 *     operated            o_y = length of [y, y+1] in [build_years, build_years + life]
 *     lender pays         lender_share cost b_y;  host pays the rest, and what is in kind
 *     operating cash      R_y = revenue l_y o_y,  l_0 = 1, l_{y+1} = l_y (1 - wear)^o_y
 *     offtake             host pays max(0, guaranteed o_y - R_y);  free cash F_y is the sum of both
 *     allocation          D_{y+1} = (D_y - got_y) (1 + interest) + paid_y, D_0 = 0
 *     lender gets         min(split F, D) + split_after (F - D / split) where split F > D
 *
 * D is the lender's deemed allocation: what it paid in and the agreed interest on it. The host's
 * side gets the rest of free cash.
 *
 * Source: memorandum of 4 September 2025 for the split; wear as that of capital in the model.
 */
#include "agents/project_value.h"

#include <math.h>
#include <stdbool.h>

static double overlap(double from, double to, int year)
{
    return fmax(0, fmin(to, year + 1) - fmax(from, year));
}

double project_lender_part(double free_cash, double allocation_left, double split,
                           double split_after)
{
    if (split * free_cash <= allocation_left)
        return split * free_cash;
    double shared = split > 0 ? allocation_left / split : 0; /* cash that pays the allocation off */
    return allocation_left + split_after * (free_cash - shared);
}

void project_cash(const struct project_terms *terms, struct project_cash *cash)
{
    *cash = (struct project_cash){0};
    double end = terms->build_years + terms->life;
    cash->years = (int)fmin(PROJECT_YEARS, ceil(end));
    double level = 1, allocation = 0;
    for (int y = 0; y < cash->years; y++) {
        double built = overlap(0, terms->build_years, y) / terms->build_years;
        double operated = overlap(terms->build_years, end, y);
        double revenue = terms->revenue * level * operated;
        double made_up = fmax(0, terms->guaranteed * operated - revenue);
        level *= pow(1 - terms->wear, operated);
        double part =
            project_lender_part(revenue + made_up, allocation, terms->split, terms->split_after);
        cash->lender.paid[y] = terms->lender_share * terms->cost * built;
        cash->lender.received[y] = part;
        cash->host.paid[y] =
            ((1 - terms->lender_share) * terms->cost + terms->in_kind) * built + made_up;
        cash->host.received[y] = revenue + made_up - part;
        allocation = fmax(0, allocation - part) * (1 + terms->interest) + cash->lender.paid[y];
    }
}

double project_npv(const struct project_side *side, int years, double rate)
{
    double value = 0, discount = 1;
    for (int y = 0; y < years; y++) {
        value += (side->received[y] - side->paid[y]) * discount;
        discount /= 1 + rate;
    }
    return value;
}

double project_irr(const struct project_side *side, int years)
{
    double low = -0.99, high = 10;
    double at_low = project_npv(side, years, low), at_high = project_npv(side, years, high);
    if (!(at_low * at_high < 0))
        return NAN;
    for (int n = 0; n < 200 && high - low > 1e-12; n++) {
        double middle = (low + high) / 2, value = project_npv(side, years, middle);
        if (value * at_low > 0)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

int project_payback(const struct project_side *side, int years)
{
    double paid = 0, received = 0;
    for (int y = 0; y < years; y++) {
        paid += side->paid[y];
        received += side->received[y];
        bool done = true;
        for (int later = y + 1; later < years && done; later++)
            done = side->paid[later] == 0;
        if (done && paid > 0 && received >= paid)
            return y;
    }
    return -1;
}
