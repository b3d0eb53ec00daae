/* The headline: what was pledged and what became of it, projects, and what the deal hangs on. */
#include <math.h>
#include <stdio.h>

#include "viz/facility.h"
#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

struct figure {
    const char *caption, *value, *below;
    double weight;   /* of its width */
    uint32_t colour; /* of a dot before the value; 0 for none */
    double share;    /* of a bar at the foot; NaN for none */
    const char *meaning;
};

/* Returns whether the mouse is over it. */
static bool draw_figure(struct ui *ui, struct box box, const struct figure *figure)
{
    struct canvas *canvas = ui->canvas;
    double x = box.x;
    text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, x, box.y + 8, box.w - 6, THEME_QUIET,
                  figure->caption);
    if (figure->colour) {
        draw_circle(canvas, x + 5, box.y + 29, 4.5, figure->colour);
        x += 15;
    }
    bool large = text_width(canvas, TEXT_TITLE, figure->value) <= box.x + box.w - x - 6;
    text_draw_fit(canvas, large ? TEXT_TITLE : TEXT_STRONG, TEXT_LEFT, x, box.y + 29,
                  box.x + box.w - x - 6, THEME_INK, figure->value);
    text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, box.x, box.y + 48, box.w - 6, THEME_TEXT,
                  figure->below);
    if (isfinite(figure->share)) {
        struct box bar = {box.x, box.y + 58, box.w - 14, 4};
        draw_rounded(canvas, bar, 2, THEME_GRID);
        bar.w *= fmax(0, fmin(1, figure->share));
        if (bar.w > 0.5)
            draw_rounded(canvas, bar, 2, figure->colour ? figure->colour : THEME_ACCENT);
    }
    return ui_over(ui, box);
}

static void tip(struct ui *ui, const struct figure *figure)
{
    const struct ui_row rows[] = {{0, figure->meaning, ""}};
    char heading[160];
    snprintf(heading, sizeof heading, "%s: %s", figure->caption, figure->value);
    ui_tooltip(ui, ui->input.x, ui->input.y, heading, rows, 1);
}

/* Draws figures side by side; the one under the mouse, or -1. */
static int draw_figures(struct ui *ui, struct box box, const struct figure *figures, int count)
{
    int over = -1;
    double all = 0, x = box.x + 16;
    ui_card(ui, box);
    for (int i = 0; i < count; i++)
        all += figures[i].weight;
    for (int i = 0; i < count; i++) {
        double w = (box.w - 24) * figures[i].weight / all;
        if (draw_figure(ui, (struct box){x, box.y + 10, w, box.h - 14}, &figures[i]))
            over = i;
        x += w;
    }
    return over;
}

static void draw_pledge(const struct view_facility *facility, struct view *view, struct box box)
{
    static const struct {
        const char *caption, *column, *meaning;
        enum facility_stage stage;
    } PARTS[] = {
        {"Pledged", "envelope", "what the lender's government promised to invest, in US dollars",
         STAGE_EMPTY},
        {"Named", "named", "estimated cost of all projects given notice, declined ones included",
         STAGE_NOTICED},
        {"Committed", "committed", "commitments of the projects funded, overruns included",
         STAGE_FUNDED},
        {"Paid out", "paid_out", "drawn by the projects so far, without contributions in kind",
         STAGE_CONSTRUCTION},
    };
    struct figure figures[4];
    char value[4][FORMAT_MAX], below[4][FORMAT_MAX + 16], number[FORMAT_MAX];
    double pledge = facility_now(view, "facility", "envelope");
    for (int i = 0; i < 4; i++) {
        double cents = facility_now(view, "facility", PARTS[i].column);
        double share = pledge > 0 ? cents / pledge : NAN;
        facility_money(value[i], cents);
        snprintf(below[i], sizeof below[i], "%s%s", format_percent(number, share, 0),
                 box.w < 400 ? "" : " of pledge");
        if (facility->differs)
            facility_more(below[i], cents - facility_now(view->other, "facility", PARTS[i].column));
        figures[i] = (struct figure){PARTS[i].caption,
                                     value[i],
                                     i == 0 && !facility->differs ? "in US dollars"
                                     : isfinite(share)            ? below[i]
                                                                  : "",
                                     1,
                                     i > 0 ? theme_stage(PARTS[i].stage) : 0,
                                     i > 0 && isfinite(share) ? share : NAN,
                                     PARTS[i].meaning};
    }
    int over = draw_figures(view->ui, box, figures, 4);
    if (over >= 0)
        tip(view->ui, &figures[over]);
}

static double lost_of(const struct facility_data *data)
{
    double lost = 0;
    for (uint64_t row = 0; row < data->rows; row++)
        if (data->projects[row].stage != STAGE_EMPTY && isfinite(data->projects[row].lost))
            lost += data->projects[row].lost;
    return lost;
}

static double count_of(const struct facility_data *data, enum facility_stage stage)
{
    double count = 0;
    for (uint64_t row = 0; row < data->rows; row++)
        count += data->projects[row].stage == stage;
    return count;
}

