/* Accounts: flows of money between sectors, their balance sheets, the product three ways. */
#include <SDL.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/accounts.h"
#include "viz/listing.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { HEAD = 34 };

void accounts_choose(struct view_accounts *accounts, const char *sector)
{
    bool same = strcmp(accounts->sector, sector) == 0;
    snprintf(accounts->sector, sizeof accounts->sector, "%s", same ? "" : sector);
}

static void select_region(struct view *view, const char *code)
{
    struct selection *selection = &view->ui->selection;
    snprintf(selection->region, sizeof selection->region, "%s", code);
}

/* The world, then the regions, then the world again. */
static void move_region(struct view *view, int by)
{
    const char *codes[ACCOUNTS_REGIONS];
    char numbers[ACCOUNTS_REGIONS][24];
    int count = accounts_regions(view, codes, numbers), at = 0;
    for (int i = 0; i < count; i++)
        if (strcmp(codes[i], view->ui->selection.region) == 0)
            at = i + 1;
    at = (at + by + count + 1) % (count + 1);
    select_region(view, at > 0 ? codes[at - 1] : "");
}

/* The sectors of the table shown, then none. */
static void move_sector(struct view_accounts *accounts, int by)
{
    const struct accounts_table *table =
        accounts->mode == ACCOUNTS_BALANCE ? &accounts->balance : &accounts->flows;
    if (table->sectors == 0)
        return;
    int at = accounts->sector[0] ? accounts_sector(table, accounts->sector) + 1 : 0;
    at = (at + by + table->sectors + 1) % (table->sectors + 1);
    snprintf(accounts->sector, sizeof accounts->sector, "%s", at > 0 ? table->sector[at - 1] : "");
}

static void draw_frame_of(struct ui *ui, struct box box)
{
    draw_rounded(ui->canvas, box, THEME_RADIUS + 2, THEME_PANEL);
    draw_rounded_frame(ui->canvas, box, THEME_RADIUS + 2, 1, THEME_BORDER);
}

/* Returns the width used. */
static double draw_modes(struct view_accounts *accounts, struct view *view, struct box box)
{
    static const char *const NAMES[] = {"Flows", "Balance sheets", "GDP"};
    accounts->mode = (enum accounts_mode)ui_switch(view->ui, box.x, box.y, UI_SWITCH_HEIGHT, NAMES,
                                                   ACCOUNTS_MODES, (int)accounts->mode);
    return ui_switch_width(view->ui, NAMES, ACCOUNTS_MODES);
}

/* The regions as a row of segments: names where they fit, else codes, else those around the
 * chosen one. */
static void draw_regions(struct view *view, struct box box)
{
    enum { DOT = 14 };
    struct ui *ui = view->ui;
    const char *codes[ACCOUNTS_REGIONS], *shown[ACCOUNTS_REGIONS + 1] = {NULL};
    char numbers[ACCOUNTS_REGIONS][24];
    double width[ACCOUNTS_REGIONS + 1] = {0}, sum = 0;
    int count = accounts_regions(view, codes, numbers) + 1, chosen = 0;
    for (int names = 1; names >= 0; names--) {
        sum = 6;
        for (int i = 0; i < count; i++) {
            shown[i] = i == 0 ? "World" : names ? name_region(codes[i - 1]) : codes[i - 1];
            sum += width[i] = text_width(ui->canvas, TEXT_BODY, shown[i]) + 18 + (i ? DOT : 0);
            if (i > 0 && strcmp(codes[i - 1], ui->selection.region) == 0)
                chosen = i;
        }
        if (sum <= box.w)
            break;
    }
    int first = 0, last = count - 1;
    while (sum > box.w && last > first) {
        bool left = chosen - first > last - chosen;
        sum -= width[left ? first++ : last--];
    }
    double x = box.x + box.w - sum;
    draw_frame_of(ui, (struct box){x, box.y, sum, 28});
    x += 3;
    for (int i = first; i <= last; x += width[i++]) {
        struct box segment = {x, box.y + 3, width[i], 22};
        if (ui_clicked(ui, segment))
            select_region(view, i > 0 ? codes[i - 1] : "");
        if (i == chosen)
            draw_rounded(ui->canvas, segment, THEME_RADIUS, THEME_ACCENT);
        else if (ui_over(ui, segment))
            draw_rounded(ui->canvas, segment, THEME_RADIUS, THEME_BORDER);
        double left = x + 9, y = segment.y + segment.h / 2;
        if (i > 0) {
            draw_circle(ui->canvas, left + 4, y, 4, theme_region(codes[i - 1], (uint64_t)i - 1));
            left += DOT;
        }
        text_draw_fit(ui->canvas, i == chosen ? TEXT_STRONG : TEXT_BODY, TEXT_LEFT, left, y,
                      x + width[i] - left - 2,
                      i == chosen ? theme_ink_on(THEME_ACCENT) : THEME_TEXT, shown[i]);
    }
}

