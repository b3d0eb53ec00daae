/* Shipping: suppliers ship over links, customers pay at shipping and use their inputs.
 *
 *     delivery  F_l = what the supplier's rationing gives to the order
 *     payment   V_l = round(F_l p_j) in the supplier's currency, paid converted once
 *     use       u_j = a_j y of each input, from links and market in proportion to what is held
 *     stock     S_l -= S_l u_j / held_j,     under way T_l += F_l
 *     unit cost (sum over links of share a P + market part) (1 + input tax)
 *
 * P is the delivered price: supplier's price times exchange rates times (1 + tariff). The cell's
 * bill in the market is shared out over its firms in proportion to the value of what they needed;
 * the shares of links move with relative prices (see below).
 *
 *     share* = base_l B (P_l^-sigma F^0.5) / sum over the input's links and the market
 *     share  = share (1 + b) / sum,  share += (share* - share) v
 *
 * sigma is the industry's trade elasticity, v the speed that goes with it, F the remembered fill
 * rate, B the trend of origins and b its growth (shipping_terms.c); the market takes part with its
 * own base, price, fill rate and trend.
 * Source: Armington (1969) with lags; see sourcing.c.
 *
 * Reads   link.*, firm.{price, output, link_supply, ...}, market.*. Writes link.{stock, transit,
 * payment, share}, shipment, firm.{link_payments, market_payments, tariffs, inputs_used,
 * unit_input_cost}, market.{used, stock}, trade. Money moves in settlement.c.
 */
#include <math.h>
#include <omp.h>
#include <string.h>

#include "agents/cell_sums.h"
#include "agents/input_groups.h"
#include "agents/rationing.h"
#include "agents/rules.h"
#include "agents/shipping_terms.h"
#include "agents/tally.h"
#include "core/extremes.h"
#include "core/memory.h"

/* Sums over the firms of a run that the cell's market accounts need. */
struct run_sums {
    double output;                   /* sum of output */
    double named_output[INPUTS_MAX]; /* of firms that name suppliers of the input */
    double claims_used[INPUTS_MAX];  /* taken from the market stock by these */
};

/* Entries of a tally: trade by supplier cell for each destination. Where neither a conversion nor a
 * tariff comes in, the value stands for all amounts. */
enum { TRADE_VALUE, TRADE_QUANTITY, TRADE_PAID, TRADE_DOLLARS, TRADE_TARIFFS, TRADE_SUMS };

/* Sums over the links of one firm. */
struct firm_sums {
    money paid, tariffs;
    double used_value, link_cost;
    double moved;                      /* coefficients that went from links to the market */
    double named_value, named_premium; /* market value and premium of what links bring */
};

/* What the second pass over a block of links takes over from the first. */
struct delivered_link {
    double price; /* delivered: with exchange rates and tariff */
    double pull, growth;
    money own, tariff; /* in the customer's currency */
};

/* Links are taken in blocks of whole firms that stay in the first cache: first link by link what
 * suppliers send, without a look at who receives it, then customer by customer. Branches that go
 * another way for every firm cost more than the arithmetic. */
enum { BLOCK_LINKS = 128 };

/* Deliveries and payments of links [first, end), whose customers are in cell c. */
static void deliver_links(struct state *s, const struct shipping_terms *terms, uint64_t first,
                          uint64_t end, uint32_t c, struct delivered_link *delivered,
                          int64_t *trade)
{
    struct link_table *link = &s->link;
    int r = s->cell[c].region;
    const struct origin_terms *origins = &terms->origin[r * s->cells];
    for (uint64_t l = first; l < end; l++) {
        __builtin_prefetch(&terms->offer[link->supplier[memory_ahead(l, s->population.links)]]);
        const struct supplier_offer *offer = &terms->offer[link->supplier[l]];
        const struct origin_terms *origin = &origins[offer->cell];
        double delivery = link->order[l] * offer->supply;
        if (!terms->plain_rationing)
            delivery = rationing_delivery(s, link->supplier[l], l, link->order[l]);
        money payment = money_round(delivery * offer->price);
        int64_t *entry = trade + offer->cell * TRADE_SUMS;
        link->payment[l] = payment;
        link->transit[l] += delivery;
        s->shipment.quantity[link->shipments[l] + terms->slot[link->lag[l]]] = delivery;
        entry[TRADE_VALUE] += payment;
        entry[TRADE_QUANTITY] += money_round(delivery);
        struct delivered_link *out = &delivered[l - first];
        out->price = offer->price * origin->price_factor;
        out->pull = link->base_share[l] * offer->attractiveness * origin->weight;
        out->growth = origin->growth;
        out->own = payment;
        out->tariff = 0;
        if (!origin->plain) {
            out->own = money_convert(payment, origin->rate_from, origin->rate_to);
            out->tariff = money_scale(out->own, origin->tariff);
            entry[TRADE_PAID] += out->own;
            entry[TRADE_TARIFFS] += out->tariff;
            if (s->cell[offer->cell].region != r)
                entry[TRADE_DOLLARS] += money_convert(payment, origin->rate_from, 1);
        }
    }
}

