/* The map of the world: figures as in the file, what is closed, projects, keys and the mouse. */
#include "world_sample.h"

#include <SDL.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/names.h"
#include "viz/theme.h"
#include "viz/view_world.h"

#define RUN "world.h5" /* in a folder of the test's own */

#define OTHER "other.h5"

static struct view_world *world_of(struct app *app)
{
    return app->run->state[VIEW_WORLD];
}

static void at_step(struct app *app, int step)
{
    timeline_go(&app->run->timeline, step);
    app_draw(app);
}

static void press(struct app *app, int32_t code)
{
    assert_true(view_types[VIEW_WORLD]->key(app->run->state[VIEW_WORLD], &app->run->view,
                                            (struct key){.code = code}));
    app_draw(app);
}

static void click(struct app *app, struct point at)
{
    app->ui.input = (struct input){.x = at.x, .y = at.y, .pressed = true, .down = true};
    app_draw(app);
    app->ui.input = (struct input){.x = -1e6, .y = -1e6};
    app_draw(app);
}

/* Over all pixels of a box, so that any difference shows. */
static uint64_t picture_of(const struct app *app, int x0, int y0, int x1, int y1)
{
    uint64_t hash = 1469598103934665603u;
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++)
            hash = (hash ^ app->canvas.pixels[y * app->canvas.width + x]) * 1099511628211u;
    return hash;
}

static uint64_t picture(const struct app *app)
{
    return picture_of(app, 0, 0, app->canvas.width, app->canvas.height);
}

static uint32_t pixel(const struct canvas *canvas, int x, int y)
{
    return canvas->pixels[y * canvas->width + x];
}

static void polygons_are_filled(void **unused)
{
    (void)unused;
    struct canvas canvas = {0};
    struct error err = {0};
    assert_success(draw_resize(&canvas, 20, 20, 1, &err), err);
    draw_clear(&canvas, 0xffffffffu);
    /* Two boxes side by side as loose edges; the one between them is there twice, or not at all:
     * both is the same area. A hole in the first. */
    struct edge edges[] = {
        {{2, 2}, {2, 12}},       {{8, 12}, {8, 2}},     {{8, 2}, {8, 12}},
        {{14.5, 2}, {14.5, 12}}, {{4, 4}, {4, 6}},      {{6, 4}, {6, 6}},
        {{2, 2}, {14.5, 2}},     {{2, 12}, {14.5, 12}}, {{NAN, 2}, {5, 9}},
    };
    draw_edges(&canvas, edges, sizeof edges / sizeof *edges, 0xff000000u);
    for (int y = 0; y < 20; y++)
        for (int x = 0; x < 20; x++) {
            bool in = x >= 2 && x < 14 && y >= 2 && y < 12;
            bool hole = x >= 4 && x < 6 && y >= 4 && y < 6;
            if (x != 14)
                assert_int_equal(pixel(&canvas, x, y), in && !hole ? 0xff000000u : 0xffffffffu);
        }
    assert_int_equal(pixel(&canvas, 14, 5) & 0xff, 127); /* half of it is covered */

    draw_clear(&canvas, 0xffffffffu);
    draw_clip(&canvas, (struct box){5, 5, 5, 5});
    struct point wild[] = {{-1e7, -50}, {1e7, -50}, {1e7, 400}, {-1e7, 400}};
    draw_polygon(&canvas, wild, 4, 0xff000000u);
    for (int y = 0; y < 20; y++)
        for (int x = 0; x < 20; x++)
            assert_int_equal(pixel(&canvas, x, y) == 0xff000000u,
                             x >= 5 && x < 10 && y >= 5 && y < 10);
    draw_free(&canvas);
}

static int shape_at(const struct world_projection *projection, double east, double north)
{
    struct point at = world_project(projection, east, north);
    return world_shape_at(projection, at.x, at.y);
}

