/* What firms show on a day: their figures in its record, and the colours of these. */
#include <math.h>

#include "viz/network.h"
#include "viz/network_against.h"
#include "viz/theme.h"

/* Deviation with the deepest colour, in per cent; against another run see network_against.h. */
static double usual_limit(enum network_colour by)
{
    return by == NETWORK_START ? 50 : by == NETWORK_YEAR || by == NETWORK_TREND ? 25 : 100;
}

uint32_t network_colour_of(enum network_colour by, double limit, double value)
{
    if (!isfinite(value))
        return THEME_AXIS;
    if (by == NETWORK_LIMIT)
        /* The first cause is demand: nothing held the firm back. */
        return value < 0.5 ? THEME_AXIS : theme_cause((uint64_t)value);
    if (by == NETWORK_FINANCE)
        return theme_diverging_mark(2 * value - 1);
    return theme_diverging_mark((value - 1) * 100 / limit);
}

/* Colours of values, made once for all firms: the scale has no more steps than can be told apart. */
enum { SHADES = 256 };
struct palette {
    enum network_colour by;
    double limit;    /* per cent */
    double from, to; /* values with the deepest colours */
    uint32_t shade[SHADES + 1];
};

static void make_palette(struct palette *palette, enum network_colour by, double limit)
{
    palette->by = by, palette->limit = limit;
    limit /= 100;
    palette->from = by == NETWORK_FINANCE ? 0 : 1 - limit;
    palette->to = by == NETWORK_FINANCE ? 1 : 1 + limit;
    for (int i = 0; i <= SHADES && by != NETWORK_LIMIT; i++)
        palette->shade[i] = network_colour_of(
            by, palette->limit, palette->from + (palette->to - palette->from) * i / SHADES);
    for (int i = 0; i <= SHADES && by == NETWORK_LIMIT; i++)
        palette->shade[i] = network_colour_of(by, palette->limit, i);
}

static uint32_t shade_of(const struct palette *palette, double value)
{
    if (!isfinite(value))
        return network_colour_of(palette->by, palette->limit, value);
    double at = palette->by == NETWORK_LIMIT
                    ? value
                    : (value - palette->from) * SHADES / (palette->to - palette->from) + 0.5;
    return palette->shade[at > 0 ? at < SHADES ? (int)at : SHADES : 0];
}

double network_radius(const struct network_firm *firm)
{
    double ratio = firm->start > 0 ? (double)firm->now / (double)firm->start : 1;
    ratio = ratio < 0.1 ? 0.1 : ratio > 1.6 ? 1.6 : ratio;
    return (double)firm->radius * sqrt(ratio);
}

static void paint(struct network *network, enum network_colour by)
{
    struct palette palette;
    make_palette(&palette, by, network->limit);
    for (uint64_t i = 0; i < network->firms; i++) {
        struct network_firm *firm = &network->firm[i];
        firm->colour = shade_of(&palette, (double)firm->value);
        network->dot[i].colour =
            (firm->colour & ~NETWORK_INSOLVENT) | (firm->administration ? NETWORK_INSOLVENT : 0);
        network->dot[i].radius = (float)network_radius(firm);
    }
    network->dark = theme_is_dark();
    network->version++;
}

/* The columns of a record that are shown; NULL for one that there is not. */
struct figures {
    const double *output, *administration, *base, *value, *under;
    double exponent; /* of base over start, which the trend goes on with; NaN where it is unknown */
};

/* False while some of it is being read. */
static bool ask(struct playback *playback, uint64_t record, uint64_t base, enum network_colour by,
                struct figures *figures)
{
    const struct {
        const char *column;
        uint64_t record;
        const double **values;
    } COLUMNS[] = {
        {"output", record, &figures->output},
        {"administration", record, &figures->administration},
        {by == NETWORK_YEAR || by == NETWORK_TREND ? "output" : NULL, base, &figures->base},
        {by == NETWORK_LIMIT     ? "constraint"
         : by == NETWORK_FINANCE ? "equity"
                                 : NULL,
         record, &figures->value},
        {by == NETWORK_FINANCE ? "capital" : NULL, record, &figures->under},
    };
    bool all = true; /* of what is asked for, all is asked for at once */
    for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++) {
        *COLUMNS[i].values = NULL;
        if (COLUMNS[i].column &&
            playback_record(playback, "firm", COLUMNS[i].column, COLUMNS[i].record,
                            COLUMNS[i].values) == PLAYBACK_READING)
            all = false;
    }
    return all;
}

