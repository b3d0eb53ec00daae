/* The page "Who gains": a run against another by region, over time, and within a region. */
#ifndef KEIRETSU_VIZ_GAINS_PAGE_H
#define KEIRETSU_VIZ_GAINS_PAGE_H

#include "viz/format.h"
#include "viz/gains.h"

struct gains_page {
    struct gains gains;
    enum gains_measure measure;
    bool world;              /* the world is chosen, not the region that the other views share */
    bool inside;             /* a small window shows what is within the region */
    bool narrow;             /* the window is small: one of the two */
    char home[64], host[64]; /* of the deal: they come first */
};

/* Figures of home, host and world in one line; then the page itself. */
void gains_head_draw(struct gains_page *page, struct view *view, struct box box);
void gains_page_draw(struct gains_page *page, struct view *view, struct box box);

/* Brings it to the two runs and the moment; the message that is to be shown instead, or NULL. */
const char *gains_page_update(struct gains_page *page, struct view *view);

void gains_page_move(struct gains_page *page, struct view *view, int by); /* another region */
void gains_page_measure(struct gains_page *page, int by);

/* The rows of the table: home, host, the others, the world. Returns how many. */
int gains_order(const struct gains_page *page, int rows[static GAINS_REGIONS + 1]);

/* The row chosen, and its name. */
int gains_chosen(const struct gains_page *page, const struct view *view);
const char *gains_region_name(const struct gains *gains, int row);
uint32_t gains_region_colour(const struct gains *gains, int row);

/* "+$18.4 bn", or "+154,000" persons; and a change in per cent: "+0.35 %". */
char *gains_amount(char text[static FORMAT_MAX], int series, double value);
char *gains_percent(char text[static FORMAT_MAX], struct gains_pair pair);

/* How a difference went over time, and who in the chosen region has it (gains_inside.c). */
void gains_history_draw(struct gains_page *page, struct view *view, struct box box);
void gains_inside_draw(struct gains_page *page, struct view *view, struct box box);

/* A bar from the middle of a box: to the right in blue above zero, to the left in red below. */
void gains_bar(struct canvas *canvas, struct box box, double value, double most);

#endif
