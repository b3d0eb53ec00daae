#include "output/compare.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/reader.h"

struct pair {
    struct reader a, b;
    FILE *out;
    unsigned char *values_a, *values_b; /* a record of the largest column */
    struct error *err;
};

/* What one comparison came to. */
enum verdict { EQUAL, DIFFERENT, UNREADABLE };

/* --- what the files record ----------------------------------------------------------------- */

static bool same_labels(const struct reader_dimension *a, const struct reader_dimension *b)
{
    if (a->labels == NULL || b->labels == NULL)
        return a->labels == b->labels;
    for (uint64_t i = 0; i < a->size; i++)
        if (strcmp(a->labels[i], b->labels[i]) != 0)
            return false;
    return true;
}

static enum verdict compare_dimensions(const struct pair *pair, const struct reader_group *a,
                                       const struct reader_group *b)
{
    if (a->dimension_count != b->dimension_count) {
        fprintf(pair->out, "%s has %d dimensions in %s, %d in %s\n", a->name, a->dimension_count,
                pair->a.path, b->dimension_count, pair->b.path);
        return DIFFERENT;
    }
    for (int d = 0; d < a->dimension_count; d++) {
        const struct reader_dimension *first = &a->dimensions[d], *second = &b->dimensions[d];
        if (strcmp(first->name, second->name) == 0 && first->size == second->size &&
            same_labels(first, second))
            continue;
        fprintf(pair->out,
                "%s has the dimension %s of %" PRIu64 " in %s, %s of %" PRIu64 " in %s%s\n",
                a->name, first->name, first->size, pair->a.path, second->name, second->size,
                pair->b.path, first->size == second->size ? " (with other labels)" : "");
        return DIFFERENT;
    }
    return EQUAL;
}

static enum verdict missing(const struct pair *pair, const struct reader *where,
                            const struct reader_group *group, const char *column)
{
    fprintf(pair->out, "%s%s%s is only in %s\n", group->name, column[0] != '\0' ? "/" : "", column,
            where->path);
    return DIFFERENT;
}

static enum verdict compare_columns(const struct pair *pair, const struct reader_group *a,
                                    const struct reader_group *b)
{
    for (int c = 0; c < a->column_count; c++) {
        const struct reader_column *first = &a->columns[c];
        const struct reader_column *second = reader_column(b, first->name);
        if (second == NULL)
            return missing(pair, &pair->a, a, first->name);
        if (first->type == second->type && first->has_time == second->has_time)
            continue;
        fprintf(pair->out, "%s/%s is %s%s in %s, %s%s in %s\n", a->name, first->name,
                column_type_name(first->type), first->has_time ? "" : " without time", pair->a.path,
                column_type_name(second->type), second->has_time ? "" : " without time",
                pair->b.path);
        return DIFFERENT;
    }
    for (int c = 0; c < b->column_count; c++)
        if (reader_column(a, b->columns[c].name) == NULL)
            return missing(pair, &pair->b, b, b->columns[c].name);
    return EQUAL;
}

static enum verdict compare_structure(const struct pair *pair)
{
    if (strcmp(pair->a.start_date, pair->b.start_date) != 0) {
        fprintf(pair->out, "%s starts on %s, %s on %s\n", pair->a.path, pair->a.start_date,
                pair->b.path, pair->b.start_date);
        return DIFFERENT;
    }
    for (int g = 0; g < pair->a.group_count; g++) {
        const struct reader_group *a = &pair->a.groups[g], *b = reader_group(&pair->b, a->name);
        if (b == NULL)
            return missing(pair, &pair->a, a, "");
        if (compare_dimensions(pair, a, b) != EQUAL || compare_columns(pair, a, b) != EQUAL)
            return DIFFERENT;
    }
    for (int g = 0; g < pair->b.group_count; g++)
        if (reader_group(&pair->a, pair->b.groups[g].name) == NULL)
            return missing(pair, &pair->b, &pair->b.groups[g], "");
    return EQUAL;
}

/* --- values -------------------------------------------------------------------------------- */

