#include "core/money.h"

#include <assert.h>

struct money_share money_share_of(money total, uint64_t weights)
{
    assert(total >= 0);
    assert(weights <= UINT64_C(1) << 63);
    struct money_share share = {.total = (uint64_t)total, .weights = weights};
    if (weights == 0)
        return share;
    share.whole = share.total / weights;
    share.fraction = (uint64_t)(((unsigned __int128)(share.total % weights) << 64) / weights);
    return share;
}

void money_share_measured(money total, const double *weights, size_t count, money *parts)
{
    double sum = 0;
    size_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        assert(weights[i] >= 0 && isfinite(weights[i]));
        sum += weights[i];
        if (weights[i] > weights[largest])
            largest = i;
    }
    money left = total;
    double factor = sum > 0 ? (double)total / sum : 0;
    for (size_t i = 0; i < count; i++) {
        parts[i] = money_round(weights[i] * factor);
        left -= parts[i];
    }
    if (!(sum > 0))
        return;

    /* Rounding moves a part by half a cent at most, so more than |left| parts qualify. */
    for (size_t i = 0; i < count && left != 0; i++) {
        double exact = weights[i] * factor;
        money cent = left > 0 ? 1 : -1;
        if ((exact - (double)parts[i]) * (double)cent > 0) {
            parts[i] += cent;
            left -= cent;
        }
    }
    parts[largest] += left; /* not zero only where a double cannot hold the total */
}
