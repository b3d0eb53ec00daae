/* Mouse and keys of the network. */
#include <SDL.h>
#include <math.h>
#include <stdio.h>

#include "viz/view_network.h"

void view_network_choose_firm(struct view_network *state, struct view *view, int64_t firm)
{
    struct selection *selection = &view->ui->selection;
    selection->firm = firm < 0 ? 0 : (uint64_t)state->network.firm[firm].row + 1;
    state->choice.firm = firm;
    if (firm < 0)
        return;
    uint64_t cell = state->network.firm[firm].cell;
    view_network_choose_cell(state, view, (int64_t)(cell / state->network.industries),
                             (int64_t)(cell % state->network.industries));
    selection->firm = (uint64_t)state->network.firm[firm].row + 1;
    state->choice.firm = firm;
}

void view_network_choose_cell(struct view_network *state, struct view *view, int64_t region,
                              int64_t industry)
{
    struct selection *selection = &view->ui->selection;
    const struct network *network = &state->network;
    char number[24];
    selection->firm = 0;
    selection->found_region = selection->found_industry = false;
    selection->region[0] = selection->cell_region[0] = selection->industry[0] = '\0';
    if (region >= 0) {
        const char *code = network_region_code(network, (uint64_t)region, number);
        snprintf(selection->region, sizeof selection->region, "%s", code);
        snprintf(selection->cell_region, sizeof selection->cell_region, "%s", code);
    }
    if (industry >= 0)
        snprintf(selection->industry, sizeof selection->industry, "%s",
                 network_industry_code(network, (uint64_t)industry, number));
    state->choice = (struct network_choice){
        region, industry,
        region >= 0 && industry >= 0 ? region * (int64_t)network->industries + industry : -1, -1};
}

/* By how much the wheel or a key enlarges around a place of the screen. */
static void zoom(struct view_network *state, double by, double x, double y)
{
    if (!state->network.ready || !(state->lens.scale > 0))
        return;
    struct point before = network_plane(&state->lens, x, y);
    double home = state->zoom > 0 ? state->lens.scale / state->zoom : state->lens.scale;
    double zoom = fmax(0.5, fmin(400, (state->zoom > 0 ? state->zoom : 1) * by));
    state->x = state->lens.x, state->y = state->lens.y;
    state->zoom = zoom;
    state->lens.scale = home * zoom;
    struct point after = network_plane(&state->lens, x, y);
    state->x += before.x - after.x, state->y += before.y - after.y;
    state->lens.x = state->x, state->lens.y = state->y;
}

static void pan(struct view_network *state, double dx, double dy)
{
    if (state->zoom <= 0)
        state->zoom = 1, state->x = state->lens.x, state->y = state->lens.y;
    state->x -= dx / state->lens.scale, state->y -= dy / state->lens.scale;
    state->lens.x = state->x, state->lens.y = state->y;
}

static void click(struct view_network *state, struct view *view, double x, double y)
{
    const struct network *network = &state->network;
    struct point at = network_plane(&state->lens, x, y);
    int64_t firm = network_firm_at(network, at.x, at.y, 4 / state->lens.scale);
    int64_t cell = network_cell_at(network, at.x, at.y);
    if (firm >= 0)
        view_network_choose_firm(state, view, firm);
    else if (cell >= 0)
        view_network_choose_cell(state, view, cell / (int64_t)network->industries,
                                 cell % (int64_t)network->industries);
    else
        view_network_choose_cell(state, view, network_region_at(network, at.x, at.y), -1);
}

int64_t view_network_mouse(struct view_network *state, struct view *view, struct box box)
{
    struct input *input = &view->ui->input;
    bool over = ui_over(view->ui, box);
    if (over && input->wheel != 0)
        zoom(state, pow(1.25, -fmax(-8, fmin(8, input->wheel))), input->x, input->y);
    if (over && input->pressed) {
        state->pressing = true, state->dragged = false;
        state->press_x = state->last_x = input->x;
        state->press_y = state->last_y = input->y;
    }
    if (state->pressing) {
        if (hypot(input->x - state->press_x, input->y - state->press_y) > 4)
            state->dragged = true;
        if (state->dragged)
            pan(state, input->x - state->last_x, input->y - state->last_y);
        state->last_x = input->x, state->last_y = input->y;
        if (!input->down) {
            state->pressing = false;
            if (!state->dragged)
                click(state, view, state->press_x, state->press_y);
        }
    }
    if (!over || (state->pressing && state->dragged))
        return -1;
    struct point at = network_plane(&state->lens, input->x, input->y);
    view->ui->hand = view->ui->hand || network_region_at(&state->network, at.x, at.y) >= 0;
    return network_firm_at(&state->network, at.x, at.y, 4 / state->lens.scale);
}

