/* Finding: what is found first, every kind of thing, and where it leads; back and forward; one
 * selection for all views. */
#include "viewer_sample.h"

#include <SDL.h>

#include "core/date.h"
#include "facility_sample.h"
#include "folder.h"
#include "network_sample.h"
#include "viewer_app.h"
#include "viz/app_select.h"
#include "viz/explain.h"
#include "viz/facility.h"
#include "viz/history.h"
#include "viz/select.h"
#include "viz/view_network.h"
#include "viz/view_world.h"
#include "viz/why.h"
#include "world_sample.h"

#define RUN "run.h5"
#define PLEDGE "pledge.h5"
#define FIRMS "firms.h5"
#define CHECK_SCORES(better, worse) assert_true((better) > (worse))

static double score(const char *word, const char *text)
{
    return search_score(word, strlen(word), text);
}

static void better_matches_score_more(void **unused)
{
    (void)unused;
    CHECK_SCORES(score("c26", "C26"), score("c26", "C261"));
    CHECK_SCORES(score("motor", "Motor vehicles"), score("motor", "Electric motors"));
    CHECK_SCORES(score("motor", "Electric motors"), score("otor", "Motor vehicles"));
    CHECK_SCORES(score("otor", "Motor vehicles"), score("mtv", "Motor vehicles"));
    CHECK_SCORES(score("rest", "Rest of world"), score("rest", "Restaurants"));
    assert_true(score("mtv", "Motor vehicles") > 0);
    assert_true(score("vm", "Motor vehicles") == 0);  /* not in this order */
    assert_true(score("otr", "Motor vehicles") == 0); /* not from the beginning of a word */
    assert_true(score("x", "Motor vehicles") == 0);
    assert_true(score("japan", "") == 0);
    assert_true(score("", "Japan") == 0);
}

static void days_are_understood(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        int year, month, day; /* year 0: no day */
    } CASES[] = {
        {"2027", 2027, 1, 1},
        {"2027-03", 2027, 3, 1},
        {"2027-03-15", 2027, 3, 15},
        {"mar 2027", 2027, 3, 1},
        {"15 mar 2027", 2027, 3, 15},
        {"december 2030", 2030, 12, 1},
        {"2027-13", 0, 0, 0},
        {"2027-02-30", 0, 0, 0},
        {"27", 0, 0, 0},
        {"202", 0, 0, 0},
        {"mar", 0, 0, 0},
        {"ma 2027", 0, 0, 0},
        {"20271", 0, 0, 0},
        {"", 0, 0, 0},
        {"2027-03 x", 0, 0, 0},
        {"firm 2027", 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int32_t day = -1;
        assert_int_equal(search_date(CASES[i].text, &day), CASES[i].year > 0);
        if (CASES[i].year > 0)
            assert_int_equal(day, date_day(CASES[i].year, CASES[i].month, CASES[i].day));
    }
}

static void press(struct app *app, int32_t code)
{
    app_key(app, (struct key){.code = code});
    app_draw(app);
}

static void press_control(struct app *app, int32_t code)
{
    app_key(app, (struct key){.code = code, .control = true});
    app_draw(app);
}

/* Opens the finder and types. */
static const struct search *type(struct app *app, const char *text)
{
    if (!app->finder.open)
        press_control(app, SDLK_k);
    assert_true(app->finder.open);
    app->finder.query[0] = '\0';
    app_text(app, text);
    app_draw(app);
    return &app->finder.search;
}

/* What was found best is of this kind and name. */
static const struct search_item *first(struct app *app, const char *text, enum search_kind kind,
                                       const char *name)
{
    const struct search *search = type(app, text);
    assert_true(search->hit_count > 0);
    assert_string_equal(search->hit[0].name, name);
    assert_int_equal(search->hit[0].kind, kind);
    return &search->hit[0];
}