static void places_are_where_they_should_be(void **unused)
{
    (void)unused;
    struct world_projection pacific = world_projection_pacific((struct box){0, 0, 1000, 600});
    static const struct {
        double east, north;
        int shape; /* JPN USA TWN CHN KOR EUR ROW, -1 the sea */
    } PLACES[] = {
        {138, 36, 0},     {-98, 39, 1},  {-150, 65, 1}, {121, 23.7, 2}, {105, 33, 3},
        {128, 36.5, 4},   {10, 50, 5},   {-4, 40, 5},   {134, -25, 6},  {-60, -10, 6},
        {-100, 60, 6},    {100, 60, 6},  {178, 66, 6},  {-176, 66, 6},  {-40, 72, 6},
        {-150, 20, -1},   {80, -20, -1}, {-50, 35, -1}, {50, 42, -1}, /* the Caspian Sea */
        {-179.9, 50, -1}, {127, 40, 6},  {8, 47, 6},                  /* Switzerland */
    };
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
        assert_int_equal(shape_at(&pacific, PLACES[i].east, PLACES[i].north), PLACES[i].shape);
    /* The cut is in the Atlantic: everything from Portugal to Brazil, eastwards, lies in order. */
    double before = -1e9;
    for (double east = -20; east < 325; east += 5) {
        double x = world_project(&pacific, east > 180 ? east - 360 : east, 0).x;
        assert_true(x > before && x > -20 && x < 1020);
        before = x;
    }
    struct world_projection states = world_projection_states((struct box){0, 0, 400, 250});
    assert_int_equal(shape_at(&states, -90, 40), 1);
    assert_int_equal(shape_at(&states, -100, 55), 6);
    static const double CORNERS[][2] = {{-124.5, 48}, {-67.5, 45}, {-81, 25.5}, {-117, 33}};
    for (int i = 0; i < 4; i++) {
        struct point at = world_project(&states, CORNERS[i][0], CORNERS[i][1]);
        assert_true(at.x > 0 && at.x < 400 && at.y > 0 && at.y < 250);
    }
}

static void trade_is_as_in_the_file(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_WORLD);
    const struct world_trade *trade = &world_of(app)->trade;
    assert_non_null(trade->dollars);
    assert_int_equal(trade->records, WORLD_STEPS / 4 + 1);
    for (uint64_t t = 0; t < trade->records; t++)
        for (uint64_t o = 0; o < 3; o++)
            for (uint64_t d = 0; d < 3; d++) {
                double cents = world_sample_sales(o, d, 0, (uint32_t)t * 4) +
                               world_sample_sales(o, d, 1, (uint32_t)t * 4);
                assert_close(world_trade_flow(trade, t, o, d), 52 * cents / 100, 1e-12);
            }
    /* The start is the first record with trade, not the empty one of the opening. */
    assert_close(world_trade_start(trade, 1, 0), 52 * 6e12 / 100, 1e-12);
    assert_close(trade->most, 52 * 9e12 / 100, 1e-12);
    assert_close(trade->threshold, 5e11, 1e-12); /* a round figure above a twentieth, 2.3e11 */
    assert_int_equal(world_trade_record(trade, 83), 2);
    assert_int_equal(world_trade_record(trade, 84), 3);
    uint64_t industry;
    assert_close(world_trade_industry(trade, &app->run->playback, 1, 0, 1, 0, &industry),
                 52 * 2e12 / 100, 1e-12);
    assert_int_equal(industry, 1);
    assert_close(world_trade_industry(trade, &app->run->playback, 1, 0, 1, 1, &industry),
                 52 * 1e12 / 100, 1e-12);
    assert_int_equal(industry, 0);
    app_end(app);
}

static void closures_hold_from_their_first_day_to_their_last(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_WORLD);
    const struct view_world *world = world_of(app);
    const struct event_marks *events = &app->run->playback.events;
    struct world_closure closures[WORLD_CLOSURES_MAX];
    assert_int_equal(world->size_count, 4);
#define CLOSURES(day) world_closures(events, world->sizes, world->size_count, day, closures)
    assert_int_equal(CLOSURES(69), 0);
    assert_int_equal(CLOSURES(70), 1);
    assert_string_equal(world_passages[closures[0].passage].name, "Taiwan Strait");
    assert_close(closures[0].share, 0.7, 1e-12);
    assert_int_equal(CLOSURES(84), 3); /* the tariff closes nothing */
    assert_int_equal(closures[1].passage, -1);
    assert_close(closures[2].share, 0, 0); /* goods only take longer */
    assert_string_equal(closures[2].origin, "JPN");
    assert_string_equal(closures[2].destination, "USA");
    assert_int_equal(CLOSURES(91), 1);
    assert_int_equal(CLOSURES(98), 0);
