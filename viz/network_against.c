#include "viz/network_against.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void network_against_free(struct network_against *against)
{
    uint64_t version = against->version;
    free(against->cell), free(against->now), free(against->sum);
    *against = (struct network_against){.version = version + 1};
}

uint64_t network_against_version(const struct network_against *against)
{
    return against ? against->version : 0;
}

double network_against_cell(const struct network_against *against, uint64_t cell)
{
    return against && against->read && cell < against->cells ? against->sum[cell] : NAN;
}

double network_against_value(const struct network_against *against, const struct network_firm *firm,
                             const struct network_sum *cell)
{
    if (!against || !against->read)
        return NAN;
    if (!against->same_firms)
        return cell->there > 0 ? cell->now / cell->there : NAN;
    double there = (double)against->now[firm->row];
    return there > 0 ? (double)firm->now / there : NAN;
}

/* Cells of the other run as cells of the network; false without names. */
static bool translate(struct network_against *against, const struct network *network,
                      const double *cells)
{
    static const char *const GROUPS[] = {"industry", "constraint", "market"};
    const struct reader_group *group = NULL;
    int region = -1, industry = -1;
    for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS && !(region >= 0 && industry >= 0); i++) {
        group = playback_group(against->playback, GROUPS[i]);
        region = group ? playback_dimension(group, "region") : -1;
        industry = group ? playback_dimension(group, "industry") : -1;
    }
    if (region < 0 || industry < 0)
        return false;
    uint64_t industries = group->dimensions[industry].size;
    uint64_t count = group->dimensions[region].size * industries;
    int32_t *of = malloc((count + 1) * sizeof *of);
    if (!of)
        return false;
    for (uint64_t c = 0; c < count; c++) {
        int64_t r = playback_match(network->names, network->region_dimension, group, region,
                                   c / industries);
        int64_t k = playback_match(network->names, network->industry_dimension, group, industry,
                                   c % industries);
        of[c] = r < 0 || k < 0 ? -1 : (int32_t)(r * (int64_t)network->industries + k);
    }
    for (uint64_t row = 0; row < against->rows; row++)
        against->cell[row] =
            cells[row] >= 0 && cells[row] < (double)count ? of[(uint64_t)cells[row]] : -1;
    free(of);
    return true;
}

static bool refuse(struct network_against *against, const char *trouble)
{
    against->trouble = trouble;
    return false;
}

/* What never changes. False while it is being read, and with `trouble` for good. */
static bool open_other(struct network_against *against, const struct network *network)
{
    if (against->opened || against->trouble)
        return against->opened;
    const struct reader_group *group = playback_group(against->playback, "firm");
    if (!group || group->rows == 0 || group->records == 0 || group->dimension_count != 1)
        return refuse(against, "the other run has no firms");
    const double *cells;
    enum playback_answer answer = playback_record(against->playback, "firm", "cell", 0, &cells);
    if (answer == PLAYBACK_READING)
        return false;
    against->rows = group->rows, against->cells = network->cells;
    against->cell = malloc(against->rows * sizeof *against->cell);
    against->now = calloc(against->rows, sizeof *against->now);
    against->sum = calloc(against->cells, sizeof *against->sum);
    if (answer == PLAYBACK_NONE || !against->cell || !against->now || !against->sum ||
        !translate(against, network, cells))
        return refuse(against, "the firms of the other run cannot be told apart");
    return against->opened = true;
}

/* Whether the firms are the same, one trait after the other; false while they are being read. */
static bool decide(struct network_against *against, struct playback *own)
{
    const struct reader_group *here = playback_group(own, "firm");
    const struct reader_group *there = playback_group(against->playback, "firm");
    against->same_firms = here->rows == there->rows;
    for (; against->same_firms && against->column < here->column_count; against->column++) {
        const struct reader_column *column = &here->columns[against->column];
        const struct reader_column *other = reader_column(there, column->name);
        if (column->has_time || !other || other->has_time)
            continue;
        const double *left, *right;
        enum playback_answer answers[] = {
            playback_record(own, "firm", column->name, 0, &left),
            playback_record(against->playback, "firm", column->name, 0, &right)};
        if (answers[0] == PLAYBACK_READING || answers[1] == PLAYBACK_READING)
            return false;
        if (answers[0] == PLAYBACK_HERE && answers[1] == PLAYBACK_HERE &&
            memcmp(left, right, here->rows * sizeof *left) != 0)
            against->same_firms = false;
    }
    return true;
}