static void codes_come_before_names_and_these_before_letters(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    first(app, "JPN", SEARCH_REGION, "Japan");
    first(app, "jap", SEARCH_REGION, "Japan");
    first(app, "c26", SEARCH_INDUSTRY, "Computers, electronics, optics");
    first(app, "chips", SEARCH_INDUSTRY, "Computers, electronics, optics");
    first(app, "a", SEARCH_INDUSTRY, "Agriculture, forestry, fishing"); /* its code */
    first(app, "japan cars", SEARCH_CELL, "Japan, Motor vehicles");
    first(app, "USA/C29", SEARCH_CELL, "United States, Motor vehicles");
    first(app, "motor america", SEARCH_CELL, "United States, Motor vehicles");
    first(app, "world", SEARCH_VIEW, "World"); /* before the rest of it */
    assert_string_equal(app->finder.search.hit[1].name, "Rest of world");
    const struct search_item *series =
        first(app, "unemployment", SEARCH_SERIES, "Unemployment rate");
    assert_string_equal(series->more, "unemployed in labour force");
    series = first(app, "real_gdp", SEARCH_SERIES, "Real GDP");
    assert_string_equal(series->more, "gross domestic product at opening prices");
    first(app, "price", SEARCH_MEASURE, "Price"); /* before the event of this kind */
    const struct search_item *event = first(app, "tariff", SEARCH_EVENT, "tariff, JPN to USA C29");
    assert_string_equal(event->more, "10 Feb 2025  ·  rate 0.25");
    first(app, "10 feb 2025", SEARCH_DATE, "10 Feb 2025");
    first(app, "picture", SEARCH_COMMAND, "Save a picture (PNG)");
    assert_int_equal(type(app, "japan zzzz")->hit_count, 0);
    assert_int_equal(type(app, "firm 3")->hit_count, 0); /* this file has none */
    app_end(app);
}

static void only_commands_follow_an_arrow(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_INDUSTRIES);
    const struct search *search = type(app, ">");
    int own = 0, find = 0;
    for (int i = 0; i < search->hit_count; i++) {
        assert_int_equal(search->hit[i].kind, SEARCH_COMMAND);
        own += strcmp(search->hit[i].name, "Industry above") == 0;
        find += search->hit[i].key.code == SDLK_1;
    }
    assert_int_equal(own, 1);
    assert_int_equal(find, 0);
    assert_true(search->hit_count > 15);
    bool dark = app->run->timeline.playing;
    type(app, "> play and");
    press(app, SDLK_RETURN); /* runs it */
    assert_false(app->finder.open);
    assert_int_equal(app->run->timeline.playing, !dark);
    type(app, ">next column");
    press(app, SDLK_RETURN);
    assert_string_equal(
        ((struct view_industries *)app->run->state[VIEW_INDUSTRIES])->measure.column->name,
        "price");
    type(app, ">these keys");
    press(app, SDLK_RETURN);
    assert_true(app->help);
    press(app, SDLK_ESCAPE);
    type(app, ">find");
    press(app, SDLK_RETURN); /* opens it again */
    assert_true(app->finder.open);
    assert_string_equal(app->finder.query, "");
    app_end(app);
}

static void what_is_chosen_is_shown(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_FACILITY);
    const struct selection *selection = &app->ui.selection;
    type(app, "japan");
    press(app, SDLK_RETURN);
    assert_int_equal(app->view, VIEW_CHARTS); /* the facility has no regions */
    assert_string_equal(selection->region, "JPN");
    assert_string_equal(selection->cell_region, "JPN");
    type(app, "japan cars");
    press(app, SDLK_RETURN);
    assert_int_equal(app->view, VIEW_INDUSTRIES);
    assert_string_equal(selection->industry, "C29");
    press(app, SDLK_7);
    type(app, "usa chips");
    press(app, SDLK_RETURN);
    assert_int_equal(app->view, VIEW_WHY); /* which shows it */
    assert_string_equal(selection->cell_region, "USA");
    assert_string_equal(selection->industry, "C26");
    type(app, "unemployment");
    press(app, SDLK_RETURN);
    const struct view_charts *charts = app->run->state[VIEW_CHARTS];
    assert_int_equal(app->view, VIEW_CHARTS);
    assert_true(app->ui.charts.enlarged);
    assert_string_equal(charts->panels[charts->chosen].column, "unemployment_rate");
    type(app, "price industry"); /* no such thing */
    press(app, SDLK_RETURN);
    assert_true(app->finder.open);
    type(app, "price");
    press(app, SDLK_RETURN);
    assert_int_equal(app->view, VIEW_INDUSTRIES);
    assert_string_equal(
        ((struct view_industries *)app->run->state[VIEW_INDUSTRIES])->measure.column->name,
        "price");
    type(app, "capacity loss");
    press(app, SDLK_RETURN);
    assert_int_equal(app->view, VIEW_INDUSTRIES);
    assert_int_equal(app->run->timeline.record, 10);
    type(app, "2025-02-12"); /* in the week of the 10th */
    press(app, SDLK_RETURN);
    assert_int_equal(app->run->timeline.record, 5);
    type(app, "2099");
    press(app, SDLK_RETURN); /* the last there is */
    assert_int_equal(app->run->timeline.record, VIEWER_STEPS);
    app_end(app);
}

