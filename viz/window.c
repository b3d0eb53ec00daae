/* The window: events in, frames out. The picture is drawn in memory and shown as one texture,
 * only when something has changed. */
#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "viz/app.h"
#include "viz/theme.h"

struct window {
    SDL_Window *window;
    SDL_Renderer *renderer;
    SDL_Texture *texture;
    SDL_Cursor *arrow, *hand;
    double density; /* device pixels in one pixel of the window's coordinates */
    int dirty;      /* frames still to draw: a click shows its effect in the second */
    bool quit;
};

static bool resize(struct window *window, struct app *app, struct error *err)
{
    int width, height, points, unused;
    SDL_GetWindowSize(window->window, &points, &unused);
    if (SDL_GetRendererOutputSize(window->renderer, &width, &height) != 0 || width < 1 ||
        height < 1)
        return true; /* minimised */
    window->density = points > 0 ? (double)width / points : 1;
    window->dirty = 2;
    if (window->texture && app->canvas.width == width && app->canvas.height == height)
        return true;
    if (window->texture)
        SDL_DestroyTexture(window->texture);
    window->texture = SDL_CreateTexture(window->renderer, SDL_PIXELFORMAT_ARGB8888,
                                        SDL_TEXTUREACCESS_STREAMING, width, height);
    if (!window->texture)
        return fail(err, ERROR_MEMORY, "cannot show a picture of %d x %d: %s", width, height,
                    SDL_GetError());
    return app_resize(app, width, height, window->density, err);
}

/* Without a display SDL falls back to drivers that show nothing, and nobody wants to wait in front
 * of these. Asked before SDL starts, because the libraries that it tries write to stderr. */
static bool has_display(void)
{
#ifdef __linux__
    static const char *const SIGNS[] = {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"};
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
        const char *value = getenv(SIGNS[i]);
        if (value && value[0])
            return true;
    }
    return false;
#else
    return true;
#endif
}

static bool open_window(struct window *window, struct app *app, const struct app_options *options,
                        struct error *err)
{
    char title[320];
    if (!has_display())
        return fail(err, ERROR_FILE,
                    "cannot open a window: no display; --screenshot FILE works without one");
    snprintf(title, sizeof title, "%.255s – keiretsu", app->playback.title);
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return fail(err, ERROR_FILE,
                    "cannot open a window: %s; --screenshot FILE works without one",
                    SDL_GetError());
    window->window =
        SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, options->width,
                         options->height, SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (window->window)
        window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_PRESENTVSYNC);
    if (window->window && !window->renderer)
        window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_SOFTWARE);
    if (!window->renderer)
        return fail(err, ERROR_FILE, "cannot open a window: %s", SDL_GetError());
    SDL_SetWindowMinimumSize(window->window, 640, 480);
    window->arrow = SDL_CreateSystemCursor(SDL_SYSTEM_CURSOR_ARROW);
    window->hand = SDL_CreateSystemCursor(SDL_SYSTEM_CURSOR_HAND);
    return resize(window, app, err);
}

static void close_window(struct window *window)
{
    if (window->texture)
        SDL_DestroyTexture(window->texture);
    if (window->renderer)
        SDL_DestroyRenderer(window->renderer);
    if (window->window)
        SDL_DestroyWindow(window->window);
    SDL_FreeCursor(window->arrow);
    SDL_FreeCursor(window->hand);
    SDL_Quit();
}

static bool exists(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file)
        fclose(file);
    return file != NULL;
}

/* RUN-VIEW-DATE.png in the current folder; an existing picture is never overwritten. */
static void save_screenshot(struct app *app)
{
    char stem[160], date[DATE_TEXT], path[256];
    const char *slash = strrchr(app->playback.reader.path, '/');
    snprintf(stem, sizeof stem, "%.150s", slash ? slash + 1 : app->playback.reader.path);
    char *dot = strrchr(stem, '.');
    if (dot && dot != stem)
        *dot = '\0';
    date_format(timeline_date(&app->timeline, timeline_day(&app->timeline)), date);
    snprintf(path, sizeof path, "%s-%s-%s.png", stem, app_view_name(app->view), date);
    for (int i = 2; exists(path) && i < 10000; i++)
        snprintf(path, sizeof path, "%s-%s-%s-%d.png", stem, app_view_name(app->view), date, i);
    struct error err = {0};
    if (app_save(app, path, &err))
        snprintf(app->notice, sizeof app->notice, "Saved %s", path);
    else
        snprintf(app->notice, sizeof app->notice, "%.280s", err.text);
    app->notice_seconds = 4;
}

static void change_view(struct app *app, int view)
{
    app->view = (enum view_kind)view;
}

