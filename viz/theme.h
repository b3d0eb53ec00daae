/* Colours and measures: a light theme and a dark one. Regions wear the Okabe-Ito palette, falls and rises
 * a red-to-blue scale; both can be told apart with any common colour blindness. */
#ifndef KEIRETSU_VIZ_THEME_H
#define KEIRETSU_VIZ_THEME_H

#include <stdbool.h>
#include <stdint.h>

/* The colours in use. */
struct theme {
    uint32_t paper;    /* behind everything */
    uint32_t panel;    /* cards */
    uint32_t border;   /* around cards */
    uint32_t grid;     /* lines behind data */
    uint32_t axis;     /* base lines, ticks */
    uint32_t ink;      /* titles, values */
    uint32_t text;     /* running text */
    uint32_t quiet;    /* units, ticks, help */
    uint32_t hover;    /* under the mouse */
    uint32_t accent;   /* active tab, handle, cursor */
    uint32_t event;    /* marks of events: no region wears it */
    uint32_t missing;  /* no value */
    uint32_t supplier; /* where goods come from */
    uint32_t customer; /* where they go */

    /* Of the map: meridians are sea_line; what does not let all goods through is closed. */
    uint32_t sea, sea_line, land, coast, closed;
};
extern const struct theme *theme_in_use;

#define THEME_PAPER theme_in_use->paper
#define THEME_PANEL theme_in_use->panel
#define THEME_BORDER theme_in_use->border
#define THEME_GRID theme_in_use->grid
#define THEME_AXIS theme_in_use->axis
#define THEME_INK theme_in_use->ink
#define THEME_TEXT theme_in_use->text
#define THEME_QUIET theme_in_use->quiet
#define THEME_HOVER theme_in_use->hover
#define THEME_ACCENT theme_in_use->accent
#define THEME_EVENT theme_in_use->event
#define THEME_MISSING theme_in_use->missing
#define THEME_SUPPLIER theme_in_use->supplier
#define THEME_CUSTOMER theme_in_use->customer
#define THEME_SEA theme_in_use->sea
#define THEME_SEA_LINE theme_in_use->sea_line
#define THEME_LAND theme_in_use->land
#define THEME_COAST theme_in_use->coast
#define THEME_CLOSED theme_in_use->closed

#define THEME_MARGIN 20.0
#define THEME_GAP 12.0
#define THEME_RADIUS 5.0

/* The light theme is there from the start. */
void theme_dark(bool dark);
bool theme_is_dark(void);

/* The colour of a region: by code, else by its place in the list. */
uint32_t theme_region(const char *code, uint64_t place);

/* The colour of a cause of lost output, by its place in the list. */
uint32_t theme_cause(uint64_t place);

/* The colour of a sector of the accounts: by label, else by its place in the list. */
uint32_t theme_sector(const char *label, uint64_t place);

/* The colour of a part of a whole (an instrument, a part of GDP), by its place in the list. */
uint32_t theme_part(uint64_t place);

/* -1 deep red, 0 nearly white, +1 deep blue; clamped. */
uint32_t theme_diverging(double value);

/* 0 as good as the card, 1 the strongest colour, ever darker (in the dark theme lighter) between
 * them, so that the order shows without hues; clamped. */
uint32_t theme_sequential(double share);

/* As theme_diverging for small marks on a card, where the middle must be seen: 0 is grey. */
uint32_t theme_diverging_mark(double value);

/* The colour of a stage of a project: pale while it waits, deeper on its way, green when it works,
 * and what ended it. */
uint32_t theme_stage(uint64_t stage);

/* Parts of a sum of money that no region stands for. */
uint32_t theme_slice(uint64_t place);

/* Good and bad news. */
uint32_t theme_good(void);
uint32_t theme_bad(void);

/* Ink for text on a colour: a contrast of 4.5 to 1 or more. */
uint32_t theme_ink_on(uint32_t colour);

#endif