static void projects_and_firms_are_found(void **unused)
{
    (void)unused;
    struct app *app = app_of(PLEDGE, VIEW_CHARTS);
    const struct search_item *hit = first(app, "reactor", SEARCH_PROJECT, "Great reactor");
    assert_int_equal(hit->row, 1);
    assert_non_null(strstr(hit->more, "Operating"));
    first(app, "steel 3", SEARCH_PROJECT, "Steel 3");
    press(app, SDLK_RETURN);
    struct view_facility *facility = app->run->state[VIEW_FACILITY];
    assert_int_equal(app->view, VIEW_FACILITY);
    assert_string_equal(app->ui.selection.project, "2");
    assert_true(facility->card && facility->page == PAGE_PROJECTS);
    type(app, "texas");
    for (int i = 0; i < app->finder.search.hit_count; i++)
        assert_int_equal(app->finder.search.hit[i].kind, SEARCH_PROJECT);
    app_end(app);

    app = app_of(FIRMS, VIEW_CHARTS);
    hit = first(app, "firm 5", SEARCH_FIRM, "Firm 5");
    assert_string_equal(hit->more, "row 5 of /firm");
    first(app, "firm:5", SEARCH_FIRM, "Firm 5");
    first(app, "Firms 59", SEARCH_FIRM, "Firm 59");
    assert_int_equal(type(app, "firm 60")->hit_count, 0);
    assert_int_equal(type(app, "firm 99999999999999999999")->hit_count, 0);
    first(app, "firm 5", SEARCH_FIRM, "Firm 5");
    press(app, SDLK_RETURN);
    const struct view_network *network = app->run->state[VIEW_NETWORK];
    assert_int_equal(app->view, VIEW_NETWORK);
    assert_int_equal(app->ui.selection.firm, 6);
    assert_int_equal(network->network.firm[network->choice.firm].row, 5);
    assert_string_equal(app->ui.selection.cell_region, "USA"); /* cell 5: USA C26 */
    assert_string_equal(app->ui.selection.industry, "C26");
    /* Now that the firms are known: the largest of the industry, 53 before 41. */
    const struct search *search = type(app, "usa chips");
    assert_int_equal(search->hit[0].kind, SEARCH_CELL);
    assert_string_equal(search->hit[1].name, "Firm 53");
    assert_string_equal(search->hit[2].name, "Firm 41");
    assert_string_equal(search->hit[1].more, "United States, Computers, electronics, optics");
    search = type(app, "c29");
    assert_string_equal(search->hit[1].name, "Firm 58"); /* of any region */
    assert_string_equal(search->hit[2].name, "Firm 54");
    app_end(app);
}

