#include "viz/charts_page.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/names.h"
#include "viz/theme.h"

/* More rows than these are not what charts are for; regions are always shown. */
enum { ROWS_MAX = 64 };

static const struct {
    const char *group, *title;
} TITLES[] = {
    {"region", "Regions"},
    {"account", "Accounts, quarterly"},
    {"bank", "Banks"},
    {"bound", "Bounds of the rules"},
    {"central_bank", "Central banks"},
    {"facility_score", "Facility, yearly"},
    {"fund", "Funds"},
    {"government", "Governments"},
    {"insurer", "Export insurer"},
    {"project_kind", "Projects by kind"},
    {"project_site", "Projects by site"},
    {"scoreboard", "Scoreboard, yearly"},
};

bool charts_page_shows(const struct reader_column *column)
{
    bool measured = column->type == COLUMN_real || column->type == COLUMN_real32;
    bool clock = strcmp(column->unit, "day") == 0 || strcmp(column->unit, "step") == 0 ||
                 strcmp(column->name, "years") == 0;
    bool code = !measured && column->unit[0] == '\0'; /* rows of other groups, kinds, flags */
    return column->has_time && column->type != COLUMN_id && !code && !clock;
}

static bool is_region(const struct reader_group *group)
{
    return group->dimension_count == 1 && strcmp(group->dimensions[0].name, "region") == 0;
}

static bool suits(const struct reader_group *group)
{
    if (group->dimension_count > 1 || group->rows == 0 || strcmp(group->name, "hash") == 0 ||
        (group->rows > ROWS_MAX && !is_region(group)))
        return false;
    for (int i = 0; i < group->column_count; i++)
        if (charts_page_shows(&group->columns[i]))
            return true;
    return false;
}

int charts_page_groups(const struct view *view,
                       const struct reader_group *groups[static CHARTS_GROUPS_MAX])
{
    const struct reader *reader = &view->playback->reader;
    int count = 0;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < reader->group_count && count < CHARTS_GROUPS_MAX; i++) {
            const struct reader_group *group = &reader->groups[i];
            if (suits(group) && (strcmp(group->name, "region") == 0) == (pass == 0))
                groups[count++] = group;
        }
    return count;
}

const struct reader_group *charts_page_group(const struct view *view)
{
    const struct reader_group *groups[CHARTS_GROUPS_MAX];
    int count = charts_page_groups(view, groups);
    for (int i = 0; i < count; i++)
        if (strcmp(groups[i]->name, view->ui->charts.group) == 0)
            return groups[i];
    return count > 0 ? groups[0] : NULL;
}

char *charts_page_title(const struct reader_group *group, char *text, size_t size)
{
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
        if (strcmp(TITLES[i].group, group->name) == 0) {
            snprintf(text, size, "%s", TITLES[i].title);
            return text;
        }
    return name_column(text, size, group->name);
}

/* The column whose sizes say which rows are the largest. */
static const struct playback_column *size_column(struct view *view,
                                                 const struct reader_group *group)
{
    static const char *const SIZES[] = {"gdp", "real_gdp", "loans", "committed", "output"};
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        const struct playback_column *column =
            playback_column(view->playback, group->name, SIZES[i]);
        if (column && column->has_time)
            return column;
    }
    for (int i = 0; i < group->column_count; i++) {
        if (!charts_page_shows(&group->columns[i]))
            continue;
        const struct playback_column *column =
            playback_column(view->playback, group->name, group->columns[i].name);
        if (column && series_adds_up(column))
            return column;
    }
    return NULL;
}

static double row_size(const struct playback_column *column, uint64_t row)
{
    double sum = 0;
    for (uint64_t t = 0; column && t < column->records; t++) {
        double value = column->values[t * column->rows + row];
        sum += isfinite(value) ? fabs(value) : 0;
    }
    return sum;
}

/* Regions that readers look for have a line however small they are. */
static bool is_wanted(const struct charts_page *page, const struct ui *ui, const char *label)
{
    if (!page->regions)
        return ui->charts.line[0] && strcmp(ui->charts.line, label) == 0;
    return strcmp(label, "JPN") == 0 || strcmp(label, "USA") == 0 ||
           strcmp(label, ui->selection.region) == 0;
}