static void draw_projects(struct view_facility *facility, struct view *view, struct box box)
{
    static const enum facility_stage STAGE[] = {STAGE_CONSTRUCTION, STAGE_OPERATING, STAGE_FAILED,
                                                STAGE_DECLINED};
    static const char *const CAPTION[] = {"Building", "Operating", "Failed", "Declined", "Lost"};
    static const char *const MEANING[] = {
        "projects under construction; click to see them",
        "plants in operation; click to see them",
        "abandoned, or their debts written down; click to see them",
        "projects that the lender's country declined to fund; click to see them",
        "claims written off so far; click to see who lost most",
    };
    const struct facility_data *data = &facility->data;
    struct figure figures[5];
    char value[5][FORMAT_MAX], below[5][FORMAT_MAX];
    double lost = lost_of(data), count[4] = {0}, cost[4] = {0};
    for (uint64_t row = 0; row < data->rows; row++) {
        const struct facility_project *project = &data->projects[row];
        for (int i = 0; i < 4; i++)
            if (project->stage == STAGE[i]) {
                count[i]++;
                cost[i] += isfinite(project->cost) ? project->cost : 0;
            }
    }
    for (int i = 0; i < 5; i++) {
        if (i < 4)
            format_number(value[i], count[i], 0), facility_money(below[i], cost[i]);
        else
            facility_money(value[i], lost), snprintf(below[i], FORMAT_MAX, "written off");
        if (facility->differs && i < 4)
            format_signed(below[i], count[i] - count_of(&facility->theirs, STAGE[i]), 0);
        else if (facility->differs)
            facility_more(below[i], lost - lost_of(&facility->theirs));
        figures[i] = (struct figure){
            CAPTION[i], value[i],  below[i], i < 4 ? 1 : 1.35, i < 4 ? theme_stage(STAGE[i]) : 0,
            NAN,        MEANING[i]};
    }
    int over = draw_figures(view->ui, box, figures, 5);
    if (over < 0)
        return;
    view->ui->hand = true;
    tip(view->ui, &figures[over]);
    if (view->ui->input.pressed)
        facility_table_show(facility, over < 4 ? STAGE[over] : STAGE_EMPTY,
                            over < 4 ? ORDER_COST : ORDER_LOST);
}

/* What holds the pace back, as the file has it. */
static size_t pace_of(struct view *view)
{
    double pace = facility_now(view, "facility", "pace");
    return pace >= 0 && pace < 256 ? (size_t)pace : 255;
}

/* The same three of the other run. */
static void describe_other(struct view *other, char below[3][48])
{
    char number[FORMAT_MAX];
    double ceiling = facility_now(other, "facility", "ceiling");
    snprintf(below[0], 48, "other: %s",
             !isfinite(ceiling) ? "–"
             : ceiling > 0.5    ? "holds"
                                : "lost");
    snprintf(below[1], 48, "other: %.30s",
             format_percent(number, facility_now(other, "facility", "dollar_spread"), 2));
    snprintf(below[2], 48, "other: %.38s", name_pace(pace_of(other)));
}

static void draw_deal(const struct view_facility *facility, struct view *view, struct box box)
{
    char other[3][48];
    char spread[FORMAT_MAX], number[FORMAT_MAX], shortfall[FORMAT_MAX + 16];
    double ceiling = facility_now(view, "facility", "ceiling");
    double pace = facility_now(view, "facility", "pace");
    size_t waits = pace_of(view);
    if (facility->differs)
        describe_other(view->other, other);
    format_percent(spread, facility_now(view, "facility", "dollar_spread"), 2);
    snprintf(shortfall, sizeof shortfall, "shortfall %s",
             format_percent(number, facility_now(view, "facility", "shortfall"), 0));
    bool known = isfinite(ceiling), holds = ceiling > 0.5;
    struct figure figures[] = {
        {"Tariff ceiling",
         !known  ? "–"
         : holds ? "holds"
                 : "lost",
         shortfall, 1,
         !known  ? THEME_MISSING
         : holds ? theme_good()
                 : theme_bad(),
         NAN, "the ceiling holds while funding due and not made is within the host's tolerance"},
        {"Dollar spread", spread, "over bonds", 1, 0, NAN,
         "what the policy bank pays for its dollars over the host's government bonds, a year"},
        {"Held back by", isfinite(pace) ? name_pace(waits) : "–", "most of the money", 1.75, 0, NAN,
         isfinite(pace) ? name_pace_meaning(waits) : ""},
    };
    for (int i = 0; i < 3 && facility->differs; i++)
        figures[i].below = other[i];
    int count = 3;
    if (box.w < 300) { /* the spread matters least */
        figures[1] = figures[2];
        count = 2;
    }
    int over = draw_figures(view->ui, box, figures, count);
    if (over >= 0)
        tip(view->ui, &figures[over]);
}

void facility_head_draw(struct view_facility *facility, struct view *view, struct box box)
{
    bool narrow = box.w < 1000; /* counts of projects are in the pipeline, too */
    double room = box.w - (narrow ? 1 : 2) * THEME_GAP;
    struct box pledge = {box.x, box.y, floor(room * (narrow ? 0.56 : 0.385)), box.h};
    struct box deal = {pledge.x + pledge.w + THEME_GAP, box.y, 0, box.h};
    struct box projects = deal;
    if (!narrow) {
        projects.w = floor(room * 0.325);
        deal.x += projects.w + THEME_GAP;
    }
    deal.w = box.x + box.w - deal.x;
    draw_deal(facility, view, deal);
    if (!narrow)
        draw_projects(facility, view, projects);
    draw_pledge(facility, view, pledge);
}