/* The links of one input: the share of what is held that goes into production, then what it cost,
 * and the shares themselves. */
static void use_group(struct state *s, const struct shipping_terms *terms,
                      const struct input_group *group, const struct delivered_link *delivered,
                      uint32_t f, struct run_sums *run, struct firm_sums *sums)
{
    struct link_table *link = &s->link;
    int j = group->input, m = s->firm.cell[f] * s->inputs + j;
    const struct market_terms *market = &terms->market[m];
    double output = s->firm.output[f];
    double claim = input_group_claim(group, market->coefficient, s->market.cover[m],
                                     s->firm.planned_output[f]);
    double holding = group->stock + claim, need = market->coefficient * output;
    double used = holding > need ? need / holding : holding > 0 ? 1 : 0;
    run->named_output[j] += output;
    run->claims_used[j] += used * claim;

    double base = 0, pull = 0, mean = market->growth;
    for (uint64_t l = group->first; l < group->end; l++) {
        base += link->base_share[l];
        pull += delivered[l - group->first].pull;
        mean += link->share[l] * (delivered[l - group->first].growth - market->growth);
    }
    pull += larger(0, 1 - base) * market->weight;
    double norm = 1 / (1 + mean);
    for (uint64_t l = group->first; l < group->end; l++) {
        const struct delivered_link *of = &delivered[l - group->first];
        double share = link->share[l], need_of = share * market->coefficient;
        double gone = used * link->stock[l];
        link->stock[l] -= gone;
        sums->paid += of->own;
        sums->tariffs += of->tariff;
        sums->used_value += gone * of->price;
        sums->link_cost += need_of * of->price;
        sums->moved += (link->base_share[l] - share) * market->coefficient;
        sums->named_value += need_of * market->value;
        sums->named_premium += need_of * market->premium;
        share *= (1 + of->growth) * norm;
        link->share[l] = share + (of->pull / pull - share) * market->speed;
    }
}

static void use_inputs(struct state *s, const struct shipping_terms *terms, struct run_sums *run,
                       uint32_t f, const struct delivered_link *delivered)
{
    const struct population *p = &s->population;
    struct firm_table *firm = &s->firm;
    uint16_t c = firm->cell[f];
    struct firm_sums sums = {0};
    uint64_t first = p->supplier_first[f], end = p->supplier_first[f + 1];
    run->output += firm->output[f];
    for (uint64_t l = first; l < end;) {
        struct input_group group = input_group_at(&s->link, l, end);
        use_group(s, terms, &group, delivered + (l - first), f, run, &sums);
        l = group.end;
    }
    /* Inputs from the market: opening part, what links gave up, and prices away from one. */
    double market = firm->market_input[f] + sums.moved;
    double market_cost = market + terms->cell_premium[c] - sums.named_premium;
    firm->inputs_used[f] = sums.used_value + firm->output[f] * market_cost;
    firm->unit_input_cost[f] = (sums.link_cost + market_cost) * (1 + s->cell[c].input_tax);
    firm->link_payments[f] = sums.paid;
    firm->tariffs[f] = sums.tariffs;
    /* For the time being the firm's weight in the cell's bill; share_bills makes it an amount. */
    double activity = (firm->planned_output[f] + firm->expected_sales[f]) / 2; /* as orders are */
    firm->market_payments[f] =
        money_max(0, money_round(activity * (market + terms->cell_value[c] - sums.named_value)));
}

static void ship_run(struct state *s, const struct shipping_terms *terms,
                     const struct firm_run *run, struct run_sums *sums,
                     struct delivered_link *delivered, int64_t *trade)
{
    const uint64_t *links = s->population.supplier_first;
    uint32_t f = run->first, last = run->first + run->count;
    trade += (size_t)s->cell[run->cell].region * (size_t)s->cells * TRADE_SUMS;
    while (f < last) {
        uint32_t next = f + 1;
        while (next < last && links[next + 1] - links[f] <= BLOCK_LINKS)
            next++;
        deliver_links(s, terms, links[f], links[next], run->cell, delivered, trade);
        for (uint64_t first = links[f]; f < next; f++)
            use_inputs(s, terms, sums, f, delivered + (links[f] - first));
    }
}

