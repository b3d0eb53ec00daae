/* A table of a sample file: its columns in memory, all zero. */
#ifndef KEIRETSU_TESTS_TABLE_SAMPLE_H
#define KEIRETSU_TESTS_TABLE_SAMPLE_H

#include "support.h"

#include <stdlib.h>

#include "core/table.h"

/* `data` is given a block for each column, with room for `times` the rows; free() them. */
static inline struct table table_sample(const char *name, const struct column *columns,
                                        int column_count, const struct dimension *dimensions,
                                        int dimension_count, void **data, uint64_t times)
{
    struct table table = {.name = name,
                          .meaning = "a table",
                          .rows = 1,
                          .dimension_count = dimension_count,
                          .column_count = column_count,
                          .columns = columns,
                          .data = data};
    for (int d = 0; d < dimension_count; d++) {
        table.dimensions[d] = dimensions[d];
        table.rows *= dimensions[d].size;
    }
    for (int c = 0; c < column_count; c++) {
        data[c] = calloc(table.rows * times, sizeof(uint64_t));
        assert_non_null(data[c]);
    }
    return table;
}

#endif
