/* What the view shows as a table, for each run that is shown. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viz/app.h"
#include "viz/listing.h"

/* Brings what the views know to the moment shown: of two runs of which the difference is drawn,
 * both are written. */
static bool prepare(struct app *app, bool sides)
{
    struct input input = app->ui.input;
    enum compare compare = app->compare;
    app->ui.input = (struct input){.x = -1e6, .y = -1e6};
    if (sides)
        app->compare = COMPARE_SIDES;
    app_draw(app);
    app->compare = compare, app->ui.input = input;
    return !app_waiting(app);
}

static bool write_runs(struct app *app, struct listing *csv, bool sides)
{
    const int shown[] = {0, app->second};
    bool any = false;
    for (int i = 0; i < (sides ? 2 : 1); i++) {
        struct run *run = &app->run[shown[i]];
        csv->run = playback_short_name(&run->playback, csv->name, sizeof csv->name);
        any = view_types[app->view]->csv(run->state[app->view], &run->view, csv) || any;
    }
    return any;
}

static bool write_file(const char *path, const char *bytes, size_t size, struct error *err)
{
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(bytes, 1, size, file) == size;
    if (file)
        good = fclose(file) == 0 && good;
    if (!good)
        fail(err, ERROR_FILE, "%s: cannot be written: %s", path, strerror(errno));
    return good;
}

bool app_save_csv(struct app *app, const char *path, struct error *err)
{
    /* The difference of charts is a series. */
    bool whole = app->view == VIEW_CHARTS && app->compare != COMPARE_SIDES;
    bool sides = app->run_count > 1 && app->compare != COMPARE_ONE && !whole;
    if (app->run_count == 0)
        return fail(err, ERROR_FILE, "No run is open");
    if (!prepare(app, sides))
        return fail(err, ERROR_FILE, "Still reading: try again in a moment");
    char *bytes = NULL;
    size_t size = 0;
    struct listing csv = {.file = open_memstream(&bytes, &size), .runs = app->run_count > 1};
    if (!csv.file)
        return fail(err, ERROR_MEMORY, "no memory for a table");
    bool any = write_runs(app, &csv, sides);
    bool whole_file = !app_waiting(app); /* with what is above and below the screen */
    bool good = !ferror(csv.file);
    good = fclose(csv.file) == 0 && good;
    if (!good)
        fail(err, ERROR_MEMORY, "no memory for a table");
    else if (!whole_file)
        good = fail(err, ERROR_FILE, "Still reading: try again in a moment");
    else if (!any)
        good = fail(err, ERROR_FILE, "%s: this view has nothing to write", path);
    else
        good = write_file(path, bytes, size, err);
    free(bytes);
    return good;
}
