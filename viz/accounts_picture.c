#include "viz/accounts_picture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/theme.h"

enum { NODES_SHOWN = 18 };

/* Transactions below this share of all payments are collected. */
#define SMALL_SHARE 0.004

/* What a sector paid (negative) or received in a transaction, of what the selected one took part
 * in: of that, the other side's shares in proportion. */
static double part_of(const struct accounts_table *table, int selected, int s, int k)
{
    double value = table->value[s][k];
    if (selected < 0 || s == selected)
        return value;
    double own = table->value[selected][k], other = 0;
    if (own * value >= 0)
        return 0;
    for (int i = 0; i < table->sectors; i++)
        if (table->value[i][k] * own < 0)
            other += fabs(table->value[i][k]);
    return value * fabs(own) / other;
}

static double size_of(const struct accounts_table *table, int selected, int k)
{
    double paid = 0, received = 0;
    for (int s = 0; s < table->sectors; s++) {
        double value = part_of(table, selected, s, k);
        paid += fmax(0, -value), received += fmax(0, value);
    }
    return fmax(paid, received);
}

/* Which transactions have a node of their own: the largest, in the order of the ledger. */
static int choose_nodes(struct accounts_picture *picture, const struct accounts_table *table,
                        int selected)
{
    double all = 0;
    int nodes = 0, small = 0;
    for (int k = 0; k < table->kinds; k++)
        all += picture->size[k] = size_of(table, selected, k);
    for (int k = 0; k < table->kinds; k++) {
        int larger = 0;
        for (int j = 0; j < table->kinds; j++)
            larger += picture->size[j] > picture->size[k] ||
                      (j < k && picture->size[j] == picture->size[k]);
        picture->small[k] = larger >= NODES_SHOWN || picture->size[k] < SMALL_SHARE * all;
        if (picture->size[k] <= 0)
            picture->small[k] = false;
        else if (picture->small[k])
            small++;
        else
            picture->kind[nodes++] = k;
    }
    if (small > 0)
        picture->kind[nodes++] = -1;
    return nodes;
}

static void write_dollars(char text[static 32], double value)
{
    format_dollars(text, value);
}

/* What sectors paid and received by node. */
static void add_up(const struct accounts_picture *picture, const struct accounts_table *table,
                   int selected, double (*paid)[SANKEY_NODES], double (*received)[SANKEY_NODES])
{
    for (int n = 0; n < picture->sankey.nodes; n++)
        for (int k = 0; k < table->kinds; k++) {
            bool here = picture->kind[n] < 0 ? picture->small[k] : k == picture->kind[n];
            for (int s = 0; here && s < table->sectors; s++) {
                double value = part_of(table, selected, s, k);
                paid[s][n] += fmax(0, -value);
                received[s][n] += fmax(0, value);
            }
        }
}

void accounts_picture_make(struct accounts_picture *picture, const struct accounts_table *table,
                           int selected)
{
    struct sankey *sankey = &picture->sankey;
    memset(picture, 0, sizeof *picture);
    sankey->ends = table->sectors;
    sankey->nodes = choose_nodes(picture, table, selected);
    sankey->selected = selected;
    sankey->write = write_dollars;
    for (int s = 0; s < table->sectors; s++) {
        sankey->end_name[s] = accounts_name(picture->name[s], table->sector[s]);
        sankey->colour[s] = theme_sector(table->sector[s], (uint64_t)s);
    }
    add_up(picture, table, selected, sankey->paid, sankey->received);
    for (int n = 0; n < sankey->nodes; n++) {
        int small = 0;
        for (int k = 0; k < table->kinds; k++)
            small += picture->small[k];
        if (picture->kind[n] >= 0)
            accounts_name(picture->node_name[n], table->kind[picture->kind[n]]);
        else
            snprintf(picture->node_name[n], ACCOUNTS_LABEL, "%d other", small);
        sankey->node_name[n] = picture->node_name[n];
    }
}

/* --- against another run -------------------------------------------------------------------- */

/* A round share that most differences stay below: three times their mean, weighted by size. */
static double colour_limit(const struct accounts_picture *picture)
{
    static const double ROUND[] = {0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01,
                                   0.02,   0.05,   0.1,    0.2,   0.5,   1};
    const struct sankey *sankey = &picture->sankey;
    double all = 0, difference = 0;
    for (int e = 0; e < sankey->ends; e++)
        for (int n = 0; n < sankey->nodes; n++) {
            all += sankey->paid[e][n] + sankey->received[e][n];
            difference += fabs(sankey->paid[e][n] - picture->paid[e][n]) +
                          fabs(sankey->received[e][n] - picture->received[e][n]);
        }
    size_t i = 0;
    while (i + 1 < sizeof ROUND / sizeof *ROUND && all > 0 && ROUND[i] < 3 * difference / all)
        i++;
    return ROUND[i];
}

static uint32_t colour_of_change(double mine, double theirs, double limit)
{
    double change = theirs > 0 ? mine / theirs - 1 : mine > 0 ? limit : 0;
    return theme_diverging_mark(change / limit);
}

static double sum_of(double (*values)[SANKEY_NODES], const struct sankey *sankey, int end, int node)
{
    double sum = 0;
    for (int e = 0; e < sankey->ends; e++)
        for (int n = 0; n < sankey->nodes; n++)
            sum += (end < 0 || e == end) && (node < 0 || n == node) ? values[e][n] : 0;
    return sum;
}

/* Widths are of the first run; notes and colours say how it differs from the other. */
void accounts_picture_compare(struct accounts_picture *picture, const struct accounts_table *theirs,
                              int selected)
{
    struct sankey *sankey = &picture->sankey;
    picture->differs = true;
    add_up(picture, theirs, selected, picture->paid, picture->received);
    picture->limit = colour_limit(picture);
    sankey->wide_nodes = true;
    for (int e = 0; e < sankey->ends; e++)
        for (int n = 0; n < sankey->nodes; n++) {
            sankey->band[0][e][n] =
                colour_of_change(sankey->paid[e][n], picture->paid[e][n], picture->limit);
            sankey->band[1][e][n] =
                colour_of_change(sankey->received[e][n], picture->received[e][n], picture->limit);
        }
    for (int n = 0; n < sankey->nodes; n++)
        sankey->node_note[n] =
            accounts_change(picture->node_note[n], sum_of(sankey->paid, sankey, -1, n),
                            sum_of(picture->paid, sankey, -1, n));
    for (int e = 0; e < sankey->ends; e++)
        for (int right = 0; right < 2; right++) {
            double mine = sum_of(right ? sankey->received : sankey->paid, sankey, e, -1);
            double other = sum_of(right ? picture->received : picture->paid, sankey, e, -1);
            accounts_signed(picture->end_note[right][e], mine - other);
            sankey->end_note[right][e] = picture->end_note[right][e];
        }
}