/* From the outputs of industries, which are small: how far those of the two runs are apart on up to
 * so many days. Firms are twice as far apart. */
static double find_limit(const struct network_against *against, const struct view *view)
{
    enum { DAYS = 60 };
    const double USUAL = 5;
    const struct reader_group *groups[] = {playback_group(view->playback, "industry"),
                                           playback_group(against->playback, "industry")};
    const struct playback_column *columns[] = {
        playback_column(view->playback, "industry", "output"),
        playback_column(against->playback, "industry", "output")};
    for (int i = 0; i < 2; i++)
        if (!columns[i] || !columns[i]->days || columns[i]->records == 0 ||
            groups[i]->dimension_count != 2 || strcmp(groups[i]->dimensions[0].name, "region") != 0)
            return USUAL;
    uint64_t rows = columns[0]->rows, industries = groups[0]->dimensions[1].size;
    uint64_t records = columns[0]->records, count = 0;
    uint64_t step = records / DAYS + 1;
    double *sizes = malloc((rows * (records / step + 1) + 1) * sizeof *sizes);
    for (uint64_t row = 0; row < rows && sizes; row++) {
        int64_t r = playback_match(groups[1], 0, groups[0], 0, row / industries);
        int64_t k = playback_match(groups[1], 1, groups[0], 1, row % industries);
        for (uint64_t t = records; t-- > 0 && r >= 0 && k >= 0;) {
            uint64_t record;
            if (t % step != 0 || !versus_record(columns[1]->days, columns[1]->records,
                                                versus_day(view, columns[0]->days[t]), &record))
                continue;
            double there =
                columns[1]->values[record * columns[1]->rows +
                                   (uint64_t)r * groups[1]->dimensions[1].size + (uint64_t)k];
            double more = 100 * (columns[0]->values[t * rows + row] / there - 1);
            if (there > 0 && isfinite(more))
                sizes[count++] = fabs(more) * (against->same_firms ? 2 : 1);
        }
    }
    double limit = sizes ? versus_limit(sizes, count, 0.5) : USUAL;
    free(sizes);
    return limit;
}

static void update_limit(struct network_against *against, const struct view *view)
{
    uint64_t versions[2] = {view->playback->version + 1, against->playback->version + 1};
    if (memcmp(versions, against->limit_versions, sizeof versions) == 0)
        return;
    memcpy(against->limit_versions, versions, sizeof versions);
    double limit = find_limit(against, view);
    against->version += limit != against->limit;
    against->limit = limit;
}

static void take(struct network_against *against, const double *outputs)
{
    for (uint64_t c = 0; c < against->cells; c++)
        against->sum[c] = NAN;
    for (uint64_t row = 0; row < against->rows; row++) {
        int32_t cell = against->cell[row];
        double output = outputs ? outputs[row] : NAN;
        against->now[row] = (float)output;
        if (!isfinite(output) || cell < 0)
            continue;
        double *sum = &against->sum[cell];
        *sum = (isnan(*sum) ? 0 : *sum) + fmax(0, output);
    }
    against->version++;
    against->read = true;
}

void network_against_update(struct network_against *against, const struct network *network,
                            const struct view *view)
{
    struct playback *playback =
        view->other && view->compare == COMPARE_DIFFERENCE ? view->other->playback : NULL;
    if (against->playback != playback || (against->opened && against->cells != network->cells)) {
        network_against_free(against);
        against->playback = playback;
    }
    if (!playback || !network->ready || !open_other(against, network))
        return;
    if (!against->decided) {
        if (!decide(against, view->playback))
            return;
        against->decided = true;
    }
    update_limit(against, view);
    const struct reader_group *group = playback_group(playback, "firm");
    const double *outputs = NULL;
    uint64_t record;
    double day = versus_day(view, timeline_day(view->timeline));
    bool outside = !versus_record(group->days, group->records, day, &record);
    if (against->read && against->outside == outside && (outside || against->record == record))
        return;
    if (!outside) {
        if (against->wanted > 0 && against->wanted <= group->records)
            record = against->wanted - 1; /* as the network itself: what comes first is shown */
        if (playback_record(playback, "firm", "output", record, &outputs) == PLAYBACK_READING) {
            against->wanted = record + 1;
            return;
        }
    }
    against->wanted = 0;
    against->record = record, against->outside = outside;
    take(against, outputs);
}