/* "first line\nsecond line", in a card. */
static void draw_message(struct view *view, struct box box, const char *message)
{
    char first[200];
    const char *second = strchr(message, '\n');
    snprintf(first, sizeof first, "%.*s", (int)strcspn(message, "\n"), message);
    ui_card(view->ui, box);
    ui_message(view->ui, box, first, second ? second + 1 : "");
}

static void draw(void *state, struct view *view, struct box box)
{
    static void (*const DRAW[])(struct view_accounts *, struct view_accounts *, struct view *,
                                struct box) = {accounts_flows_draw, accounts_balance_draw,
                                               accounts_product_draw};
    struct view_accounts *accounts = state;
    double used = draw_modes(accounts, view, box);
    struct box regions = {box.x + used + 12, box.y, box.w - used - 12, 28};
    struct box body = {box.x, box.y + HEAD + 4, box.w, fmax(40, box.h - HEAD - 4)};
    if (regions.w < 470) { /* a second line */
        regions = (struct box){box.x, box.y + HEAD, box.w, 28};
        body.y += HEAD, body.h = fmax(40, body.h - HEAD);
    }
    draw_regions(view, regions);
    const char *message = accounts_make(accounts, view);
    if (message) {
        draw_message(view, body, message);
        return;
    }
    struct view_accounts *against =
        view->compare == COMPARE_ONE ? NULL : accounts_against(accounts, view);
    if (!against && view->compare == COMPARE_DIFFERENCE) {
        draw_message(view, body,
                     view->other->playback->waiting
                         ? "Reading the other run\n"
                         : "Nothing to compare with\nThe other file has no such accounts of this "
                           "region at this moment.");
        return;
    }
    DRAW[accounts->mode](accounts, against, view, body);
}

static bool key(void *state, struct view *view, struct key key)
{
    struct view_accounts *accounts = state;
    bool product = accounts->mode == ACCOUNTS_PRODUCT;
    switch (key.code) {
    case SDLK_b:
        accounts->mode = accounts->mode == ACCOUNTS_BALANCE ? ACCOUNTS_FLOWS : ACCOUNTS_BALANCE;
        return true;
    case SDLK_g:
        accounts->mode = product ? ACCOUNTS_FLOWS : ACCOUNTS_PRODUCT;
        return true;
    case SDLK_f:
        accounts->mode = ACCOUNTS_FLOWS;
        return true;
    case SDLK_m:
        if (product)
            accounts->percent = !accounts->percent;
        else if (accounts->mode == ACCOUNTS_BALANCE)
            accounts->own_scale = !accounts->own_scale;
        return true;
    case SDLK_LEFTBRACKET:
    case SDLK_RIGHTBRACKET:
        move_region(view, key.code == SDLK_RIGHTBRACKET ? 1 : -1);
        return true;
    case SDLK_UP:
    case SDLK_DOWN: {
        int by = key.code == SDLK_DOWN ? 1 : -1;
        if (product)
            accounts->approach =
                (accounts->approach + by + ACCOUNTS_APPROACHES) % ACCOUNTS_APPROACHES;
        else
            move_sector(accounts, by);
        return true;
    }
    case SDLK_ESCAPE: {
        bool was = accounts->sector[0] != '\0' && !product;
        accounts->sector[0] = '\0';
        return was;
    }
    default:
        return false;
    }
}

static void free_state(void *state)
{
    accounts_free(state);
}

static const struct command COMMANDS[] = {
    {{SDLK_f, false, false}, "f", "Flows of the last 52 weeks", NULL},
    {{SDLK_b, false, false}, "b", "Balance sheets, and back to the flows", "b balance"},
    {{SDLK_g, false, false}, "g", "GDP of the last quarter, and back to the flows", "g GDP"},
    {{SDLK_LEFTBRACKET, false, false}, "[", "Region before", "[ ] region"},
    {{SDLK_RIGHTBRACKET, false, false}, "]", "Next region", NULL},
    {{SDLK_UP, false, false}, "↑", "Sector before", "↑ ↓ sector"},
    {{SDLK_DOWN, false, false}, "↓", "Next sector", NULL},
    {{SDLK_m, false, false}, "m", "Scale of its own for each sector; per cent of GDP", "m scale"},
    {{0}, NULL, NULL, NULL},
};

const struct view_type view_type_accounts = {
    .name = "accounts",
    .title = "Accounts",
    .meaning = "Who paid whom, what each sector has and owes, and GDP three ways.",
    .commands = COMMANDS,
    .differs = true,
    .state_size = sizeof(struct view_accounts),
    .draw = draw,
    .csv = listing_accounts,
    .key = key,
    .free = free_state,
};
