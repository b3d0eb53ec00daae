/* Household incomes: taxes, contributions, benefits, dividends and pay-outs, row by row.
 *
 *     labour   = wage - round(tW wage) - round(s wage) + round(benefit * persons) + unemployment
 *                benefit, all at the wage index                                    [cents]
 *     property = the row's part, by shares, of
 *                (1 - tD) dividends - new shares of banks + fund pay-outs,
 *                and the interest on its deposits (interest.c)
 *     equity   = the row's part, by shares, of what new firms were paid (entry.c): deposits become
 *                shares, income does not change
 *     pay-out  = opening pay-out * wage index * labour index
 *     Y_short += (labour / P - Y_short) (1 - exp(-step / lag)), and so on        (real, smoothed)
 *
 * Benefits of funds are defined: what a fund earns above or below stays in it, so that external and
 * fiscal imbalances touch nobody's spending. Dividends of a region's firms and banks belong to its
 * households (both our assumptions: no portfolio abroad yet). Source: accounting; lags see
 * household_budgets.c.
 * Reads   household.{wage, persons, shares}, region rates, dividends. Writes household.{income,
 * deposits, smoothed incomes}, government.*, fund.{contributions, payout, deposits}, bank.*,
 * ledger.
 * Keeps   every amount has a payer: government, fund, or the dividends already paid.
 */
#include "agents/household_income.h"

#include "agents/books.h"
#include "agents/rates.h"
#include "agents/rules.h"
#include "agents/trends.h"

struct income_terms household_income_terms(const struct state *s, int r)
{
    return (struct income_terms){
        .wage_tax = s->region.wage_tax[r],
        .contribution_rate = s->fund.contribution_rate[r],
        .deposit_rate = rate_per_step(s, s->region.deposit_rate[r]),
        .unemployment_benefit = s->unemployment_benefit[r] * s->region.wage_index[r],
        .benefit = s->benefit[r],
        .wage_index = s->region.wage_index[r],
    };
}

enum { WAGE_TAX, CONTRIBUTIONS, BENEFITS, UNEMPLOYMENT, PROPERTY, EQUITY, PER_REGION };

struct row_terms {
    struct income_terms income;
    struct money_share property; /* less start-up equity */
    struct money_share equity;
    double deflator, short_speed, long_speed;
    double wage_growth, property_growth; /* real, a step */
};

static void receive(struct state *s, const struct row_terms *terms, uint64_t h, uint64_t *running,
                    int64_t *region, int64_t *settled)
{
    struct household_table *household = &s->household;
    struct row_income income = household_row_income(household, &terms->income, h);
    uint64_t shares = (uint64_t)household->shares[h];
    money received = money_share_part(&terms->property, *running, shares);
    money invested =
        terms->equity.total > 0 ? money_share_part(&terms->equity, *running, shares) : 0;
    money property = received + invested;
    *running += shares;
    money transfers =
        income.benefits + income.unemployment_benefit - income.wage_tax - income.contributions;
    money interest = household->income[h];
    money labour = household->wage[h] + transfers;
    household->deposits[h] += transfers + received;
    household->income[h] += labour + property;
    settled[household->bank[h]] += transfers + received;
    region[WAGE_TAX] += income.wage_tax;
    region[CONTRIBUTIONS] += income.contributions;
    region[BENEFITS] += income.benefits;
    region[UNEMPLOYMENT] += income.unemployment_benefit;
    region[PROPERTY] += property;
    region[EQUITY] += invested;

    double real_labour = (double)labour * terms->deflator;
    double real_property = (double)(property + interest) * terms->deflator;
    household->labour_income_short[h] = smooth(household->labour_income_short[h], real_labour,
                                               terms->short_speed, terms->wage_growth);
    household->labour_income_long[h] = smooth(household->labour_income_long[h], real_labour,
                                              terms->long_speed, terms->wage_growth);
    household->property_income_long[h] = smooth(household->property_income_long[h], real_property,
                                                terms->long_speed, terms->property_growth);
}

/* Claims before each block inside its region, and in all. */
static void run_shares(const struct state *s, uint64_t *before, uint64_t *of_region)
{
#pragma omp parallel for schedule(static)
    for (uint32_t b = 0; b < s->household_blocks; b++) {
        before[b] = 0;
        for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++)
            before[b] += (uint64_t)s->household.shares[h];
    }
    for (uint32_t b = 0; b < s->household_blocks; b++) {
        int r = s->household_block_region[b];
        uint64_t of_block = before[b];
        before[b] = of_region[r];
        of_region[r] += of_block;
    }
}

