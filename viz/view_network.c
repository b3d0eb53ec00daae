/* The network: firms as points in circles of industries and regions, and what flows between. */
#include "viz/view_network.h"
#include "viz/listing.h"

#include <SDL.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "viz/view.h"

enum { TOOLS = 42, LEGEND = 34 };

/* What is chosen on the screen, as places; what this file does not have counts as nothing. */
static struct network_choice choice_of(const struct network *network,
                                       const struct selection *selection)
{
    struct network_choice choice = {-1, -1, -1, -1};
    const char *region = selection->cell_region[0] && !selection->found_region
                             ? selection->cell_region
                             : selection->region;
    if (region[0])
        choice.region = playback_position(network->names, network->region_dimension, region);
    if (selection->industry[0] && !selection->found_industry)
        choice.industry =
            playback_position(network->names, network->industry_dimension, selection->industry);
    if (selection->firm > 0 && selection->firm <= network->rows) {
        uint32_t place = network->place[selection->firm - 1];
        choice.firm = place == UINT32_MAX ? -1 : (int64_t)place;
    }
    if (choice.region >= 0 && choice.industry >= 0)
        choice.cell = choice.region * (int64_t)network->industries + choice.industry;
    return choice;
}

static struct network_lens lens_of(const struct view_network *state, struct box box)
{
    const struct network *network = &state->network;
    double scale = fmin((box.w - 36) / (network->right - network->left),
                        (box.h - 52) / (network->bottom - network->top));
    struct network_lens lens = {box, (network->left + network->right) / 2,
                                (network->top + network->bottom) / 2, fmax(0.01, scale)};
    lens.y -= 8 / lens.scale; /* room for the names above */
    if (state->zoom > 0) {
        lens.scale *= state->zoom;
        lens.x = state->x, lens.y = state->y;
    }
    return lens;
}

static double button_width(struct ui *ui, const char *name)
{
    return text_width(ui->canvas, TEXT_STRONG, name) + 22;
}

static void draw_tools(struct view_network *state, struct view *view, struct box box)
{
    static const char *const NAMES[] = {"Since start", "Over a year", "Against trend", "Limits",
                                        "Finance"};
    static const char *const SHORT[] = {"Start", "Year", "Trend", "Limits", "Finance"};
    struct ui *ui = view->ui;
    double x = box.x, right = box.x + box.w;
    struct box button = {right - button_width(ui, "Bands off"), box.y,
                         button_width(ui, "Bands off"), 26};
    draw_rounded_frame(ui->canvas, button, THEME_RADIUS, 1, THEME_BORDER);
    if (ui_segment(ui, button, state->bands_hidden ? "Bands off" : "Bands on", false))
        state->bands_hidden = !state->bands_hidden;
    right = button.x - 6;
    if (state->zoom > 0) {
        double width = button_width(ui, "Show all");
        struct box home = {right - width, box.y, width, 26};
        draw_rounded_frame(ui->canvas, home, THEME_RADIUS, 1, THEME_BORDER);
        if (ui_segment(ui, home, "Show all", false))
            state->zoom = 0;
        right = home.x - 6;
    }
    if (state->by == NETWORK_AGAINST) {
        char line[200];
        bool waits = !state->against.read && !state->against.trouble;
        snprintf(line, sizeof line, "Output against %.120s, %s", versus_name(view->other),
                 waits                       ? "being read"
                 : state->against.same_firms ? "firm by firm"
                                             : "by industry: the runs have other firms");
        if (state->against.trouble)
            snprintf(line, sizeof line, "Nothing to compare: %s", state->against.trouble);
        else if (state->against.read && state->against.outside)
            snprintf(line, sizeof line, "%.120s does not have this day", versus_name(view->other));
        text_draw_fit(ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x + 4, box.y + 13, right - box.x - 4,
                      THEME_INK, line);
        return;
    }
    double all = 0;
    for (int i = 0; i < NETWORK_COLOURS; i++)
        all += button_width(ui, NAMES[i]) + 2;
    const char *const *names = all > right - box.x ? SHORT : NAMES;
    for (int i = 0; i < NETWORK_COLOURS; i++) {
        double width = fmin(button_width(ui, names[i]), right - x);
        if (width > 30 &&
            ui_segment(ui, (struct box){x, box.y, width, 26}, names[i], (int)state->by == i))
            ui->selection.firms = i;
        x += width + 2;
    }
}

