/* The window: events in, frames out. The picture is drawn in memory and shown as one texture,
 * only when something has changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/app_export.h"
#include "viz/remember.h"
#include "viz/window.h"

static bool resize(struct window *window, struct app *app, struct error *err)
{
    int width, height, points, unused;
    SDL_GetWindowSize(window->window, &points, &unused);
    if (SDL_GetRendererOutputSize(window->renderer, &width, &height) != 0 || width < 1 ||
        height < 1)
        return true; /* minimised */
    double density = points > 0 ? (double)width / points : 1;
    bool same = density == app->density; /* not on a screen of another density */
    app->density = density;
    window->dirty = 2;
    if (same && window->texture && app->canvas.width == width && app->canvas.height == height)
        return true;
    if (window->texture)
        SDL_DestroyTexture(window->texture);
    window->texture = SDL_CreateTexture(window->renderer, SDL_PIXELFORMAT_ARGB8888,
                                        SDL_TEXTUREACCESS_STREAMING, width, height);
    if (!window->texture)
        return fail(err, ERROR_MEMORY, "cannot show a picture of %d x %d: %s", width, height,
                    SDL_GetError());
    return app_resize(app, width, height, app->density, err);
}

/* Without a display SDL falls back to drivers that show nothing, and nobody wants to wait in front
 * of these. Asked before SDL starts, because the libraries that it tries write to stderr. */
bool window_possible(void)
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

/* Where the window was last, if a screen still shows a part of its head that can be held; the flag
 * for its shape. */
static uint32_t place(struct app *app, const struct app_options *options, int *x, int *y)
{
    enum { GRIP = 80 };
    const struct settings *known = app->settings;
    *x = *y = SDL_WINDOWPOS_CENTERED;
    if (!known || !known->has_window || options->size_given)
        return 0;
    const SDL_Rect head = {known->x, known->y, known->width, GRIP / 2};
    for (int i = 0; i < SDL_GetNumVideoDisplays(); i++) {
        SDL_Rect screen, common;
        if (SDL_GetDisplayUsableBounds(i, &screen) == 0 &&
            SDL_IntersectRect(&head, &screen, &common) && common.w >= GRIP && common.h >= GRIP / 4)
            *x = known->x, *y = known->y;
    }
    app->full = known->shape == SETTINGS_FULL;
    return known->shape == SETTINGS_MAXIMISED ? SDL_WINDOW_MAXIMIZED : 0;
}

/* Keeps where the window is: its own size stays known while it fills the screen. */
static void note_place(struct window *window, struct app *app)
{
    struct settings *settings = app->settings;
    if (!settings)
        return;
    uint32_t flags = SDL_GetWindowFlags(window->window);
    settings->shape = window->full                     ? SETTINGS_FULL
                      : (flags & SDL_WINDOW_MAXIMIZED) ? SETTINGS_MAXIMISED
                                                       : SETTINGS_NORMAL;
    if (settings->shape != SETTINGS_NORMAL || (flags & SDL_WINDOW_MINIMIZED))
        return;
    SDL_GetWindowPosition(window->window, &settings->x, &settings->y);
    SDL_GetWindowSize(window->window, &settings->width, &settings->height);
    settings->has_window = true;
}

/* What the app wants of the window: its title, and to fill the screen. */
static void follow(struct window *window, struct app *app)
{
    char title[sizeof window->title];
    if (app->run_count > 0)
        snprintf(title, sizeof title, "%.255s – keiretsu", app->run->playback.title);
    else
        snprintf(title, sizeof title, "keiretsu");
    if (strcmp(title, window->title) != 0) {
        memcpy(window->title, title, sizeof title);
        SDL_SetWindowTitle(window->window, title);
    }
    if (app->full == window->full)
        return;
    SDL_SetWindowFullscreen(window->window, app->full ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    window->full = app->full;
    window->dirty = 2;
}

/* The reader's threads call this: the loop may be asleep. */
static void wake(void)
{
    SDL_PushEvent(&(SDL_Event){.type = SDL_USEREVENT});
}

bool window_open(struct window *window, struct app *app, const struct app_options *options,
                 struct error *err)
{
    *window = (struct window){.dirty = 2};
    if (!window_possible())
        return fail(err, ERROR_FILE,
                    "cannot open a window: no display; --screenshot FILE works without one");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return fail(err, ERROR_FILE,
                    "cannot open a window: %s; --screenshot FILE works without one",
                    SDL_GetError());
    int x, y;
    uint32_t flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
    flags |= place(app, options, &x, &y);
    window->window = SDL_CreateWindow("keiretsu", x, y, options->width, options->height, flags);
    if (window->window)
        window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_PRESENTVSYNC);
    if (window->window && !window->renderer)
        window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_SOFTWARE);
    if (!window->renderer)
        return fail(err, ERROR_FILE, "cannot open a window: %s", SDL_GetError());
    SDL_SetWindowMinimumSize(window->window, 640, 480);
    SDL_EventState(SDL_DROPFILE, SDL_ENABLE);
    window->arrow = SDL_CreateSystemCursor(SDL_SYSTEM_CURSOR_ARROW);
    window->hand = SDL_CreateSystemCursor(SDL_SYSTEM_CURSOR_HAND);
    window->before = window->looked = SDL_GetTicks64();
    app_background(app, wake);
    return resize(window, app, err);
}

void window_close(struct window *window)
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

