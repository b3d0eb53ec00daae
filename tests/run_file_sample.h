/* A run file with every kind of group and column, whose values are a function of (group, column,
 * row, step), so that whatever is read back can be checked without keeping it. */
#ifndef KEIRETSU_TESTS_RUN_FILE_SAMPLE_H
#define KEIRETSU_TESTS_RUN_FILE_SAMPLE_H

#include "support.h"
#include "table_sample.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/table.h"
#include "output/reader.h"
#include "output/run_file.h"

enum { SAMPLE_FIRMS = 70000, SAMPLE_GROUPS = 5, SAMPLE_COLUMNS_MAX = 12 };

static const char *const SAMPLE_REGIONS[] = {"JPN", "USA", "E\u00dcR"};
static const char *const SAMPLE_INSTRUMENTS[] = {"deposit", "loan", "bond", "x"};

static const struct column SAMPLE_FIRM[] = {
    {"industry", COLUMN_small, TRAIT, "1", 0, "industry of the firm"},
    {"price", COLUMN_real, STOCK, "1", 12, "price, rounded"},
    {"sales", COLUMN_money, FLOW, "cent", 0, "sales"},
    {"ratio", COLUMN_real, STOCK, "1", 0, "a real number, exact"},
    {"share", COLUMN_real32, STOCK, "1", 10, "a real32, rounded"},
    {"orders", COLUMN_count, FLOW, "1", 0, "orders"},
    {"lender", COLUMN_id, STOCK, "1", 0, "bank"},
    {"cause", COLUMN_tiny, STOCK, "1", 0, "what held it back"},
    {"long_real", COLUMN_real, STOCK, "1", 30, "a real number that keeps 30 bits"},
    {"draft", COLUMN_real, SCRATCH, "1", 0, "never stored"},
    {"hidden", COLUMN_real, STOCK, "1", -1, "not stored"},
};
static const struct column SAMPLE_REGION[] = {
    {"population", COLUMN_count, TRAIT, "person", 0, "people at the start"},
    {"gdp", COLUMN_money, FLOW, "cent", 0, "gross domestic product"},
    {"prices", COLUMN_real, STOCK, "1", 0, "price index"},
    {"rounded", COLUMN_real, STOCK, "1", 12, "rounded in a small group"},
};
static const struct column SAMPLE_TRADE[] = {
    {"value", COLUMN_money, FLOW, "cent", 0, "value of trade"},
    {"tariff", COLUMN_real, TRAIT, "1", 16, "tariff at the start"},
};
static const struct column SAMPLE_LEDGER[] = {
    {"position", COLUMN_money, STOCK, "cent", 0, "assets less debts"},
};

struct sample {
    struct table tables[SAMPLE_GROUPS];
    void *data[SAMPLE_GROUPS][SAMPLE_COLUMNS_MAX];
    struct run_file_group groups[SAMPLE_GROUPS];
    struct run_file_options options;
    struct attribute attributes[4];
    struct run_parameter parameters[3];
};

