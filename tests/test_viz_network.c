/* The network of the viewer: where firms lie, what their colours mean, what mouse and keys choose,
 * whose suppliers are found, and files that lack what it needs. */
#include "viewer_sample.h"

#include <SDL.h>
#include <math.h>

#include "folder.h"
#include "network_sample.h"
#include "viewer_app.h"
#include "viz/theme.h"
#include "viz/view_network.h"

#define RUN "run.h5"

static struct view_network *state_of(struct app *app)
{
    return app->run->state[VIEW_NETWORK];
}

static struct app *open_run(void)
{
    struct app *app = app_of(RUN, VIEW_NETWORK);
    assert_true(state_of(app)->network.ready);
    return app;
}

static const struct network_firm *firm_of(struct app *app, uint32_t row)
{
    const struct network *network = &state_of(app)->network;
    return &network->firm[network->place[row]];
}

static void show(struct app *app, int64_t record, enum network_colour by)
{
    app->ui.selection.firms = (int)by;
    timeline_go(&app->run->timeline, record);
    app_draw(app);
}

static void press(struct app *app, int32_t code)
{
    view_network_key(state_of(app), &app->run->view, (struct key){.code = code});
    app_draw(app);
}

/* Down at one place, up at another. */
static void drag(struct app *app, struct point from, struct point to)
{
    app->ui.input = (struct input){.x = from.x, .y = from.y, .pressed = true, .down = true};
    app_draw(app);
    app->ui.input.x = to.x, app->ui.input.y = to.y;
    app_draw(app);
    app->ui.input.down = false;
    app_draw(app);
    app->ui.input.x = app->ui.input.y = -1e6;
    app_draw(app);
}

static struct point place_of(struct app *app, uint32_t row)
{
    const struct network_firm *firm = firm_of(app, row);
    return network_screen(&state_of(app)->lens, (double)firm->x, (double)firm->y);
}

static void firms_lie_within_their_industries(void **unused)
{
    (void)unused;
    struct app *app = open_run(), *again = open_run();
    const struct network *network = &state_of(app)->network;
    assert_int_equal(network->firms, NETWORK_FIRMS);
    for (uint64_t i = 0; i < network->firms; i++) {
        const struct network_firm *firm = &network->firm[i];
        const struct network_circle *cell = &network->cell[firm->cell];
        assert_int_equal(firm->cell, firm->row % NETWORK_CELLS);
        double away = hypot((double)firm->x - cell->x, (double)firm->y - cell->y);
        assert_true(away + (double)firm->radius <= cell->radius * 1.001);
        if (i > 0 && network->firm[i - 1].cell == firm->cell) {
            assert_true(firm[-1].start >= firm->start); /* the largest in the middle */
            double ratio = (double)firm[-1].radius / (double)firm->radius;
            assert_close(ratio * ratio, (double)firm[-1].start / (double)firm->start, 1e-3);
        } else {
            assert_true(away < 1e-3);
        }
        assert_memory_equal(firm, &state_of(again)->network.firm[i], sizeof *firm);
    }
    for (uint64_t a = 0; a < NETWORK_CELLS; a++) {
        const struct network_circle *one = &network->cell[a];
        const struct network_circle *region = &network->region[a / VIEWER_INDUSTRIES];
        assert_true(hypot(one->x - region->x, one->y - region->y) + one->radius <= region->radius);
        for (uint64_t b = 0; b < a; b++) {
            const struct network_circle *other = &network->cell[b];
            assert_true(hypot(one->x - other->x, one->y - other->y) >=
                        0.999 * (one->radius + other->radius));
        }
    }
    app_end(app), app_end(again);
}

/* Firm 5 halves in week 10 and stays there: a trend that goes on falling, which it does not. */
static void a_trend_goes_on_as_it_went(void **unused)
{
    (void)unused;
    network_write("trend.h5", NETWORK_FIRMS, false, 130);
    struct app *app = app_of("trend.h5", VIEW_NETWORK);
    show(app, 120, NETWORK_TREND);
    double years = 52.0 / (120 - 52 - 1);
    assert_close((double)firm_of(app, 5)->value, 1 / pow(0.5, years), 1e-5);
    assert_close((double)firm_of(app, 6)->value, 1, 1e-6);
    show(app, 103, NETWORK_TREND); /* 50 weeks before a year ago */
    assert_true(isnan(firm_of(app, 6)->value));
    show(app, 104, NETWORK_TREND);
    assert_false(isnan(firm_of(app, 6)->value));
    app_end(app);
    unlink("trend.h5");
}

