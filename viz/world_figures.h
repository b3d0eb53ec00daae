/* Amounts of money as the map writes them: dollars, a year. */
#ifndef KEIRETSU_VIZ_WORLD_FIGURES_H
#define KEIRETSU_VIZ_WORLD_FIGURES_H

#include "viz/format.h"
#include "viz/playback.h"

enum { WORLD_TEXT = 48 };

/* "+3.4 %": against a start that is positive; a dash where there is none. */
char *world_change(char text[static WORLD_TEXT], double now, double start);

/* Steps in a year: 52 where a step is a week, as in the scoreboard. */
double world_steps_a_year(const struct playback *playback);

#endif