/* Bits that look random but are a function of what they are for. */
static inline uint64_t sample_bits(int group, int column, uint64_t row, uint64_t step)
{
    uint64_t z = row + 0x9e3779b97f4a7c15u * (step * 1000 + (uint64_t)(group * 50 + column) + 1);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Reals cover a wide range and the corners; integers fit their type. */
static inline double sample_real(int group, int column, uint64_t row, uint64_t step)
{
    uint64_t bits = sample_bits(group, column, row, step);
    switch (bits % 64) {
    case 0:
        return 0.0;
    case 1:
        return -0.0;
    case 2:
        return (double)INFINITY;
    case 3:
        return 1.0 + 0x1p-13; /* a tie at 12 bits */
    default:
        return ldexp((double)(int64_t)bits * 0x1p-63, (int)(bits % 40) - 20);
    }
}

static inline int64_t sample_integer(enum column_type type, uint64_t bits)
{
    switch (type) {
    case COLUMN_money:
    case COLUMN_count:
        return (int64_t)bits >> (bits % 50);
    case COLUMN_id:
        return (int64_t)(bits % 4294967296u);
    case COLUMN_small:
        return (int64_t)(bits % 65536u);
    default:
        return (int64_t)(bits % 256u);
    }
}

static inline void sample_fill(struct sample *sample, uint64_t step)
{
    for (int g = 0; g < SAMPLE_GROUPS; g++) {
        struct table *table = &sample->tables[g];
        for (int c = 0; c < table->column_count; c++) {
            const struct column *column = &table->columns[c];
            if (column->nature == TRAIT && step > 0)
                continue;
            for (uint64_t r = 0; r < table->rows; r++) {
                uint64_t bits = sample_bits(g, c, r, step);
                double number = sample_real(g, c, r, step);
                int64_t integer = sample_integer(column->type, bits);
                if (column->type == COLUMN_real)
                    ((double *)table->data[c])[r] = number;
                else if (column->type == COLUMN_real32)
                    ((float *)table->data[c])[r] = (float)number;
                else /* little-endian: the low bytes */
                    memcpy((char *)table->data[c] + r * column_type_size(column->type), &integer,
                           column_type_size(column->type));
            }
        }
    }
}

/* Rounding to so many bits, told in another way than the writer does it. */
static inline double sample_round(double value, int bits)
{
    if (bits == 0 || value == 0 || isinf(value))
        return value;
    int exponent;
    double mantissa = frexp(value, &exponent); /* 1/2 .. 1: one bit more than behind the point */
    return ldexp(nearbyint(ldexp(mantissa, bits + 1)), exponent - bits - 1);
}

/* What a reader has to find. */
static inline double sample_expected(const struct column *column, int g, int c, uint64_t row,
                                     uint64_t step)
{
    if (column->nature == TRAIT)
        step = 0;
    if (column->type == COLUMN_real)
        return sample_round(sample_real(g, c, row, step), column->bits);
    if (column->type == COLUMN_real32)
        return sample_round((double)(float)sample_real(g, c, row, step), column->bits);
    return (double)sample_integer(column->type, sample_bits(g, c, row, step));
}

static inline void sample_table(struct sample *sample, int g, const char *name, int column_count,
                                const struct column *columns, int dimension_count,
                                const struct dimension *dimensions)
{
    sample->tables[g] =
        table_sample(name, columns, column_count, dimensions, dimension_count, sample->data[g], 1);
}

static inline struct sample *sample_new(const char *path)
{
    struct sample *sample = calloc(1, sizeof *sample);
    assert_non_null(sample);
    const struct dimension region = {"region", 3, SAMPLE_REGIONS};
    sample_table(sample, 0, "firm", 11, SAMPLE_FIRM, 1,
                 &(struct dimension){"firm", SAMPLE_FIRMS, NULL});
    sample_table(sample, 1, "region", 4, SAMPLE_REGION, 1, &region);
    sample_table(sample, 2, "trade", 2, SAMPLE_TRADE, 3,
                 (struct dimension[]){{"origin", 3, SAMPLE_REGIONS},
                                      {"destination", 3, SAMPLE_REGIONS},
                                      {"product", 150, NULL}});
    sample_table(sample, 3, "ledger", 1, SAMPLE_LEDGER, 2,
                 (struct dimension[]){{"sector", 5, NULL}, {"instrument", 4, SAMPLE_INSTRUMENTS}});
    sample_table(sample, 4, "empty", 1, SAMPLE_LEDGER, 1, &(struct dimension){"project", 0, NULL});

    const char *const names[] = {"firm", "region", "trade", "ledger/USD", "empty"};
    const uint32_t every[] = {4, 1, 2, 0, 1};
    for (int g = 0; g < SAMPLE_GROUPS; g++)
        sample->groups[g] = (struct run_file_group){&sample->tables[g], names[g], every[g]};
    sample->attributes[0] = (struct attribute){.name = "scenario", .text = "sample \"1\""};
    sample->attributes[1] =
        (struct attribute){.name = "seed", .type = ATTRIBUTE_INTEGER, .integer = 42};
    sample->attributes[2] = (struct attribute){.name = "state_hash", .text = "", .reserve = 16};
    sample->attributes[3] =
        (struct attribute){.name = "wall_seconds", .type = ATTRIBUTE_REAL, .real = 0.5};
    sample->parameters[0] =
        (struct run_parameter){"clock.step", "week", "", "convention", "length of a step", true};
    sample->parameters[1] =
        (struct run_parameter){"growth.rate", "0.01", "1/year", "a \u20ac source", "growth", false};
    sample->parameters[2] = (struct run_parameter){"last", "1", NULL, NULL, NULL, true};
    sample->options = (struct run_file_options){
        .path = path,
        .start_date = "2025-01-06",
        .days_per_step = 7,
        .steps = 20,
        .attributes = sample->attributes,
        .attribute_count = 4,
        .parameters = sample->parameters,
        .parameter_count = 3,
        .groups = sample->groups,
        .group_count = SAMPLE_GROUPS,
        .events_max = 3,
    };
    sample_fill(sample, 0);
    return sample;
}

static inline void sample_free(struct sample *sample)
{
    for (int g = 0; g < SAMPLE_GROUPS; g++)
        for (int c = 0; c < SAMPLE_COLUMNS_MAX; c++)
            free(sample->data[g][c]);
    free(sample);
}

/* Fewer firms: for tests that write many files. Before the file is created. */
static inline void sample_shrink(struct sample *sample, uint64_t firms)
{
    sample->tables[0].rows = sample->tables[0].dimensions[0].size = firms;
}

static inline void sample_steps(struct sample *sample, struct run_file *file, uint32_t first,
                                uint32_t last)
{
    struct error err = {0};
    for (uint32_t step = first; step <= last; step++) {
        sample_fill(sample, step);
        if (step % 5 == 3)
            assert_success(run_file_event(file,
                                          &(struct run_event){
                                              .days = step * 7 + 0.5,
                                              .kind = "shock",
                                              .where = "JPN",
                                              .what = "caf\u00e9 closes",
                                              .region = "JPN",
                                              .rule = "largest",
                                              .value = {[EVENT_UNTIL] = step * 7 + 20,
                                                        [EVENT_SIZE] = 0.25,
                                                        [EVENT_LOST] = 1e12},
                                          },
                                          &err),
                           err);
        if (step == 10)
            assert_success(run_file_request(file, "ledger/USD", &err), err);
        assert_success(run_file_record(file, step, &err), err);
    }
}

/* Writes a whole run of steps 0 .. last. */
static inline void sample_write(struct sample *sample, uint32_t last)
{
    struct error err = {0};
    struct run_file *file;
    assert_success(run_file_create(&file, &sample->options, &err), err);
    sample_steps(sample, file, 0, last);
    assert_success(
        run_file_attribute(
            file, &(struct attribute){.name = "state_hash", .text = "0123456789abcdef"}, &err),
        err);
    assert_success(
        run_file_attribute(
            file, &(struct attribute){.name = "complete", .type = ATTRIBUTE_INTEGER, .integer = 1},
            &err),
        err);
    assert_success(run_file_close(file, &err), err);
}

static inline void assert_same(double a, double b)
{
    if (memcmp(&a, &b, sizeof a) != 0)
        fail_msg("%.17g is not %.17g", a, b);
}

/* The steps that sample_steps records in a group. */
static inline bool sample_recorded(int g, uint64_t step)
{
    return g == 3 ? step == 10 : step % (g == 0 ? 4u : g == 1 ? 1u : 2u) == 0;
}

/* Checks every value of every column of the first records of a group. */
static inline void sample_check_group(const struct sample *sample, struct reader *reader, int g,
                                      uint64_t first_record)
{
    struct error err = {0};
    const struct reader_group *group = reader_group(reader, sample->groups[g].name);
    assert_non_null(group);
    double *values = malloc(group->rows * sizeof *values);
    uint64_t record = 0;
    for (uint64_t step = 0; record < group->records; step++) {
        if (!sample_recorded(g, step))
            continue;
        assert_same(group->days[record], (double)step * 7.0);
        for (int c = 0; record >= first_record && c < sample->tables[g].column_count; c++) {
            const struct column *column = &sample->tables[g].columns[c];
            if (column->nature == SCRATCH || column->bits < 0) {
                assert_null(reader_column(group, column->name));
                continue;
            }
            assert_success(reader_record(reader, group, column->name, record, values, &err), err);
            for (uint64_t r = 0; r < group->rows; r++)
                assert_same(values[r], sample_expected(column, g, c, r, step));
        }
        record++;
    }
    free(values);
}

/* Checks a file that has the steps 0 .. last. */
static inline void sample_check(const struct sample *sample, const char *path, uint64_t last)
{
    struct error err = {0};
    struct reader reader;
    assert_success(reader_open(&reader, path, &err), err);
    for (int g = 0; g < 4; g++) {
        uint64_t records = 0;
        for (uint64_t step = 0; step <= last; step++)
            records += sample_recorded(g, step);
        assert_int_equal(reader_group(&reader, sample->groups[g].name)->records, records);
        sample_check_group(sample, &reader, g, 0);
    }
    reader_close(&reader);
}

/* A new folder for one test program. */
static inline void sample_folder(char folder[static 256])
{
    const char *base = getenv("TMPDIR");
    snprintf(folder, 256, "%.200s/keiretsu-test-XXXXXX", base != NULL ? base : "/tmp");
    assert_non_null(mkdtemp(folder));
}

static inline bool sample_remove_folder(const char *folder)
{
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) == 0;
}

static inline bool sample_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

#endif
