/* Selecting across views, and back and forward. */
#ifndef KEIRETSU_VIZ_APP_SELECT_H
#define KEIRETSU_VIZ_APP_SELECT_H

#include "viz/app.h"

/* After keys and at the end of a frame, where a run is shown: what one view selected is selected in all, and the place
 * is remembered. */
void app_settle(struct app *app);

/* To the place before (-1) or after (1). */
void app_go_back(struct app *app, int by);

/* The project of this label or row; false where the file has none. */
bool app_select_project(struct app *app, const char *word);

/* Shows the card of the project that is selected. */
void app_show_project(struct app *app);

/* The column of /industry that Industries shows. */
void app_show_measure(struct app *app, const char *column);

/* To a day, since the start of the run, or the nearest record. */
void app_go_to_day(struct app *app, double day);

#endif
