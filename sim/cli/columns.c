#include "sim/cli/columns.h"

#include <string.h>

#include "agents/state.h"
#include "sim/cli/json.h"

static bool wanted(const struct table_schema *table, const char *pattern)
{
    return pattern == NULL || strstr(table->name, pattern) != NULL;
}

static void print_markdown(const char *pattern)
{
    bool first = true;
    for (int t = 0; t < STATE_TABLES; t++) {
        const struct table_schema *table = &state_schema[t];
        if (!wanted(table, pattern))
            continue;
        printf(
            "%s## %s\n\n%s\n\n| column | type | nature | unit | meaning |\n|---|---|---|---|---|\n",
            first ? "" : "\n", table->name, table->meaning);
        first = false;
        for (int c = 0; c < table->column_count; c++) {
            const struct column *column = &table->columns[c];
            printf("| `%s` | %s | %s | %s | %s |\n", column->name, column_type_name(column->type),
                   column_nature_name(column->nature), column->unit, column->meaning);
        }
    }
}

static void print_json(const char *pattern)
{
    struct json json = {.stream = stdout};
    json_array(&json, NULL);
    for (int t = 0; t < STATE_TABLES; t++) {
        const struct table_schema *table = &state_schema[t];
        if (!wanted(table, pattern))
            continue;
        json_object(&json, NULL);
        json_text(&json, "table", table->name);
        json_text(&json, "meaning", table->meaning);
        json_array(&json, "columns");
        for (int c = 0; c < table->column_count; c++) {
            const struct column *column = &table->columns[c];
            json_object(&json, NULL);
            json_text(&json, "name", column->name);
            json_text(&json, "type", column_type_name(column->type));
            json_text(&json, "nature", column_nature_name(column->nature));
            json_text(&json, "unit", column->unit);
            json_text(&json, "meaning", column->meaning);
            json_end_object(&json);
        }
        json_end_array(&json);
        json_end_object(&json);
    }
    json_end_array(&json);
}

void columns_print(const char *pattern, bool as_json)
{
    if (as_json)
        print_json(pattern);
    else
        print_markdown(pattern);
}