static void book_region(struct state *s, int r, const int64_t *sum, money dividend_tax)
{
    s->government.wage_tax[r] = sum[WAGE_TAX];
    s->government.benefits[r] = sum[BENEFITS];
    s->government.unemployment_benefits[r] = sum[UNEMPLOYMENT];
    s->government.dividend_tax[r] = dividend_tax;
    s->fund.contributions[r] = sum[CONTRIBUTIONS];
    books_government_pays(s, r, sum[BENEFITS] + sum[UNEMPLOYMENT] - sum[WAGE_TAX] - dividend_tax);
    books_fund_receives(s, r, sum[CONTRIBUTIONS]);
    /* The fund pays out, and as custodian hands on dividends, tax withheld. */
    money shares = s->region.bank_shares[r]; /* kept back from what owners receive */
    books_fund_receives(s, r, shares - s->fund.payout[r] - s->region.dividends[r]);
    books_enter(s, r, SECTOR_FUND, FLOW_BANK_SHARES, shares);
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_BANK_SHARES, -shares);
    /* It advanced the equity of new firms. */
    books_fund_receives(s, r, s->region.start_up_equity[r]);
    books_enter(s, r, SECTOR_FUND, FLOW_START_UP_EQUITY, s->region.start_up_equity[r]);
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_START_UP_EQUITY, -sum[EQUITY]);
    books_enter(s, r, SECTOR_FUND, FLOW_PAYOUTS, -s->fund.payout[r]);
    books_enter(s, r, SECTOR_FUND, FLOW_DIVIDENDS, -s->region.dividends[r]);
    money dividends = sum[PROPERTY] + shares + dividend_tax - s->fund.payout[r];
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_WAGE_TAX, -sum[WAGE_TAX]);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_WAGE_TAX, s->government.wage_tax[r]);
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_CONTRIBUTIONS, -sum[CONTRIBUTIONS]);
    books_enter(s, r, SECTOR_FUND, FLOW_CONTRIBUTIONS, s->fund.contributions[r]);
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_BENEFITS, sum[BENEFITS]);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_BENEFITS, -s->government.benefits[r]);
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_UNEMPLOYMENT_BENEFITS, sum[UNEMPLOYMENT]);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_UNEMPLOYMENT_BENEFITS,
                -s->government.unemployment_benefits[r]);
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_PAYOUTS, s->fund.payout[r]);
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_DIVIDENDS, dividends);
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_DIVIDEND_TAX, -dividend_tax);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_DIVIDEND_TAX, s->government.dividend_tax[r]);
}

void household_incomes(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    size_t banks = (size_t)s->region_bank[s->regions], settled = (size_t)s->regions * PER_REGION;
    struct tally tally = tally_open(&s->scratch, settled + banks);
    uint64_t *before = arena_array(&s->scratch, uint64_t, s->household_blocks);
    uint64_t shares[REGIONS_MAX] = {0};
    money dividend_tax[REGIONS_MAX];
    struct row_terms terms[REGIONS_MAX];
    run_shares(s, before, shares);
    for (int r = 0; r < s->regions; r++) {
        s->fund.payout[r] = money_round(s->fund.opening_payout[r] * s->region.wage_index[r] *
                                        s->region.labour_index[r]);
        dividend_tax[r] = money_scale(s->region.dividends[r], s->world->of_region.dividend_tax[r]);
        money property =
            s->region.dividends[r] - dividend_tax[r] - s->region.bank_shares[r] + s->fund.payout[r];
        terms[r] = (struct row_terms){
            .income = household_income_terms(s, r),
            .property = money_share_of(property - s->region.start_up_equity[r], shares[r]),
            .equity = money_share_of(s->region.start_up_equity[r], shares[r]),
            .deflator = 1 / s->region.consumer_prices[r],
            .short_speed = step_rate(s, s->parameters.income_lag_short),
            .long_speed = step_rate(s, s->parameters.income_lag_long),
            .wage_growth = trend_step(s, trend_real_wage(s, r)),
            .property_growth = trend_step(s, trend_real(s, r)),
        };
    }
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&tally);
#pragma omp for schedule(static)
        for (uint32_t b = 0; b < s->household_blocks; b++) {
            int r = s->household_block_region[b];
            uint64_t running = before[b];
            for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++)
                receive(s, &terms[r], h, &running, mine + r * PER_REGION, mine + settled);
        }
    }
    books_settle_banks(s, &tally, settled);
    for (int r = 0; r < s->regions; r++) {
        int64_t sum[PER_REGION];
        for (int i = 0; i < PER_REGION; i++)
            sum[i] = tally_sum(&tally, (size_t)(r * PER_REGION + i));
        book_region(s, r, sum, dividend_tax[r]);
    }
    arena_reset(&s->scratch, mark);
}