static void keys_and_the_mouse_choose(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    press_control(app, SDLK_f);
    struct finder *finder = &app->finder;
    assert_true(finder->open && finder->fitting > 3);
    assert_true(finder->search.hit_count > finder->fitting); /* all there is */
    uint64_t record = app->run->timeline.record;
    press(app, SDLK_LEFT); /* not for the timeline */
    press(app, SDLK_q);
    assert_int_equal(app->run->timeline.record, record);
    assert_false(app->quit);
    press(app, SDLK_UP);
    assert_int_equal(finder->chosen, 0);
    press(app, SDLK_DOWN);
    press(app, SDLK_PAGEDOWN);
    assert_int_equal(finder->chosen, 1 + finder->fitting);
    assert_int_equal(finder->scrolled, 2);
    press(app, SDLK_END);
    assert_int_equal(finder->chosen, finder->search.hit_count - 1);
    press(app, SDLK_HOME);
    assert_int_equal(finder->scrolled, 0);
    app->ui.input = (struct input){.x = 500, .y = 200, .wheel = 1};
    app_draw(app);
    assert_int_equal(finder->scrolled, 3);
    assert_true(finder->chosen >= 3);
    for (const char *c = "japän"; *c; c++) /* byte by byte, as damaged input may come */
        app_text(app, (char[]){*c, '\0'});
    app_draw(app);
    press(app, SDLK_BACKSPACE);
    press(app, SDLK_BACKSPACE);
    assert_string_equal(finder->query, "jap"); /* a letter is gone, not a byte */
    app_text(app, "an ca");
    press_control(app, SDLK_BACKSPACE);
    assert_string_equal(finder->query, "japan ");
    press_control(app, SDLK_a);
    app_draw(app);
    app_text(app, "k");
    app_text(app, "o");
    assert_string_equal(finder->query, "ko"); /* in the place of what was marked */
    press_control(app, SDLK_a);
    press(app, SDLK_BACKSPACE);
    assert_string_equal(finder->query, "");
    app_text(app, "export");
    assert_int_equal(finder->search.hit[0].kind, SEARCH_COMMAND); /* before the series Exports */
    assert_string_equal(finder->search.hit[0].keys, "s");
    press_control(app, SDLK_u);
    assert_string_equal(finder->query, "");
    for (int i = 0; i < 100; i++)
        app_text(app, "long ");
    app_draw(app);
    assert_true(strlen(finder->query) < sizeof finder->query);
    type(app, "japan");
    /* The first row is below the field: 64 + 52 + 8. */
    app->ui.input = (struct input){.x = 500, .y = 140, .pressed = true, .down = true};
    app_draw(app);
    assert_false(finder->open);
    assert_string_equal(app->ui.selection.region, "JPN");
    press_control(app, SDLK_k);
    app->ui.input = (struct input){.x = 20, .y = 400, .pressed = true, .down = true};
    app_draw(app);
    assert_false(finder->open); /* a click beside it */
    app->ui.input = (struct input){.x = 640, .y = 30, .pressed = true, .down = true};
    app_draw(app);
    assert_true(finder->open); /* the magnifier */
    app->ui.input.pressed = false;
    app_draw(app);
    press(app, SDLK_ESCAPE);
    assert_false(finder->open);
    app->ui.input = (struct input){.x = 725, .y = 30, .pressed = true, .down = true};
    app_draw(app);
    assert_true(app->help);
    app_end(app);
}

static void files_that_lack_things_can_be_searched(void **unused)
{
    (void)unused;
    static const char *const QUERIES[] = {"", ">", "japan cars", "firm 1", "2027", "gdp", "/", " "};
    for (int groups = 0; groups < 4; groups++) {
        if (groups == 3)
            facility_write("part.h5", 0, FACILITY_GROUPS, -1, false); /* no records */
        else
            viewer_write("part.h5", groups, groups == 2 ? 1 : 2, groups == 1 ? 0 : 3);
        for (int view = 0; view < VIEW_KINDS; view++) {
            struct app *app = app_of("part.h5", (enum view_kind)view);
            for (size_t q = 0; q < sizeof QUERIES / sizeof *QUERIES; q++) {
                type(app, QUERIES[q]);
                int hits = app->finder.search.hit_count;
                for (int i = 0; i < hits && i < 12; i++) {
                    type(app, QUERIES[q]);
                    for (int k = 0; k < i; k++)
                        app_key(app, (struct key){.code = SDLK_DOWN});
                    if (app->finder.search.hit[i].kind != SEARCH_COMMAND)
                        press(app, SDLK_RETURN);
                }
            }
            app_end(app);
        }
        unlink("part.h5");
    }
}

/* --- back and forward ------------------------------------------------------------------------ */

