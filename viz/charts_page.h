/* The groups of a file that charts can show, and the lines that a group's rows become. */
#ifndef KEIRETSU_VIZ_CHARTS_PAGE_H
#define KEIRETSU_VIZ_CHARTS_PAGE_H

#include "viz/view.h"

enum { CHARTS_GROUPS_MAX = 48 };

/* Groups with columns over time and at most one small dimension, regions first; how many. */
int charts_page_groups(const struct view *view,
                       const struct reader_group *groups[static CHARTS_GROUPS_MAX]);

/* The group chosen, else /region, else the first; NULL where the file has none. */
const struct reader_group *charts_page_group(const struct view *view);

/* "Regions", "Policy bank". */
char *charts_page_title(const struct reader_group *group, char *text, size_t size);

/* A column that charts can show. */
bool charts_page_shows(const struct reader_column *column);

/* The lines for the rows of a group: all, or the largest and the rest. */
void charts_page_make(struct charts_page *page, struct view *view,
                      const struct reader_group *group);

/* The line of each row of a group of any run [group->rows], by label; -1 for none. */
void charts_page_map(const struct charts_page *page, const struct reader_group *group,
                     int *line_of);

uint32_t charts_page_colour(const struct charts_page *page, int line);

/* The line that was chosen stands out; without a choice Japan and the United States do, or the
 * first two lines. */
bool charts_page_stands_out(const struct charts_page *page, const struct ui *ui, int line);

/* A click on a line of the legend: it stands out, another click takes that back. */
void charts_page_select(const struct charts_page *page, struct ui *ui, int line);

#endif
