/* A window without a display, driven through SDL's own event queue: every event is pushed, handled
 * by the real loop and followed by the frames that it causes. */
#ifndef KEIRETSU_TESTS_WINDOW_SCRIPT_H
#define KEIRETSU_TESTS_WINDOW_SCRIPT_H

#include "support.h"

#include <SDL.h>
#include <string.h>

#include "viz/window.h"

struct script {
    struct window window;
    struct app app;
    int events; /* pushed */
    uint32_t window_id;
};

static inline bool script_reads(const struct script *script)
{
    for (int i = 0; i < script->app.run_count; i++)
        if (script->app.run[i].playback.waiting)
            return true;
    return false;
}

/* Steps until nothing moves and nothing is being read. */
static inline void script_settle(struct script *script)
{
    struct error err = {0};
    uint64_t until = SDL_GetTicks64() + 20000;
    do {
        if (script_reads(script) && script->window.dirty == 0)
            script->window.dirty = 1; /* what has been read may have come before this loop */
        assert_success(window_step(&script->window, &script->app, &err), err);
        assert_true(SDL_GetTicks64() < until);
    } while (script->window.dirty > 0 || script_reads(script) ||
             SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT));
}

static inline void script_push(struct script *script, SDL_Event event)
{
    event.window.windowID = script->window_id; /* at the same place in all of them */
    assert_int_equal(SDL_PushEvent(&event), 1);
    script->events++;
}

static inline void script_key(struct script *script, int32_t code, uint16_t modifiers)
{
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.state = SDL_PRESSED;
    event.key.keysym = (SDL_Keysym){.sym = code, .mod = modifiers};
    script_push(script, event);
    event.type = SDL_KEYUP, event.key.state = SDL_RELEASED;
    script_push(script, event);
    script_settle(script);
}

static inline void script_text(struct script *script, const char *text)
{
    for (; *text; text++) {
        SDL_Event event = {.type = SDL_TEXTINPUT};
        event.text.text[0] = *text;
        script_push(script, event);
    }
    script_settle(script);
}

static inline void script_move(struct script *script, double x, double y)
{
    SDL_Event event = {.type = SDL_MOUSEMOTION};
    event.motion.x = (int)x, event.motion.y = (int)y;
    script_push(script, event);
    script_settle(script);
}

static inline void script_button(struct script *script, double x, double y, int button, bool down,
                                 int clicks)
{
    SDL_Event event = {.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP};
    event.button.button = (uint8_t)button, event.button.clicks = (uint8_t)clicks;
    event.button.x = (int)x, event.button.y = (int)y;
    script_push(script, event);
}

static inline void script_click(struct script *script, double x, double y)
{
    script_button(script, x, y, SDL_BUTTON_LEFT, true, 1);
    script_button(script, x, y, SDL_BUTTON_LEFT, false, 1);
    script_settle(script);
}

/* From one place to another in so many motions with the button down. */
static inline void script_drag(struct script *script, struct point from, struct point to, int steps)
{
    script_button(script, from.x, from.y, SDL_BUTTON_LEFT, true, 1);
    script_settle(script);
    for (int i = 1; i <= steps; i++)
        script_move(script, from.x + (to.x - from.x) * i / steps,
                    from.y + (to.y - from.y) * i / steps);
    script_button(script, to.x, to.y, SDL_BUTTON_LEFT, false, 1);
    script_settle(script);
}

static inline void script_wheel(struct script *script, int lines)
{
    SDL_Event event = {.type = SDL_MOUSEWHEEL};
    event.wheel.y = lines;
    script_push(script, event);
    script_settle(script);
}

static inline void script_open(struct script *script, const struct app_options *options)
{
    struct error err = {0};
    memset(script, 0, sizeof *script);
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    assert_success(app_open(&script->app, options, &err), err);
    assert_success(window_open(&script->window, &script->app, options, &err), err);
    script->window_id = SDL_GetWindowID(script->window.window);
    script_settle(script);
}

static inline void script_close(struct script *script)
{
    window_close(&script->window);
    app_close(&script->app);
}

#endif
