/* Settlement: everybody pays for what was shipped and delivered in the step.
 *
 *     firms        + receipts over links and from the market
 *                  - inputs over links and from the market - tariffs - input tax - capital goods
 *     households   - consumption - tariffs - consumption tax; rows by their budgets
 *     vehicles     - work delivered for the projects of the facility, by their orders
 *     government   - consumption - public investment + taxes and tariffs
 *     funds        + own currency from importers - own currency to exporters; the foreign position
 *                  rises by exports and falls by imports, in dollars, and its value in own currency
 *
 * No deposit crosses a border: the importer pays the dealer of its region, the dealer of the
 * exporter's region pays the exporter, and the dealers settle in dollars. What firms receive over
 * links is gathered from the links' payment column through the suppliers' lists; what customers
 * paid was added up when they shipped: the two sides never use each other's sums.
 *
 * Source: accounting (docs/model/books.md); one dealer per region is our assumption.
 * Reads   link.payment, firm payments, final_sourcing, trade. Writes  firm.{link_receipts,
 * investment_payments, deposits}, household.{spending, deposits}, government.*, fund.*, bank.*,
 * central_bank.*, firm.input_tax, ledger, region.{consumption, ...}.
 */
#include <string.h>

#include "agents/books.h"
#include "agents/final_demand.h"
#include "agents/project_books.h"
#include "agents/rules.h"
#include "core/memory.h"

/* What a final use of a region bought: payments without tariff, in own currency. */
struct final_bill {
    money domestic, imports, tariffs;
    double delivered;
};

static struct final_bill final_bill(const struct state *s, int r, int use)
{
    struct final_bill bill = {0};
    for (int d = 0; d < s->cells; d++) {
        int row = (d * s->regions + r) * FINAL_USES + use, o = s->cell[d].region;
        money paid = s->final_sourcing.paid[row];
        if (o == r)
            bill.domestic += paid;
        else
            bill.imports += paid;
        bill.tariffs += s->final_sourcing.tariffs[row];
        bill.delivered += s->final_sourcing.delivered[row];
    }
    return bill;
}

static money bill_total(const struct final_bill *bill)
{
    return bill->domestic + bill->imports + bill->tariffs;
}

/* Private investors pay by what they ordered. Runs of a region follow each other. */
static void share_investment(struct state *s, const money *bill)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    uint64_t *before = arena_array(&s->scratch, uint64_t, p->runs);
    uint64_t weights[REGIONS_MAX] = {0};
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++) {
        before[n] = 0;
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
            before[n] += (uint64_t)money_round(s->firm.investment_order[f]);
    }
    for (uint32_t n = 0; n < p->runs; n++) {
        int r = s->cell[p->run[n].cell].region;
        uint64_t of_run = before[n];
        before[n] = weights[r];
        weights[r] += of_run;
    }
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++) {
        int r = s->cell[p->run[n].cell].region;
        struct money_share share = money_share_of(bill[r], weights[r]);
        uint64_t running = before[n];
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
            uint64_t weight = (uint64_t)money_round(s->firm.investment_order[f]);
            s->firm.investment_payments[f] = money_share_part(&share, running, weight);
            running += weight;
        }
    }
    arena_reset(&s->scratch, mark);
}

/* Sums over the firms of a region. */
enum { HOME_LINKS, EXPORT_LINKS, MARKET, INPUTS, TARIFFS, INPUT_TAX, INVESTMENT, REGION_SUMS };

static void settle_firms(struct state *s, struct tally *tally, size_t bank_entry)
{
    const struct population *p = &s->population;
    struct firm_table *firm = &s->firm;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(tally);
#pragma omp for schedule(dynamic, 1024)
        for (uint32_t f = 0; f < p->firms; f++) {
            uint32_t r = cell_region(s, firm->cell[f]);
            uint64_t home = p->supplier_first[s->region_firm[r]];
            uint64_t away = p->supplier_first[s->region_firm[r + 1]];
            int64_t *sum = mine + r * REGION_SUMS;
            money at_home = 0, abroad = 0;
            for (uint64_t i = p->customer_first[f]; i < p->customer_first[f + 1]; i++) {
                uint64_t l = p->customer_link[i];
                __builtin_prefetch(&s->link.payment[p->customer_link[memory_ahead(i, p->links)]]);
                if (l >= home && l < away)
                    at_home += s->link.payment[l];
                else
                    abroad += s->link.payment[l];
            }
            firm->link_receipts[f] = at_home + abroad;
            money received = at_home + abroad + firm->market_receipts[f];
            money inputs = firm->link_payments[f] + firm->market_payments[f];
            firm->input_tax[f] = money_scale(inputs, s->cell[firm->cell[f]].input_tax);
            money paid =
                inputs + firm->tariffs[f] + firm->input_tax[f] + firm->investment_payments[f];
            firm->deposits[f] += received - paid;
            mine[bank_entry + firm->bank[f]] += received - paid;
            sum[HOME_LINKS] += at_home;
            sum[EXPORT_LINKS] += abroad;
            sum[MARKET] += firm->market_receipts[f];
            sum[INPUTS] += inputs;
            sum[TARIFFS] += firm->tariffs[f];
            sum[INPUT_TAX] += firm->input_tax[f];
            sum[INVESTMENT] += firm->investment_payments[f];
        }
    }
}

