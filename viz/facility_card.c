/* One project: dates of its stages, its cash by year, what was estimated and what is true, and who
 * pays for it. */
#include <math.h>
#include <stdio.h>

#include "viz/explain.h"
#include "viz/facility.h"
#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

/* The label of a row of another group; "" where the file has none. */
static const char *label_of(const struct view *view, const char *name, const char *dimension,
                            double position)
{
    const struct reader_group *group = playback_group(view->playback, name);
    int d = group ? playback_dimension(group, dimension) : -1;
    if (d < 0 || !group->dimensions[d].labels || !(position >= 0) ||
        position >= (double)group->dimensions[d].size)
        return "";
    const char *label = group->dimensions[d].labels[(uint64_t)position];
    return label ? label : "";
}

static void draw_fact(struct ui *ui, struct box box, const char *caption, const char *value,
                      bool bad)
{
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, box.x, box.y + 8, box.w - 6, THEME_QUIET,
                  caption);
    text_draw_fit(ui->canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_LEFT, box.x, box.y + 27, box.w - 6,
                  bad ? theme_bad() : THEME_INK, value);
}

static void draw_facts(const struct facility_data *data, struct ui *ui, uint64_t row,
                       struct box box)
{
    enum { FACTS = 8 };
    const struct facility_project *project = &data->projects[row];
    char text[FACTS][FORMAT_MAX], number[FORMAT_MAX];
    double payback = facility_value(data, PROJECT_payback_year, row);
    facility_money(text[0], project->cost);
    facility_money(text[1], facility_value(data, PROJECT_commitment, row));
    facility_money(text[2], project->paid_out);
    if (isfinite(project->delay))
        snprintf(text[3], FORMAT_MAX, "%.20s weeks", format_signed(number, project->delay, 0));
    else
        snprintf(text[3], FORMAT_MAX, "–");
    format_signed_percent(text[4], project->overrun, 0);
    format_percent(text[5], project->irr_home, 1);
    bool reckoned = isfinite(project->npv_home);
    if (reckoned && payback > 0)
        snprintf(text[6], FORMAT_MAX, "in year %.0f", payback);
    else
        snprintf(text[6], FORMAT_MAX, "%s", reckoned ? "never" : "–");
    facility_money(text[7], project->lost);
    static const char *const CAPTIONS[FACTS] = {
        "Estimate", "Committed", "Paid out", "Delay", "Overrun", "IRR", "Paid back", "Written off"};
    /* What the card reckons itself has no column to say what it is. */
    static const enum project_column COLUMNS[FACTS] = {
        PROJECT_cost,    PROJECT_commitment, PROJECT_paid_out,     PROJECT_COLUMNS,
        PROJECT_COLUMNS, PROJECT_irr_home,   PROJECT_payback_year, PROJECT_lost};
    char irr[96];
    snprintf(irr, sizeof irr, "IRR, %s", name_region(data->home));
    for (int i = 0; i < FACTS; i++) {
        struct box place = {box.x + i * box.w / FACTS, box.y, box.w / FACTS - 4, box.h};
        if (COLUMNS[i] < PROJECT_COLUMNS)
            explain_values(ui, place, data->column[COLUMNS[i]]);
        else
            explain(ui, place, CAPTIONS[i],
                    i == 3 ? "Weeks of construction beyond the plan."
                           : "Cash spent over the estimate.");
        draw_fact(ui, (struct box){box.x + i * box.w / FACTS, box.y, box.w / FACTS, box.h},
                  i == 5 ? irr : CAPTIONS[i], text[i],
                  (i == 5 && project->irr_home < 0) || (i == 7 && project->lost > 0) ||
                      (i == 6 && reckoned && !(payback > 0)));
    }
}