static void mouse_at(struct app *app, int x, int y)
{
    double scale = app->density / app->canvas.scale;
    app->ui.input.x = x * scale, app->ui.input.y = y * scale;
}

static struct key key_of(const SDL_Keysym *from)
{
    /* Not the right one: on many keyboards it is a part of typing. */
    bool alt = (from->mod & KMOD_LALT) != 0;
    return (struct key){alt ? from->sym | KEY_ALT : from->sym, (from->mod & KMOD_SHIFT) != 0,
                        (from->mod & KMOD_CTRL) != 0};
}

static bool handle(struct window *window, struct app *app, const SDL_Event *event,
                   struct error *err)
{
    struct input *input = &app->ui.input;
    window->dirty = 2;
    switch (event->type) {
    case SDL_QUIT:
        app->quit = true;
        break;
    case SDL_KEYDOWN:
        app_key(app, key_of(&event->key.keysym));
        break;
    case SDL_TEXTINPUT:
        app_text(app, event->text.text);
        break;
    case SDL_MOUSEMOTION:
        mouse_at(app, event->motion.x, event->motion.y);
        break;
    case SDL_MOUSEBUTTONDOWN:
        if (event->button.button == SDL_BUTTON_X1 || event->button.button == SDL_BUTTON_X2)
            app_key(app,
                    (struct key){
                        KEY_ALT | (event->button.button == SDL_BUTTON_X1 ? SDLK_LEFT : SDLK_RIGHT),
                        false, false});
        if (event->button.button != SDL_BUTTON_LEFT)
            break;
        mouse_at(app, event->button.x, event->button.y);
        input->pressed = input->down = true;
        input->control = (SDL_GetModState() & (KMOD_CTRL | KMOD_SHIFT)) != 0;
        input->doubled = event->button.clicks == 2;
        break;
    case SDL_MOUSEBUTTONUP:
        if (event->button.button == SDL_BUTTON_LEFT)
            input->down = false;
        break;
    case SDL_MOUSEWHEEL:
        input->wheel -= event->wheel.y;
        break;
    case SDL_DROPBEGIN:
        window->dropped = 0;
        break;
    case SDL_DROPFILE:    /* of several files all but the first are compared with it */
        if (!app->export) /* which shows what was there when it began */
            app_dropped(app, event->drop.file,
                        window->dropped++ > 0 || (SDL_GetModState() & KMOD_SHIFT) != 0);
        SDL_free(event->drop.file);
        break;
    case SDL_DROPTEXT: /* nothing that could be opened */
        SDL_free(event->drop.file);
        break;
    case SDL_WINDOWEVENT:
        note_place(window, app);
        if (event->window.event == SDL_WINDOWEVENT_LEAVE && !input->down)
            input->x = input->y = -1e6;
        if (event->window.event == SDL_WINDOWEVENT_SIZE_CHANGED ||
            event->window.event == SDL_WINDOWEVENT_DISPLAY_CHANGED) /* of another density */
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

static bool is_playing(const struct app *app)
{
    return app->run_count > 0 && app->run->timeline.playing;
}

/* Milliseconds to sleep: a frame while something moves, a second while a run is followed. */
static int patience(const struct window *window, const struct app *app)
{
    if (window->working || app->export)
        return 1;
    if (window->dirty > 0 || is_playing(app))
        return 12;
    return app->notice_seconds > 0 ? 250 : 1000;
}

bool window_step(struct window *window, struct app *app, struct error *err)
{
    SDL_Event event;
    bool good = true;
    bool was_playing = is_playing(app); /* the time before play began does not count */
    /* Press and release within one frame must not cancel each other: one event a frame. */
    if (SDL_WaitEventTimeout(&event, patience(window, app)))
        do
            good = handle(window, app, &event, err);
        while (good && !app->ui.input.pressed && SDL_PollEvent(&event));
    uint64_t now = SDL_GetTicks64();
    double seconds = (double)(now - window->before) / 1000;
    window->before = now;
    if (is_playing(app)) {
        timeline_advance(&app->run->timeline, was_playing ? seconds : 0);
        window->dirty = 1;
    }
    if (app->export)
        app_export_step(app, 10);
    if (app->notice_seconds > 0) {
        app->notice_seconds -= seconds;
        window->dirty = 1;
    }
    if (now - window->looked >= 1000) {
        window->looked = now;
        window->dirty = app_refresh(app) ? 1 : window->dirty;
        if (app->run_count > 0 && app->run->timeline.live) {
            app->run->timeline.beat++;
            window->dirty = 1;
        }
    }
    follow(window, app);
    /* A video that is being made has the time, and ten frames a second show how far it is. */
    bool due = !app->export || now - window->shown >= 100;
    if (good && window->dirty > 0 && window->texture && due) {
        window->shown = now;
        show(window, app);
    }
    window->working = app_list_work(app);
    if (window->working && window->dirty < 1)
        window->dirty = 1;
    return good;
}

bool window_run(struct app *app, const struct app_options *options, struct error *err)
{
    struct window window;
    bool good = window_open(&window, app, options, err);
    while (good && !app->quit)
        good = window_step(&window, app, err);
    app_export_stop(app); /* which goes back to the moment that was shown, to be remembered */
    if (window.window) {
        note_place(&window, app);
        remember_end(app);
    }
    app_foreground(app); /* whose threads push events, which must not meet the end of SDL */
    window_close(&window);
    return good;
}
