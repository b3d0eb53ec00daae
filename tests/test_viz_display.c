/* The window without a display: SDL's driver that shows nothing, with real events. */
#include "viewer_sample.h"

#include "folder.h"
#include "viz/theme.h"
#include "viz/window.h"

#define RUN "run.h5"

struct open_window {
    struct app app;
    struct window window;
};

static struct open_window *open_on(const char *path, int width, int height)
{
    struct error err = {0};
    struct open_window *opened = calloc(1, sizeof *opened);
    assert_non_null(opened);
    const struct app_options options = {
        .paths = {path}, .path_count = 1, .width = width, .height = height};
    assert_success(app_open(&opened->app, &options, &err), err);
    assert_success(window_open(&opened->window, &opened->app, &options, &err), err);
    return opened;
}

static void end(struct open_window *opened)
{
    window_close(&opened->window);
    app_close(&opened->app);
    free(opened);
}

static void step(struct open_window *opened, int times)
{
    struct error err = {0};
    for (int i = 0; i < times; i++)
        assert_success(window_step(&opened->window, &opened->app, &err), err);
}

static void push_key(SDL_Keycode code, SDL_Keymod mod)
{
    SDL_Event event = {.type = SDL_KEYDOWN};
    event.key.keysym.sym = code, event.key.keysym.mod = mod;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

/* Pressed and released in one go, as a quick finger does. */
static void push_click(int x, int y)
{
    SDL_Event event = {.type = SDL_MOUSEBUTTONDOWN};
    event.button.button = SDL_BUTTON_LEFT, event.button.clicks = 1;
    event.button.x = x, event.button.y = y;
    assert_int_equal(SDL_PushEvent(&event), 1);
    event.type = SDL_MOUSEBUTTONUP;
    assert_int_equal(SDL_PushEvent(&event), 1);
}

/* What is shown is what is drawn in memory. */
static void assert_shown(struct open_window *opened)
{
    int width, height;
    SDL_GetRendererOutputSize(opened->window.renderer, &width, &height);
    assert_int_equal(width, opened->app.canvas.width);
    assert_int_equal(height, opened->app.canvas.height);
    uint32_t *pixels = calloc((size_t)width * height, sizeof *pixels);
    assert_non_null(pixels);
    assert_int_equal(SDL_RenderReadPixels(opened->window.renderer, NULL, SDL_PIXELFORMAT_ARGB8888,
                                          pixels, width * 4),
                     0);
    int differ = 0;
    for (int i = 0; i < width * height; i++)
        differ += ((pixels[i] ^ opened->app.canvas.pixels[i]) & 0xffffff) != 0;
    free(pixels);
    assert_int_equal(differ, 0);
}

static void a_window_shows_the_picture(void **unused)
{
    (void)unused;
    struct open_window *opened = open_on(RUN, 1000, 640);
    step(opened, 3);
    assert_int_equal(opened->app.canvas.width, 1000);
    assert_shown(opened);
    SDL_SetWindowSize(opened->window.window, 1200, 700);
    step(opened, 3);
    assert_int_equal(opened->app.canvas.width, 1200);
    assert_int_equal(opened->app.canvas.height, 700);
    assert_shown(opened);
    end(opened);
}

static void keys_and_clicks_arrive(void **unused)
{
    (void)unused;
    struct open_window *opened = open_on(RUN, 1280, 720);
    struct app *app = &opened->app;
    step(opened, 3);
    push_key(SDLK_2, KMOD_NONE);
    step(opened, 2);
    assert_int_equal(app->view, VIEW_INDUSTRIES);
    push_key(SDLK_TAB, KMOD_LSHIFT);
    step(opened, 2);
    assert_int_equal(app->view, VIEW_CHARTS);
    push_key(SDLK_HOME, KMOD_NONE);
    step(opened, 2);
    assert_int_equal(app->run->timeline.record, 0);
    push_key(SDLK_RIGHT, KMOD_NONE);
    push_key(SDLK_RIGHT, KMOD_NONE);
    step(opened, 2);
    assert_int_equal(app->run->timeline.record, 2);
    bool dark = theme_is_dark();
    push_key(SDLK_t, KMOD_NONE);
    step(opened, 2);
    assert_int_equal(theme_is_dark(), !dark);
    push_key(SDLK_t, KMOD_NONE);
    step(opened, 2);
    push_click(1040, 666); /* near the end of the track */
    step(opened, 4);
    assert_true(app->run->timeline.record > 15);
    assert_false(app->ui.input.down);
    push_key(SDLK_HOME, KMOD_NONE);
    step(opened, 2);
    push_click(37, 666); /* play */
    step(opened, 2);
    assert_true(app->run->timeline.playing);
    uint64_t before = app->run->timeline.record;
    for (int i = 0; i < 300 && app->run->timeline.record < before + 2; i++)
        step(opened, 1);
    assert_true(app->run->timeline.record >= before + 2); /* time goes on by itself */
    assert_shown(opened);
    push_key(SDLK_q, KMOD_NONE);
    step(opened, 1);
    assert_true(app->quit);
    end(opened);
}

static void closing_the_window_leaves(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct app app;
    const struct app_options options = {
        .paths = {RUN}, .path_count = 1, .width = 800, .height = 600};
    assert_success(app_open(&app, &options, &err), err);
    assert_int_equal(SDL_Init(SDL_INIT_VIDEO), 0);
    SDL_Event event = {.type = SDL_QUIT};
    assert_int_equal(SDL_PushEvent(&event), 1);
    alarm(60);
    assert_success(window_run(&app, &options, &err), err);
    alarm(0);
    app_close(&app);
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    viewer_write(RUN, 0, 3, VIEWER_STEPS);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_shows_the_picture),
        cmocka_unit_test(keys_and_clicks_arrive),
        cmocka_unit_test(closing_the_window_leaves),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}