static void draw_heading(const struct facility_data *data, struct view *view, uint64_t row,
                         struct box box)
{
    struct ui *ui = view->ui;
    const struct facility_project *project = &data->projects[row];
    char line[320];
    const char *kind =
        label_of(view, "project_kind", "kind", facility_value(data, PROJECT_kind, row));
    const char *industry =
        label_of(view, "industry", "industry", facility_value(data, PROJECT_industry, row));
    double waits = facility_value(data, PROJECT_waits_for, row);
    bool waiting = waits > 0 && waits < 256;
    draw_rounded(ui->canvas, (struct box){box.x, box.y + 2, 4, 38}, 2, theme_stage(project->stage));
    text_draw_fit(ui->canvas, TEXT_TITLE, TEXT_LEFT, box.x + 14, box.y + 11, box.w - 14, THEME_INK,
                  project->name);
    snprintf(line, sizeof line, "%s%s%s%s%s%s%s%s%s", name_stage(project->stage),
             waiting ? ", waits for " : "", waiting ? name_pace((size_t)waits) : "",
             project->site[0] ? "  ·  " : "", project->site, kind[0] ? "  ·  " : "", kind,
             industry[0] ? "  ·  plant in " : "", industry[0] ? name_industry(industry) : "");
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x + 14, box.y + 33, box.w - 14, THEME_TEXT,
                  line);
}

/* --- estimates ------------------------------------------------------------------------------- */

static void draw_estimates(const struct facility_data *data, struct ui *ui, uint64_t row,
                           struct box box)
{
    static const struct {
        enum project_column column;
        const char *label;
    } LINES[] = {{PROJECT_sponsor_estimate, "Sponsor said"},
                 {PROJECT_lender_estimate, "Policy bank found"},
                 {PROJECT_host_estimate, "Host's committee saw"},
                 {PROJECT_joint_estimate, "Consultation saw"},
                 {PROJECT_true_return, "Truth"}};
    enum { COUNT = sizeof LINES / sizeof *LINES };
    struct canvas *canvas = ui->canvas;
    double value[COUNT], low = 0, high = 0;
    for (int i = 0; i < COUNT; i++) {
        value[i] = facility_value(data, LINES[i].column, row);
        /* Zero: nobody has looked yet. */
        value[i] = value[i] == 0 ? NAN : value[i];
        if (isfinite(value[i]))
            low = fmin(low, value[i]), high = fmax(high, value[i]);
    }
    ui_card(ui, box);
    text_draw_fit(canvas, TEXT_STRONG, TEXT_LEFT, box.x + 16, box.y + 18, box.w - 32, THEME_INK,
                  "Return on the plant: estimates and truth");
    text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, box.x + 16, box.y + 38, box.w - 32, THEME_QUIET,
                  "net, % a year; nobody in the model knows the truth");
    double left = box.x + 150, right = box.x + box.w - 78, h = fmin(30, (box.h - 110) / COUNT);
    double span = fmax(0.01, high - low), zero = left + (right - left) * -low / span;
    double y = box.y + 50, truth = left + (right - left) * (value[COUNT - 1] - low) / span;
    draw_vertical(canvas, zero, y, y + COUNT * h, THEME_AXIS);
    for (int i = 0; i < COUNT; i++) {
        double middle = y + (i + 0.5) * h, x = left + (right - left) * (value[i] - low) / span;
        bool last = i == COUNT - 1;
        char text[FORMAT_MAX];
        text_draw_fit(canvas, last ? TEXT_STRONG : TEXT_SMALL, TEXT_LEFT, box.x + 16, middle, 128,
                      last ? THEME_INK : THEME_TEXT, LINES[i].label);
        text_draw(canvas, (last ? TEXT_STRONG : TEXT_SMALL) | TEXT_TABULAR, TEXT_RIGHT,
                  box.x + box.w - 16, middle, THEME_INK, format_percent(text, value[i], 1));
        explain_values(ui, (struct box){box.x + 8, middle - h / 2, box.w - 16, h},
                       data->column[LINES[i].column]);
        draw_horizontal(canvas, left, right, middle, THEME_GRID);
        if (!isfinite(x))
            continue;
        if (isfinite(truth) && !last)
            draw_fill(canvas, (struct box){fmin(x, truth), middle - 1.5, fabs(x - truth), 3},
                      draw_fade(x > truth ? theme_bad() : theme_good(), 0.45));
        draw_circle(canvas, x, middle, last ? 6 : 4.5,
                    last ? theme_good() : theme_stage(STAGE_SELECTED));
    }
    char overrun[FORMAT_MAX], slow[FORMAT_MAX], line[160];
    snprintf(line, sizeof line, "In truth: cost %s, building time %s",
             format_signed_percent(overrun, facility_value(data, PROJECT_overrun, row) - 1, 0),
             format_signed_percent(slow, facility_value(data, PROJECT_delay, row) - 1, 0));
    text_draw_fit(canvas, TEXT_TINY, TEXT_LEFT, box.x + 16, box.y + box.h - 18, box.w - 32,
                  THEME_TEXT, line);
}