/* A ramp of the colour scale with figures at its ends and in the middle. */
static double draw_ramp(struct ui *ui, struct box box, const char *low, const char *middle,
                        const char *high)
{
    enum { CLASSES = 21 };
    double x = box.x, y = box.y + box.h / 2;
    x += text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_LEFT, x, y, THEME_TEXT, low) + 7;
    for (int i = 0; i < CLASSES; i++)
        draw_fill(ui->canvas, (struct box){x + 6 * i, y - 5, 6, 10},
                  theme_diverging_mark(2.0 * i / (CLASSES - 1) - 1));
    text_draw(ui->canvas, TEXT_TINY, TEXT_CENTRE, x + 3 * CLASSES, y, THEME_INK, middle);
    x += 6 * CLASSES + 7;
    x += text_draw(ui->canvas, TEXT_TINY | TEXT_TABULAR, TEXT_LEFT, x, y, THEME_TEXT, high);
    return x - box.x;
}

static double draw_causes(struct view *view, struct box box)
{
    const struct reader_group *group = playback_group(view->playback, "constraint");
    int dimension = group ? playback_dimension(group, "cause") : -1;
    uint64_t causes = dimension >= 0 ? group->dimensions[dimension].size : 0;
    double x = box.x, y = box.y + box.h / 2;
    for (uint64_t i = 0; i < causes && i < 12 && x < box.x + box.w - 60; i++) {
        char number[24];
        const char *name = network_cause(view->playback, i, number);
        draw_circle(view->ui->canvas, x + 5, y, 4.5,
                    network_colour_of(NETWORK_LIMIT, 100, (double)i));
        x += 14 + text_draw_fit(view->ui->canvas, TEXT_TINY, TEXT_LEFT, x + 14, y,
                                box.x + box.w - x - 14, THEME_TEXT, name);
        x += 14;
    }
    return x - box.x;
}

static void draw_legend(struct view_network *state, struct view *view, struct box box)
{
    struct ui *ui = view->ui;
    char low[FORMAT_MAX + 4], high[FORMAT_MAX + 8], number[FORMAT_MAX], line[200], amount[64];
    double x = box.x, y = box.y + box.h / 2, limit = state->network.limit;
    struct box place = {x, box.y, box.w * 0.55, box.h};
    if (state->by == NETWORK_LIMIT) {
        x += draw_causes(view, place);
    } else if (state->by == NETWORK_FINANCE) {
        x += draw_ramp(ui, place, "0 %", "50", "100 % equity over capital") + 18;
    } else {
        int places = limit < 1 ? 1 : 0;
        snprintf(low, sizeof low, "%s %%", format_signed(number, -limit, places));
        snprintf(high, sizeof high, "%s %% output", format_signed(number, limit, places));
        x += draw_ramp(ui, place, low, "0", high) + 18;
    }
    if (x + 90 > box.x + box.w)
        return;
    draw_circle(ui->canvas, x + 5, y, 5, THEME_INK);
    draw_circle(ui->canvas, x + 5, y, 3.4, THEME_PANEL);
    x += 14 + text_draw(ui->canvas, TEXT_TINY, TEXT_LEFT, x + 14, y, THEME_TEXT, "insolvent") + 18;
    const char *what = "size: output";
    if (state->bands_hidden || state->bands.count == 0)
        snprintf(line, sizeof line, "%s", what);
    else
        snprintf(line, sizeof line, "%s  ·  widest band %s %s%s", what,
                 format_dollars(amount, state->bands.most), network_period(view->playback),
                 state->bands.cells ? " over named links" : " of exports");
    if (text_width(ui->canvas, TEXT_TINY, line) > box.x + box.w - x)
        snprintf(line, sizeof line, "%s", what);
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_RIGHT, box.x + box.w, y, box.x + box.w - x,
                  THEME_QUIET, line);
}

static void firm_tooltip(struct view_network *state, struct view *view, uint64_t place)
{
    static const char *const HEADS[] = {"Output against its start", "Output against a year ago",
                                        "Output against its trend", "Held back by",
                                        "Equity over capital",      "Output against the other run"};
    _Static_assert(sizeof HEADS / sizeof *HEADS == NETWORK_AGAINST + 1, "a head for each colour");
    const struct network_firm *firm = &state->network.firm[place];
    char name[128], number[24], output[64], shown[96], value[64];
    uint64_t region = firm->cell / state->network.industries;
    const char *code = network_region_code(&state->network, region, number);
    bool any = state->network.record >= state->network.first_record;
    network_firm_name(&state->network, place, name, sizeof name);
    snprintf(shown, sizeof shown, "%s %s", format_dollars(output, (double)firm->now / 100),
             network_period(view->playback));
    struct ui_row rows[] = {
        {theme_region(code, region), name_region(code),
         firm->administration ? "insolvent" : "in business"},
        {0, "Output at opening prices", any ? shown : "–"},
        {firm->colour,
         state->by == NETWORK_AGAINST && !state->against.same_firms
             ? "Its industry against the other"
             : HEADS[state->by],
         network_value_text(&state->network, view->playback, firm, value)},
    };
    ui_tooltip(view->ui, view->ui->input.x, view->ui->input.y, name, rows, 3);
}