#undef CLOSURES
    app_end(app);
}

static void a_closed_passage_and_a_fall_are_red(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_WORLD);
    const uint32_t RED = 0xffc81e1e;
    for (int step = 8; step <= 16; step += 4) {
        at_step(app, step);
        struct point at = world_project(&world_of(app)->projection, world_passages[0].east,
                                        world_passages[0].north);
        assert_int_equal(pixel(&app->canvas, (int)at.x, (int)at.y) == RED, step == 12);
    }
    app_end(app);
}

static void keys_select_regions(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_WORLD);
    const char *selected = app->ui.selection.region;
    assert_string_equal(selected, "");
    press(app, SDLK_DOWN);
    assert_string_equal(selected, "JPN");
    press(app, SDLK_RIGHTBRACKET);
    assert_string_equal(selected, "USA");
    press(app, SDLK_UP);
    assert_string_equal(selected, "JPN");
    press(app, SDLK_LEFTBRACKET);
    assert_string_equal(selected, "TWN");
    press(app, SDLK_DOWN);
    assert_string_equal(selected, "JPN");
    app->ui.selection.region[0] = '\0';
    press(app, SDLK_UP);
    assert_string_equal(selected, "TWN");
    app_end(app);
}

static void clicks_select_regions(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_WORLD);
    const char *selected = app->ui.selection.region;
    const struct world_projection *projection = &world_of(app)->projection;
    at_step(app, 10); /* no inset yet */
    click(app, world_project(projection, 138.5, 36.2));
    assert_string_equal(selected, "JPN");
    click(app, world_project(projection, -150, 65)); /* Alaska, by its land */
    assert_string_equal(selected, "USA");
    click(app, world_project(projection, -150, 65)); /* again: no longer */
    assert_string_equal(selected, "");
    click(app, world_project(projection, 134, -25)); /* Australia is in no region of this file */
    assert_string_equal(selected, "");
    /* The arc of sales of the United States to Japan, in the middle of the Pacific south of the
     * straight line between them: its seller. */
    struct point japan = world_project(projection, 138.5, 36.2);
    struct point states = world_project(projection, -98.5, 39.5);
    struct point arc = {(japan.x + states.x) / 2, (japan.y + states.y) / 2};
    arc.y += 0.16 * (states.x - japan.x);
    click(app, arc);
    assert_string_equal(selected, "USA");
    click(app, arc); /* again: its buyer */
    assert_string_equal(selected, "JPN");
    app->ui.selection.region[0] = '\0';
    click(app, (struct point){1100, 180}); /* the first row of the panel */
    assert_string_equal(selected, "JPN");
    app_end(app);
}

static void projects_pass_their_stages(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_WORLD);
    const struct world_projects *projects = &world_of(app)->projects;
    at_step(app, 20);
    assert_int_equal(projects->count, 0); /* candidates are no news */
    assert_close(projects->paid_year, 0, 0);
    at_step(app, 59);
    assert_int_equal(projects->count, WORLD_PROJECTS);
    for (int i = 0; i < WORLD_PROJECTS; i++) {
        const struct world_mark *mark = &projects->marks[i];
        assert_int_equal(mark->stage, i);
        assert_int_equal(mark->site, i == 4);
        assert_close(mark->built, 0.5, 1e-12);
        for (int k = 0; k < i; k++) {
            const struct world_mark *other = &projects->marks[k];
            assert_true(hypot(mark->x - other->x, mark->y - other->y) >=
                        mark->radius + other->radius);
        }
    }
    assert_close(projects->marks[0].cost, 4e10, 1e-12);
    assert_true(projects->marks[0].radius > projects->marks[1].radius);
    assert_true(projects->marks[4].x > projects->marks[1].x); /* Ohio is east of Texas */
    assert_close(projects->paid, 39e9, 1e-12);
    assert_close(projects->paid_year, 39e9, 1e-12);
    assert_close(projects->site_committed[1], 2e10, 1e-12);
    app_end(app);
}