/* The rows with a line of their own, by size: chosen[0..count). */
static int choose_rows(const struct charts_page *page, struct view *view,
                       const struct reader_group *group, uint64_t *chosen)
{
    if (group->rows <= CHARTS_LINES_MAX) {
        for (uint64_t row = 0; row < group->rows; row++)
            chosen[row] = row;
        return (int)group->rows;
    }
    const struct playback_column *column = size_column(view, group);
    double size[CHARTS_LINES_MAX];
    char number[24];
    int count = 0;
    for (uint64_t row = 0; row < group->rows; row++) {
        double mine = is_wanted(page, view->ui, playback_label(group, 0, row, number))
                          ? HUGE_VAL
                          : row_size(column, row);
        int at = count < CHARTS_LINES_MAX - 1 ? count++ : count;
        for (; at > 0 && mine > size[at - 1]; at--)
            if (at < CHARTS_LINES_MAX - 1)
                size[at] = size[at - 1], chosen[at] = chosen[at - 1];
        if (at < CHARTS_LINES_MAX - 1)
            size[at] = mine, chosen[at] = row;
    }
    return count;
}

static int by_place(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

void charts_page_make(struct charts_page *page, struct view *view, const struct reader_group *group)
{
    uint64_t chosen[CHARTS_LINES_MAX];
    char number[24];
    *page = (struct charts_page){.regions = is_region(group)};
    snprintf(page->group, sizeof page->group, "%s", group->name);
    int count = choose_rows(page, view, group, chosen);
    if (page->regions) /* others stay by size: the largest stand out */
        qsort(chosen, (size_t)count, sizeof *chosen, by_place);
    for (int i = 0; i < count; i++) {
        struct charts_line *line = &page->lines[page->line_count++];
        const char *label =
            group->dimension_count > 0 ? playback_label(group, 0, chosen[i], number) : "";
        snprintf(line->label, sizeof line->label, "%s", label);
        line->place = (uint64_t)i;
        bool named = group->dimension_count > 0 && group->dimensions[0].labels;
        if (page->regions)
            snprintf(line->name, sizeof line->name, "%s", name_region(label));
        else if (named || group->rows > 1)
            snprintf(line->name, sizeof line->name, "%s", label);
        else
            charts_page_title(group, line->name, sizeof line->name);
        line->name[0] = (char)toupper((unsigned char)line->name[0]);
    }
    if ((uint64_t)count < group->rows) {
        struct charts_line *line = &page->lines[page->line_count++];
        snprintf(line->name, sizeof line->name, "%d others", (int)(group->rows - (uint64_t)count));
        line->rest = true;
    }
}

void charts_page_map(const struct charts_page *page, const struct reader_group *group, int *line_of)
{
    char number[24];
    int rest =
        page->line_count > 0 && page->lines[page->line_count - 1].rest ? page->line_count - 1 : -1;
    for (uint64_t row = 0; row < group->rows; row++) {
        const char *label = group->dimension_count > 0 ? playback_label(group, 0, row, number) : "";
        line_of[row] = rest;
        for (int i = 0; i < page->line_count; i++)
            if (!page->lines[i].rest && strcmp(page->lines[i].label, label) == 0)
                line_of[row] = i;
    }
}

uint32_t charts_page_colour(const struct charts_page *page, int line)
{
    const struct charts_line *l = &page->lines[line];
    enum { REGION_COLOURS = 6 }; /* the seventh is the grey of the rest */
    if (l->rest)
        return theme_region("ROW", 0);
    if (page->regions && name_region(l->label) != l->label) /* it has a colour of its own */
        return theme_region(l->label, l->place);
    static const uint64_t OTHERS[] = {0, 8, 3, 7, 4, 6};
    if (l->place < REGION_COLOURS)
        return theme_region(NULL, l->place);
    return theme_cause(OTHERS[(l->place - REGION_COLOURS) % (sizeof OTHERS / sizeof *OTHERS)]);
}

bool charts_page_stands_out(const struct charts_page *page, const struct ui *ui, int line)
{
    const char *chosen = page->regions ? ui->selection.region : ui->charts.line;
    bool japan = false, any = false;
    for (int i = 0; i < page->line_count; i++) {
        const char *label = page->lines[i].label;
        any = any || (chosen[0] && strcmp(label, chosen) == 0);
        japan = japan || strcmp(label, "JPN") == 0 || strcmp(label, "USA") == 0;
    }
    const char *label = page->lines[line].label;
    if (any)
        return strcmp(label, chosen) == 0;
    if (page->regions && japan)
        return strcmp(label, "JPN") == 0 || strcmp(label, "USA") == 0;
    return line < 2;
}

void charts_page_select(const struct charts_page *page, struct ui *ui, int line)
{
    if (page->lines[line].rest)
        return;
    char *chosen = page->regions ? ui->selection.region : ui->charts.line;
    size_t size = page->regions ? sizeof ui->selection.region : sizeof ui->charts.line;
    bool again = strcmp(chosen, page->lines[line].label) == 0;
    snprintf(chosen, size, "%s", again ? "" : page->lines[line].label);
}