/* Rows pay by their budgets; returns what they paid per region. */
static void settle_households(struct state *s, const money *bill, struct tally *tally,
                              size_t bank_entry, size_t region_entry)
{
    size_t mark = arena_mark(&s->scratch);
    uint64_t *before = arena_array(&s->scratch, uint64_t, s->household_blocks);
    uint64_t weights[REGIONS_MAX] = {0};
    struct household_table *household = &s->household;
#pragma omp parallel for schedule(static)
    for (uint32_t b = 0; b < s->household_blocks; b++) {
        before[b] = 0;
        for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++)
            before[b] += (uint64_t)household->budget[h];
    }
    for (uint32_t b = 0; b < s->household_blocks; b++) {
        int r = s->household_block_region[b];
        uint64_t of_block = before[b];
        before[b] = weights[r];
        weights[r] += of_block;
    }
#pragma omp parallel
    {
        int64_t *mine = tally_mine(tally);
#pragma omp for schedule(static)
        for (uint32_t b = 0; b < s->household_blocks; b++) {
            int r = s->household_block_region[b];
            struct money_share share = money_share_of(bill[r], weights[r]);
            money until = money_share_until(&share, before[b]), spent = 0;
            uint64_t running = before[b];
            for (uint64_t h = s->household_block[b]; h < s->household_block[b + 1]; h++) {
                running += (uint64_t)household->budget[h];
                money next = money_share_until(&share, running);
                money spending = next - until;
                until = next;
                household->spending[h] = spending;
                household->deposits[h] -= spending;
                mine[bank_entry + household->bank[h]] -= spending;
                spent += spending;
            }
            mine[region_entry + (size_t)r] += spent;
        }
    }
    arena_reset(&s->scratch, mark);
}

/* Vehicles pay by what was delivered for them, at posted prices. */
static void settle_projects(struct state *s, int r, money bill)
{
    size_t mark = arena_mark(&s->scratch);
    double *weight = arena_array(&s->scratch, double, (size_t)s->projects);
    money *part = arena_array(&s->scratch, money, (size_t)s->projects), paid = 0;
    double cost[INDUSTRIES_MAX]; /* of a unit of each product ordered */
    for (int k = 0; k < s->industries; k++) {
        double ordered = 0, value = 0;
        for (int o = 0; o < s->regions; o++) {
            int d = o * s->industries + k, row = (d * s->regions + r) * FINAL_USES + USE_PROJECT;
            ordered += s->final_sourcing.order[row];
            value += (double)(s->final_sourcing.paid[row] + s->final_sourcing.tariffs[row]);
        }
        cost[k] = ordered > 0 ? value / ordered : 0;
    }
    for (int j = 0; j < s->projects; j++) {
        weight[j] = 0;
        for (int k = 0; s->project.order[j] > 0 && k < s->industries; k++)
            weight[j] += s->project.order[j] * s->world->kind[s->project.kind[j]].mix[k] * cost[k];
    }
    money_share_measured(bill, weight, (size_t)s->projects, part);
    for (int j = 0; j < s->projects; j++) {
        s->project.purchases[j] = part[j];
        s->project.spent[j] += part[j];
        project_receives(s, j, -part[j]);
        paid += part[j];
    }
    s->region.project_investment[r] = paid;
    arena_reset(&s->scratch, mark);
}

/* Foreign trade of a region in all uses, from the trade table. */
struct foreign_trade {
    money exports, exports_dollars, imports, imports_dollars, tariffs;
};

