/* Events that take something from firms: stocks once, capacity and staff while they last.
 *
 *     stocks    times 1 - v, once; what a cell holds for all its firms by their expected sales
 *     damage    min(1, sum of v * strength) of a firm's capacity
 *     absence   the same of its staff
 *
 * Losses of whole cells are added up by cell, those of chosen firms one by one.
 * Source: scenario input. Reads the scenario's events, firm.expected_sales. Writes firm.{damage,
 * absence, finished_stock}, link.stock, market.stock. No money moves.
 */
#include "agents/event_losses.h"

#include <math.h>

#include "agents/events.h"

/* Expected sales of a run's firms: all, and those that the event hits. */
static void add_sales(const struct state *s, const struct firm_run *run, const uint64_t *firms,
                      double *all, double *hit)
{
    for (uint32_t f = run->first; f < run->first + run->count; f++) {
        *all += s->firm.expected_sales[f];
        *hit += event_hits(firms, f) ? s->firm.expected_sales[f] : 0;
    }
}

/* Stocks that a cell holds for all its firms belong to each by its sales. */
static void lose_market_stock(struct state *s, int c, const uint64_t *firms, double lost)
{
    const struct population *p = &s->population;
    double all = 0, hit = 0;
    if (firms != NULL)
        for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++)
            add_sales(s, &p->run[p->cell_run[n]], firms, &all, &hit);
    double kept = firms == NULL ? 1 - lost : all > 0 ? 1 - lost * hit / all : 1;
    for (int j = 0; j < s->inputs; j++)
        s->market.stock[c * s->inputs + j] *= kept;
}

void event_lose_stocks(struct state *s, int e)
{
    const struct population *p = &s->population;
    const struct event *event = &s->events[e];
    const uint64_t *firms = s->event_firms[e];
    bool inputs = event->kind == EVENT_INPUT_STOCK_LOSS;
    double lost = fmin(1, event_size(s, event)), kept = 1 - lost;
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++) {
        const struct firm_run *run = &p->run[n];
        if (!event_touches(event, &s->cell[run->cell]))
            continue;
        for (uint32_t f = run->first; f < run->first + run->count; f++) {
            if (!event_hits(firms, f))
                continue;
            if (!inputs)
                s->firm.finished_stock[f] *= kept;
            for (uint64_t l = p->supplier_first[f]; inputs && l < p->supplier_first[f + 1]; l++)
                s->link.stock[l] *= kept;
        }
    }
    for (int c = 0; inputs && c < s->cells; c++)
        if (event_touches(event, &s->cell[c]))
            lose_market_stock(s, c, firms, lost);
}

struct event_losses event_losses(struct state *s)
{
    struct event_losses losses = {.damage = arena_array(&s->scratch, double, (size_t)s->cells),
                                  .absence = arena_array(&s->scratch, double, (size_t)s->cells)};
    for (int c = 0; c < s->cells; c++)
        losses.damage[c] = losses.absence[c] = 0;
    return losses;
}

void event_losses_add(const struct state *s, struct event_losses *losses, int e, double size)
{
    const struct event *event = &s->events[e];
    losses->any = true;
    if (size <= 0)
        return;
    if (s->event_firms[e] != NULL) {
        losses->of_firms[losses->chosen].event = e;
        losses->of_firms[losses->chosen++].size = size;
        return;
    }
    double *sum = event->kind == EVENT_LABOUR_LOSS ? losses->absence : losses->damage;
    for (int c = 0; c < s->cells; c++)
        if (event_touches(event, &s->cell[c]))
            sum[c] += size;
}

static void lose_in_run(struct state *s, const struct event_losses *losses,
                        const struct firm_run *run)
{
    struct firm_table *firm = &s->firm;
    for (uint32_t f = run->first; f < run->first + run->count; f++) {
        firm->damage[f] = fmin(1, losses->damage[run->cell]);
        firm->absence[f] = fmin(1, losses->absence[run->cell]);
    }
    for (int i = 0; i < losses->chosen; i++) {
        int e = losses->of_firms[i].event;
        const struct event *event = &s->events[e];
        double *column = event->kind == EVENT_LABOUR_LOSS ? firm->absence : firm->damage;
        if (!event_touches(event, &s->cell[run->cell]))
            continue;
        for (uint32_t f = run->first; f < run->first + run->count; f++)
            if (event_hits(s->event_firms[e], f))
                column[f] = fmin(1, column[f] + losses->of_firms[i].size);
    }
}

void event_losses_set(struct state *s, const struct event_losses *losses)
{
    const struct population *p = &s->population;
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++)
        lose_in_run(s, losses, &p->run[n]);
}