/* To the next or previous firm of the cell by size, around; the first where none is chosen. */
static void next_firm(struct view_network *state, struct view *view, int by)
{
    const struct network *network = &state->network;
    int64_t firm = state->choice.firm, cell = state->choice.cell;
    if (firm >= 0)
        cell = network->firm[firm].cell;
    if (cell < 0) { /* the largest cell of what is chosen */
        for (uint64_t c = 0; c < network->cells; c++)
            if ((state->choice.region < 0 ||
                 c / network->industries == (uint64_t)state->choice.region) &&
                (state->choice.industry < 0 ||
                 c % network->industries == (uint64_t)state->choice.industry) &&
                network->sum[c].firms > 0 &&
                (cell < 0 || network->sum[c].start > network->sum[cell].start))
                cell = (int64_t)c;
    }
    if (cell < 0 || network->sum[cell].firms == 0)
        return;
    int64_t first = (int64_t)network->first[cell], count = (int64_t)network->sum[cell].firms;
    int64_t next = firm < 0 ? 0 : (firm - first + by + count) % count;
    view_network_choose_firm(state, view, first + next);
}

/* To the largest direct supplier or customer. */
static void follow_link(struct view_network *state, struct view *view, bool upstream)
{
    for (int i = 0; i < state->links.count && state->choice.firm >= 0; i++) {
        const struct network_line *line = &state->links.line[i];
        if (line->step != 1 || line->upstream != upstream)
            continue;
        view_network_choose_firm(state, view, upstream ? line->supplier : line->customer);
        return;
    }
}

/* The chosen firm, cell or region in the middle, large. */
static void centre(struct view_network *state)
{
    const struct network *network = &state->network;
    const struct network_choice *choice = &state->choice;
    const struct network_circle *around = choice->firm >= 0
                                              ? &network->cell[network->firm[choice->firm].cell]
                                          : choice->cell >= 0   ? &network->cell[choice->cell]
                                          : choice->region >= 0 ? &network->region[choice->region]
                                                                : NULL;
    if (!around || around->radius <= 0 || !(state->lens.scale > 0))
        return;
    double home = state->zoom > 0 ? state->lens.scale / state->zoom : state->lens.scale;
    double fit = 0.42 * fmin(state->lens.box.w, state->lens.box.h) / around->radius;
    state->zoom = fmax(0.5, fmin(400, fit / home));
    state->x = around->x, state->y = around->y;
}

static bool shifted(struct view_network *state, int32_t code)
{
    const double BY = 60;
    if (code != SDLK_LEFT && code != SDLK_RIGHT && code != SDLK_UP && code != SDLK_DOWN)
        return false;
    if (state->lens.scale > 0)
        pan(state,
            code == SDLK_LEFT    ? BY
            : code == SDLK_RIGHT ? -BY
                                 : 0,
            code == SDLK_UP     ? BY
            : code == SDLK_DOWN ? -BY
                                : 0);
    return true;
}

bool view_network_key(void *of, struct view *view, struct key key)
{
    struct view_network *state = of;
    if (!state->network.ready)
        return false;
    double x = state->lens.box.x + state->lens.box.w / 2;
    double y = state->lens.box.y + state->lens.box.h / 2;
    if (key.control)
        return shifted(state, key.code);
    switch (key.code) {
    case SDLK_c:
        if (state->by != NETWORK_AGAINST) /* against another run there is only one */
            view->ui->selection.firms =
                ((int)state->by + (key.shift ? NETWORK_COLOURS - 1 : 1)) % NETWORK_COLOURS;
        return true;
    case SDLK_b:
        state->bands_hidden = !state->bands_hidden;
        return true;
    case SDLK_0:
        state->zoom = 0;
        return true;
    case SDLK_z:
        centre(state);
        return true;
    case SDLK_PAGEUP:
    case SDLK_PAGEDOWN:
        zoom(state, key.code == SDLK_PAGEUP ? 1.25 : 0.8, x, y);
        return true;
    case SDLK_UP:
    case SDLK_DOWN:
        next_firm(state, view, key.code == SDLK_DOWN ? 1 : -1);
        return true;
    case SDLK_LEFTBRACKET:
    case SDLK_RIGHTBRACKET:
        follow_link(state, view, key.code == SDLK_LEFTBRACKET);
        return true;
    case SDLK_RETURN:
        if (state->choice.firm < 0)
            next_firm(state, view, 1);
        return true;
    case SDLK_SLASH:
    case SDLK_ESCAPE:
        if (state->choice.firm >= 0)
            view_network_choose_cell(state, view, state->choice.region, state->choice.industry);
        else
            view_network_choose_cell(state, view, -1, -1);
        return true;
    default:
        return false;
    }
}
