/* What a firm holds of an input: the links of an input lie side by side.
 *
 * The market part of an input is held by the cell in common: a firm's claim on it is in
 * proportion to its need,
 *
 *     claim = (1 - sum of the links' shares) a y* cover,    cover = stock / need of the cell
 */
#ifndef KEIRETSU_AGENTS_INPUT_GROUPS_H
#define KEIRETSU_AGENTS_INPUT_GROUPS_H

#include "agents/state.h"
#include "core/extremes.h"

struct input_group {
    uint64_t first, end; /* links */
    int input;
    double share, stock; /* sums over the links */
};

/* The group that begins at link `first` of a firm whose links end at `end`. */
static inline struct input_group input_group_at(const struct link_table *link, uint64_t first,
                                                uint64_t end)
{
    struct input_group group = {.first = first, .end = first, .input = link->input[first]};
    do {
        group.share += link->share[group.end];
        group.stock += link->stock[group.end];
        group.end++;
    } while (group.end < end && link->input[group.end] == group.input);
    return group;
}

/* The firm's claim on the cell's stock of that input. */
static inline double input_group_claim(const struct input_group *group, double coefficient,
                                       double cover, double plan)
{
    double part = 1 - group->share;
    return larger(part, 0) * coefficient * plan * cover;
}

#endif