static void colours_say_what_the_file_says(void **unused)
{
    (void)unused;
    struct app *app = open_run();
    char text[64];
    const struct network *network = &state_of(app)->network;
    show(app, 9, NETWORK_START);
    assert_close((double)firm_of(app, 5)->value, 1, 1e-6);
    show(app, 10, NETWORK_START);
    assert_close((double)firm_of(app, 5)->value, 0.5, 1e-6);
    assert_close((double)firm_of(app, 6)->value, 1, 1e-6);
    assert_string_equal(network_value_text(network, &app->run->playback, firm_of(app, 5), text),
                        "−50.0 %");
    assert_int_equal(firm_of(app, 5)->colour, theme_diverging_mark(-1));
    assert_int_equal(firm_of(app, 6)->colour, theme_diverging_mark(0));
    assert_true(firm_of(app, 6)->colour != THEME_PANEL); /* seen on a card */
    show(app, 10, NETWORK_LIMIT);
    assert_string_equal(network_value_text(network, &app->run->playback, firm_of(app, 5), text),
                        "named input");
    assert_int_equal(firm_of(app, 5)->colour, theme_cause(1));
    show(app, 12, NETWORK_FINANCE);
    assert_close((double)firm_of(app, 7)->value, 0.25, 1e-6);
    assert_true(firm_of(app, 7)->administration);
    assert_false(firm_of(app, 6)->administration);
    show(app, 0, NETWORK_FINANCE); /* nothing is known of flows in the opening */
    assert_true(isnan(firm_of(app, 7)->value));
    show(app, 0, NETWORK_START);
    assert_true(isnan(firm_of(app, 5)->value));
    show(app, 20, NETWORK_YEAR);
    assert_close((double)firm_of(app, 5)->value, 0.5, 1e-6); /* a year before: the start */

    show(app, 20, NETWORK_TREND); /* less than two years: there is no trend yet */
    assert_true(isnan(firm_of(app, 5)->value));

    struct network_sum all = network_total(network, -1, -1), cell = network_total(network, 1, 1);
    assert_int_equal(all.firms, NETWORK_FIRMS);
    assert_int_equal(all.administration, 1);
    assert_close(all.start, 1e8 * NETWORK_FIRMS * (NETWORK_FIRMS + 1) / 2, 1);
    assert_close(all.start - all.now, 3e8, 1e3);
    assert_int_equal(cell.firms, NETWORK_FIRMS / NETWORK_CELLS);
    assert_close(cell.start - cell.now, 3e8, 1e3); /* firm 5 is of USA/C26 */
    app_end(app);
}

static void the_mouse_chooses_drags_and_zooms(void **unused)
{
    (void)unused;
    struct app *app = open_run();
    struct view_network *state = state_of(app);
    struct selection *selection = &app->ui.selection;
    drag(app, place_of(app, 53), place_of(app, 53)); /* 53 is the largest of USA/C26 */
    assert_int_equal(selection->firm, 54);
    assert_string_equal(selection->cell_region, "USA");
    assert_string_equal(selection->industry, "C26");
    assert_int_equal(state->choice.firm, state->network.place[53]);

    struct point at = place_of(app, 40), to = {at.x + 30, at.y + 20};
    drag(app, at, to);
    assert_int_equal(selection->firm, 54); /* no click */
    assert_close(place_of(app, 40).x, to.x, 0.01);
    assert_close(place_of(app, 40).y, to.y, 0.01);
    double scale = state->lens.scale;
    app->ui.input = (struct input){.x = to.x, .y = to.y, .wheel = -3};
    app_draw(app);
    assert_close(state->lens.scale / scale, pow(1.25, 3), 1e-6);
    assert_close(place_of(app, 40).x, to.x, 0.01); /* what is under the mouse stays there */
    press(app, SDLK_0);
    assert_close(state->lens.scale, scale, 1e-9);
    assert_close(place_of(app, 40).x, at.x, 0.01);

    /* The edge of a region belongs to it, what is outside of all to none. */
    const struct network_circle *region = &state->network.region[2];
    struct point edge = network_screen(&state->lens, region->x, region->y + region->radius * 0.995);
    drag(app, edge, edge);
    assert_string_equal(selection->region, "ROW");
    assert_string_equal(selection->cell_region, "ROW");
    assert_string_equal(selection->industry, "");
    assert_int_equal(selection->firm, 0);
    struct point nowhere = {state->lens.box.x + 3, state->lens.box.y + 3};
    drag(app, nowhere, nowhere);
    assert_string_equal(selection->region, "");
    assert_int_equal(state->choice.region, -1);
    app_end(app);
}