static struct foreign_trade foreign_trade(const struct state *s, int r)
{
    struct foreign_trade sum = {0};
    for (int q = 0; q < s->regions; q++)
        for (int k = 0; k < s->industries; k++) {
            int out = (r * s->regions + q) * s->industries + k;
            int in = (q * s->regions + r) * s->industries + k;
            sum.tariffs += s->trade.tariffs[in];
            if (q == r)
                continue;
            sum.exports += s->trade.value[out];
            sum.exports_dollars += s->trade.dollars[out];
            sum.imports += s->trade.paid[in];
            sum.imports_dollars += s->trade.dollars[in];
        }
    return sum;
}

static void settle_dealer(struct state *s, int r, const struct foreign_trade *trade)
{
    struct fund_table *fund = &s->fund;
    fund->paid_to_exporters[r] = trade->exports;
    fund->received_from_importers[r] = trade->imports;
    fund->exports[r] = trade->exports_dollars;
    fund->imports[r] = trade->imports_dollars;
    fund->foreign_position[r] += trade->exports_dollars - trade->imports_dollars;
    fund->foreign_value[r] += trade->exports - trade->imports;
    books_fund_receives(s, r, trade->imports - trade->exports);
    books_enter(s, r, SECTOR_FUND, FLOW_EXPORTS, -fund->paid_to_exporters[r]);
    books_enter(s, r, SECTOR_FUND, FLOW_IMPORTS, fund->received_from_importers[r]);
}

struct region_bills {
    struct final_bill use[FINAL_USES];
    money consumption_tax, public_part, private_part, consumption, projects;
};

static void settle_government(struct state *s, int r, const struct region_bills *bills,
                              money tariffs, const int64_t *firms)
{
    const struct final_bill *own = &bills->use[USE_GOVERNMENT];
    s->government.consumption[r] = bill_total(own);
    s->government.investment[r] = bills->public_part;
    s->government.consumption_tax[r] = bills->consumption_tax;
    s->government.tariffs[r] = tariffs;
    s->government.input_tax[r] = firms[INPUT_TAX];
    books_government_pays(s, r,
                          s->government.consumption[r] + s->government.investment[r] -
                              bills->consumption_tax - tariffs - firms[INPUT_TAX]);
}

/* Public and private investors share domestic purchases, imports and tariffs in the same way. */
static money public_share(money whole, const struct region_bills *bills, money all)
{
    struct money_share share = money_share_of(whole, (uint64_t)all);
    return money_share_until(&share, (uint64_t)bills->public_part);
}

static void enter_region(struct state *s, int r, const struct region_bills *bills,
                         const struct foreign_trade *trade, const int64_t *firms, money spent)
{
    const struct final_bill *c = &bills->use[USE_HOUSEHOLD], *g = &bills->use[USE_GOVERNMENT];
    const struct final_bill *i = &bills->use[USE_INVESTMENT];
    money all = bill_total(i), tax = bills->consumption_tax;
    money public_home = public_share(i->domestic, bills, all);
    money public_imports = public_share(i->imports, bills, all);
    money public_tariffs = bills->public_part - public_home - public_imports;
    money private_imports = i->imports - public_imports;
    money private_tariffs = i->tariffs - public_tariffs;
    const struct final_bill *v = &bills->use[USE_PROJECT];
    money firm_imports = trade->imports - c->imports - g->imports - i->imports - v->imports;
    money market_home = 0;
    for (int d = r * s->industries; d < (r + 1) * s->industries; d++)
        for (int k = r * s->industries; k < (r + 1) * s->industries; k++)
            market_home += s->sourcing.payment[(size_t)d * (size_t)s->cells + (size_t)k];

    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_CONSUMPTION, -(spent - tax - c->imports - c->tariffs));
    books_enter(s, r, SECTOR_FIRM, FLOW_CONSUMPTION, c->domestic);
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_CONSUMPTION_TAX, -tax);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_CONSUMPTION_TAX, s->government.consumption_tax[r]);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_GOVERNMENT_CONSUMPTION,
                -(s->government.consumption[r] - g->imports - g->tariffs));
    books_enter(s, r, SECTOR_FIRM, FLOW_GOVERNMENT_CONSUMPTION, g->domestic);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_PUBLIC_INVESTMENT, -public_home);
    books_enter(s, r, SECTOR_FIRM, FLOW_PUBLIC_INVESTMENT, public_home);
    books_enter(s, r, SECTOR_FIRM, FLOW_PRIVATE_INVESTMENT,
                i->domestic - public_home -
                    (firms[INVESTMENT] - private_imports - private_tariffs));
    books_enter(s, r, SECTOR_FIRM, FLOW_INPUTS,
                firms[HOME_LINKS] + market_home - (firms[INPUTS] - firm_imports));
    /* Exports: what firms received from abroad, in all. */
    books_enter(s, r, SECTOR_FIRM, FLOW_EXPORTS,
                firms[EXPORT_LINKS] + firms[MARKET] - market_home - c->domestic - g->domestic -
                    i->domestic - v->domestic);
    books_enter(s, r, SECTOR_FIRM, FLOW_PROJECT_PURCHASES, v->domestic);
    books_enter(s, r, SECTOR_VEHICLE, FLOW_PROJECT_PURCHASES,
                -(s->region.project_investment[r] - v->imports - v->tariffs));
    books_enter(s, r, SECTOR_VEHICLE, FLOW_IMPORTS, -v->imports);
    books_enter(s, r, SECTOR_VEHICLE, FLOW_TARIFFS, -v->tariffs);
    books_enter(s, r, SECTOR_FIRM, FLOW_IMPORTS, -firm_imports - private_imports);
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_IMPORTS, -c->imports);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_IMPORTS, -g->imports - public_imports);
    books_enter(s, r, SECTOR_FIRM, FLOW_TARIFFS, -firms[TARIFFS] - private_tariffs);
    books_enter(s, r, SECTOR_HOUSEHOLD, FLOW_TARIFFS, -c->tariffs);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_TARIFFS,
                s->government.tariffs[r] - g->tariffs - public_tariffs);
    books_enter(s, r, SECTOR_FIRM, FLOW_INPUT_TAX, -firms[INPUT_TAX]);
    books_enter(s, r, SECTOR_GOVERNMENT, FLOW_INPUT_TAX, s->government.input_tax[r]);
}

