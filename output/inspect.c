#include "output/inspect.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/board_text.h"
#include "output/json_text.h"
#include "output/reader.h"

enum { TEXT_BYTES = 512 };

/* Figures of a run, from its attributes or, where they are silent, from its tables. */
struct summary {
    char scenario[TEXT_BYTES], seed[TEXT_BYTES], state_hash[TEXT_BYTES];
    char firms[TEXT_BYTES], links[TEXT_BYTES], program[TEXT_BYTES], title[TEXT_BYTES];
    bool recovered;
    double last_day; /* that is recorded in any table, >= 0 */
    uint64_t steps;
    char end[16];
};

static void attribute(const struct reader *reader, const char *name, char text[TEXT_BYTES])
{
    if (!reader_attribute(reader, name, text, TEXT_BYTES))
        text[0] = '\0';
}

static void attribute_or_rows(const struct reader *reader, const char *name, const char *group,
                              char text[TEXT_BYTES])
{
    attribute(reader, name, text);
    const struct reader_group *table = reader_group(reader, group);
    if (text[0] == '\0' && table != NULL)
        snprintf(text, TEXT_BYTES, "%" PRIu64, table->rows);
}

static void summarize(const struct reader *reader, struct summary *summary)
{
    *summary = (struct summary){0};
    attribute(reader, "scenario", summary->scenario);
    attribute(reader, "title", summary->title);
    attribute(reader, "seed", summary->seed);
    attribute(reader, "state_hash", summary->state_hash);
    attribute_or_rows(reader, "firms", "firm", summary->firms);
    attribute_or_rows(reader, "links", "link", summary->links);
    char version[TEXT_BYTES], commit[TEXT_BYTES], recovered[TEXT_BYTES];
    attribute(reader, "program", summary->program);
    attribute(reader, "program_version", version);
    attribute(reader, "commit", commit);
    size_t used = strlen(summary->program);
    snprintf(summary->program + used, TEXT_BYTES - used, " %.100s (%.100s)", version, commit);
    attribute(reader, "recovered", recovered);
    summary->recovered = strcmp(recovered, "1") == 0;
    for (int g = 0; g < reader->group_count; g++) {
        const struct reader_group *group = &reader->groups[g];
        if (group->records > 0)
            summary->last_day = fmax(summary->last_day, group->days[group->records - 1]);
    }
    /* The attribute tells how many steps there were to be; not every step need be recorded. */
    char steps[TEXT_BYTES];
    attribute(reader, "steps", steps);
    bool counted =
        reader->complete && steps[0] != '\0' && strspn(steps, "0123456789") == strlen(steps);
    summary->steps = counted ? strtoull(steps, NULL, 10)
                             : (uint64_t)floor(summary->last_day / reader->days_per_step + 0.5);
    reader_date(reader, summary->last_day, summary->end);
}

/* --- JSON ---------------------------------------------------------------------------------- */

static void json_text_or_null(FILE *out, const char *name, const char *text)
{
    fprintf(out, "  \"%s\": ", name);
    if (text[0] != '\0')
        json_put_text(out, text);
    else
        fputs("null", out);
    fputs(",\n", out);
}

static void json_whole_or_null(FILE *out, const char *name, const char *digits)
{
    bool whole = digits[0] != '\0' && strspn(digits, "0123456789") == strlen(digits);
    fprintf(out, "  \"%s\": %s,\n", name, whole ? digits : "null");
}

static void json_table(FILE *out, const struct reader_group *group)
{
    fputs("    {\"name\": ", out);
    json_put_text(out, group->name);
    fputs(", \"meaning\": ", out);
    json_put_text(out, group->meaning);
    fprintf(out, ", \"every\": %" PRId64 ", \"records\": %" PRIu64 ",\n     \"dimensions\": [",
            group->every, group->records);
    for (int d = 0; d < group->dimension_count; d++) {
        fprintf(out, "%s{\"name\": ", d > 0 ? ", " : "");
        json_put_text(out, group->dimensions[d].name);
        fprintf(out, ", \"size\": %" PRIu64 "}", group->dimensions[d].size);
    }
    fputs("],\n     \"columns\": [", out);
    for (int c = 0; c < group->column_count; c++) {
        const struct reader_column *column = &group->columns[c];
        fprintf(out, "%s\n      {\"name\": ", c > 0 ? "," : "");
        json_put_text(out, column->name);
        fprintf(out, ", \"type\": \"%s\", \"nature\": \"%s\", \"time\": %s, \"unit\": ",
                column_type_name(column->type), column_nature_name(column->nature),
                column->has_time ? "true" : "false");
        json_put_text(out, column->unit);
        fputs(", \"meaning\": ", out);
        json_put_text(out, column->meaning);
        fputc('}', out);
    }
    fputs("]}", out);
}

