/* A figure of what is shown, as SVG: heading and view, as large as the canvas, without the mouse.
 */
#include <stdio.h>

#include "viz/app.h"
#include "viz/draw_svg.h"

bool app_save_svg(struct app *app, const char *path, struct error *err)
{
    char title[400];
    snprintf(title, sizeof title, "%s – %s", app->run->playback.title,
             view_types[app->view]->title);
    if (!svg_begin(&app->canvas, app->density, title, err))
        return false;
    struct input input = app->ui.input;
    bool help = app->help;
    app->ui.input = (struct input){.x = -1e6, .y = -1e6};
    app->help = false, app->frame = FRAME_FIGURE;
    app_draw(app);
    app->frame = FRAME_WINDOW, app->help = help;
    app->ui.input = input;
    if (app_waiting(app)) {
        svg_end(&app->canvas, NULL, NULL);
        return fail(err, ERROR_FILE, "Still reading: try again in a moment");
    }
    return svg_end(&app->canvas, path, err);
}