static void key_down(struct window *window, struct app *app, SDL_Keysym key)
{
    struct timeline *timeline = &app->timeline;
    int step = key.mod & KMOD_SHIFT ? 13 : 1;
    const struct view_type *type = view_types[app->view];
    struct key pressed = {key.sym, (key.mod & KMOD_SHIFT) != 0, (key.mod & KMOD_CTRL) != 0};
    if (type->key && type->key(app->state[app->view], &app->shared, pressed))
        return;
    switch (key.sym) {
    case SDLK_q:
        window->quit = true;
        break;
    case SDLK_ESCAPE:
        app->ui.selection.region[0] = '\0';
        break;
    case SDLK_SPACE:
        timeline_toggle(timeline);
        break;
    case SDLK_LEFT:
        timeline_step(timeline, -step);
        break;
    case SDLK_RIGHT:
        timeline_step(timeline, step);
        break;
    case SDLK_HOME:
        timeline_go(timeline, 0);
        break;
    case SDLK_END:
        timeline_go(timeline, INT64_MAX);
        break;
    case SDLK_n:
        app_event(app, 1);
        break;
    case SDLK_p:
        app_event(app, -1);
        break;
    case SDLK_TAB:
        change_view(app, ((int)app->view + 1) % VIEW_KINDS);
        break;
    case SDLK_PLUS:
    case SDLK_EQUALS:
    case SDLK_KP_PLUS:
        timeline->speed += timeline->speed < TIMELINE_FASTEST;
        break;
    case SDLK_MINUS:
    case SDLK_KP_MINUS:
        timeline->speed -= timeline->speed > TIMELINE_SLOWEST;
        break;
    case SDLK_s:
        save_screenshot(app);
        break;
    case SDLK_t:
        theme_dark(!theme_is_dark());
        break;
    default:
        if (key.sym >= SDLK_1 && key.sym < SDLK_1 + VIEW_KINDS)
            change_view(app, key.sym - SDLK_1);
    }
}

static void mouse_at(struct window *window, struct app *app, int x, int y)
{
    double scale = window->density / app->canvas.scale;
    app->ui.input.x = x * scale, app->ui.input.y = y * scale;
}

static bool handle(struct window *window, struct app *app, const SDL_Event *event,
                   struct error *err)
{
    struct input *input = &app->ui.input;
    window->dirty = 2;
    switch (event->type) {
    case SDL_QUIT:
        window->quit = true;
        break;
    case SDL_KEYDOWN:
        key_down(window, app, event->key.keysym);
        break;
    case SDL_MOUSEMOTION:
        mouse_at(window, app, event->motion.x, event->motion.y);
        break;
    case SDL_MOUSEBUTTONDOWN:
        if (event->button.button != SDL_BUTTON_LEFT)
            break;
        mouse_at(window, app, event->button.x, event->button.y);
        input->pressed = input->down = true;
        input->doubled = event->button.clicks == 2;
        break;
    case SDL_MOUSEBUTTONUP:
        if (event->button.button == SDL_BUTTON_LEFT)
            input->down = false;
        break;
    case SDL_MOUSEWHEEL:
        input->wheel -= event->wheel.y;
        break;
    case SDL_WINDOWEVENT:
        if (event->window.event == SDL_WINDOWEVENT_LEAVE && !input->down)
            input->x = input->y = -1e6;
        if (event->window.event == SDL_WINDOWEVENT_SIZE_CHANGED)
            return resize(window, app, err);
        break;
    default:
        break;
    }
    return true;
}

static void show(struct window *window, struct app *app)
{
    app_draw(app);
    SDL_UpdateTexture(window->texture, NULL, app->canvas.pixels, app->canvas.width * 4);
    SDL_RenderCopy(window->renderer, window->texture, NULL, NULL);
    SDL_RenderPresent(window->renderer);
    SDL_SetCursor(app->ui.hand ? window->hand : window->arrow);
    window->dirty--;
}

/* Milliseconds to sleep: a frame while something moves, a second while a run is followed. */
static int patience(const struct window *window, const struct app *app)
{
    if (window->dirty > 0 || app->timeline.playing)
        return 12;
    return app->notice_seconds > 0 ? 250 : 1000;
}

bool window_run(struct app *app, const struct app_options *options, struct error *err)
{
    struct window window = {.dirty = 2};
    bool good = open_window(&window, app, options, err);
    uint64_t before = SDL_GetTicks64(), looked = before;
    while (good && !window.quit) {
        SDL_Event event;
        /* Press and release within one frame must not cancel each other: one event a frame. */
        if (SDL_WaitEventTimeout(&event, patience(&window, app)))
            do
                good = handle(&window, app, &event, err);
            while (good && !app->ui.input.pressed && SDL_PollEvent(&event));
        uint64_t now = SDL_GetTicks64();
        double seconds = (double)(now - before) / 1000;
        before = now;
        if (app->timeline.playing) {
            timeline_advance(&app->timeline, seconds);
            window.dirty = 1;
        }
        if (app->notice_seconds > 0) {
            app->notice_seconds -= seconds;
            window.dirty = 1;
        }
        if (app->timeline.live && now - looked >= 1000) {
            looked = now;
            window.dirty = app_refresh(app) ? 1 : window.dirty;
        }
        if (good && window.dirty > 0 && window.texture)
            show(&window, app);
    }
    close_window(&window);
    return good;
}