static void keys_do_what_the_mouse_does(void **unused)
{
    (void)unused;
    struct app *app = open_run();
    struct view_network *state = state_of(app);
    struct selection *selection = &app->ui.selection;
    snprintf(selection->cell_region, sizeof selection->cell_region, "USA");
    snprintf(selection->industry, sizeof selection->industry, "C26");
    app_draw(app);
    press(app, SDLK_RETURN);
    assert_int_equal(selection->firm, 54);
    press(app, SDLK_DOWN);
    assert_int_equal(selection->firm, 42);
    press(app, SDLK_UP);
    press(app, SDLK_UP); /* around to the smallest */
    assert_int_equal(selection->firm, 6);
    press(app, SDLK_LEFTBRACKET);
    assert_int_equal(selection->firm, 7); /* its supplier */
    assert_string_equal(selection->industry, "C29");
    press(app, SDLK_RIGHTBRACKET);
    assert_int_equal(selection->firm, 6);
    press(app, SDLK_SLASH);
    assert_int_equal(selection->firm, 0);
    assert_string_equal(selection->industry, "C26");
    press(app, SDLK_SLASH);
    assert_string_equal(selection->industry, "");
    press(app, SDLK_c);
    assert_int_equal(state->network.by, NETWORK_YEAR);
    press(app, SDLK_b);
    assert_true(state->bands_hidden);
    double scale = state->lens.scale;
    press(app, SDLK_PAGEUP);
    assert_close(state->lens.scale / scale, 1.25, 1e-9);
    assert_false(view_network_key(state, &app->run->view, (struct key){.code = SDLK_LEFT}));
    app_end(app);
}

static void suppliers_are_found_up_to_three_steps(void **unused)
{
    (void)unused;
    struct app *app = open_run();
    struct view_network *state = state_of(app);
    view_network_choose_firm(state, &app->run->view, state->network.place[5]);
    app_draw(app);
    const struct network_links *links = &state->links;
    assert_true(links->recorded);
    assert_int_equal(links->count, 6);
    for (int i = 0; i < 6; i++) {
        const struct network_line *line = &links->line[i];
        uint32_t supplier = state->network.firm[line->supplier].row;
        uint32_t customer = state->network.firm[line->customer].row;
        assert_int_equal(supplier, customer + 1);
        assert_int_equal(customer, line->upstream ? 4 + line->step : 5 - line->step);
        assert_close((double)line->dollars, 10.0 * (customer + 1), 1e-3);
    }
    for (uint32_t row = 0; row < 12; row++)
        assert_int_equal(links->mark[state->network.place[row]] != 0, row >= 2 && row <= 8);
    assert_int_equal(links->found[0][0], 1);
    assert_int_equal(links->found[1][2], 1);

    /* Bands of a cell are the sums of its links: 5 of USA/C26 sell to the cell before. */
    view_network_choose_cell(state, &app->run->view, 1, 1);
    app_draw(app);
    assert_true(state->bands.cells);
    assert_int_equal(state->bands.count, 2);
    double sum = 0;
    for (uint32_t row = 4; row < NETWORK_FIRMS; row += NETWORK_CELLS)
        sum += 10.0 * (row + 1);
    const struct network_band *band = &state->bands.band[state->bands.band[0].from == 5 ? 0 : 1];
    assert_int_equal(band->to, 4);
    assert_close(band->dollars, sum, 1e-3);
    struct point middle = band->point[NETWORK_BAND_POINTS / 2];
    assert_ptr_equal(&state->bands.band[network_bands_at(&state->bands, middle.x, middle.y)], band);
    app_end(app);
}

static void a_firm_can_be_asked_for(void **unused)
{
    (void)unused;
    struct error err = {0};
    struct app app;
    assert_success(
        app_open(&app,
                 &(struct app_options){
                     .paths = {RUN}, .path_count = 1, .view = VIEW_NETWORK, .select = "firm:9"},
                 &err),
        err);
    assert_int_equal(app.ui.selection.firm, 10);
    app_close(&app);
    static const char *const WRONG[] = {"firm:60", "firm:", "firm:x", "firm:-1", "firm:7x"};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_false(
            app_open(&app,
                     &(struct app_options){
                         .paths = {RUN}, .path_count = 1, .view = VIEW_NETWORK, .select = WRONG[i]},
                     &err));
}

