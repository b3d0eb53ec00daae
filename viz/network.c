#include "viz/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viz/network_layout.h"
#include "viz/theme.h"

/* More rows or cells than this are no network that a screen can show. */
enum { CELLS_MOST = 20000 };
static const uint64_t ROWS_MOST = 50000000;

static bool trouble(struct network *network, const char *first, const char *second)
{
    network->trouble = first, network->trouble2 = second;
    return false;
}

/* The group whose dimensions begin with region and industry. */
static bool find_names(struct network *network, const struct playback *playback)
{
    static const char *const GROUPS[] = {"industry", "constraint", "market"};
    for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++) {
        const struct reader_group *group = playback_group(playback, GROUPS[i]);
        int region = group ? playback_dimension(group, "region") : -1;
        int industry = group ? playback_dimension(group, "industry") : -1;
        if (region < 0 || industry < 0)
            continue;
        network->names = group;
        network->region_dimension = region, network->industry_dimension = industry;
        network->regions = group->dimensions[region].size;
        network->industries = group->dimensions[industry].size;
        if (network->regions == 0 || network->industries == 0 ||
            network->regions > CELLS_MOST / network->industries)
            return false;
        network->cells = network->regions * network->industries;
        return true;
    }
    return false;
}

const char *network_region_code(const struct network *network, uint64_t region,
                                char text[static 24])
{
    return playback_label(network->names, network->region_dimension, region, text);
}

const char *network_industry_code(const struct network *network, uint64_t industry,
                                  char text[static 24])
{
    return playback_label(network->names, network->industry_dimension, industry, text);
}

static bool allocate(struct network *network)
{
    network->firm = calloc(network->rows, sizeof *network->firm);
    network->place = calloc(network->rows, sizeof *network->place);
    network->values = calloc(network->rows, sizeof *network->values);
    network->first = calloc(network->cells + 1, sizeof *network->first);
    network->cell = calloc(network->cells, sizeof *network->cell);
    network->sum = calloc(network->cells, sizeof *network->sum);
    network->region = calloc(network->regions, sizeof *network->region);
    return network->firm && network->place && network->values && network->first && network->cell &&
           network->sum && network->region;
}

void network_free(struct network *network)
{
    free(network->firm), free(network->place), free(network->values), free(network->first);
    free(network->cell), free(network->sum), free(network->region);
    memset(network, 0, sizeof *network);
}

static bool read(struct network *network, struct playback *playback, const char *column,
                 uint64_t record)
{
    const struct reader_group *group = playback_group(playback, "firm");
    return group && playback_read(playback, group, column, record, network->values);
}

/* Firms with a cell; what the file gives for others cannot be placed. */
static void take_cells(struct network *network)
{
    network->firms = 0;
    for (uint64_t row = 0; row < network->rows; row++) {
        double cell = network->values[row];
        if (!(cell >= 0 && cell < (double)network->cells))
            continue;
        network->firm[network->firms++] =
            (struct network_firm){.row = (uint32_t)row, .cell = (uint16_t)cell};
    }
}

/* The first record with output: a flow has none in the opening. */
static bool take_start(struct network *network, struct playback *playback,
                       const struct reader_group *group)
{
    for (uint64_t record = 0; record < group->records && record < 3; record++) {
        if (!read(network, playback, "output", record))
            return false;
        bool any = false;
        for (uint64_t i = 0; i < network->firms; i++) {
            double output = network->values[network->firm[i].row];
            network->firm[i].start = output > 0 && isfinite(output) ? (float)output : 0;
            any = any || network->firm[i].start > 0;
        }
        network->first_record = record;
        network->started = any;
        if (any)
            return true;
    }
    return true;
}