static const char *end_of_band(const struct view_network *state, int64_t end, char *text,
                               size_t size)
{
    char number[24], number2[24];
    const struct network *network = &state->network;
    uint64_t each = state->bands.cells ? network->industries : 1;
    const char *region = name_region(network_region_code(network, (uint64_t)end / each, number));
    if (!state->bands.cells)
        snprintf(text, size, "%s", region);
    else
        snprintf(text, size, "%s, %s", region,
                 name_industry(
                     network_industry_code(network, (uint64_t)end % network->industries, number2)));
    return text;
}

static void place_tooltip(struct view_network *state, struct view *view)
{
    const struct input *input = &view->ui->input;
    struct point at = network_plane(&state->lens, input->x, input->y);
    int band = state->bands_hidden ? -1 : network_bands_at(&state->bands, input->x, input->y);
    int64_t cell = network_cell_at(&state->network, at.x, at.y);
    int64_t region = network_region_at(&state->network, at.x, at.y);
    char from[128], to[128], head[280], value[64], line[112], number[24], change[64], firms[64];
    if (band >= 0) {
        const struct network_band *hit = &state->bands.band[band];
        snprintf(head, sizeof head, "%s → %s", end_of_band(state, hit->from, from, sizeof from),
                 end_of_band(state, hit->to, to, sizeof to));
        snprintf(line, sizeof line, "%s %s", format_dollars(value, hit->dollars),
                 network_period(view->playback));
        struct ui_row rows[] = {
            {hit->colour, state->bands.cells ? "Sold over named links" : "Exports", line}};
        ui_tooltip(view->ui, input->x, input->y, head, rows, 1);
        return;
    }
    if (cell < 0 && region < 0)
        return;
    int64_t industry = cell >= 0 ? cell % (int64_t)state->network.industries : -1;
    region = cell >= 0 ? cell / (int64_t)state->network.industries : region;
    const char *code = network_region_code(&state->network, (uint64_t)region, number);
    struct network_sum sum = network_total(&state->network, region, industry);
    char industry_number[24];
    snprintf(head, sizeof head, "%s",
             industry < 0 ? name_region(code)
                          : name_industry(network_industry_code(&state->network, (uint64_t)industry,
                                                                industry_number)));
    snprintf(line, sizeof line, "%s %s", format_dollars(value, sum.now / 100),
             network_period(view->playback));
    bool any = sum.start > 0 && state->network.record >= state->network.first_record;
    bool other = state->by == NETWORK_AGAINST;
    double ratio = other ? sum.here / sum.there : sum.now / sum.start;
    network_deviation(change, any ? ratio : (double)NAN, other);
    network_count(firms, (double)sum.firms);
    struct ui_row rows[] = {
        {theme_region(code, (uint64_t)region), industry < 0 ? "Firms" : name_region(code), firms},
        {0, "Output at opening prices", any ? line : "–"},
        {0, other ? "Against the other run" : "Against the start",
         any && isfinite(ratio) ? change : "–"},
    };
    if (industry >= 0)
        snprintf(firms + strlen(firms), sizeof firms - strlen(firms), "%s",
                 sum.firms == 1 ? " firm" : " firms");
    ui_tooltip(view->ui, input->x, input->y, head, rows, 3);
}

static void draw_plane(struct view_network *state, struct view *view, struct box box)
{
    struct ui *ui = view->ui;
    const struct network_choice *choice = &state->choice;
    draw_clip(ui->canvas, box);
    network_draw_circles(ui, &state->network, &state->lens, choice);
    bool lines = choice->firm >= 0 && state->links.recorded;
    if (!state->bands_hidden && !state->bands.cells)
        for (int i = 0; i < state->bands.count; i++) {
            const struct network_band *band = &state->bands.band[i];
            bool part =
                choice->region < 0 || band->from == choice->region || band->to == choice->region;
            network_draw_band(ui, band, lines ? 0.08 : part ? 0.34 : 0.07);
        }
    network_draw_firms(ui, &state->network, &state->links, &state->lens, choice, &state->density);
    if (!state->bands_hidden && state->bands.cells && !lines)
        for (int i = 0; i < state->bands.count; i++)
            network_draw_band(ui, &state->bands.band[i], 0.5);
    if (lines)
        network_draw_lines(ui, &state->network, &state->links, &state->lens);
    network_draw_names(ui, &state->network, &state->lens, choice);
    draw_clip_none(ui->canvas);
}