static void files_without_firms_say_so(void **unused)
{
    (void)unused;
    viewer_write("none.h5", 0, 3, 2);
    struct app *app = app_of("none.h5", VIEW_NETWORK);
    assert_false(state_of(app)->network.ready);
    assert_string_equal(state_of(app)->network.trouble, "No firms in this file");
    press(app, SDLK_DOWN);
    app_end(app);

    network_write("empty.h5", NETWORK_FIRMS, true, -1);
    app = app_of("empty.h5", VIEW_NETWORK);
    assert_string_equal(state_of(app)->network.trouble, "No records yet");
    app_end(app);

    /* Only the opening: sizes are not known, and nothing may be said of outputs. */
    network_write("opening.h5", NETWORK_FIRMS, true, 0);
    app = app_of("opening.h5", VIEW_NETWORK);
    assert_true(state_of(app)->network.ready);
    assert_false(state_of(app)->network.started);
    view_network_choose_firm(state_of(app), &app->run->view, 3);
    app_draw(app);
    app_end(app);

    network_write("alone.h5", NETWORK_FIRMS, false, 3);
    app = app_of("alone.h5", VIEW_NETWORK);
    view_network_choose_firm(state_of(app), &app->run->view, 3);
    app_draw(app);
    assert_false(state_of(app)->links.recorded);
    press(app, SDLK_LEFTBRACKET);
    assert_int_equal(state_of(app)->choice.firm, 3);
    app_end(app);
}

/* Above some number the small firms are summed by pixel: the picture still shows them. */
static void many_firms_are_drawn_as_density(void **unused)
{
    (void)unused;
    network_write("many.h5", NETWORK_DISCS_MOST + 1000, false, 1);
    struct app *app = app_of("many.h5", VIEW_NETWORK);
    struct view_network *state = state_of(app);
    assert_true(state->network.ready);
    assert_non_null(state->density.sums);
    double covered = 0;
    for (uint64_t i = 0; i < state->network.firms; i++) {
        double radius = network_radius(&state->network.firm[i]) * state->lens.scale;
        covered += radius < 2.2 ? M_PI * radius * radius : 0;
    }
    double weight = 0;
    for (uint64_t i = 0; i < state->density.capacity; i++)
        weight += (double)state->density.sums[4 * i + 3];
    assert_true(covered > 1000);
    assert_close(weight / covered, 1, 0.02);
    /* Kept while nothing changes. */
    assert_true(state->density.made);
    uint64_t version = state->network.version;
    state->density.picture[0] = 0xff123456u;
    app_draw(app);
    assert_int_equal(state->density.picture[0], 0xff123456u);
    assert_int_equal(state->network.version, version);
    timeline_go(&app->run->timeline, 0);
    app_draw(app);
    assert_int_equal(state->density.picture[0], 0);
    assert_true(state->network.version > version);
    app_end(app);
}

static struct app *against(const char *other, enum network_variant variant, uint32_t firms)
{
    network_write_as(other, firms, false, VIEWER_STEPS, variant);
    struct app *app = open_run();
    struct error err = {0};
    assert_success(app_add(app, other, &err), err);
    app->compare = COMPARE_DIFFERENCE;
    show(app, 5, NETWORK_START);
    return app;
}