static void book_link_trade(struct state *s, const struct shipping_terms *terms,
                            const struct tally *tally)
{
#pragma omp parallel for schedule(static)
    for (int i = 0; i < s->regions * s->cells; i++) {
        int r = i / s->cells, d = i % s->cells, o = s->cell[d].region;
        int t = (o * s->regions + r) * s->industries + s->cell[d].industry;
        size_t entry = (size_t)i * TRADE_SUMS;
        bool plain = terms->origin[i].plain;
        money value = tally_sum(tally, entry + TRADE_VALUE);
        s->trade.value[t] += value;
        s->trade.quantity[t] += tally_sum(tally, entry + TRADE_QUANTITY);
        s->trade.paid[t] += plain ? value : tally_sum(tally, entry + TRADE_PAID);
        s->trade.tariffs[t] += tally_sum(tally, entry + TRADE_TARIFFS);
        if (o != r)
            s->trade.dollars[t] += plain ? value : tally_sum(tally, entry + TRADE_DOLLARS);
    }
}

static void draw_market_stocks(struct state *s, const struct run_sums *of_cell)
{
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++)
        for (int j = 0; j < s->inputs; j++) {
            int m = c * s->inputs + j;
            double others = of_cell[c].output - of_cell[c].named_output[j];
            double used = s->market.coefficient[m] * fmax(others, 0) + of_cell[c].claims_used[j];
            s->market.used[m] = fmin(used, s->market.stock[m]);
            s->market.stock[m] -= s->market.used[m];
        }
}

/* Shares each cell's bill and tariffs out over its firms by the weights that ship_firm left. */
static void share_bills(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    uint64_t *of_run = arena_array(&s->scratch, uint64_t, p->runs);
    uint64_t *before = arena_array(&s->scratch, uint64_t, p->runs);
    uint64_t *weights = arena_array(&s->scratch, uint64_t, (size_t)s->cells);
    money *bill = arena_array(&s->scratch, money, (size_t)s->cells * 2);
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++) {
        of_run[n] = 0;
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
            of_run[n] += (uint64_t)s->firm.market_payments[f];
    }
    cell_running_totals(s, of_run, before, weights);
    for (int c = 0; c < s->cells; c++) {
        bill[2 * c] = bill[2 * c + 1] = 0;
        for (int j = 0; j < s->inputs; j++) {
            bill[2 * c] += s->market.paid[c * s->inputs + j];
            bill[2 * c + 1] += s->market.tariffs[c * s->inputs + j];
        }
    }
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++) {
        int c = p->run[n].cell;
        struct money_share payments = money_share_of(bill[2 * c], weights[c]);
        struct money_share tariffs = money_share_of(bill[2 * c + 1], weights[c]);
        uint64_t running = before[n];
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
            uint64_t weight = (uint64_t)s->firm.market_payments[f];
            s->firm.market_payments[f] = money_share_part(&payments, running, weight);
            s->firm.tariffs[f] += money_share_part(&tariffs, running, weight);
            running += weight;
        }
    }
    arena_reset(&s->scratch, mark);
}

void shipping(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch), cells = (size_t)s->cells;
    struct shipping_terms terms = shipping_terms(s);
    size_t room = s->links_most + BLOCK_LINKS;
    struct delivered_link *delivered =
        arena_array(&s->scratch, struct delivered_link, room * (size_t)omp_get_max_threads());
    struct tally trade = tally_open(&s->scratch, (size_t)s->regions * cells * TRADE_SUMS);
    struct run_sums *of_run = arena_array(&s->scratch, struct run_sums, p->runs);
    struct run_sums *of_cell = arena_array(&s->scratch, struct run_sums, cells);
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&trade);
#pragma omp for schedule(dynamic, 16)
        for (uint32_t n = 0; n < p->runs; n++) {
            memset(&of_run[n], 0, sizeof of_run[n]);
            ship_run(s, &terms, &p->run[n], &of_run[n],
                     delivered + room * (size_t)omp_get_thread_num(), mine);
        }
    }
    cell_sums(s, &of_run->output, (int)(sizeof *of_run / sizeof(double)), &of_cell->output);
    draw_market_stocks(s, of_cell);
    book_link_trade(s, &terms, &trade);
    arena_reset(&s->scratch, mark);
    share_bills(s);
}