static void set_bills(const struct state *s, int r, struct region_bills *bills)
{
    for (int use = 0; use < FINAL_USES; use++)
        bills->use[use] = final_bill(s, r, use);
    money consumption = bill_total(&bills->use[USE_HOUSEHOLD]);
    bills->consumption_tax = money_scale(consumption, s->world->of_region.consumption_tax[r]);
    bills->consumption = consumption + bills->consumption_tax;
    /* Government's part of the capital goods is its part of the orders. */
    const struct final_bill *capital = &bills->use[USE_INVESTMENT];
    double wanted = s->region.investment_wanted[r];
    double part = wanted > 0 ? final_public_investment(s, r) / wanted : 0;
    bills->public_part = money_scale(bill_total(capital), part);
    bills->private_part = bill_total(capital) - bills->public_part;
    bills->projects = bill_total(&bills->use[USE_PROJECT]);
}

void settlement(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    size_t banks = (size_t)s->region_bank[s->regions], regions = (size_t)s->regions;
    size_t spent_entry = regions * REGION_SUMS, bank_entry = spent_entry + regions;
    struct tally tally = tally_open(&s->scratch, bank_entry + banks);
    struct region_bills *bills = arena_array(&s->scratch, struct region_bills, regions);
    money consumption[REGIONS_MAX], investment[REGIONS_MAX];
    for (int r = 0; r < s->regions; r++) {
        set_bills(s, r, &bills[r]);
        consumption[r] = bills[r].consumption;
        investment[r] = bills[r].private_part;
    }
    share_investment(s, investment);
    settle_firms(s, &tally, bank_entry);
    settle_households(s, consumption, &tally, bank_entry, spent_entry);
    books_settle_banks(s, &tally, bank_entry);
    for (int r = 0; r < s->regions; r++) {
        int64_t firms[REGION_SUMS];
        for (int i = 0; i < REGION_SUMS; i++)
            firms[i] = tally_sum(&tally, (size_t)(r * REGION_SUMS + i));
        struct foreign_trade trade = foreign_trade(s, r);
        if (bills[r].projects != 0)
            settle_projects(s, r, bills[r].projects);
        settle_dealer(s, r, &trade);
        settle_government(s, r, &bills[r], trade.tariffs, firms);
        enter_region(s, r, &bills[r], &trade, firms, tally_sum(&tally, spent_entry + (size_t)r));
        s->region.consumption[r] = bills[r].consumption;
        s->region.government_consumption[r] = s->government.consumption[r];
        s->region.investment[r] =
            firms[INVESTMENT] + bills[r].public_part + s->region.project_investment[r];
        s->region.exports[r] = trade.exports;
        s->region.imports[r] = trade.imports;
    }
    arena_reset(&s->scratch, mark);
}