static void enter_enlarges_the_projects(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_WORLD);
    struct view_world *world = world_of(app);
    at_step(app, 10);
    press(app, SDLK_RETURN);
    assert_false(world->enlarged); /* there are none yet */
    at_step(app, 50);
    uint64_t small = picture(app);
    double radius = world->projects.marks[0].radius;
    press(app, SDLK_RETURN);
    assert_true(world->enlarged);
    assert_true(world->projects.marks[0].radius > radius);
    assert_true(picture(app) != small);
    click(app, (struct point){300, 77}); /* its head */
    assert_false(world->enlarged);
    assert_int_equal(picture(app), small);
    press(app, SDLK_RETURN);
    press(app, SDLK_RETURN);
    assert_false(world->enlarged);
    app_end(app);
}

static void pictures_depend_on_the_day_alone(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_WORLD);
    at_step(app, 17);
    uint64_t first = picture(app), dashes = picture_of(app, 520, 290, 700, 330);
    /* The Pacific south of the straight way: arcs from the United States, nothing else. No new
     * figures of trade in step 18, so that only the dashes are elsewhere. */
    at_step(app, 18);
    assert_true(picture_of(app, 520, 290, 700, 330) != dashes);
    at_step(app, 17);
    assert_int_equal(picture(app), first);
    app_end(app);
    app = app_of(RUN, VIEW_WORLD);
    at_step(app, 17);
    assert_int_equal(picture(app), first);
    app_end(app);
}

/* Draws, hovers and clicks everywhere, with every region selected in turn. */
static void rummage(struct app *app)
{
    static const int SIZES[][2] = {{1280, 720}, {320, 320}, {640, 1400}, {2560, 400}};
    struct error err = {0};
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
        assert_success(app_resize(app, SIZES[s][0], SIZES[s][1], s == 3 ? 2 : 1, &err), err);
        for (int i = 0; i < 15; i++) {
            app->view = VIEW_WORLD;
            timeline_go(&app->run->timeline, i * 17 % 61);
            press(app, i % 5 == 4 ? SDLK_RETURN : i % 2 ? SDLK_DOWN : SDLK_UP);
            click(app, (struct point){i * 197 % SIZES[s][0] / 1.1, i * 89 % SIZES[s][1] / 1.1});
            if (i % 9 == 0)
                app->ui.selection.region[0] = '\0';
        }
    }
}

static void any_file_can_be_shown(void **unused)
{
    (void)unused;
    static const struct {
        int first, count, last;
        bool odd;
    } FILES[] = {
        {WORLD_REGION, 5, WORLD_STEPS, false},
        {WORLD_REGION, 5, WORLD_STEPS, true},
        {WORLD_REGION, 1, 20, false},
        {WORLD_TRADE, 1, 20, false},
        {WORLD_SITE, 2, 20, false},
        {WORLD_REGION, 3, 30, false},
        {WORLD_FACILITY, 1, 10, false},
        {WORLD_REGION, 5, 0, false},
        {WORLD_REGION, 5, -1, false},
        {WORLD_TRADE, 4, 30, true},
    };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        world_write("any.h5", FILES[i].first, FILES[i].count, FILES[i].last, FILES[i].odd);
        struct app *app = app_of("any.h5", VIEW_WORLD);
        const struct view_world *world = world_of(app);
        bool has_trade = FILES[i].first <= WORLD_TRADE &&
                         FILES[i].first + FILES[i].count > WORLD_TRADE && FILES[i].last >= 0;
        assert_int_equal(world->trade.dollars != NULL, has_trade);
        if (FILES[i].odd)
            assert_int_equal(world->projects.count, 0);
        rummage(app);
        app_end(app);
        unlink("any.h5");
    }
}

