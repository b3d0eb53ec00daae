/* What is said in the middle of the screen. */
#ifndef KEIRETSU_VIZ_MESSAGE_H
#define KEIRETSU_VIZ_MESSAGE_H

#include "viz/app.h"

/* The whole screen where no run is open: what went wrong, and what can be done. */
void message_empty(struct app *app);

/* A card over what is shown; a click closes it. */
void message_draw(struct app *app);

#endif