/* --- money ------------------------------------------------------------------------------------ */

struct source {
    const char *label;
    double share;
    uint32_t colour;
};

static void draw_owed(const struct facility_data *data, struct ui *ui, uint64_t row, struct box box)
{
    static const struct {
        enum project_column column;
        const char *label;
    } LINES[] = {{PROJECT_policy_claim, "owed to the policy bank"},
                 {PROJECT_bank_loans, "owed to banks"},
                 {PROJECT_received_home, "received by the lender so far"},
                 {PROJECT_received_host, "received by the host so far, net"}};
    for (int i = 0; i < 4 && (i + 1) * 17 <= box.h; i++) {
        char text[FORMAT_MAX];
        double y = box.y + i * 17 + 8;
        double w =
            text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w, y,
                      THEME_INK, facility_money(text, facility_value(data, LINES[i].column, row)));
        text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x, y, box.w - w - 8, THEME_TEXT,
                      LINES[i].label);
        explain_values(ui, (struct box){box.x, y - 8, box.w, 17}, data->column[LINES[i].column]);
    }
}

static void draw_sources(const struct facility_data *data, struct ui *ui, uint64_t row,
                         struct box box)
{
    double bank = facility_value(data, PROJECT_bank_share, row);
    double cover = facility_value(data, PROJECT_cover, row);
    cover = isfinite(cover) ? cover : 0;
    const struct source sources[] = {
        {"Grants of the lender", facility_value(data, PROJECT_grant_share, row), THEME_AXIS},
        {"Policy bank, equity", facility_value(data, PROJECT_equity_share, row),
         draw_mix(theme_region(data->home, 0), THEME_PANEL, 0.4)},
        {"Policy bank, loan", facility_value(data, PROJECT_loan_share, row),
         theme_region(data->home, 0)},
        {"Banks, covered", bank * cover, theme_slice(1)},
        {"Banks, not covered", bank * (1 - cover), theme_slice(0)},
        {"Investors of the host", facility_value(data, PROJECT_host_share, row),
         theme_region(data->host, 1)},
    };
    enum { COUNT = sizeof sources / sizeof *sources };
    struct canvas *canvas = ui->canvas;
    ui_card(ui, box);
    text_draw_fit(canvas, TEXT_STRONG, TEXT_LEFT, box.x + 16, box.y + 18, box.w - 32, THEME_INK,
                  "Who pays for it");
    double sum = 0;
    for (int i = 0; i < COUNT; i++)
        sum += isfinite(sources[i].share) ? sources[i].share : 0;
    if (!(sum > 0)) {
        ui_message(ui, box, "", "Settled when contracts are signed.");
        return;
    }
    struct box bar = {box.x + 16, box.y + 38, box.w - 32, 16};
    double x = bar.x, y = bar.y + 30;
    for (int i = 0; i < COUNT; i++) {
        char text[FORMAT_MAX];
        if (!(sources[i].share > 0.0005))
            continue;
        double w = bar.w * sources[i].share / sum;
        draw_fill(canvas, (struct box){x, bar.y, fmax(1, w - 1), bar.h}, sources[i].colour);
        x += w;
        facility_legend(ui, bar.x, y, sources[i].colour, sources[i].label);
        explain(ui, (struct box){bar.x, y - 8, bar.w, 17}, sources[i].label,
                "Share of the cost that it pays; drawn as works go on.");
        text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, bar.x + bar.w, y, THEME_INK,
                  format_percent(text, sources[i].share, 1));
        y += 17;
    }
    y += 2;
    draw_horizontal(canvas, bar.x, bar.x + bar.w, y, THEME_BORDER);
    draw_owed(data, ui, row, (struct box){bar.x, y + 4, bar.w, box.y + box.h - y - 8});
}