static void a_history_keeps_places(void **unused)
{
    (void)unused;
    struct history *history = calloc(1, sizeof *history);
    struct place place = {.view = VIEW_CHARTS, .record = 3};
    history_note(history, &place, 0);
    assert_null(history_go(history, -1));
    for (place.record = 4; place.record < 90; place.record++)
        history_note(history, &place, place.record); /* playing */
    assert_int_equal(history->count, 1);
    place.view = VIEW_WHY;
    history_note(history, &place, 100);
    assert_int_equal(history->count, 2);
    /* Steps down a list are one place, if they follow each other quickly. */
    for (int i = 0; i < 9; i++) {
        snprintf(place.selection.industry, sizeof place.selection.industry, "C%d", i);
        history_note(history, &place, 1000 + 100 * (uint64_t)i);
    }
    assert_int_equal(history->count, 3);
    place.selection.firm = 8;
    history_note(history, &place, 1800 + HISTORY_MOVE);
    assert_int_equal(history->count, 4);
    assert_string_equal(history_go(history, -1)->selection.industry, "C8");
    assert_int_equal(history_go(history, -1)->view, VIEW_WHY);
    const struct place *back = history_go(history, -1);
    assert_int_equal(back->view, VIEW_CHARTS);
    assert_int_equal(back->record, 89); /* when it was left */
    assert_null(history_go(history, -1));
    assert_int_equal(history_go(history, 1)->view, VIEW_WHY);
    /* Another way from here: what came after is forgotten. */
    place = *back;
    place.view = VIEW_WORLD;
    history_note(history, &place, 9000);
    assert_null(history_go(history, 1));
    assert_int_equal(history->count, 3);
    /* A jump in time is a place if it was asked for. */
    history_jump(history);
    place.record = 7;
    history_note(history, &place, 9001);
    assert_int_equal(history->count, 4);
    assert_int_equal(history_go(history, -1)->record, 89);
    for (int i = 0; i < 3 * HISTORY_MAX; i++) {
        place.view = i % 2 ? VIEW_CHARTS : VIEW_WORLD;
        place.record = (uint64_t)i;
        history_note(history, &place, 10000);
    }
    assert_int_equal(history->count, HISTORY_MAX);
    assert_int_equal(history_go(history, -1)->record, 3 * HISTORY_MAX - 2);
    free(history);
}

static void keys_go_back_and_forward(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    timeline_go(&app->run->timeline, 12);
    press(app, SDLK_2);
    type(app, "japan cars");
    press(app, SDLK_RETURN);
    press(app, SDLK_LEFT);
    type(app, "capacity loss"); /* the week of the fire */
    press(app, SDLK_RETURN);
    assert_int_equal(app->run->timeline.record, 10);
    press(app, SDLK_BACKSPACE);
    assert_int_equal(app->run->timeline.record, 11);
    assert_string_equal(app->ui.selection.industry, "C29");
    press(app, KEY_ALT | SDLK_LEFT);
    assert_int_equal(app->view, VIEW_INDUSTRIES);
    assert_string_equal(app->ui.selection.region, "");
    press(app, KEY_ALT | SDLK_LEFT);
    assert_int_equal(app->view, VIEW_CHARTS);
    press(app, KEY_ALT | SDLK_LEFT);
    assert_string_equal(app->notice, "Nothing before this");
    press(app, KEY_ALT | SDLK_RIGHT);
    app_key(app, (struct key){.code = SDLK_BACKSPACE, .shift = true});
    assert_string_equal(app->ui.selection.region, "JPN");
    press(app, KEY_ALT | SDLK_RIGHT);
    assert_int_equal(app->run->timeline.record, 10);
    app_end(app);
}

/* --- one selection ---------------------------------------------------------------------------- */

static void a_choice_is_one_for_all_views(void **unused)
{
    (void)unused;
    struct selection before = {0}, now = before;
    snprintf(now.region, sizeof now.region, "JPN"); /* charts, the map, accounts */
    selection_link(&now, &before);
    assert_string_equal(now.cell_region, "JPN");
    before = now;
    snprintf(now.cell_region, sizeof now.cell_region, "USA"); /* industries, why */
    now.firm = before.firm = 4;
    selection_link(&now, &before);
    assert_string_equal(now.region, "USA");
    assert_int_equal(now.firm, 0); /* of Japan */
    before = now;
    snprintf(now.industry, sizeof now.industry, "C29");
    now.firm = 9; /* together with its industry */
    selection_link(&now, &before);
    assert_int_equal(now.firm, 9);
    before = now;
    now.region[0] = '\0';
    selection_link(&now, &before);
    assert_string_equal(now.cell_region, "");
    /* What a view found by itself is its own. */
    before = now = (struct selection){0};
    snprintf(now.cell_region, sizeof now.cell_region, "TWN");
    snprintf(now.industry, sizeof now.industry, "C26");
    now.found_region = now.found_industry = true;
    selection_link(&now, &before);
    assert_string_equal(now.region, "");
    assert_true(selection_same(&now, &before));
    before = now;
    snprintf(now.region, sizeof now.region, "JPN");
    selection_link(&now, &before);
    assert_string_equal(now.cell_region, "JPN");
    assert_string_equal(now.industry, "");
    assert_false(now.found_region || now.found_industry);
}

