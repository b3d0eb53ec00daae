#include "output/trace.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/trace_parts.h"

/* More values than this in one column are not read: a trace is kept in memory. */
enum { VALUES_MAX = 1 << 27, PLACES_MAX = 512 };

/* Where the value of (a, b, c) lies in a row of a group, whatever the order of its dimensions. */
struct layout {
    uint64_t stride[3], size[3];
    int dimension[3];
};

static bool find_layout(const struct reader_group *group, const char *const *names, int count,
                        struct layout *layout)
{
    if (group->dimension_count != count)
        return false;
    for (int i = 0; i < count; i++) {
        layout->dimension[i] = -1;
        for (int d = 0; d < count; d++)
            if (strcmp(group->dimensions[d].name, names[i]) == 0)
                layout->dimension[i] = d;
        if (layout->dimension[i] < 0)
            return false;
        layout->size[i] = group->dimensions[layout->dimension[i]].size;
        layout->stride[i] = 1;
        for (int d = layout->dimension[i] + 1; d < count; d++)
            layout->stride[i] *= group->dimensions[d].size;
    }
    return true;
}

static void label(const struct reader_dimension *dimension, uint64_t place, char text[TRACE_CODE])
{
    if (dimension->labels != NULL && dimension->labels[place] != NULL)
        snprintf(text, TRACE_CODE, "%.*s", TRACE_CODE - 1, dimension->labels[place]);
    else
        snprintf(text, TRACE_CODE, "%llu", (unsigned long long)place);
}

static bool same_labels(const struct reader_dimension *dimension, char (*codes)[TRACE_CODE],
                        int count)
{
    if (dimension->size != (uint64_t)count)
        return false;
    for (int i = 0; i < count; i++) {
        char text[TRACE_CODE];
        label(dimension, (uint64_t)i, text);
        if (strcmp(text, codes[i]) != 0)
            return false;
    }
    return true;
}

/* All records of a column over time, or NULL: without it, with odd shapes, or too large. */
static double *read_column(struct reader *reader, const struct reader_group *group,
                           const char *name, struct error *err)
{
    const struct reader_column *column = group != NULL ? reader_column(group, name) : NULL;
    if (column == NULL || !column->has_time || group->records == 0 || group->rows == 0 ||
        group->records > VALUES_MAX / group->rows)
        return NULL;
    double *values = malloc(group->records * group->rows * sizeof *values);
    if (values != NULL && !reader_all(reader, group, name, values, err)) {
        free(values);
        return NULL;
    }
    return values;
}

static size_t place(const struct trace *trace, int region, int industry)
{
    int r = region == TRACE_ALL ? trace->regions : region;
    int k = industry == TRACE_ALL ? trace->industries : industry;
    return (size_t)r * (size_t)(trace->industries + 1) + (size_t)k;
}

const double *trace_output(const struct trace *trace, int region, int industry)
{
    return trace->output + place(trace, region, industry) * trace->records;
}

const double *trace_lost(const struct trace *trace, int region, int industry, int cause)
{
    return trace->lost + (place(trace, region, industry) * (size_t)trace->causes + (size_t)cause) *
                             trace->records;
}

