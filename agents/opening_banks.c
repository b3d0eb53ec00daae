/* Opening, banks: who banks where, and the balance sheets.
 *
 *     loans + bonds + reserves = deposits + equity + allowance,      equity = 12 % of loans
 *
 * Public debt held by banks and reserves (of the size of the central bank's bonds) are given as
 * shares of GDP; the deposits of households are the residual of the region's banks. Firms draw
 * their main bank with odds 1 : 1/2 : 1/3 ... (our assumption for the concentration of banking);
 * household rows are spread so that every bank's deposits match its assets, and what is left of
 * the match is bonds.
 */
#include <stdlib.h>

#include "agents/bank_terms.h"
#include "agents/opening.h"

static double opening_gdp_share(const struct state *s, const struct opening *o, int r, double share)
{
    return share * o->gdp[r] / s->clock.years;
}

static void draw_main_banks(struct state *s, int r)
{
    int first = s->region_bank[r], banks = s->region_bank[r + 1] - first;
    double until[64], sum = 0;
    for (int b = 0; b < banks; b++)
        until[b] = sum += 1.0 / (b + 1);
#pragma omp parallel for schedule(static)
    for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++) {
        double draw = sum * rng_uniform(s->rng, RNG_FIRM, (uint32_t)f, RNG_FIRM_BANK, 0);
        int b = 0;
        while (b < banks - 1 && draw >= until[b])
            b++;
        s->firm.bank[f] = (uint16_t)(first + b);
    }
}

bool opening_banks(struct state *s, struct opening *o, struct error *err)
{
    const struct world *w = s->world;
    for (int r = 0; r < s->regions; r++) {
        int first = s->region_bank[r], last = s->region_bank[r + 1];
        draw_main_banks(s, r);
        money firm_deposits[64] = {0};
        for (uint64_t f = s->region_firm[r]; f < s->region_firm[r + 1]; f++) {
            int b = s->firm.bank[f];
            s->bank.loans[b] += s->firm.loans[f];
            s->bank.loan_interest[b] += s->firm.loan_interest[f];
            s->bank.deposit_interest[b] += s->firm.deposit_interest[f];
            firm_deposits[b - first] += s->firm.deposits[f];
        }
        money equity = 0; /* and allowances */
        for (int b = first; b < last; b++) {
            s->bank.region[b] = (uint16_t)r;
            s->bank.equity[b] = money_scale(s->bank.loans[b], s->parameters.bank_capital_target);
            s->bank.deposits[b] = firm_deposits[b - first];
            s->bank.credit_supply[b] = 1;
            s->bank.successor[b] = (uint16_t)b;
            s->bank.allowance[b] = bank_expected_losses(s, b);
            equity += s->bank.equity[b] + s->bank.allowance[b];
        }
        money reserves =
            money_round(opening_gdp_share(s, o, r, w->of_region.public_debt_central_bank[r]));
        money bonds = money_round(opening_gdp_share(s, o, r, w->of_region.public_debt_banks[r]));
        money fund = money_round(opening_gdp_share(s, o, r, w->of_region.fund_deposits[r]));
        s->central_bank.bonds[r] = s->central_bank.reserves[r] = reserves;
        s->fund.deposits[r] = fund;
        o->household_deposits[r] =
            o->bank_loans[r] + bonds + reserves - equity - o->firm_deposits[r] - fund;
        if (o->household_deposits[r] <= 0)
            return fail(err, ERROR_CONFIG,
                        "%s/region-figures.csv: %s: loans and bonds of the banks leave no deposits "
                        "for households",
                        w->folder, w->region[r].code);
        /* Deposits that each bank still needs; the fund banks where most are needed. */
        int largest = first;
        for (int b = first; b < last; b++) {
            double part = (double)s->bank.loans[b] / (double)o->bank_loans[r];
            o->household_deposits_of_bank[b] =
                (double)(s->bank.loans[b] - s->bank.equity[b] - s->bank.allowance[b]) +
                part * (double)(bonds + reserves) - (double)s->bank.deposits[b];
            if (o->household_deposits_of_bank[b] > o->household_deposits_of_bank[largest])
                largest = b;
        }
        s->fund.bank[r] = (uint16_t)largest;
        s->bank.deposits[largest] += fund;
        o->household_deposits_of_bank[largest] -= (double)fund;
        for (int b = first; b < last; b++)
            if (o->household_deposits_of_bank[b] < 0)
                o->household_deposits_of_bank[b] = 0;
    }
    return true;
}
