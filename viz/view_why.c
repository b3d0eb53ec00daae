/* What held output back: losses by cause, the worst falls, and the path from one of them upstream
 * to its first cause. */
#include <SDL.h>
#include <math.h>

#include "viz/listing.h"
#include "viz/theme.h"
#include "viz/why.h"

enum { TOOLBAR = WHY_SEGMENTS + 4 };

static void draw_body(struct view_why *why, struct view_why *against, struct view *view,
                      struct box body)
{
    struct box left = body, middle = body, right = body;
    if (why->narrow && why->losses) {
        why_stack_draw(why, against, view, body);
        return;
    }
    if (why->narrow) { /* falls and the path of one */
        middle.w = floor((body.w - THEME_GAP) * 0.5);
    } else {
        double w = body.w - 2 * THEME_GAP;
        left.w = floor(w * 0.31), middle.w = floor(w * 0.335);
        middle.x = left.x + left.w + THEME_GAP;
    }
    right.x = middle.x + middle.w + THEME_GAP, right.w = body.x + body.w - right.x;
    /* The list first: a click in it shows in the others at once. */
    why_list_draw(why, against, view, middle);
    if (!why->narrow)
        why_stack_draw(why, against, view, left);
    why_path_draw(why, view, right);
}

static void draw(void *state, struct view *view, struct box box)
{
    enum { NARROW = 900, LOW = 430 };
    struct view_why *why = state;
    struct ui *ui = view->ui;
    if (!why_update(why, view)) {
        const struct reader_group *group = playback_group(view->playback, "industry");
        bool empty = group != NULL && group->records == 0;
        if (why->reading.work)
            ui_message(ui, box, "Tracing the falls", "");
        else
            ui_message(ui, box, empty ? "No records yet" : "Nothing to trace",
                       empty ? "The falls appear as the run goes on."
                             : "The view needs output in the group /industry [time, region, "
                               "industry].");
        return;
    }
    why_follow(why, view);
    struct view_why *against = why_against(why, view);
    struct input input = ui->input;
    bool open = why->menu;
    if (open) /* it takes the mouse */
        ui->input = (struct input){.x = -1e6, .y = -1e6};
    why->narrow = box.w < NARROW;
    why_toolbar_draw(why, view, (struct box){box.x, box.y, box.w, TOOLBAR});
    struct box body = {box.x, box.y + TOOLBAR + 6, box.w, box.h - TOOLBAR - 6};
    struct box strip = {box.x, body.y, box.w, 0};
    double used = why_strip_draw(why, against, view, strip, box.h >= LOW);
    body.y += used, body.h = fmax(20, body.h - used);
    draw_body(why, against, view, body);
    ui->input = input;
    ui->input.pressed = input.pressed && open; /* what opened it does not close it */
    if (why->menu)
        why_menu_draw(why, view, (struct box){box.x, box.y + TOOLBAR, box.w, box.h - TOOLBAR});
    why->seen = ui->selection;
}

static bool key(void *state, struct view *view, struct key key)
{
    struct view_why *why = state;
    if (!why->ready)
        return false;
    int regions = why->trace.regions + 1, industries = why->trace.industries + 1;
    switch (key.code) {
    case SDLK_UP:
    case SDLK_DOWN: {
        int by = key.code == SDLK_DOWN ? 1 : -1;
        if (key.shift)
            why_choose_step(why, why->step + by);
        else
            why_choose(why, view, why->chosen + by);
        return true;
    }
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        why_go_to_step(why, view);
        return true;
    case SDLK_LEFTBRACKET:
    case SDLK_RIGHTBRACKET: {
        int by = key.code == SDLK_RIGHTBRACKET ? 1 : -1;
        why_set_scope(why, view, (why->region + 1 + by + regions) % regions - 1, why->industry);
        return true;
    }
    case SDLK_i: {
        int by = key.shift ? -1 : 1;
        why_set_scope(why, view, why->region,
                      (why->industry + 1 + by + industries) % industries - 1);
        return true;
    }
    case SDLK_m:
        if (!why->narrow)
            return false;
        why->losses = !why->losses;
        return true;
    case SDLK_a:
        why->menu = !why->menu;
        return true;
    case SDLK_ESCAPE: {
        bool was = why->menu;
        why->menu = false;
        return was;
    }
    case SDLK_o:
        why_set_order(why, view, (enum trace_order)(((int)why->order + (key.shift ? 2 : 1)) % 3));
        return true;
    case SDLK_l:
        why_set_which(why, view,
                      why->which == TRACE_CELLS     ? TRACE_REGIONS
                      : why->which == TRACE_REGIONS ? TRACE_INDUSTRIES
                                                    : TRACE_CELLS);
        return true;
    default:
        return false;
    }
}

static void free_state(void *state)
{
    why_free(state);
}

static const struct command COMMANDS[] = {
    {{SDLK_UP, false, false}, "↑", "Fall above", "↑ ↓ fall"},
    {{SDLK_DOWN, false, false}, "↓", "Fall below", NULL},
    {{SDLK_UP, true, false}, "shift ↑", "Step of the chain above", "⇧ ↑ ↓ step"},
    {{SDLK_DOWN, true, false}, "shift ↓", "Step of the chain below", NULL},
    {{SDLK_RETURN, false, false}, "enter", "Go to the step's week and place", "enter go"},
    {{SDLK_LEFTBRACKET, false, false}, "[", "Region before", "[ ] region"},
    {{SDLK_RIGHTBRACKET, false, false}, "]", "Next region", NULL},
    {{SDLK_i, false, false}, "i", "Next industry (shift i: the one before)", "i industry"},
    {{SDLK_a, false, false}, "a", "List of all industries", NULL},
    {{SDLK_m, false, false}, "m", "Losses or falls, in small windows", NULL},
    {{SDLK_l, false, false}, "l", "List cells, regions or industries", "l list"},
    {{SDLK_o, false, false}, "o", "Order of the list", "o order"},
    {{0}, NULL, NULL, NULL},
};

const struct view_type view_type_why = {
    .name = "why",
    .title = "Why",
    .meaning = "Who was hit, what held output back, and the way from a fall to its first cause.",
    .commands = COMMANDS,
    .differs = true,
    .state_size = sizeof(struct view_why),
    .draw = draw,
    .csv = listing_why,
    .key = key,
    .free = free_state,
};
