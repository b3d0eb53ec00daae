/* A video made while the window goes on: started by a key, a few frames between two events. */
#ifndef KEIRETSU_VIZ_APP_EXPORT_H
#define KEIRETSU_VIZ_APP_EXPORT_H

#include "viz/app.h"

/* Starts a video in a new file ("mp4", "gif"), in the size of the window: from the first bookmark
 * to the last where there are two, else of the whole run. */
void app_export_start(struct app *app, const char *ending);

/* Works on for about so long, and says how far it is. */
void app_export_step(struct app *app, int milliseconds);

/* Ends it without a file; also where none is being made. */
void app_export_stop(struct app *app);

/* A key while a video is made: esc stops it, other keys wait. */
void app_export_key(struct app *app, struct key key);

#endif