/* board: NULL where it cannot be read. */
static void print_json(FILE *out, const struct reader *reader, const struct summary *summary,
                       const struct board *board)
{
    fputs("{\n", out);
    json_text_or_null(out, "file", reader->path);
    json_text_or_null(out, "scenario", summary->scenario);
    json_whole_or_null(out, "seed", summary->seed);
    fprintf(out, "  \"steps\": %" PRIu64 ",\n", summary->steps);
    json_text_or_null(out, "start", reader->start_date);
    json_text_or_null(out, "end", summary->end);
    fprintf(out, "  \"complete\": %s,\n", reader->complete ? "true" : "false");
    json_whole_or_null(out, "firms", summary->firms);
    json_whole_or_null(out, "links", summary->links);
    json_text_or_null(out, "state_hash", summary->state_hash);
    fputs("  \"tables\": [\n", out);
    for (int g = 0; g < reader->group_count; g++) {
        if (g > 0)
            fputs(",\n", out);
        json_table(out, &reader->groups[g]);
    }
    fputs("\n  ],\n  \"scoreboard\": ", out);
    if (board != NULL)
        board_print_json(out, reader, board);
    else
        fputs("null", out);
    fputs("\n}\n", out);
}

/* --- text ---------------------------------------------------------------------------------- */

static void print_line(FILE *out, const char *name, const char *text)
{
    if (text[0] != '\0')
        fprintf(out, "%-12s %s\n", name, text);
}

static const char *state_of(const struct reader *reader, const struct summary *summary)
{
    if (reader->complete)
        return summary->recovered ? "complete (recovered)" : "complete";
    if (summary->recovered)
        return "not complete (recovered)";
    return reader->live ? "not complete: still being written, or its writer was killed"
                        : "not complete: stopped before its end";
}

static void print_text(FILE *out, const struct reader *reader, const struct summary *summary)
{
    print_line(out, "file", reader->path);
    print_line(out, "scenario", summary->scenario);
    print_line(out, "title", summary->title);
    print_line(out, "seed", summary->seed);
    fprintf(out, "%-12s %s to %s, %" PRIu64 " steps of %g days\n", "time", reader->start_date,
            summary->end, summary->steps, reader->days_per_step);
    print_line(out, "state", state_of(reader, summary));
    print_line(out, "firms", summary->firms);
    print_line(out, "links", summary->links);
    print_line(out, "state hash", summary->state_hash);
    print_line(out, "program", summary->program);
    fprintf(out, "\n%-28s %8s %8s  %s\n", "table", "records", "columns", "dimensions");
    for (int g = 0; g < reader->group_count; g++) {
        const struct reader_group *group = &reader->groups[g];
        fprintf(out, "%-28s %8" PRIu64 " %8d  ", group->name, group->records, group->column_count);
        for (int d = 0; d < group->dimension_count; d++)
            fprintf(out, "%s%s %" PRIu64, d > 0 ? " x " : "", group->dimensions[d].name,
                    group->dimensions[d].size);
        fputc('\n', out);
    }
}

/* What happened when; a file that cannot say so is still a file. */
static void print_events(FILE *out, struct reader *reader)
{
    const char *const lists[] = {"event/kind", "event/where", "event/what", "event/rule"};
    char **texts[4] = {NULL};
    double *days = NULL, *firms = NULL, *share = NULL, *lost = NULL;
    uint64_t events = 0, length, lengths[4] = {0};
    bool readable = reader_event_days(reader, &days, &events, NULL) && events > 0;
    for (int i = 0; i < 3 && readable; i++)
        readable =
            reader_texts(reader, lists[i], &texts[i], &lengths[i], NULL) && lengths[i] >= events;
    if (readable)
        fprintf(out, "\n%" PRIu64 " event%s\n", events, events == 1 ? "" : "s");
    bool hits = readable && reader_texts(reader, lists[3], &texts[3], &lengths[3], NULL) &&
                lengths[3] >= events &&
                reader_event_numbers(reader, "firms", &firms, &length, NULL) && length >= events &&
                reader_event_numbers(reader, "output_share", &share, &length, NULL) &&
                length >= events && reader_event_numbers(reader, "lost", &lost, &length, NULL) &&
                length >= events;
    for (uint64_t e = 0; readable && e < events; e++) {
        char date[16];
        reader_date(reader, days[e], date);
        fprintf(out, "  %s  %s, %s: %s", date, texts[0][e], texts[1][e], texts[2][e]);
        if (hits && texts[3][e][0] != '\0')
            fprintf(out, "; hits %.0f firms with %.3g %% of the output", firms[e], 100 * share[e]);
        if (hits && lost[e] > 0)
            fprintf(out, ", %.4g bn lost or out of use", lost[e] / 1e11);
        fputc('\n', out);
    }
    for (int i = 0; i < 4; i++)
        reader_texts_free(texts[i], lengths[i]);
    free(days);
    free(firms);
    free(share);
    free(lost);
}

bool inspect_file(const char *path, FILE *out, bool json, struct error *err)
{
    struct reader reader;
    if (!reader_open(&reader, path, err))
        return false;
    struct summary summary;
    struct board board;
    struct error unreadable = {0};
    summarize(&reader, &summary);
    bool readable = board_read(&board, &reader, &unreadable);
    if (json)
        print_json(out, &reader, &summary, readable ? &board : NULL);
    else {
        print_text(out, &reader, &summary);
        print_events(out, &reader);
        if (readable)
            board_print(out, &reader, &board);
        else
            fprintf(out, "\nscoreboard   cannot be read: %s\n", unreadable.text);
    }
    board_free(&board);
    reader_close(&reader);
    return true;
}