uint64_t trace_at(const double *days, uint64_t count, double day)
{
    uint64_t low = 0, high = count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (days[middle] <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

/* Adds cells to the sums of their region, their industry and the world. */
static void add_to_sums(const struct trace *trace, double *series, int parts)
{
    uint64_t n = trace->records;
    size_t each = (size_t)parts * n;
    for (int r = 0; r < trace->regions; r++)
        for (int k = 0; k < trace->industries; k++) {
            const double *cell = series + place(trace, r, k) * each;
            double *sums[] = {series + place(trace, r, TRACE_ALL) * each,
                              series + place(trace, TRACE_ALL, k) * each,
                              series + place(trace, TRACE_ALL, TRACE_ALL) * each};
            for (size_t i = 0; i < each; i++)
                for (int s = 0; s < 3 && isfinite(cell[i]); s++)
                    sums[s][i] += cell[i];
        }
}

static double *series_new(const struct trace *trace, int parts)
{
    size_t cells = (size_t)(trace->regions + 1) * (size_t)(trace->industries + 1);
    return calloc(cells * (size_t)parts * trace->records + 1, sizeof(double));
}

/* Goods and power can be critical inputs, services cannot (docs/model/production.md). */
static void read_goods(struct trace *trace)
{
    static const char PREFIX[] = "world.goods.";
    char **names = NULL, **values = NULL;
    uint64_t count = 0, length = 0;
    if (!reader_texts(trace->reader, "parameter/parameter", &names, &count, NULL))
        count = 0;
    if (!reader_texts(trace->reader, "parameter/value", &values, &length, NULL))
        length = 0;
    for (uint64_t i = 0; i < count && i < length; i++) {
        if (strncmp(names[i], PREFIX, sizeof PREFIX - 1) != 0)
            continue;
        int k = trace_industry(trace, names[i] + sizeof PREFIX - 1);
        if (k >= 0)
            trace->goods[k] = strcmp(values[i], "0") != 0 || trace->industry[k][0] == 'D';
    }
    reader_texts_free(names, count);
    reader_texts_free(values, length);
}

static bool read_labels(struct trace *trace, const struct reader_group *group,
                        const struct layout *layout, struct error *err)
{
    const struct reader_dimension *regions = &group->dimensions[layout->dimension[0]];
    const struct reader_dimension *industries = &group->dimensions[layout->dimension[1]];
    if (regions->size == 0 || industries->size == 0 || regions->size > PLACES_MAX ||
        industries->size > PLACES_MAX)
        return fail(err, ERROR_FILE, "%s: the table industry has %llu regions and %llu industries",
                    trace->reader->path, (unsigned long long)regions->size,
                    (unsigned long long)industries->size);
    trace->regions = (int)regions->size, trace->industries = (int)industries->size;
    trace->region = calloc(regions->size, sizeof *trace->region);
    trace->industry = calloc(industries->size, sizeof *trace->industry);
    trace->goods = calloc(industries->size, sizeof *trace->goods);
    if (trace->region == NULL || trace->industry == NULL || trace->goods == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the trace");
    for (uint64_t r = 0; r < regions->size; r++)
        label(regions, r, trace->region[r]);
    for (uint64_t k = 0; k < industries->size; k++) {
        label(industries, k, trace->industry[k]);
        trace->goods[k] = true;
    }
    read_goods(trace);
    return true;
}

static bool read_output(struct trace *trace, struct error *err)
{
    static const char *const NAMES[] = {"region", "industry"};
    struct reader *reader = trace->reader;
    const struct reader_group *group = reader_group(reader, "industry");
    struct layout layout;
    if (group == NULL || !find_layout(group, NAMES, 2, &layout))
        return fail(err, ERROR_FILE, "%s: there is no table industry [region, industry]",
                    reader->path);
    if (!read_labels(trace, group, &layout, err))
        return false;
    double *values = read_column(reader, group, "output", err);
    if (values == NULL)
        return fail(err, ERROR_FILE, "%s: the table industry has no output over time to read",
                    reader->path);
    double *fill = read_column(reader, group, "fill_rate", NULL);
    trace->records = group->records;
    trace->days = malloc(group->records * sizeof *trace->days);
    trace->output = series_new(trace, 1);
    trace->fill = fill != NULL ? series_new(trace, 1) : NULL;
    bool made = trace->days != NULL && trace->output != NULL;
    if (made) {
        memcpy(trace->days, group->days, group->records * sizeof *trace->days);
        for (int r = 0; r < trace->regions; r++)
            for (int k = 0; k < trace->industries; k++)
                for (uint64_t t = 0; t < group->records; t++) {
                    size_t from = t * group->rows + (uint64_t)r * layout.stride[0] +
                                  (uint64_t)k * layout.stride[1];
                    size_t to = place(trace, r, k) * group->records + t;
                    trace->output[to] = values[from];
                    if (trace->fill != NULL)
                        trace->fill[to] = fill[from];
                }
        add_to_sums(trace, trace->output, 1);
    }
    free(values), free(fill);
    return made || fail(err, ERROR_MEMORY, "out of memory for the trace");
}

static enum trace_role role_of(const char *cause)
{
    if (strcmp(cause, "demand") == 0)
        return TRACE_DEMAND;
    if (strstr(cause, "input") != NULL)
        return TRACE_INPUT;
    if (strcmp(cause, "labour") == 0)
        return TRACE_LABOUR;
    if (strcmp(cause, "capacity") == 0)
        return TRACE_CAPACITY;
    return strcmp(cause, "damage") == 0 ? TRACE_DAMAGE : TRACE_OTHER;
}

/* Losses by cause at the records of output; a file may lack them. */
static void read_lost(struct trace *trace)
{
    static const char *const NAMES[] = {"region", "industry", "cause"};
    const struct reader_group *group = reader_group(trace->reader, "constraint");
    struct layout at;
    if (group == NULL || !find_layout(group, NAMES, 3, &at) || at.size[2] == 0 ||
        at.size[2] > TRACE_CAUSES ||
        !same_labels(&group->dimensions[at.dimension[0]], trace->region, trace->regions) ||
        !same_labels(&group->dimensions[at.dimension[1]], trace->industry, trace->industries))
        return;
    double *values = read_column(trace->reader, group, "output_lost", NULL);
    if (values == NULL)
        return;
    trace->causes = (int)at.size[2];
    for (int c = 0; c < trace->causes; c++) {
        label(&group->dimensions[at.dimension[2]], (uint64_t)c, trace->cause[c]);
        trace->cause_role[c] = role_of(trace->cause[c]);
    }
    trace->lost = series_new(trace, trace->causes);
    for (int r = 0; r < trace->regions && trace->lost != NULL; r++)
        for (int k = 0; k < trace->industries; k++)
            for (int c = 0; c < trace->causes; c++)
                for (uint64_t t = 0; t < trace->records; t++) {
                    uint64_t record = trace_at(group->days, group->records, trace->days[t]);
                    double value = values[record * group->rows + (uint64_t)r * at.stride[0] +
                                          (uint64_t)k * at.stride[1] + (uint64_t)c * at.stride[2]];
                    trace->lost[(place(trace, r, k) * (size_t)trace->causes + (size_t)c) *
                                    trace->records +
                                t] = isfinite(value) ? fmax(0, value) : 0;
                }
    if (trace->lost != NULL)
        add_to_sums(trace, trace->lost, trace->causes);
    free(values);
}

static void read_trade(struct trace *trace)
{
    static const char *const NAMES[] = {"origin", "destination", "industry"};
    const struct reader_group *group = reader_group(trace->reader, "trade");
    struct layout at;
    if (group == NULL || !find_layout(group, NAMES, 3, &at) ||
        !same_labels(&group->dimensions[at.dimension[0]], trace->region, trace->regions) ||
        !same_labels(&group->dimensions[at.dimension[1]], trace->region, trace->regions) ||
        !same_labels(&group->dimensions[at.dimension[2]], trace->industry, trace->industries))
        return;
    double *values = read_column(trace->reader, group, "quantity", NULL);
    if (values == NULL)
        return;
    trace->trade = malloc(group->records * group->rows * sizeof *trace->trade);
    trace->trade_days = malloc(group->records * sizeof *trace->trade_days);
    if (trace->trade == NULL || trace->trade_days == NULL) {
        free(values), free(trace->trade);
        trace->trade = NULL;
        return;
    }
    trace->trade_records = group->records;
    memcpy(trace->trade_days, group->days, group->records * sizeof *trace->trade_days);
    double *to = trace->trade;
    for (uint64_t t = 0; t < group->records; t++)
        for (uint64_t o = 0; o < at.size[0]; o++)
            for (uint64_t d = 0; d < at.size[1]; d++)
                for (uint64_t k = 0; k < at.size[2]; k++)
                    *to++ = values[t * group->rows + o * at.stride[0] + d * at.stride[1] +
                                   k * at.stride[2]];
    free(values);
}

/* Final uses of the regions at opening prices, at the records of output. */
static void read_uses(struct trace *trace)
{
    static const char *const USES[] = {"consumption", "investment", "government_consumption"};
    static const char *const PRICES[] = {"consumer_prices", "investment_prices", "consumer_prices"};
    static const char *const NAMES[] = {"region"};
    const struct reader_group *group = reader_group(trace->reader, "region");
    struct layout at;
    if (group == NULL || !find_layout(group, NAMES, 1, &at) ||
        !same_labels(&group->dimensions[0], trace->region, trace->regions))
        return;
    for (int u = 0; u < 3; u++) {
        double *values = read_column(trace->reader, group, USES[u], NULL);
        double *prices = read_column(trace->reader, group, PRICES[u], NULL);
        if (values != NULL)
            trace->use[u] = malloc((size_t)trace->regions * trace->records * sizeof(double));
        for (int r = 0; r < trace->regions && trace->use[u] != NULL; r++)
            for (uint64_t t = 0; t < trace->records; t++) {
                size_t from = trace_at(group->days, group->records, trace->days[t]) * group->rows +
                              (uint64_t)r;
                double price = prices != NULL && prices[from] > 0 ? prices[from] : 1;
                trace->use[u][(size_t)r * trace->records + t] = values[from] / price;
            }
        free(values), free(prices);
    }
}

static const char *as_it_is(const char *code)
{
    return code;
}

bool trace_open(struct trace *trace, struct reader *reader, struct error *err)
{
    *trace = (struct trace){.reader = reader, .region_name = as_it_is, .industry_name = as_it_is};
    if (!read_output(trace, err)) {
        trace_close(trace);
        return false;
    }
    read_lost(trace);
    read_trade(trace);
    read_uses(trace);
    if (!trace_read_events(trace, err) || !trace_find_falls(trace, err)) {
        trace_close(trace);
        return false;
    }
    return true;
}

void trace_close(struct trace *trace)
{
    free(trace->region), free(trace->industry), free(trace->days), free(trace->output);
    free(trace->lost), free(trace->fill), free(trace->goods), free(trace->trade_days);
    free(trace->trade), free(trace->event), free(trace->fall);
    for (int u = 0; u < 3; u++)
        free(trace->use[u]);
    *trace = (struct trace){0};
}

static int position(char (*codes)[TRACE_CODE], int count, const char *code)
{
    if (code == NULL || code[0] == '\0')
        return TRACE_ALL;
    for (int i = 0; i < count; i++)
        if (strcmp(codes[i], code) == 0)
            return i;
    return -2;
}

int trace_region(const struct trace *trace, const char *code)
{
    return position(trace->region, trace->regions, code);
}

int trace_industry(const struct trace *trace, const char *code)
{
    return position(trace->industry, trace->industries, code);
}