/* Growth from the start to `base` took so long, and goes on until `record`. A year is the least
 * that a trend is made of. */
static double exponent_of(const struct network *network, const struct reader_group *group,
                          uint64_t record, uint64_t base)
{
    double took = group->days[base] - group->days[network->first_record];
    return took >= 357 ? (group->days[record] - group->days[base]) / took : NAN;
}

static double value_of(const struct network_firm *firm, const struct figures *figures,
                       enum network_colour by)
{
    double under, start = (double)firm->start;
    switch (by) {
    case NETWORK_START:
        return firm->start > 0 ? (double)firm->now / (double)firm->start : NAN;
    case NETWORK_YEAR:
        under = figures->base ? figures->base[firm->row] : 0;
        return under > 0 ? (double)firm->now / under : NAN;
    case NETWORK_TREND:
        under = figures->base ? figures->base[firm->row] : 0;
        return under > 0 && start > 0 && isfinite(figures->exponent)
                   ? (double)firm->now / (under * pow(under / start, figures->exponent))
                   : NAN;
    case NETWORK_LIMIT:
        return figures->value ? figures->value[firm->row] : NAN;
    case NETWORK_FINANCE:
        under = figures->under ? figures->under[firm->row] : 0;
        return figures->value && under > 0 ? figures->value[firm->row] / under : NAN;
    default:
        return NAN;
    }
}

/* Equity is reckoned in the first step: before it, it is zero everywhere. */
static bool all_zero(const struct network *network, const double *values)
{
    for (uint64_t row = 0; row < network->rows; row++)
        if (values[row] != 0)
            return false;
    return true;
}

static void take(struct network *network, struct figures figures, enum network_colour by,
                 const struct network_against *against)
{
    bool known = network->record >= network->first_record;
    if (by == NETWORK_FINANCE && figures.value && all_zero(network, figures.value))
        figures.value = NULL;
    for (uint64_t c = 0; c < network->cells; c++) {
        struct network_sum sum = {.there = network_against_cell(against, c)};
        for (uint64_t i = network->first[c]; i < network->first[c + 1]; i++) {
            struct network_firm *firm = &network->firm[i];
            double output = figures.output ? figures.output[firm->row] : 0;
            firm->now = isfinite(output) && output > 0 ? (float)output : 0;
            firm->administration = figures.administration && figures.administration[firm->row] > 0;
            if (by != NETWORK_AGAINST)
                firm->value = known ? (float)value_of(firm, &figures, by) : NAN;
            sum.firms++;
            sum.administration += firm->administration;
            sum.start += (double)firm->start;
            sum.now += (double)firm->now;
        }
        network->sum[c] = sum;
        if (by == NETWORK_AGAINST)
            for (uint64_t i = network->first[c]; i < network->first[c + 1]; i++)
                network->firm[i].value =
                    known ? (float)network_against_value(against, &network->firm[i], &sum) : NAN;
    }
}

bool network_update(struct network *network, struct playback *playback, double day,
                    enum network_colour by, const struct network_against *against)
{
    const struct reader_group *group = playback_group(playback, "firm");
    if (!network->ready || !group || group->records == 0)
        return false;
    uint64_t record = playback_at(group->days, group->records, day);
    uint64_t there = network_against_version(against);
    bool same = network->read && network->record == record && network->by == by &&
                network->against == there;
    if (same && network->dark == theme_is_dark())
        return true;
    if (!same) {
        /* What was asked for first is shown first: while time passes faster than the file can be
         * read, there is always something new on the screen. */
        if (network->wanted > 0 && network->wanted <= group->records)
            record = network->wanted - 1;
        uint64_t base = playback_at(group->days, group->records, group->days[record] - 364);
        base = base < network->first_record ? network->first_record : base;
        struct figures figures = {0};
        if (!ask(playback, record, base, by, &figures)) {
            network->wanted = record + 1;
            return network->read;
        }
        network->wanted = 0;
        figures.exponent = exponent_of(network, group, record, base);
        network->base = base, network->record = record;
        take(network, figures, by, against);
        network->by = by, network->against = there;
        bool found = by == NETWORK_AGAINST && against && against->limit > 0;
        network->limit = found ? against->limit : usual_limit(by);
    }
    paint(network, by);
    network->read = true;
    return true;
}