static void what_one_view_selects_the_others_show(void **unused)
{
    (void)unused;
    struct app *app = app_of(FIRMS, VIEW_INDUSTRIES);
    const struct selection *selection = &app->ui.selection;
    struct view_why *why = app->run->state[VIEW_WHY];
    const struct view_network *network = app->run->state[VIEW_NETWORK];
    press(app, SDLK_7);
    assert_int_equal(why->region, TRACE_ALL); /* the cell that Industries found is not chosen */
    press(app, SDLK_4);
    assert_int_equal(network->choice.industry, -1);
    assert_int_equal(network->choice.region, -1);
    press(app, SDLK_2);
    press(app, SDLK_RIGHTBRACKET); /* the region after that of the cell */
    char region[64], industry[64];
    snprintf(region, sizeof region, "%s", selection->cell_region);
    snprintf(industry, sizeof industry, "%s", selection->industry);
    assert_string_equal(selection->region, region);
    press(app, SDLK_7); /* which had another scope before */
    assert_string_equal(why->trace.region[why->region], region);
    assert_string_equal(why->trace.industry[why->industry], industry);
    press(app, SDLK_4);
    char number[24];
    assert_string_equal(
        network_region_code(&network->network, (uint64_t)network->choice.region, number), region);
    assert_true(network->choice.cell >= 0);
    press(app, SDLK_DOWN); /* its largest firm */
    uint64_t firm = selection->firm;
    assert_true(firm > 0);
    press(app, SDLK_1);
    press(app, SDLK_4);
    assert_int_equal(selection->firm, firm);
    press(app, SDLK_5); /* the map: the next region */
    press(app, SDLK_DOWN);
    assert_string_not_equal(selection->cell_region, region);
    assert_string_equal(selection->cell_region, selection->region);
    assert_int_equal(selection->firm, 0);
    press(app, SDLK_2);
    press(app, SDLK_1);
    press(app, SDLK_ESCAPE); /* all */
    assert_string_equal(selection->region, "");
    assert_string_equal(selection->cell_region, "");
    assert_string_equal(selection->industry, "");
    app_end(app);
}

static void a_project_can_be_selected_at_the_start(void **unused)
{
    (void)unused;
    struct error err = {0};
    static const struct {
        const char *select, *project; /* NULL: refused */
    } CASES[] = {{"project:1", "1"},   {"project:4", "4"}, {"project:5", NULL},
                 {"project:-1", NULL}, {"project:", NULL}, {"project:x", NULL}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct app *app = calloc(1, sizeof *app);
        bool good = app_open(app,
                             &(struct app_options){.paths = {PLEDGE},
                                                   .path_count = 1,
                                                   .view = VIEW_FACILITY,
                                                   .select = CASES[i].select},
                             &err);
        assert_int_equal(good, CASES[i].project != NULL);
        if (good) {
            assert_string_equal(app->ui.selection.project, CASES[i].project);
            app_close(app);
        }
        free(app);
    }
}

static void a_mark_on_the_map_leads_to_its_card(void **unused)
{
    (void)unused;
    world_write("map.h5", 0, WORLD_SAMPLE_GROUPS, WORLD_STEPS, false);
    struct app *app = app_of("map.h5", VIEW_WORLD);
    const struct view_world *world = app->run->state[VIEW_WORLD];
    assert_true(world->projects.count > 1);
    const struct world_mark *mark = &world->projects.marks[1];
    struct input over = {.x = mark->x, .y = mark->y};
    struct input click = {.x = mark->x, .y = mark->y, .pressed = true, .down = true};
    char project[24];
    snprintf(project, sizeof project, "%d", mark->project);
    app->ui.input = over;
    app_draw(app);
    assert_true(app->ui.hand);
    assert_string_equal(app->ui.selection.project, "");
    app->ui.input = click;
    app_draw(app);
    assert_string_equal(app->ui.selection.project, project);
    assert_int_equal(app->view, VIEW_WORLD);
    app->ui.input = click;
    app_draw(app); /* again */
    assert_int_equal(app->view, VIEW_FACILITY);
    const struct view_facility *facility = app->run->state[VIEW_FACILITY];
    assert_true(facility->card);
    app->ui.input = (struct input){.x = -1e6, .y = -1e6};
    press(app, SDLK_BACKSPACE);
    assert_int_equal(app->view, VIEW_WORLD);
    assert_string_equal(app->ui.selection.project, project);
    app_key(app, (struct key){.code = SDLK_RETURN, .shift = true});
    assert_int_equal(app->view, VIEW_FACILITY);
    app_end(app);
}

