/* Colours and measures: one light theme. Regions wear the Okabe-Ito palette, falls and rises
 * a red-to-blue scale; both can be told apart with any common colour blindness. */
#ifndef KEIRETSU_VIZ_THEME_H
#define KEIRETSU_VIZ_THEME_H

#include <stdint.h>

#define THEME_PAPER 0xfff6f6f3u   /* behind everything */
#define THEME_PANEL 0xffffffffu   /* cards */
#define THEME_BORDER 0xffe3e3deu  /* around cards */
#define THEME_GRID 0xffeeeeeau    /* lines behind data */
#define THEME_AXIS 0xffc9c9c3u    /* base lines, ticks */
#define THEME_INK 0xff1d2127u     /* titles, values */
#define THEME_TEXT 0xff4c525au    /* running text */
#define THEME_QUIET 0xff7b818au   /* units, ticks, help */
#define THEME_HOVER 0xfff0f0ecu   /* under the mouse */
#define THEME_ACCENT 0xff22303cu  /* active tab, handle, cursor */
#define THEME_EVENT 0xff6a3d9au   /* marks of events: no region wears it */
#define THEME_MISSING 0xffe9e9e5u /* no value */

#define THEME_MARGIN 20.0
#define THEME_GAP 12.0
#define THEME_RADIUS 5.0

/* The colour of a region: by code, else by its place in the list. */
uint32_t theme_region(const char *code, uint64_t place);

/* The colour of a cause of lost output, by its place in the list. */
uint32_t theme_cause(uint64_t place);

/* -1 deep red, 0 nearly white, +1 deep blue; clamped. */
uint32_t theme_diverging(double value);

/* Ink for text on a colour. */
uint32_t theme_ink_on(uint32_t colour);

#endif