static void print_value(FILE *out, enum column_type type, const unsigned char *at)
{
    int64_t integer = 0;
    double number;
    float single;
    switch (type) {
    case COLUMN_real:
        memcpy(&number, at, sizeof number);
        fprintf(out, "%.17g", number);
        break;
    case COLUMN_real32:
        memcpy(&single, at, sizeof single);
        fprintf(out, "%.9g", (double)single);
        break;
    default:
        memcpy(&integer, at, column_type_size(type)); /* little-endian; small types are unsigned */
        fprintf(out, "%" PRId64, integer);
    }
}

static void print_difference(const struct pair *pair, const struct reader_group *group,
                             const struct reader_column *column, uint64_t record)
{
    size_t size = column_type_size(column->type);
    uint64_t row = 0, differing = 0;
    for (uint64_t r = group->rows; r-- > 0;)
        if (memcmp(pair->values_a + r * size, pair->values_b + r * size, size) != 0) {
            row = r;
            differing++;
        }
    char place[512], date[16] = "the opening";
    reader_row_name(group, row, place, sizeof place);
    if (column->has_time)
        reader_date(&pair->a, group->days[record], date);
    fprintf(pair->out, "first difference at %s: %s/%s[%s] is ", date, group->name, column->name,
            place);
    print_value(pair->out, column->type, pair->values_a + row * size);
    fprintf(pair->out, " in %s, ", pair->a.path);
    print_value(pair->out, column->type, pair->values_b + row * size);
    fprintf(pair->out, " in %s (%" PRIu64 " of %" PRIu64 " rows differ)\n", pair->b.path, differing,
            group->rows);
}

static enum verdict compare_record(struct pair *pair, const struct reader_group *a,
                                   const struct reader_group *b, bool has_time, uint64_t record)
{
    for (int c = 0; c < a->column_count; c++) {
        const struct reader_column *column = &a->columns[c];
        if (column->has_time != has_time)
            continue;
        if (!reader_record_raw(&pair->a, a, column->name, record, pair->values_a, pair->err) ||
            !reader_record_raw(&pair->b, b, column->name, record, pair->values_b, pair->err))
            return UNREADABLE;
        if (memcmp(pair->values_a, pair->values_b, a->rows * column_type_size(column->type)) == 0)
            continue;
        print_difference(pair, a, column, record);
        return DIFFERENT;
    }
    return EQUAL;
}

static enum verdict compare_traits(struct pair *pair)
{
    enum verdict verdict = EQUAL;
    for (int g = 0; verdict == EQUAL && g < pair->a.group_count; g++) {
        const struct reader_group *a = &pair->a.groups[g];
        verdict = compare_record(pair, a, reader_group(&pair->b, a->name), false, 0);
    }
    return verdict;
}

static double day_of(const struct reader_group *group, uint64_t record)
{
    return record < group->records ? group->days[record] : (double)INFINITY;
}

static enum verdict missing_record(const struct pair *pair, const struct reader_group *group,
                                   double day_a, double day_b)
{
    char date[16];
    reader_date(&pair->a, fmin(day_a, day_b), date);
    fprintf(pair->out, "first difference at %s: %s is recorded only in %s\n", date, group->name,
            day_a < day_b ? pair->a.path : pair->b.path);
    return DIFFERENT;
}

/* All groups' records in the order of time: `next` is the record that each group is at. */
static enum verdict compare_times(struct pair *pair, uint64_t *next)
{
    for (;;) {
        double now = (double)INFINITY;
        for (int g = 0; g < pair->a.group_count; g++) {
            const struct reader_group *a = &pair->a.groups[g];
            const struct reader_group *b = reader_group(&pair->b, a->name);
            now = fmin(now, fmin(day_of(a, next[g]), day_of(b, next[g])));
        }
        if (isinf(now))
            return EQUAL;
        for (int g = 0; g < pair->a.group_count; g++) {
            const struct reader_group *a = &pair->a.groups[g];
            const struct reader_group *b = reader_group(&pair->b, a->name);
            double day_a = day_of(a, next[g]), day_b = day_of(b, next[g]);
            if (fmin(day_a, day_b) > now)
                continue;
            if (day_a < day_b || day_b < day_a)
                return missing_record(pair, a, day_a, day_b);
            enum verdict verdict = compare_record(pair, a, b, true, next[g]);
            if (verdict != EQUAL)
                return verdict;
            next[g]++;
        }
    }
}