static void words_for_commands_are_of_commands(void **unused)
{
    (void)unused;
    int with_words = 0;
    for (const struct command *c = app_commands; c->keys; c++)
        with_words += search_command_words(c->title)[0] != '\0';
    assert_int_equal(with_words, 9); /* a title that changes takes its words along */
    assert_string_equal(search_command_words("Play and pause"), "");
}

/* What was clicked is known: the words come again when the mouse has left. */
static void a_click_silences_what_is_said(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    struct ui *ui = &app->ui;
    struct box box = {0, 0, 200, 200};
    ui->input = (struct input){.x = 50, .y = 50, .pressed = true};
    explain_draw(ui);
    ui->input = (struct input){.x = 60, .y = 50};
    explain(ui, box, "", "known");
    explain_draw(ui);
    assert_true(ui->explanation.known);
    ui->input = (struct input){.x = 90, .y = 50};
    explain(ui, box, "", "said again");
    explain_draw(ui);
    assert_false(ui->explanation.known);
    app_end(app);
}

static void what_is_under_the_mouse_is_explained(void **unused)
{
    (void)unused;
    struct app *app = app_of(RUN, VIEW_CHARTS);
    struct ui *ui = &app->ui;
    struct box box = {100, 100, 50, 20};
    ui->input = (struct input){.x = 120, .y = 110};
    explain_column(ui, box, &app->run->playback, "region", "real_gdp");
    assert_true(ui->explanation.any);
    assert_string_equal(ui->explanation.heading, "Real GDP");
    assert_string_equal(ui->explanation.text, "Gross domestic product at opening prices.");
    explain_draw(ui);
    assert_false(ui->explanation.any);
    explain_column(ui, box, &app->run->playback, "region", "unemployment_rate");
    assert_string_equal(ui->explanation.text, "Unemployed in labour force."); /* no unit: 1 */
    ui->input.down = true; /* not while something is dragged */
    ui->explanation.any = false;
    explain_column(ui, box, &app->run->playback, "region", "real_gdp");
    assert_false(ui->explanation.any);
    ui->input = (struct input){.x = 99, .y = 110};
    explain(ui, box, "", "beside it");
    explain_column(ui, box, &app->run->playback, "region", "no_such_column");
    assert_false(ui->explanation.any);
    /* Words without spaces, and more lines than there is room for. */
    char words[512];
    memset(words, 'w', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    ui->input.x = 120;
    explain(ui, box, words, words);
    explain_draw(ui);
    for (size_t i = 7; i < sizeof words - 1; i += 8)
        words[i] = ' ';
    explain(ui, box, "", words);
    explain_draw(ui);
    app_end(app);
}

static int set_up(void **state)
{
    if (folder_create(state) != 0)
        return -1;
    viewer_write(RUN, 0, 3, VIEWER_STEPS);
    facility_write(PLEDGE, 0, FACILITY_GROUPS, FACILITY_STEPS, false);
    network_write(FIRMS, NETWORK_FIRMS, true, VIEWER_STEPS);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(better_matches_score_more),
        cmocka_unit_test(days_are_understood),
        cmocka_unit_test(codes_come_before_names_and_these_before_letters),
        cmocka_unit_test(only_commands_follow_an_arrow),
        cmocka_unit_test(what_is_chosen_is_shown),
        cmocka_unit_test(projects_and_firms_are_found),
        cmocka_unit_test(keys_and_the_mouse_choose),
        cmocka_unit_test(files_that_lack_things_can_be_searched),
        cmocka_unit_test(a_history_keeps_places),
        cmocka_unit_test(keys_go_back_and_forward),
        cmocka_unit_test(a_choice_is_one_for_all_views),
        cmocka_unit_test(what_one_view_selects_the_others_show),
        cmocka_unit_test(a_project_can_be_selected_at_the_start),
        cmocka_unit_test(a_mark_on_the_map_leads_to_its_card),
        cmocka_unit_test(words_for_commands_are_of_commands),
        cmocka_unit_test(a_click_silences_what_is_said),
        cmocka_unit_test(what_is_under_the_mouse_is_explained),
    };
    return cmocka_run_group_tests(tests, set_up, folder_remove);
}