/* Without the projects themselves each site has one mark. */
static void sites_alone_have_a_mark_each(void **unused)
{
    (void)unused;
    world_write("sites.h5", WORLD_REGION, 3, WORLD_STEPS, false);
    struct app *app = app_of("sites.h5", VIEW_WORLD);
    const struct world_projects *projects = &world_of(app)->projects;
    at_step(app, 55);
    assert_int_equal(projects->count, 2);
    assert_int_equal(projects->marks[0].stage, WORLD_OPERATING);
    assert_int_equal(projects->marks[1].stage, WORLD_FUNDED);
    assert_close(projects->marks[1].built, 0.5, 1e-12);
    at_step(app, 5);
    assert_int_equal(projects->count, 0);
    app_end(app);
    unlink("sites.h5");
}

static void changes_are_written_with_their_sign(void **unused)
{
    (void)unused;
    char text[WORLD_TEXT];
    assert_string_equal(world_change(text, 105, 100), "+5.0 %");
    assert_string_equal(world_change(text, 50, 0), "–");
}

static struct app *two(const char *path, const char *other, enum compare compare)
{
    struct app *app = app_of(path, VIEW_WORLD);
    struct error err = {0};
    assert_success(app_add(app, other, &err), err);
    app->compare = compare;
    app_draw(app);
    return app;
}

static double change_of(struct app *app, int region, int step)
{
    struct world_region regions[WORLD_REGIONS_MAX];
    assert_int_equal(world_regions(playback_group(&app->run->playback, "region"), 0, regions), 3);
    return world_measure_change(&world_of(app)->measure, &app->run->view, &regions[region],
                                7.0 * step);
}

/* On the same calendar day, by the names of regions. */
static void differences_are_as_by_hand(void **unused)
{
    (void)unused;
    struct app *app = two(RUN, OTHER, COMPARE_DIFFERENCE);
    const struct view_world *world = world_of(app);
    at_step(app, 40);
    assert_true(world->measure.against);
    assert_int_equal(world->measure.by, WORLD_BY_GDP);
    assert_close(change_of(app, 0, 40), 100 * (1.040 / (1.25 * 1.036) - 1), 1e-9);
    assert_close(change_of(app, 1, 40), 100 * (1.040 / 1.036 - 1), 1e-9);
    assert_true(isnan(change_of(app, 2, 40))); /* Taiwan is in this run alone */
    assert_true(isnan(change_of(app, 0, 3)));  /* the other begins in step 4 */
    assert_true(isfinite(change_of(app, 0, 4)));
    assert_close(world->measure.limit, 20, 1e-9); /* 1 / 1.25 */

    const struct view *view = &app->run->view;
    double sales = 52 * 6e12 / 100;
    assert_close(world_other_flow(&world->other, view, "USA", "JPN", 280), sales / 2, 1e-9);
    assert_close(world_other_flow(&world->other, view, "JPN", "USA", 280), sales / 2, 1e-9);
    assert_true(isnan(world_other_flow(&world->other, view, "JPN", "TWN", 280)));
    assert_true(isnan(world_other_flow(&world->other, view, "USA", "JPN", 21)));
    assert_close(world->other.limit, 100, 1e-9); /* twice the sales of the United States */

    press(app, SDLK_c); /* unemployment: 4 against 5 per cent */
    assert_int_equal(world->measure.by, WORLD_BY_UNEMPLOYMENT);
    assert_close(change_of(app, 0, 40), -1, 1e-9);
    char text[WORLD_TEXT];
    assert_string_equal(
        world_figure_change_text(text, &world_figures[WORLD_UNEMPLOYMENT], -1, true),
        "−1.0 points");
    assert_string_equal(world_figure_change_text(text, &world_figures[WORLD_GDP], 0.26, true),
                        "+0.26 %");
    assert_string_equal(world_figure_change_text(text, &world_figures[WORLD_GDP], 0.26, false),
                        "+0.3 %");
    assert_string_equal(versus_name(view->other), OTHER);
    app_end(app);
}

static int marks_of(const struct world_projects *projects, enum world_only only)
{
    int count = 0;
    for (int i = 0; i < projects->count; i++)
        count += projects->marks[i].only == only;
    return count;
}

