/* Expected cash of a project from the end of a year on.
 *
 *     built in year y    b_y = length of [y, y+1] in [0, build_left] / build_left
 *     operated           o_y = length of [y, y+1] in [build_left, build_left + life_left]
 *     paid               cost_left b_y by the shares of its cash, in_kind_left b_y by the host
 *     claims             C += i C + paid by the policy bank,  L += lent by banks
 *     operating cash     R_y = cash o_y,  of it offtake payments support o_y by the host
 *     premium            pi L o_y
 *     lender's part      project_lender_part(R_y - premium, C + L), the host gets the rest
 *     of the part        interest i L o_y, L o_y / loan_left, then C, then the rest of L, then profit
 *
 * The rules are those of the waterfall by the step, in steps of a year. Cash stays what it is today: no
 * growth and no inflation, and the operator keeps the plant up. Interest while the plant is being built
 * is drawn from lenders and paid back to them at once; it is left out. A project that has not failed is
 * taken not to fail.
 *
 * Source: our assumptions.
 */
#include "agents/project_outlook.h"

#include <math.h>

static double overlap(double from, double to, int year)
{
    return fmax(0, fmin(to, year + 1) - fmax(from, year));
}

/* Construction in a year. */
static void build(struct project_position *p, double part, int year, struct project_sides *sides)
{
    double cash = p->cost_left * part;
    double policy = cash * p->policy_share, banks = cash * p->bank_share;
    double grant = cash * p->grant_share;
    p->policy_claim += policy;
    p->bank_loans += banks;
    sides->lender.paid[year] += policy + banks + grant;
    sides->policy.paid[year] += policy;
    sides->state.paid[year] += policy + grant;
    sides->host.paid[year] += cash - policy - banks - grant + p->in_kind_left * part;
}

/* Operation in a year. */
static void operate(struct project_position *p, double part, int year, struct project_sides *sides)
{
    double cash = p->cash * part, premium = fmin(cash, p->premium * p->bank_loans * part);
    double to_lender = project_lender_part(cash - premium, p->policy_claim + p->bank_loans,
                                           p->split, p->split_after);
    double left = to_lender;
    left -= fmin(left, p->loan_rate * p->bank_loans * part);
    double principal = fmin(left, p->bank_loans * fmin(1, part / fmax(part, p->loan_left)));
    left -= principal;
    double claim = fmin(left, p->policy_claim);
    left -= claim;
    double prepaid = fmin(left, p->bank_loans - principal);
    left -= prepaid;
    p->bank_loans -= principal + prepaid;
    p->policy_claim -= claim;
    p->loan_left -= part;
    sides->lender.received[year] += to_lender + premium;
    sides->policy.received[year] += claim + left;
    sides->state.received[year] += claim + left + premium;
    sides->host.received[year] += cash - premium - to_lender;
    sides->host.paid[year] += p->support * part;
}

void project_outlook(struct project_position position, int first, struct project_sides *sides)
{
    double end = position.build_left + position.life_left;
    for (int y = 0; y < end && first + y < PROJECT_YEARS; y++) {
        double built = overlap(0, position.build_left, y);
        double operated = overlap(position.build_left, end, y);
        if (!position.failed)
            position.policy_claim *= 1 + position.loan_rate;
        if (built > 0)
            build(&position, built / position.build_left, first + y, sides);
        if (operated > 0)
            operate(&position, operated, first + y, sides);
        if (first + y >= sides->years)
            sides->years = first + y + 1;
    }
}