/* Real GDP at the start, else the output of the region's firms. */
static void weigh_regions(const struct network *network, struct playback *playback, double *weight)
{
    const struct playback_column *gdp = playback_column(playback, "region", "real_gdp");
    bool use = gdp && gdp->rows == network->regions && gdp->records > 0;
    uint64_t record = use && gdp->records > 1 ? 1 : 0;
    for (uint64_t r = 0; r < network->regions; r++) {
        weight[r] = use ? gdp->values[record * gdp->rows + r] : 0;
        use = use && weight[r] > 0 && isfinite(weight[r]);
    }
    if (use)
        return;
    memset(weight, 0, network->regions * sizeof *weight);
    for (uint64_t i = 0; i < network->firms; i++)
        weight[network->firm[i].cell / network->industries] += (double)network->firm[i].start;
}

bool network_open(struct network *network, struct playback *playback)
{
    network_free(network);
    const struct reader_group *group = playback_group(playback, "firm");
    int dimension = group ? playback_dimension(group, "firm") : -1;
    if (dimension < 0 || group->dimension_count != 1 || group->rows == 0)
        return trouble(network, "No firms in this file",
                       "The network shows the group /firm [time, firm]; see output.firm_every.");
    if (!find_names(network, playback))
        return trouble(network, "No regions and industries in this file",
                       "The network needs the names in the group /industry [time, region, "
                       "industry].");
    if (group->records == 0)
        return trouble(network, "No records yet", "Firms appear as the run goes on.");
    network->rows = group->rows;
    if (network->rows > ROWS_MOST || !allocate(network)) {
        network_free(network);
        return trouble(network, "Too many firms", "There is no memory to show them all.");
    }
    if (!read(network, playback, "cell", 0)) {
        network_free(network);
        return trouble(network, "Nothing to show", "The group /firm has no column \"cell\".");
    }
    take_cells(network);
    if (!take_start(network, playback, group)) {
        network_free(network);
        return trouble(network, "Nothing to show", "The group /firm has no column \"output\".");
    }
    double *weight = calloc(network->regions, sizeof *weight);
    if (weight)
        weigh_regions(network, playback, weight);
    bool good = weight && network->firms > 0 && network_lay_out(network, weight);
    free(weight);
    if (!good) {
        network_free(network);
        return trouble(network, "Nothing to show", "No firm of /firm has a cell of /industry.");
    }
    network->ready = true;
    return true;
}

double network_limit(enum network_colour by)
{
    return by == NETWORK_START ? 50 : by == NETWORK_YEAR ? 25 : 100;
}

uint32_t network_colour_of(enum network_colour by, double value)
{
    if (!isfinite(value))
        return THEME_AXIS;
    if (by == NETWORK_LIMIT)
        /* The first cause is demand: nothing held the firm back. */
        return value < 0.5 ? THEME_AXIS : theme_cause((uint64_t)value);
    if (by == NETWORK_FINANCE)
        return theme_diverging_mark(2 * value - 1);
    return theme_diverging_mark((value - 1) * 100 / network_limit(by));
}

/* Another column of the record, into a field by way of `values`. */
static void take_values(struct network *network, struct playback *playback, uint64_t record,
                        enum network_colour by)
{
    bool output = by == NETWORK_START || by == NETWORK_YEAR;
    bool good = by == NETWORK_START;
    if (by == NETWORK_YEAR)
        good = read(network, playback, "output", network->base);
    if (by == NETWORK_LIMIT)
        good = read(network, playback, "constraint", record) && record >= network->first_record;
    if (by == NETWORK_FINANCE)
        good = read(network, playback, "equity", record) && record >= network->first_record;
    for (uint64_t i = 0; i < network->firms; i++) {
        struct network_firm *firm = &network->firm[i];
        double value = by == NETWORK_START ? (double)firm->start : network->values[firm->row];
        if (output)
            value = value > 0 && record >= network->first_record ? (double)firm->now / value
                                                                 : (double)NAN;
        firm->value = good ? (float)value : NAN;
    }
    if (by != NETWORK_FINANCE || !good)
        return;
    bool any = false; /* equity is reckoned in the first step */
    for (uint64_t i = 0; i < network->firms; i++)
        any = any || network->firm[i].value != 0;
    good = read(network, playback, "capital", record) && any;
    for (uint64_t i = 0; i < network->firms; i++) {
        struct network_firm *firm = &network->firm[i];
        double capital = network->values[firm->row];
        firm->value = good && capital > 0 ? (float)((double)firm->value / capital) : NAN;
    }
}