static void projects_of_one_run_alone_are_told_apart(void **unused)
{
    (void)unused;
    struct app *app = two(RUN, OTHER, COMPARE_DIFFERENCE);
    const struct world_projects *projects = &world_of(app)->projects;
    at_step(app, 50);
    /* Here four in Texas and one in Ohio, there two and two. */
    assert_int_equal(marks_of(projects, WORLD_BOTH_RUNS), 3);
    assert_int_equal(marks_of(projects, WORLD_THIS_RUN), 2);
    assert_int_equal(marks_of(projects, WORLD_OTHER_RUN), 1);
    assert_close(projects->marks[projects->count - 1].east, -83, 1e-12); /* in Ohio */
    app_draw(app); /* again: nothing is added twice */
    assert_int_equal(projects->count, WORLD_PROJECTS + 1);
    app->compare = COMPARE_ONE;
    app_draw(app);
    assert_int_equal(marks_of(projects, WORLD_BOTH_RUNS), WORLD_PROJECTS);
    assert_int_equal(projects->count, WORLD_PROJECTS);
    assert_null(world_of(app)->other.playback);
    app_end(app);
}

static void two_maps_have_one_scale(void **unused)
{
    (void)unused;
    struct app *app = two(OTHER, RUN, COMPARE_SIDES);
    const struct view_world *left = world_of(app), *right = app->run[1].state[VIEW_WORLD];
    assert_true(left->trade.most < right->trade.most); /* Taiwan's, 9e12 */
    assert_close(left->trade.widest, right->trade.most, 0);
    assert_close(right->trade.widest, right->trade.most, 0);
    assert_close(left->trade.least, right->trade.least, 0);
    press(app, SDLK_c); /* in both */
    assert_int_equal(left->measure.by, WORLD_BY_GDP);
    assert_int_equal(right->measure.by, WORLD_BY_GDP);
    assert_close(left->measure.limit, right->measure.limit, 0);
    assert_close(left->projection.scale, right->projection.scale, 0);
    assert_close(left->projection.middle.y, right->projection.middle.y, 0);
    app->compare = COMPARE_ONE;
    app_draw(app);
    assert_close(left->trade.widest, left->trade.most, 0);
    app_end(app);
}

static bool touch(struct box a, struct box b)
{
    return fmin(a.x + a.w, b.x + b.w) > fmax(a.x, b.x) &&
           fmin(a.y + a.h, b.y + b.h) > fmax(a.y, b.y);
}

/* The crowded coasts of Asia, on maps down to a quarter of a small window. */
static void names_never_overlap(void **unused)
{
    (void)unused;
    static const double PLACES[][2] = {{138.5, 36.2}, {-98.5, 39.5}, {122.4, 22.8}, {107, 33},
                                       {127.8, 36.4}, {9.5, 49.5},   {79, -12}};
    enum { COUNT = sizeof PLACES / sizeof *PLACES };
    for (int width = 340; width < 1600; width += 20) {
        struct box card = {100, 50, width, fmax(200, width * 0.5)};
        struct world_projection map = world_projection_pacific(card);
        struct world_labels labels = {.room = card};
        struct box chips[COUNT];
        for (int i = 0; i < COUNT; i++) {
            struct point at = world_project(&map, PLACES[i][0], PLACES[i][1]);
            world_labels_point(&labels, at, 7);
        }
        for (int i = 0; i < COUNT; i++) {
            struct point at = world_project(&map, PLACES[i][0], PLACES[i][1]);
            chips[i] =
                world_labels_place(&labels, at, 10, (struct box){at.x + 13, at.y - 9, 118, 18});
            assert_true(chips[i].x >= card.x && chips[i].x + chips[i].w <= card.x + card.w);
            assert_true(chips[i].y >= card.y && chips[i].y + chips[i].h <= card.y + card.h);
            for (int k = 0; k < i; k++)
                assert_false(touch(chips[i], chips[k]));
        }
    }
}

static void colours_say_what_is_chosen(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_WORLD);
    const struct view_world *world = world_of(app);
    at_step(app, 50);
    uint32_t fills[WORLD_SHAPES];
    struct world_region regions[WORLD_REGIONS_MAX];
    world_regions(playback_group(&app->run->playback, "region"), 0, regions);