static bool open_network(struct view_network *state, struct view *view)
{
    /* Sizes come from the first outputs, which a run that has just begun does not have. */
    if (state->network.ready && state->network.started)
        return true;
    if (!state->opened || state->network.reading || state->version != view->playback->version) {
        network_links_free(&state->links);
        network_open(&state->network, view->playback);
    }
    state->opened = true;
    state->version = view->playback->version;
    return state->network.ready;
}

static void draw(void *of, struct view *view, struct box box)
{
    struct view_network *state = of;
    if (!open_network(state, view)) {
        ui_message(view->ui, box, state->network.trouble, state->network.trouble2);
        return;
    }
    struct network *network = &state->network;
    int chosen = view->ui->selection.firms;
    network_against_update(&state->against, network, view);
    state->by = state->against.playback                  ? NETWORK_AGAINST
                : chosen > 0 && chosen < NETWORK_COLOURS ? (enum network_colour)chosen
                                                         : NETWORK_START;
    network_update(network, view->playback, timeline_day(view->timeline), state->by,
                   &state->against);

    struct box map = box, side = box;
    if (box.w < 680 && box.h > 360) { /* half a window: the panel below the plane */
        side.h = floor(fmax(150, fmin(0.3 * box.h, 230)));
        side.y = box.y + box.h - side.h;
        map.h = box.h - side.h - THEME_GAP;
    } else {
        side.w = floor(fmax(248, fmin(320, box.w * 0.27)));
        side.x = box.x + box.w - side.w;
        map.w = fmax(40, box.w - side.w - THEME_GAP);
    }
    ui_card(view->ui, map);
    struct box plane = {map.x + 1, map.y + TOOLS, map.w - 2, fmax(20, map.h - TOOLS - LEGEND)};
    state->choice = choice_of(network, &view->ui->selection);
    state->lens = lens_of(state, plane);
    int64_t over = view_network_mouse(state, view, plane);
    state->choice = choice_of(network, &view->ui->selection);
    network_links_update(&state->links, network, view->playback, state->choice.firm,
                         state->choice.cell);
    network_bands_make(
        &state->bands, network, &state->links, view->playback, &state->lens, &state->choice,
        view->compare == COMPARE_SIDES && view->other ? view->other->playback : NULL);

    draw_plane(state, view, plane);
    draw_tools(state, view, (struct box){map.x + 10, map.y + 8, map.w - 20, 26});
    draw_legend(state, view,
                (struct box){map.x + 14, map.y + map.h - LEGEND + 2, map.w - 28, LEGEND - 4});
    struct network_hit hit = network_card_draw(view, network, &state->against, &state->links,
                                               &state->bands, &state->choice, side);
    if (hit.firm >= 0)
        view_network_choose_firm(state, view, hit.firm);
    else if (hit.region >= 0)
        view_network_choose_cell(state, view, hit.region, hit.industry);
    if (over >= 0)
        firm_tooltip(state, view, (uint64_t)over);
    else if (ui_over(view->ui, plane) && !state->pressing)
        place_tooltip(state, view);
}

static void free_state(void *of)
{
    struct view_network *state = of;
    network_free(&state->network);
    network_links_free(&state->links);
    network_against_free(&state->against);
    network_density_free(&state->density);
}

static const struct command COMMANDS[] = {
    {{SDLK_UP, false, false}, "↑", "Larger firm of the industry", "↑ ↓ [ ] / firm"},
    {{SDLK_DOWN, false, false}, "↓", "Smaller firm of the industry", NULL},
    {{SDLK_LEFTBRACKET, false, false}, "[", "To the largest supplier", NULL},
    {{SDLK_RIGHTBRACKET, false, false}, "]", "To the largest customer", NULL},
    {{SDLK_SLASH, false, false}, "/", "Back to the industry, then to all", NULL},
    {{SDLK_c, false, false}, "c", "What colours say (shift c: the one before)", "c colour"},
    {{SDLK_b, false, false}, "b", "Bands of trade, on and off", "b bands"},
    {{SDLK_z, false, false}, "z", "Zoom to what is chosen", "z 0 zoom"},
    {{SDLK_0, false, false}, "0", "Show all", NULL},
    {{SDLK_PAGEUP, false, false}, "page up", "Enlarge", NULL},
    {{SDLK_PAGEDOWN, false, false}, "page down", "Reduce", NULL},
    {{SDLK_LEFT, false, true}, "control ←", "Move the picture (with any arrow)", NULL},
    {{0}, NULL, NULL, NULL},
};

const struct view_type view_type_network = {
    .name = "network",
    .title = "Network",
    .meaning = "Every firm, its suppliers and its customers.",
    .commands = COMMANDS,
    .differs = true,
    .state_size = sizeof(struct view_network),
    .draw = draw,
    .csv = listing_network,
    .key = view_network_key,
    .free = free_state,
};
