#include "viz/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viz/network_layout.h"

/* More rows or cells than this are no network that a screen can show. */
enum { CELLS_MOST = 20000 };
static const uint64_t ROWS_MOST = 50000000;

static bool trouble(struct network *network, const char *first, const char *second)
{
    network->trouble = first, network->trouble2 = second;
    return false;
}

static bool reading(struct network *network)
{
    network->reading = true;
    return trouble(network, "Reading the firms", "");
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
    network->dot = calloc(network->rows, sizeof *network->dot);
    network->first = calloc(network->cells + 1, sizeof *network->first);
    network->cell = calloc(network->cells, sizeof *network->cell);
    network->sum = calloc(network->cells, sizeof *network->sum);
    network->region = calloc(network->regions, sizeof *network->region);
    return network->firm && network->place && network->dot && network->first && network->cell &&
           network->sum && network->region;
}

void network_free(struct network *network)
{
    free(network->firm), free(network->place), free(network->dot), free(network->first);
    free(network->cell), free(network->sum), free(network->region);
    memset(network, 0, sizeof *network);
}

/* Firms with a cell; what the file gives for others cannot be placed. */
static void take_cells(struct network *network, const double *cells)
{
    network->firms = 0;
    for (uint64_t row = 0; row < network->rows; row++) {
        double cell = cells[row];
        if (!(cell >= 0 && cell < (double)network->cells))
            continue;
        network->firm[network->firms++] =
            (struct network_firm){.row = (uint32_t)row, .cell = (uint16_t)cell};
    }
}

/* The first record with output: a flow has none in the opening. */
static enum playback_answer take_start(struct network *network, struct playback *playback,
                                       const struct reader_group *group)
{
    for (uint64_t record = 0; record < group->records && record < 3; record++) {
        const double *outputs;
        enum playback_answer answer = playback_record(playback, "firm", "output", record, &outputs);
        if (answer != PLAYBACK_HERE)
            return answer;
        bool any = false;
        for (uint64_t i = 0; i < network->firms; i++) {
            double output = outputs[network->firm[i].row];
            network->firm[i].start = output > 0 && isfinite(output) ? (float)output : 0;
            any = any || network->firm[i].start > 0;
        }
        network->first_record = record;
        network->started = any;
        if (any)
            break;
    }
    return PLAYBACK_HERE;
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
    /* Everything that sizes hang on is asked for first, and waited for. */
    const double *cells;
    const struct reader_group *regions = playback_group(playback, "region");
    bool wants = regions && reader_column(regions, "real_gdp");
    if (wants && !playback_column(playback, "region", "real_gdp") && playback->waiting)
        return reading(network);
    enum playback_answer answer = playback_record(playback, "firm", "cell", 0, &cells);
    if (answer == PLAYBACK_READING)
        return reading(network);
    if (answer == PLAYBACK_NONE)
        return trouble(network, "Nothing to show", "The group /firm has no column \"cell\".");
    network->rows = group->rows;
    if (network->rows > ROWS_MOST || !allocate(network)) {
        network_free(network);
        return trouble(network, "Too many firms", "There is no memory to show them all.");
    }
    take_cells(network, cells);
    answer = take_start(network, playback, group);
    if (answer != PLAYBACK_HERE) {
        network_free(network);
        return answer == PLAYBACK_READING ? reading(network)
                                          : trouble(network, "Nothing to show",
                                                    "The group /firm has no column \"output\".");
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
    for (uint64_t i = 0; i < network->firms; i++)
        network->dot[i] = (struct network_dot){network->firm[i].x, network->firm[i].y,
                                               network->firm[i].radius, 0};
    network->ready = true;
    return true;
}

struct network_sum network_total(const struct network *network, int64_t region, int64_t industry)
{
    struct network_sum total = {.there = NAN};
    for (uint64_t c = 0; c < network->cells; c++) {
        if ((region >= 0 && c / network->industries != (uint64_t)region) ||
            (industry >= 0 && c % network->industries != (uint64_t)industry))
            continue;
        total.firms += network->sum[c].firms;
        total.administration += network->sum[c].administration;
        total.start += network->sum[c].start;
        total.now += network->sum[c].now;
        if (!isnan(network->sum[c].there)) {
            total.there = network->sum[c].there + (isnan(total.there) ? 0 : total.there);
            total.here += network->sum[c].now;
        }
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