/* Heights of the panels below the dates; what has no room is left out. */
enum { LEAST = 150, LOWER = 250 };

void facility_card_draw(struct view_facility *facility, struct view *view, struct box box)
{
    const struct facility_data *data = &facility->data;
    struct ui *ui = view->ui;
    int64_t row = facility_selected(data, view);
    if (row < 0 || data->projects[row].stage == STAGE_EMPTY) {
        ui_card(ui, box);
        ui_message(ui, box, "No project",
                   row < 0 ? "Click a project to see what became of it."
                           : "It has not been proposed yet.");
        return;
    }
    bool wide = box.w >= 1100;
    struct box head = box;
    head.h = wide ? 178 : 222;
    struct facility_date hovered = {0};
    ui_card(ui, head);
    struct box inner = {head.x + 18, head.y + 14, head.w - 36, head.h - 20};
    draw_heading(data, view, (uint64_t)row,
                 (struct box){inner.x, inner.y, wide ? inner.w * 0.42 : inner.w, 44});
    struct box facts = {inner.x + inner.w * 0.44, inner.y, inner.w * 0.56, 40};
    if (!wide)
        facts = (struct box){inner.x, inner.y + 50, inner.w, 40};
    draw_facts(data, ui, (uint64_t)row, facts);
    double dates = wide ? inner.y + 76 : inner.y + 118;
    facility_dates_draw(data, view, (uint64_t)row,
                        (struct box){inner.x, dates, inner.w, head.y + head.h - dates}, &hovered);

    double y = head.y + head.h + THEME_GAP, h = box.y + box.h - y;
    struct box years = {box.x, y, 0, h}, estimates = years, sources = years;
    if (wide) {
        double w = floor((box.w - 2 * THEME_GAP) / 3);
        years.w = w, estimates.w = w, sources.w = box.w - 2 * (w + THEME_GAP);
        estimates.x += w + THEME_GAP, sources.x += 2 * (w + THEME_GAP);
    } else {
        double w = floor((box.w - THEME_GAP) / 2);
        years.h = fmax(0, h - LOWER - THEME_GAP), years.w = box.w;
        estimates.h = sources.h = fmin(h, LOWER);
        estimates.y = sources.y = box.y + box.h - estimates.h;
        estimates.w = w, sources.w = box.w - w - THEME_GAP;
        sources.x += w + THEME_GAP;
    }
    if (estimates.h >= LEAST) {
        draw_estimates(data, ui, (uint64_t)row, estimates);
        draw_sources(data, ui, (uint64_t)row, sources);
    }
    if (years.h >= LEAST)
        facility_years_draw(data, facility_other(facility), view, row, "Its cash by year", years);
    if (hovered.label[0]) {
        char date[FORMAT_MAX];
        const struct ui_row line = {hovered.colour, hovered.label,
                                    format_date(date, timeline_date(view->timeline, hovered.day))};
        ui_tooltip(ui, ui->input.x, ui->input.y, "", &line, 1);
    }
}
