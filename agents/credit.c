/* Credit: firms borrow towards a target and for investment beyond replacement; banks lend what
 * their capital allows.
 *
 *     L* = ell K P_K (1 + w (us - 1))                                                     [cents]
 *     dL = n L + (L* - L) (1 - exp(-step / loan lag)) + w ell K P_K dus + share (order - i K) P_K
 *     granted = dL credit if dL > 0, else the repayment, at most the firm's deposits
 *     credit  = clip((equity / A - least) / width, 0, 1)                         of the main bank
 *
 * A are loans weighted by risk (bank_terms.h), n is nominal trend growth, i K investment on trend
 * (trends.h), ell is the ratio of loans to capital that the firm began with, us its use of capacity
 * relative to normal, smoothed (investment_plan.c), dus the change of that in the step: the part w
 * of its loans finances stocks, wages and bills, and moves with sales at once; the rest follows
 * capital. A new loan is a deposit.
 *
 * Source: target leverage, our lags; part w: about half of Japanese banks' loans to firms are for
 * working capital (Bank of Japan, recalled), a third with mortgages, which loans stand for too;
 * capital-constrained lending as in Poledna et al. 2023, with a soft edge instead of a queue (our
 * assumption).
 * Reads   firm.{capital, investment_order, loans, expected_sales, utilisation}, bank.{equity,
 * loans}, region.investment_prices.
 * Writes  firm.{loans, deposits, borrowing}, bank.{loans, deposits, new_loans, credit_supply}.
 * Keeps   loans and deposits of a bank rise by the same cents.
 */
#include "agents/bank_terms.h"
#include "agents/books.h"
#include "agents/firm_assets.h"
#include "agents/rules.h"
#include "agents/trends.h"

static void set_credit_supply(struct state *s)
{
    for (int b = 0; b < s->region_bank[s->regions]; b++) {
        int64_t *bindings = &s->bound.bindings[BOUND_CREDIT];
        double ratio = bank_capital_ratio(s, b);
        double room = (ratio - s->parameters.bank_capital_least) / s->parameters.bank_capital_width;
        s->bank.credit_supply[b] = room < 1 ? bounded(room, 0, 1, bindings) : 1;
        *bindings += room > 0 && room < 1;
    }
}

struct loan_terms_of_step {
    double gap_speed, use_speed;
    double growth[REGIONS_MAX];     /* nominal trend, a step */
    double investment[REGIONS_MAX]; /* on trend, per unit of capital and step */
};

static money loan_demand(const struct state *s, const struct loan_terms_of_step *terms, uint32_t f)
{
    const struct firm_table *firm = &s->firm;
    uint32_t r = cell_region(s, firm->cell[f]);
    double price = s->region.investment_prices[r];
    double capital = firm_own_capital(firm, f) * price;
    double use =
        firm->expected_sales[f] / (s->parameters.normal_utilisation * firm_full_capacity(firm, f));
    double change = (use - firm->utilisation[f]) * terms->use_speed; /* of the step, smoothed */
    double working = s->parameters.working_capital_share * firm->leverage_target[f] * capital;
    double trend = terms->investment[r] * firm->capital[f];
    double beyond = (firm->investment_order[f] - trend) * price;
    double loans = (double)firm->loans[f];
    return money_round(loans * terms->growth[r] +
                       (firm_loan_target(s, f, capital) - loans) * terms->gap_speed +
                       working * change + s->parameters.investment_credit_share * beyond);
}

void credit(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    int banks = s->region_bank[s->regions];
    struct tally tally = tally_open(&s->scratch, (size_t)banks);
    struct firm_table *firm = &s->firm;
    struct loan_terms_of_step terms = {.gap_speed = step_rate(s, s->parameters.loan_lag)};
    double use_speed = step_rate(s, s->parameters.investment_memory);
    terms.use_speed = use_speed / (1 - use_speed);
    for (int r = 0; r < s->regions; r++) {
        terms.growth[r] = trend_step(s, trend_nominal(s, r));
        terms.investment[r] = trend_investment_rate(s, r);
    }
    set_credit_supply(s);
#pragma omp parallel
    {
        int64_t *lent = tally_mine(&tally);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < s->population.firms; f++) {
            money change = loan_demand(s, &terms, f);
            if (change > 0 && firm->administration[f] > 0)
                change = 0; /* its bank covers losses, no more */
            else if (change > 0)
                change = money_scale(change, s->bank.credit_supply[firm->bank[f]]);
            else
                change =
                    money_max(change, -money_min(money_max(firm->deposits[f], 0), firm->loans[f]));
            firm->loans[f] += change;
            firm->deposits[f] += change;
            firm->borrowing[f] += change;
            lent[firm->bank[f]] += change;
        }
    }
    for (int b = 0; b < banks; b++) {
        money change = tally_sum(&tally, (size_t)b);
        s->bank.loans[b] += change;
        s->bank.deposits[b] += change;
        s->bank.new_loans[b] += change;
        s->region.credit[s->bank.region[b]] += change;
    }
    arena_reset(&s->scratch, mark);
}