static void the_same_firms_are_compared_one_by_one(void **unused)
{
    (void)unused;
    struct app *app = against("double.h5", NETWORK_DOUBLE, NETWORK_FIRMS);
    const struct view_network *state = state_of(app);
    assert_int_equal(state->network.by, NETWORK_AGAINST);
    assert_true(state->against.same_firms);
    assert_close((double)firm_of(app, 5)->value, 0.5, 1e-6);
    assert_close((double)firm_of(app, 17)->value, 0.5, 1e-6);
    assert_close((double)firm_of(app, 6)->value, 1, 1e-6);
    /* One of eleven industries has half of its output there: 50 %, and firms twice that. */
    assert_close(state->network.limit, 100, 1e-12);
    assert_int_equal(firm_of(app, 5)->colour, theme_diverging_mark(-0.5));
    assert_int_equal(firm_of(app, 6)->colour, theme_diverging_mark(0));
    struct network_sum cell = network_total(&state->network, 1, 1);
    assert_close(cell.here / cell.there, 0.5, 1e-6);
    struct network_sum all = network_total(&state->network, -1, -1);
    assert_close(all.there - all.here, cell.now, 1);
    char text[64];
    assert_string_equal(
        network_value_text(&state->network, &app->run->playback, firm_of(app, 5), text), "−50.0 %");
    assert_string_equal(network_deviation(text, 1.0012, true), "+0.12 %");
    assert_string_equal(network_deviation(text, 1.0012, false), "+0.1 %");
    /* A firm that is chosen shows both; without comparison all is as before. */
    view_network_choose_firm(state_of(app), &app->run->view, state->network.place[5]);
    app_draw(app);
    app->compare = COMPARE_ONE;
    app_draw(app);
    assert_int_equal(state->network.by, NETWORK_START);
    assert_close((double)firm_of(app, 5)->value, 1, 1e-6);
    assert_true(isnan(network_total(&state->network, 1, 1).there));
    app_end(app);
}

static void limits_are_round(void **unused)
{
    (void)unused;
    double sizes[101];
    for (int i = 0; i <= 100; i++)
        sizes[i] = i == 100 ? 1e6 : 0.03 * (100 - i); /* one wild value */
    assert_close(versus_limit(sizes, 101, 0.5), 5, 1e-12);
    assert_close(versus_limit((double[]){2}, 1, 0.5), 2, 1e-12);
    assert_close(versus_limit((double[]){0.1}, 1, 0.5), 0.5, 1e-12);
    assert_close(versus_limit(NULL, 0, 0.5), 0.5, 1e-12);
}

static void other_firms_are_compared_by_industry(void **unused)
{
    (void)unused;
    struct app *app = against("shifted.h5", NETWORK_SHIFTED, NETWORK_FIRMS);
    assert_false(state_of(app)->against.same_firms);        /* as many, but elsewhere */
    assert_close(state_of(app)->network.limit, 0.5, 1e-12); /* alike: the least there is */
    app_end(app);

    app = against("renamed.h5", NETWORK_RENAMED, 2 * NETWORK_FIRMS);
    const struct network *network = &state_of(app)->network;
    assert_false(state_of(app)->against.same_firms);
    double here = 0, there = 0; /* USA/C26: cell 5 here, cell 1 there */
    for (int i = 5; i < NETWORK_FIRMS; i += NETWORK_CELLS)
        here += 1e8 * (i + 1);
    for (int i = 1; i < 2 * NETWORK_FIRMS; i += NETWORK_CELLS)
        there += 1e8 * (i + 1);
    assert_close((double)firm_of(app, 5)->value, here / there, 1e-6);
    assert_close((double)firm_of(app, 53)->value, here / there, 1e-6);
    assert_close(network_total(network, 1, 1).there, there, 1);
    assert_true(isnan((double)firm_of(app, 8)->value)); /* ROW is not there */
    struct network_sum rest = network_total(network, 2, -1), all = network_total(network, -1, -1);
    assert_true(isnan(rest.there));
    assert_close(all.here + rest.now, all.now, 10); /* only what both have is compared */
    assert_int_equal(firm_of(app, 8)->colour, THEME_AXIS);
    app_end(app);
}

static void any_other_file_can_be_compared_with(void **unused)
{
    (void)unused;
    struct error err = {0};
    viewer_write("nothing.h5", 0, 3, 2);
    network_write("blank.h5", NETWORK_FIRMS, true, -1);
    network_write("first.h5", NETWORK_FIRMS, true, 0);
    viewer_write("region.h5", 0, 1, 2);
    static const char *const FILES[] = {"nothing.h5", "blank.h5", "first.h5", "region.h5"};
    for (int f = 0; f < 8; f++) {
        struct app *app = app_of(f % 2 ? FILES[f / 2] : RUN, VIEW_NETWORK);
        assert_success(app_add(app, f % 2 ? RUN : FILES[f / 2], &err), err);
        for (int compare = 0; compare < COMPARES; compare++) {
            app->compare = (enum compare)compare;
            for (int i = 0; i < 12; i++) {
                timeline_go(&app->run->timeline, i * 2);
                app->ui.input = (struct input){.x = 97 * i, .y = 60 * i, .pressed = true};
                app->view = VIEW_NETWORK;
                app_draw(app);
                app->ui.selection.firm = (uint64_t)i;
            }
            app->compare = (enum compare)compare;
            press(app, SDLK_c);
        }
        app_end(app);
    }
}

