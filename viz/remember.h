/* Takes up where the user left: window, theme, view and speed, and of each run its bookmarks and
 * the moment shown. Only windows remember; what the command line says comes first. */
#ifndef KEIRETSU_VIZ_REMEMBER_H
#define KEIRETSU_VIZ_REMEMBER_H

#include "viz/app.h"
#include "viz/settings.h"

/* Reads the settings into the options that were not given. NULL where there is nowhere to keep
 * them, or no memory. */
struct settings *remember_start(struct app_options *options);

/* A run that has just been opened: its bookmarks, and the moment where it is the first one. */
void remember_opened(struct app *app, struct run *run);

/* Before a run is closed, and when the window is: writes what there is to remember, beside what
 * other windows have written in the meantime. Nothing happens without app->settings. */
void remember_run(struct app *app, const struct run *run);
void remember_end(struct app *app);

#endif
