/* All keys, over the view. */
#ifndef KEIRETSU_VIZ_HELP_H
#define KEIRETSU_VIZ_HELP_H

#include "viz/app.h"

/* Draws them; a click anywhere closes them. */
void help_draw(struct app *app);

#endif