/* With a thread that reads, the firms are there in the end, and as without it. */
static void nobody(void)
{
}

static void firms_come_from_the_thread(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS), *plain = open_run();
    playback_background(&app->run->playback, nobody);
    app->view = VIEW_NETWORK;
    app->ui.selection.firms = NETWORK_FINANCE;
    show(plain, 12, NETWORK_FINANCE);
    timeline_go(&app->run->timeline, 12);
    const struct network *network = &state_of(app)->network;
    for (int i = 0; i < 2000 && !(network->read && network->record == 12); i++) {
        app_draw(app);
        SDL_Delay(1);
    }
    assert_int_equal(network->record, 12);
    for (uint32_t row = 0; row < NETWORK_FIRMS; row++)
        assert_memory_equal(firm_of(app, row), firm_of(plain, row), sizeof(struct network_firm));
    app_end(app), app_end(plain);
}

/* Beside each other, bands and circles are on one scale, and one switch is for both. */
static void sides_have_one_scale(void **unused)
{
    (void)unused;
    network_write_as("sides.h5", NETWORK_FIRMS, false, VIEWER_STEPS, NETWORK_DOUBLE);
    struct app *app = open_run();
    struct error err = {0};
    assert_success(app_add(app, "sides.h5", &err), err);
    app->compare = COMPARE_SIDES;
    app_draw(app);
    const struct view_network *left = state_of(app), *right = app->run[1].state[VIEW_NETWORK];
    assert_true(left->lens.box.y == right->lens.box.y && left->lens.box.w > 500);
    app_key(app, (struct key){.code = SDLK_c});
    app_draw(app);
    assert_int_equal(left->by, NETWORK_YEAR);
    assert_int_equal(right->by, NETWORK_YEAR);
    app_end(app);
}

static void any_place_and_key_at_any_size(void **unused)
{
    (void)unused;
    static const int SIZES[][2] = {{1280, 720}, {320, 320}, {640, 1400}, {2560, 400}};
    static const int32_t KEYS[] = {SDLK_UP,    SDLK_DOWN,         SDLK_LEFTBRACKET, SDLK_z,
                                   SDLK_c,     SDLK_RIGHTBRACKET, SDLK_PAGEUP,      SDLK_b,
                                   SDLK_SLASH, SDLK_RETURN,       SDLK_PAGEDOWN,    SDLK_0};
    struct error err = {0};
    struct app *app = open_run();
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
        assert_success(app_resize(app, SIZES[s][0], SIZES[s][1], s == 3 ? 2 : 1, &err), err);
        for (int i = 0; i < 60; i++) {
            theme_dark(i % 2);
            struct point at = {i * 197 % SIZES[s][0] / 1.1, i * 89 % SIZES[s][1] / 1.1};
            app->ui.input.wheel = i % 5 - 2;
            app->view = VIEW_NETWORK;
            drag(app, at, (struct point){at.x + i % 3 * 40, at.y});
            press(app, KEYS[i % 12]);
        }
    }
    theme_dark(false);
    app_end(app);
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    network_write(RUN, NETWORK_FIRMS, true, VIEWER_STEPS);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(firms_lie_within_their_industries),
        cmocka_unit_test(a_trend_goes_on_as_it_went),
        cmocka_unit_test(colours_say_what_the_file_says),
        cmocka_unit_test(the_mouse_chooses_drags_and_zooms),
        cmocka_unit_test(keys_do_what_the_mouse_does),
        cmocka_unit_test(suppliers_are_found_up_to_three_steps),
        cmocka_unit_test(a_firm_can_be_asked_for),
        cmocka_unit_test(files_without_firms_say_so),
        cmocka_unit_test(many_firms_are_drawn_as_density),
        cmocka_unit_test(any_place_and_key_at_any_size),
        cmocka_unit_test(the_same_firms_are_compared_one_by_one),
        cmocka_unit_test(limits_are_round),
        cmocka_unit_test(other_firms_are_compared_by_industry),
        cmocka_unit_test(any_other_file_can_be_compared_with),
        cmocka_unit_test(firms_come_from_the_thread),
        cmocka_unit_test(sides_have_one_scale),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}