#define FILL(shape)                                                                                \
    (world_measure_fills(&world->measure, &app->run->view, regions, 3, 350, fills), fills[shape])
    assert_int_equal(FILL(0), 0); /* its own */
    press(app, SDLK_c);
    assert_int_equal(world->measure.by, WORLD_BY_GDP);
    assert_close(world->measure.limit, 10, 1e-9); /* 5.88 % in the last but one of 60 steps */
    assert_close(change_of(app, 0, 50), 5, 1e-9);
    assert_int_equal(FILL(0), theme_diverging(0.52)); /* in steps of a 25th */
    assert_int_equal(FILL(4), THEME_LAND);            /* Korea is not in this file */
    press(app, SDLK_c), press(app, SDLK_c), press(app, SDLK_c);
    assert_int_equal(world->measure.by, WORLD_BY_REGION);
    app_draw(app);
    uint64_t plain = picture(app);
    click(app, (struct point){700, 84}); /* the switch: real GDP */
    assert_int_equal(world->measure.by, WORLD_BY_GDP);
    assert_true(picture(app) != plain);
    app_end(app);
}

static void any_two_files_can_be_compared(void **unused)
{
    (void)unused;
    static const struct {
        int first, count, last;
        bool odd;
    } FILES[] = {
        {WORLD_REGION, 5, 30, true}, {WORLD_REGION, 1, 20, false}, {WORLD_TRADE, 4, 20, false},
        {WORLD_REGION, 5, 0, false}, {WORLD_REGION, 5, -1, false},
    };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        for (int turn = 0; turn < 4; turn++) {
            world_write_as("any.h5", FILES[i].first, FILES[i].count, FILES[i].last, FILES[i].odd,
                           true);
            enum compare compare = turn / 2 ? COMPARE_SIDES : COMPARE_DIFFERENCE;
            struct app *app = two(turn % 2 ? "any.h5" : RUN, turn % 2 ? RUN : "any.h5", compare);
            press(app, SDLK_c);
            rummage(app);
            app_end(app);
            unlink("any.h5");
        }
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    world_write(RUN, 0, WORLD_SAMPLE_GROUPS, WORLD_STEPS, false);
    world_write_as(OTHER, 0, WORLD_SAMPLE_GROUPS, WORLD_STEPS, false, true);
    return 0;
}

/* In a run that goes on the rate of a record may come a frame later than the amount. */
static void without_a_rate_there_are_no_dollars(void **unused)
{
    (void)unused;
    double yen[] = {300, 450}, rates[] = {150};
    const struct playback_column gdp = {.records = 2, .rows = 1, .values = yen};
    const struct playback_column rate = {.records = 1, .rows = 1, .values = rates};
    const struct world_history history = {.column = &gdp, .rate = &rate, .factor = 1};
    assert_true(world_history_value(&history, 0) == 2);
    assert_true(isnan(world_history_value(&history, 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(polygons_are_filled),
        cmocka_unit_test(places_are_where_they_should_be),
        cmocka_unit_test(trade_is_as_in_the_file),
        cmocka_unit_test(closures_hold_from_their_first_day_to_their_last),
        cmocka_unit_test(a_closed_passage_and_a_fall_are_red),
        cmocka_unit_test(keys_select_regions),
        cmocka_unit_test(clicks_select_regions),
        cmocka_unit_test(projects_pass_their_stages),
        cmocka_unit_test(enter_enlarges_the_projects),
        cmocka_unit_test(pictures_depend_on_the_day_alone),
        cmocka_unit_test(any_file_can_be_shown),
        cmocka_unit_test(sites_alone_have_a_mark_each),
        cmocka_unit_test(changes_are_written_with_their_sign),
        cmocka_unit_test(differences_are_as_by_hand),
        cmocka_unit_test(projects_of_one_run_alone_are_told_apart),
        cmocka_unit_test(two_maps_have_one_scale),
        cmocka_unit_test(names_never_overlap),
        cmocka_unit_test(colours_say_what_is_chosen),
        cmocka_unit_test(any_two_files_can_be_compared),
        cmocka_unit_test(without_a_rate_there_are_no_dollars),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}
