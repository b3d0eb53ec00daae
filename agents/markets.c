/* Markets: what a supplier cell sold in the market, and who pays how much for it.
 *
 * The sellers' receipts are whole cents, firm by firm: round(price * quantity). Their sum in a
 * cell is shared out over its buyers, customer cells and final users, in proportion to what each
 * receives, so that every seller is paid exactly and nothing is left in between. Buyers abroad
 * pay in their own currency: converted once, rounded once, in one place (trade). Goods bought by
 * cells leave on the route's ring; final users take theirs at once.
 *
 * Source: clearing pools by our own design (docs/model/books.md).
 * Reads   firm.{price, market_delivered}, sourcing.delivered, final_sourcing.delivered, exchange
 * rates. Writes firm.market_receipts, sourcing.payment, final_sourcing.{payment, paid, tariffs},
 * market.{paid, tariffs, delivered,
 * transit, price}, market_shipment, trade, industry.market_sales.
 * Keeps   payments of a cell's buyers add up to its sellers' receipts.
 */
#include "agents/cell_sums.h"
#include "agents/final_demand.h"
#include "agents/rules.h"

static void book_trade(struct state *s, int d, int r, money payment, money paid, double quantity)
{
    int o = s->cell[d].region;
    int t = (o * s->regions + r) * s->industries + s->cell[d].industry;
    s->trade.value[t] += payment;
    s->trade.paid[t] += paid;
    if (o != r)
        s->trade.dollars[t] += money_convert(payment, s->region.exchange_rate[o], 1);
    s->trade.tariffs[t] += money_scale(paid, s->trade.tariff[t]);
    s->trade.quantity[t] += money_round(quantity);
}

/* One supplier cell: its rows of sourcing, final_sourcing and trade are its own. */
static void clear_cell(struct state *s, int d, money receipts, double *weights, money *parts)
{
    size_t pairs = (size_t)d * (size_t)s->cells;
    int finals = d * s->regions * FINAL_USES, uses = s->regions * FINAL_USES;
    int o = s->cell[d].region;
    for (int c = 0; c < s->cells; c++)
        weights[c] = s->sourcing.delivered[pairs + (size_t)c];
    for (int i = 0; i < uses; i++)
        weights[s->cells + i] = s->final_sourcing.delivered[finals + i];
    money_share_measured(receipts, weights, (size_t)(s->cells + uses), parts);
    for (int c = 0; c < s->cells; c++) {
        int r = s->cell[c].region;
        s->sourcing.payment[pairs + (size_t)c] = parts[c];
        if (weights[c] > 0)
            book_trade(
                s, d, r, parts[c],
                money_convert(parts[c], s->region.exchange_rate[o], s->region.exchange_rate[r]),
                weights[c]);
    }
    for (int i = 0; i < uses; i++) {
        int r = i / FINAL_USES;
        money paid = money_convert(parts[s->cells + i], s->region.exchange_rate[o],
                                   s->region.exchange_rate[r]);
        s->final_sourcing.payment[finals + i] = parts[s->cells + i];
        s->final_sourcing.paid[finals + i] = paid;
        s->final_sourcing.tariffs[finals + i] = money_scale(
            paid, s->trade.tariff[(o * s->regions + r) * s->industries + s->cell[d].industry]);
        if (weights[s->cells + i] > 0)
            book_trade(s, d, r, parts[s->cells + i], paid, weights[s->cells + i]);
    }
    s->industry.market_sales[d] = receipts;
}

/* One customer cell: what it pays, and what goes on its way. */
static void receive_cell(struct state *s, int c)
{
    struct market_table *market = &s->market;
    int r = s->cell[c].region;
    for (int j = 0; j < s->inputs; j++)
        market->price[c * s->inputs + j] = 0;
    for (int d = 0; d < s->cells; d++) {
        size_t pair = (size_t)d * (size_t)s->cells + (size_t)c;
        struct ring ring = s->market_ring[pair];
        int o = s->cell[d].region, m = c * s->inputs + s->input_of[pair];
        int t = (o * s->regions + r) * s->industries + s->cell[d].industry;
        money paid = money_convert(s->sourcing.payment[pair], s->region.exchange_rate[o],
                                   s->region.exchange_rate[r]);
        market->price[m] += s->sourcing.weight[pair] * final_price(s, d, r);
        market->paid[m] += paid;
        market->tariffs[m] += money_scale(paid, s->trade.tariff[t]);
        if (ring.lag == 0)
            continue;
        double shipped = s->sourcing.delivered[pair];
        market->delivered[m] += shipped;
        market->transit[m] += shipped;
        s->market_shipment.quantity[ring.first + s->clock.step % ring.lag] = shipped;
    }
    for (int j = 0; j < s->inputs; j++)
        if (market->price[c * s->inputs + j] <= 0)
            market->price[c * s->inputs + j] = 1; /* an input that is never bought */
}

void markets(struct state *s)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    size_t buyers = (size_t)(s->cells + s->regions * FINAL_USES);
    int64_t *of_run = arena_array(&s->scratch, int64_t, p->runs);
    int64_t *receipts = arena_array(&s->scratch, int64_t, (size_t)s->cells);
    double *weights = arena_array(&s->scratch, double, (size_t)s->cells *buyers);
    money *parts = arena_array(&s->scratch, money, (size_t)s->cells * buyers);
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++) {
        of_run[n] = 0;
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
            s->firm.market_receipts[f] =
                money_round(s->firm.price[f] * s->firm.market_delivered[f]);
            of_run[n] += s->firm.market_receipts[f];
        }
    }
    cell_totals(s, of_run, 1, receipts);
#pragma omp parallel for schedule(static)
    for (int d = 0; d < s->cells; d++)
        clear_cell(s, d, receipts[d], weights + (size_t)d * buyers, parts + (size_t)d * buyers);
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++)
        receive_cell(s, c);
    arena_reset(&s->scratch, mark);
}