/* --- parameters ---------------------------------------------------------------------------- */

struct parameters {
    char **names, **values;
    uint64_t length;
};

static void read_parameters(struct reader *reader, struct parameters *parameters)
{
    uint64_t names = 0, values = 0;
    *parameters = (struct parameters){0};
    reader_texts(reader, "parameter/parameter", &parameters->names, &names, NULL);
    reader_texts(reader, "parameter/value", &parameters->values, &values, NULL);
    if (names == values) {
        parameters->length = names;
        return;
    }
    reader_texts_free(parameters->names, names);
    reader_texts_free(parameters->values, values);
    *parameters = (struct parameters){0};
}

static void list_parameters(struct pair *pair)
{
    struct parameters a, b;
    read_parameters(&pair->a, &a);
    read_parameters(&pair->b, &b);
    for (uint64_t i = 0; i < a.length; i++) {
        uint64_t at = i; /* files of one version list them in one order */
        if (at >= b.length || strcmp(a.names[i], b.names[at]) != 0)
            for (at = 0; at < b.length && strcmp(a.names[i], b.names[at]) != 0;)
                at++;
        if (at < b.length && strcmp(a.values[i], b.values[at]) != 0)
            fprintf(pair->out, "  parameter %s is %s in %s, %s in %s\n", a.names[i], a.values[i],
                    pair->a.path, b.values[at], pair->b.path);
    }
    struct parameters *const both[] = {&a, &b};
    for (int i = 0; i < 2; i++) {
        reader_texts_free(both[i]->names, both[i]->length);
        reader_texts_free(both[i]->values, both[i]->length);
    }
    char seed_a[64], seed_b[64];
    if (reader_attribute(&pair->a, "seed", seed_a, sizeof seed_a) &&
        reader_attribute(&pair->b, "seed", seed_b, sizeof seed_b) && strcmp(seed_a, seed_b) != 0)
        fprintf(pair->out, "  seed is %s in %s, %s in %s\n", seed_a, pair->a.path, seed_b,
                pair->b.path);
}

/* --- all ----------------------------------------------------------------------------------- */

static enum verdict compare_all(struct pair *pair)
{
    enum verdict verdict = compare_structure(pair);
    if (verdict != EQUAL)
        return verdict;
    uint64_t rows = 1;
    for (int g = 0; g < pair->a.group_count; g++)
        rows = pair->a.groups[g].rows > rows ? pair->a.groups[g].rows : rows;
    uint64_t *next = calloc((size_t)pair->a.group_count + 1, sizeof *next);
    pair->values_a = malloc(rows * column_type_size(COLUMN_money));
    pair->values_b = malloc(rows * column_type_size(COLUMN_money));
    if (next == NULL || pair->values_a == NULL || pair->values_b == NULL) {
        fail(pair->err, ERROR_MEMORY, "out of memory for comparing %s", pair->a.path);
        verdict = UNREADABLE;
    }
    if (verdict == EQUAL)
        verdict = compare_traits(pair);
    if (verdict == EQUAL)
        verdict = compare_times(pair, next);
    free(next);
    free(pair->values_a);
    free(pair->values_b);
    return verdict;
}

bool compare_files(const char *a, const char *b, FILE *out, bool *same, struct error *err)
{
    struct pair pair = {.out = out, .err = err};
    *same = false;
    if (!reader_open(&pair.a, a, err))
        return false;
    if (!reader_open(&pair.b, b, err)) {
        reader_close(&pair.a);
        return false;
    }
    enum verdict verdict = compare_all(&pair);
    if (verdict == DIFFERENT)
        list_parameters(&pair);
    reader_close(&pair.a);
    reader_close(&pair.b);
    *same = verdict == EQUAL;
    return verdict != UNREADABLE;
}