static void add_up(struct network *network)
{
    for (uint64_t c = 0; c < network->cells; c++) {
        struct network_sum sum = {0};
        for (uint64_t i = network->first[c]; i < network->first[c + 1]; i++) {
            const struct network_firm *firm = &network->firm[i];
            sum.firms++;
            sum.administration += firm->administration;
            sum.start += (double)firm->start;
            sum.now += (double)firm->now;
        }
        network->sum[c] = sum;
    }
}

bool network_update(struct network *network, struct playback *playback, double day,
                    enum network_colour by)
{
    const struct reader_group *group = playback_group(playback, "firm");
    if (!network->ready || !group || group->records == 0)
        return false;
    uint64_t record = playback_at(group->days, group->records, day);
    uint64_t base = playback_at(group->days, group->records, group->days[record] - 364);
    base = base < network->first_record ? network->first_record : base;
    bool same = network->read && network->record == record && network->by == by;
    if (same && network->dark == theme_is_dark())
        return true;
    if (!same) {
        network->base = base;
        bool good = read(network, playback, "output", record);
        for (uint64_t i = 0; i < network->firms; i++) {
            double output = network->values[network->firm[i].row];
            network->firm[i].now = good && isfinite(output) ? (float)fmax(0, output) : 0;
        }
        good = read(network, playback, "administration", record);
        for (uint64_t i = 0; i < network->firms; i++)
            network->firm[i].administration = good && network->values[network->firm[i].row] > 0;
        take_values(network, playback, record, by);
        add_up(network);
    }
    for (uint64_t i = 0; i < network->firms; i++)
        network->firm[i].colour = network_colour_of(by, (double)network->firm[i].value);
    network->record = record, network->by = by;
    network->read = true, network->dark = theme_is_dark();
    return true;
}

struct network_sum network_total(const struct network *network, int64_t region, int64_t industry)
{
    struct network_sum total = {0};
    for (uint64_t c = 0; c < network->cells; c++) {
        if ((region >= 0 && c / network->industries != (uint64_t)region) ||
            (industry >= 0 && c % network->industries != (uint64_t)industry))
            continue;
        total.firms += network->sum[c].firms;
        total.administration += network->sum[c].administration;
        total.start += network->sum[c].start;
        total.now += network->sum[c].now;
    }
    return total;
}

static int64_t circle_at(const struct network_circle *circles, uint64_t count, double x, double y)
{
    for (uint64_t i = 0; i < count; i++)
        if (circles[i].radius > 0 && hypot(x - circles[i].x, y - circles[i].y) <= circles[i].radius)
            return (int64_t)i;
    return -1;
}

int64_t network_cell_at(const struct network *network, double x, double y)
{
    return circle_at(network->cell, network->cells, x, y);
}

int64_t network_region_at(const struct network *network, double x, double y)
{
    return circle_at(network->region, network->regions, x, y);
}

/* The circles of the cells are the index: only the firms of the one under the place are tried. */
int64_t network_firm_at(const struct network *network, double x, double y, double slack)
{
    int64_t cell = network_cell_at(network, x, y), best = -1;
    double nearest = slack;
    if (cell < 0)
        return -1;
    for (uint64_t i = network->first[cell]; i < network->first[cell + 1]; i++) {
        const struct network_firm *firm = &network->firm[i];
        double away = hypot(x - (double)firm->x, y - (double)firm->y) - (double)firm->radius;
        if (away < nearest) {
            nearest = away;
            best = (int64_t)i;
        }
    }
    return best;
}
