/* A run with firms and links for the network of the viewer: three regions, four industries, firm
 * i in cell i % 12 with an output of i + 1 million dollars. Firm 5 loses half of it in step 10 to a
 * named input, firm 7 is insolvent from step 12. Every firm buys from the next one. */
#ifndef KEIRETSU_TESTS_NETWORK_SAMPLE_H
#define KEIRETSU_TESTS_NETWORK_SAMPLE_H

#include "viewer_sample.h"

enum {
    NETWORK_FIRMS = 60,
    NETWORK_CELLS = VIEWER_REGIONS * VIEWER_INDUSTRIES,
    NETWORK_COLUMNS = 11,
    NETWORK_LINK_COLUMNS = 3
};

static const struct column NETWORK_FIRM_COLUMNS[NETWORK_COLUMNS] = {
    {"cell", COLUMN_small, TRAIT, "", 0, "region * industries + industry"},
    {"output", COLUMN_real, FLOW, "cent/step", 0, "output"},
    {"administration", COLUMN_small, STOCK, "step", 0, "steps since it failed"},
    {"constraint", COLUMN_tiny, FLOW, "", 0, "a cause"},
    {"equity", COLUMN_real, FLOW, "cent", 0, "equity"},
    {"capital", COLUMN_real, STOCK, "cent", 0, "capital"},
    {"price", COLUMN_real, STOCK, "1", 0, "price"},
    {"staff", COLUMN_count, STOCK, "person", 0, "staff"},
    {"loans", COLUMN_money, STOCK, "cent", 0, "loans"},
    {"deposits", COLUMN_money, STOCK, "cent", 0, "deposits"},
    {"odd", COLUMN_real, STOCK, "1", 0, "not finite"},
};
static const struct column NETWORK_LINK_COLUMN[NETWORK_LINK_COLUMNS] = {
    {"supplier", COLUMN_id, STOCK, "", 0, "supplying firm"},
    {"customer", COLUMN_id, TRAIT, "", 0, "firm that buys"},
    {"payment", COLUMN_money, FLOW, "cent/step", 0, "paid"},
};

/* Runs to compare with. */
enum network_variant {
    NETWORK_PLAIN,
    NETWORK_DOUBLE,  /* firms of USA/C26 make twice as much */
    NETWORK_SHIFTED, /* every firm is in the next cell */
    NETWORK_RENAMED, /* the first region is the United States, the second Japan, the third Europe */
};
static const char *const NETWORK_OTHER_REGIONS[] = {"USA", "JPN", "EUR"};

struct network_sample {
    struct viewer_sample *viewer;
    struct table firm, link;
    void *firm_data[NETWORK_COLUMNS], *link_data[NETWORK_LINK_COLUMNS];
    struct run_file_group groups[5];
    uint32_t firms;
    enum network_variant variant;
};

static inline void network_fill(struct network_sample *sample, uint32_t step)
{
    viewer_fill(sample->viewer, step);
    if (sample->variant == NETWORK_DOUBLE)
        ((double *)sample->viewer->data[1][1])[5] *= 2; /* output of the industry */
    for (uint32_t i = 0; i < sample->firms; i++) {
        double output = 1e8 * (i + 1) * (i == 5 && step >= 10 ? 0.5 : 1);
        uint32_t cell = (i + (sample->variant == NETWORK_SHIFTED)) % NETWORK_CELLS;
        if (sample->variant == NETWORK_DOUBLE && cell == 5)
            output *= 2;
        ((uint16_t *)sample->firm_data[0])[i] = (uint16_t)cell;
        ((double *)sample->firm_data[1])[i] = step == 0 ? 0 : output;
        ((uint16_t *)sample->firm_data[2])[i] = i == 7 && step >= 12 ? (uint16_t)(step - 11) : 0;
        ((uint8_t *)sample->firm_data[3])[i] = i == 5 && step >= 10;
        ((double *)sample->firm_data[4])[i] = step == 0 ? 0 : 1e10 * (i + 1);
        ((double *)sample->firm_data[5])[i] = 4e10 * (i + 1);
        ((double *)sample->firm_data[6])[i] = 1 + 0.01 * step;
        ((int64_t *)sample->firm_data[7])[i] = 100 + i;
        ((int64_t *)sample->firm_data[8])[i] = 1000000;
        ((int64_t *)sample->firm_data[9])[i] = 2000000;
        ((double *)sample->firm_data[10])[i] = NAN;
        if (i + 1 == sample->firms)
            break;
        ((uint32_t *)sample->link_data[0])[i] = i + 1;
        ((uint32_t *)sample->link_data[1])[i] = i;
        ((int64_t *)sample->link_data[2])[i] = step == 0 ? 0 : 1000 * (i + 1);
    }
}

static inline void network_table(struct table *table, const char *name, uint64_t rows,
                                 const struct column *columns, int count, void **data)
{
    const struct dimension dimension = {name, rows, NULL};
    *table = table_sample(name, columns, count, &dimension, 1, data, 1);
}

/* Steps 0 .. last of a run with so many firms; `with_links` leaves the links out, and last < 0
 * all records. */
static inline void network_write_as(const char *path, uint32_t firms, bool with_links, int last,
                                    enum network_variant variant)
{
    struct error err = {0};
    struct run_file *file;
    struct network_sample *sample = calloc(1, sizeof *sample);
    sample->viewer = viewer_sample_new(path);
    sample->firms = firms, sample->variant = variant;
    for (int g = 0; g < 3 && variant == NETWORK_RENAMED; g++)
        sample->viewer->tables[g].dimensions[0].labels = NETWORK_OTHER_REGIONS;
    network_table(&sample->firm, "firm", firms, NETWORK_FIRM_COLUMNS, NETWORK_COLUMNS,
                  sample->firm_data);
    network_table(&sample->link, "link", firms - 1, NETWORK_LINK_COLUMN, NETWORK_LINK_COLUMNS,
                  sample->link_data);
    memcpy(sample->groups, sample->viewer->groups, 3 * sizeof *sample->groups);
    sample->groups[3] = (struct run_file_group){&sample->firm, "firm", 1};
    sample->groups[4] = (struct run_file_group){&sample->link, "link", 1};
    sample->viewer->options.groups = sample->groups;
    sample->viewer->options.group_count = with_links ? 5 : 4;
    network_fill(sample, 0);
    assert_success(run_file_create(&file, &sample->viewer->options, &err), err);
    for (int step = 0; step <= last; step++) {
        network_fill(sample, (uint32_t)step);
        assert_success(run_file_record(file, (uint32_t)step, &err), err);
    }
    assert_success(run_file_close(file, &err), err);
    for (int c = 0; c < NETWORK_COLUMNS; c++)
        free(sample->firm_data[c]);
    for (int c = 0; c < NETWORK_LINK_COLUMNS; c++)
        free(sample->link_data[c]);
    viewer_sample_free(sample->viewer);
    free(sample);
}

static inline void network_write(const char *path, uint32_t firms, bool with_links, int last)
{
    network_write_as(path, firms, with_links, last, NETWORK_PLAIN);
}

#endif
