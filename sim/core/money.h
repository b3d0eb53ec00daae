/* Money is counted: int64_t cents of a region's own currency.
 *
 * A sum of money never depends on the order of its terms. A product is rounded exactly once,
 * here, to the nearest cent (ties to even, the processor's default), and whoever pays and
 * whoever receives use the same rounded number. A total is shared out so that the parts add
 * up to it exactly. Range: |amount| < 9e18 cents; a double holds every amount below 9e15.
 */
#ifndef KEIRETSU_CORE_MONEY_H
#define KEIRETSU_CORE_MONEY_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t money;

static inline money money_round(double amount)
{
    return (money)llrint(amount);
}

static inline money money_scale(money amount, double factor)
{
    return money_round((double)amount * factor);
}

static inline money money_min(money a, money b)
{
    return a < b ? a : b;
}

static inline money money_max(money a, money b)
{
    return a > b ? a : b;
}

/* Amount of currency `from` in currency `to`; rates are units of a currency per US dollar.
 * Equal rates return the amount unchanged. There and back again is not the identity: below 9e15
 * cents it is within one cent where the first step goes into the currency with more units to
 * the dollar, else within half the ratio of the rates, plus one cent. So a payment is converted
 * once, and both sides book what came out. */
static inline money money_convert(money amount, double rate_from, double rate_to)
{
    return rate_from == rate_to ? amount : money_scale(amount, rate_to / rate_from);
}

/* Sharing a total by whole-number weights with one running sum:
 *
 *     part_i = floor(total * C_i / C) - floor(total * C_(i-1) / C),   C_i = w_1 + ... + w_i
 *
 * The parts add up to the total whatever the weights are, each is less than one cent away
 * from its exact value and never negative, and where total == C every part is its own weight.
 * 0 <= total, 0 <= weights, C <= 2^63. With C == 0 nothing is shared out: the caller must not
 * pass a positive total then. */
struct money_share {
    uint64_t whole;    /* floor(total / C) */
    uint64_t fraction; /* floor(2^64 * (total mod C) / C) */
    uint64_t total, weights;
};

struct money_share money_share_of(money total, uint64_t weights);

/* floor(total * running / C), exactly, without a division: the product with the rounded-down
 * fraction is at most one cent low, and the remainder, which then is C or more, tells. */
static inline money money_share_until(const struct money_share *share, uint64_t running)
{
    if (running >= share->weights)
        return (money)share->total;
    uint64_t high = (uint64_t)(((unsigned __int128)running * share->fraction) >> 64);
    uint64_t cents = running * share->whole + high;
    uint64_t remainder = running * share->total - cents * share->weights; /* modulo 2^64 */
    return (money)(cents + (remainder >= share->weights));
}

/* The part of the weight that begins at the running sum `before`. */
static inline money money_share_part(const struct money_share *share, uint64_t before,
                                     uint64_t weight)
{
    return money_share_until(share, before + weight) - money_share_until(share, before);
}

/* Sharing a total by measured weights: each part is total * w_i / sum(w) rounded to the
 * nearest cent; the cents that rounding leaves over or lacks go, one each, to the first parts
 * that it moved the other way. So the parts add up to the total, each is less than one cent
 * away from its exact value, none has another sign than the total, a weight of zero gets
 * nothing, and where all parts are whole numbers already (up to rounding error) they come out
 * as they are. All weights >= 0 and finite; |total| < 9e15, beyond which parts are only as
 * exact as a double, though they still add up. With sum(w) == 0 all parts are 0: the caller
 * must not pass a total then. */
void money_share_measured(money total, const double *weights, size_t count, money *parts);

#endif
