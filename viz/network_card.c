#include "viz/network_card.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/explain.h"
#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

static const char *const COLUMNS[NETWORK_HISTORIES] = {
    "output", "price", "staff", "equity", "capital", "loans", "deposits", "constraint"};

/* Values of a column that are read for one firm's history at most: longer ones are left out. */
static const uint64_t VALUES_MOST = 100000000;

/* In the cache of the playback: asked for in each frame, read once. */
static void ask(struct playback *playback, uint64_t row, const double **history)
{
    const struct reader_group *group = playback_group(playback, "firm");
    for (int h = 0; h < NETWORK_HISTORIES; h++) {
        history[h] = NULL;
        if (group && group->records > 0 && group->rows <= VALUES_MOST / group->records)
            playback_history(playback, "firm", COLUMNS[h], row, &history[h]);
    }
}

void network_caption(struct ui *ui, double x, double y, double room, const char *name,
                     const char *value)
{
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, x, y, room, THEME_QUIET, name);
    text_draw_fit(ui->canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_LEFT, x, y + 17, room, THEME_INK,
                  value);
}

enum { CURVE_POINTS = 160 };

/* A history as points of the screen; y is the value until it is scaled. */
struct curve {
    struct point points[CURVE_POINTS];
    int count;
};

static void make_curve(const struct reader_group *group, const double *values, const double *under,
                       uint64_t first, struct curve *curve)
{
    uint64_t records = group->records > first ? group->records - first : 0;
    curve->count = (int)(records < CURVE_POINTS ? records : CURVE_POINTS);
    for (int i = 0; i < curve->count; i++) {
        uint64_t t =
            first +
            (curve->count > 1 ? (uint64_t)i * (records - 1) / (uint64_t)(curve->count - 1) : 0);
        double value = values[t] / (under ? under[t] : 1);
        curve->points[i] = (struct point){group->days[t], isfinite(value) ? value : (double)NAN};
    }
}

/* The history with a scale from zero, dashed that of the other run, and the moment shown. */
static void sparkline(struct view *view, const struct network_card *card, enum network_history h,
                      uint64_t first, uint64_t now, uint32_t colour, struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    const struct reader_group *group = playback_group(view->playback, "firm");
    bool equity = h == NETWORK_EQUITY;
    struct curve curves[2] = {{.count = 0}, {.count = 0}};
    draw_horizontal(canvas, box.x, box.x + box.w, box.y + box.h, THEME_AXIS);
    if (group->records < first + 2)
        return;
    make_curve(group, card->history[h], equity ? card->history[NETWORK_CAPITAL] : NULL, first,
               &curves[0]);
    if (card->there[h] && (!equity || card->there[NETWORK_CAPITAL])) {
        make_curve(playback_group(view->other->playback, "firm"), card->there[h],
                   equity ? card->there[NETWORK_CAPITAL] : NULL, 1, &curves[1]);
        double shift = versus_day(view, 0);
        for (int i = 0; i < curves[1].count; i++)
            curves[1].points[i].x -= shift;
    }
    double low = 0, high = 0, from = group->days[first], until = group->days[group->records - 1];
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < curves[c].count; i++)
            if (isfinite(curves[c].points[i].y))
                low = fmin(low, curves[c].points[i].y), high = fmax(high, curves[c].points[i].y);
    double span = high > low ? high - low : 1;
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < curves[c].count; i++) {
            struct point *point = &curves[c].points[i];
            bool inside = point->x >= from && point->x <= until;
            point->x = inside ? box.x + box.w * (point->x - from) / fmax(1, until - from) : NAN;
            point->y = box.y + box.h * (1 - (point->y - low) / span);
        }
    draw_polyline(canvas, curves[0].points, (size_t)curves[0].count, 1.5, colour);
    versus_dashes(canvas, curves[1].points, curves[1].count, 1.4, THEME_INK);
    if (now < first)
        return;
    double value = card->history[h][now] / (equity ? card->history[NETWORK_CAPITAL][now] : 1);
    double x = box.x + box.w * (group->days[now] - from) / fmax(1, until - from);
    double y = box.y + box.h * (1 - (value - low) / span);
    draw_vertical(canvas, x, box.y, box.y + box.h, THEME_AXIS);
    if (isfinite(y))
        draw_circle(canvas, x, y, 2.8, colour);
}

static void histories(const struct network_card *card, struct view *view,
                      const struct network *network, uint32_t colour, struct box box)
{
    char output[48];
    snprintf(output, sizeof output, "Output %s", network_period(view->playback));
    const char *const NAMES[] = {output, "Price, opening = 1", "Staff", "Equity over capital"};
    double width = (box.w - 18) / 2, height = (box.h - 10) / 2;
    for (int h = 0; h < 4; h++) {
        char text[64], number[FORMAT_MAX], line[112];
        struct box place = {box.x + (h % 2) * (width + 18), box.y + (h / 2) * (height + 10), width,
                            height};
        bool equity = h == NETWORK_EQUITY;
        explain_column(view->ui, place, view->playback, "firm", COLUMNS[h]);
        if (!card->history[h] || (equity && !card->history[NETWORK_CAPITAL])) {
            network_caption(view->ui, place.x, place.y + 6, place.w, NAMES[h], "–");
            continue;
        }
        uint64_t now = network->record;
        double value = card->history[h][now];
        bool none = now < network->first_record;
        if (h == NETWORK_OUTPUT) {
            snprintf(line, sizeof line, "%s", format_dollars(text, value / 100));
        } else if (h == NETWORK_PRICE) {
            snprintf(line, sizeof line, "%s", format_number(number, value, 2));
        } else if (h == NETWORK_STAFF) {
            snprintf(line, sizeof line, "%s", network_count(text, value));
        } else {
            snprintf(line, sizeof line, "%s",
                     format_percent(text, value / card->history[NETWORK_CAPITAL][now], 0));
        }
        network_caption(view->ui, place.x, place.y + 6, place.w, NAMES[h],
                        none && (equity || h == NETWORK_OUTPUT) ? "–" : line);
        /* Equity is reckoned in the first step. */
        uint64_t first = equity && network->first_record == 0 ? 1 : network->first_record;
        sparkline(view, card, (enum network_history)h, first, now, colour,
                  (struct box){place.x, place.y + 39, place.w, fmax(8, place.h - 41)});
    }
}

/* Money in the books, which are kept in the region's currency. */
static void facts(const struct network_card *card, struct view *view, const struct network *network,
                  const struct network_firm *firm, struct box box)
{
    static const struct {
        const char *name;
        enum network_history column;
    } FACTS[] = {
        {"Capital", NETWORK_CAPITAL}, {"Loans", NETWORK_LOANS}, {"Deposits", NETWORK_DEPOSITS}};
    const struct reader_group *group = playback_group(view->playback, "firm");
    double rate = network_rate(view->playback, network, firm->cell / network->industries,
                               group->days[network->record]);
    for (int f = 0; f < 3; f++) {
        char text[64] = "–";
        enum network_history h = FACTS[f].column;
        /* Capital is at opening prices, where all rates are 1. */
        if (card->history[h])
            format_dollars(text, card->history[h][network->record] / 100 /
                                     (h == NETWORK_CAPITAL ? 1 : rate));
        network_caption(view->ui, box.x + f * box.w / 3, box.y + 6, box.w / 3 - 6, FACTS[f].name,
                        text);
        explain_column(view->ui, (struct box){box.x + f * box.w / 3, box.y, box.w / 3 - 6, 32},
                       view->playback, "firm", COLUMNS[h]);
    }
}

/* The largest direct suppliers or customers; returns a place that was clicked, or -1. */
static int64_t partners(struct view *view, const struct network *network,
                        const struct network_links *links, bool upstream, struct box box)
{
    char head[96];
    int64_t clicked = -1;
    struct canvas *canvas = view->ui->canvas;
    const uint64_t *found = links->found[upstream ? 0 : 1];
    uint32_t colour = upstream ? THEME_SUPPLIER : THEME_CUSTOMER;
    draw_circle(canvas, box.x + 4, box.y + 8, 4, colour);
    text_draw(canvas, TEXT_STRONG, TEXT_LEFT, box.x + 14, box.y + 8, THEME_INK,
              upstream ? "Suppliers" : "Customers");
    snprintf(head, sizeof head, "links by step %" PRIu64 ", %" PRIu64 ", %" PRIu64, found[0],
             found[1], found[2]);
    if (text_width(canvas, TEXT_TINY | TEXT_TABULAR, head) > box.w - 90)
        snprintf(head, sizeof head, "%" PRIu64, found[0]);
    text_draw(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w, box.y + 8, THEME_QUIET,
              head);
    double y = box.y + 20;
    for (int i = 0; i < links->count && y + 20 <= box.y + box.h; i++) {
        const struct network_line *line = &links->line[i];
        if (line->step != 1 || line->upstream != upstream)
            continue;
        uint32_t other = upstream ? line->supplier : line->customer;
        const struct network_firm *firm = &network->firm[other];
        char name[128], text[64], number[24];
        struct box row = {box.x - 6, y, box.w + 12, 20};
        if (ui_over(view->ui, row))
            draw_rounded(canvas, row, 3, THEME_HOVER);
        if (ui_clicked(view->ui, row))
            clicked = other;
        uint64_t region = firm->cell / network->industries;
        draw_circle(canvas, box.x + 4, y + 10, 3.5,
                    theme_region(network_region_code(network, region, number), region));
        double used = text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w,
                                y + 10, THEME_INK, format_dollars(text, (double)line->dollars));
        network_firm_name(network, other, name, sizeof name);
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, box.x + 14, y + 10, box.w - used - 22,
                      THEME_TEXT, name);
        y += 20;
    }
    if (found[0] == 0)
        text_draw(canvas, TEXT_SMALL, TEXT_LEFT, box.x + 14, y + 8, THEME_QUIET, "none by name");
    return clicked;
}

void network_heading(struct view *view, const char *name, const char *below, uint32_t colour,
                     struct box box)
{
    draw_rounded(view->ui->canvas, (struct box){box.x, box.y + 2, 4, 34}, 2, colour);
    text_draw_fit(view->ui->canvas, TEXT_HEADING, TEXT_LEFT, box.x + 14, box.y + 10, box.w - 14,
                  THEME_INK, name);
    text_draw_fit(view->ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x + 14, box.y + 30, box.w - 14,
                  THEME_QUIET, below);
}

/* How far the firm is from its start, or from the same firm in the other run. */
static void compare_firm(const struct network *network, const struct network_against *against,
                         const struct network_firm *firm, const char **name, char text[static 64])
{
    bool known = network->record >= network->first_record;
    snprintf(text, 64, "–");
    *name = "Against start";
    if (network->by != NETWORK_AGAINST) {
        if (firm->start > 0 && known)
            network_deviation(text, (double)firm->now / (double)firm->start, false);
        return;
    }
    *name = against->same_firms ? "Difference" : "Its industry";
    network_deviation(text, (double)firm->value, true);
}

static int64_t draw_lists(struct view *view, const struct network *network,
                          const struct network_links *links, bool beside, struct box box)
{
    if (!links->recorded) {
        const struct reader_group *group = playback_group(view->playback, "link");
        ui_paragraph(view->ui, box, TEXT_SMALL, THEME_QUIET,
                     group ? "The links of this file do not say who the customer is: an older "
                             "program wrote it."
                           : "This file has no links between firms: record them with output.link.");
        return -1;
    }
    struct box first = box, second = box;
    if (beside) {
        first.w = second.w = floor((box.w - 18) / 2);
        second.x += first.w + 18;
    } else {
        double half = box.h / 2;
        first.h = half - 6;
        second.y += half, second.h = half;
    }
    int64_t up = partners(view, network, links, true, first);
    int64_t down = partners(view, network, links, false, second);
    return up >= 0 ? up : down;
}

static int64_t draw_firm(struct view *view, const struct network *network,
                         const struct network_against *against, const struct network_links *links,
                         uint64_t place, struct box box)
{
    const struct network_firm *firm = &network->firm[place];
    struct network_card card = {{NULL}, {NULL}};
    char name[96], below[400], number[24], number2[24];
    uint64_t region = firm->cell / network->industries;
    const char *code = network_region_code(network, region, number), *head = NULL;
    const char *industry =
        network_industry_code(network, firm->cell % network->industries, number2);
    uint32_t colour = theme_region(code, region);
    ask(view->playback, firm->row, card.history);
    bool both = network->by == NETWORK_AGAINST && against->same_firms;
    if (both)
        ask(against->playback, firm->row, card.there);
    snprintf(name, sizeof name, "Firm %" PRIu32, firm->row);
    snprintf(below, sizeof below, "%s  ·  %s", name_region(code), name_industry(industry));
    if (network->by == NETWORK_AGAINST)
        snprintf(below + strlen(below), sizeof below - strlen(below), "  ·  %s%.80s",
                 both ? "dashed: " : "against ", versus_name(view->other));
    network_heading(view, name, below, colour, box);
    bool low = network_is_low(box);
    struct box left = {box.x, box.y + 50, low ? floor(box.w * 0.46) : box.w, 0};

    char change[64], limit[64] = "–";
    compare_firm(network, against, firm, &head, change);
    if (card.history[NETWORK_LIMITS] && network->record >= network->first_record)
        snprintf(limit, sizeof limit, "%.60s",
                 network_cause(view->playback,
                               (uint64_t)fmax(0, card.history[NETWORK_LIMITS][network->record]),
                               number2));
    double y = left.y, third = left.w / 3;
    network_caption(view->ui, box.x, y + 6, third - 6, head, change);
    network_caption(view->ui, box.x + third, y + 6, third - 6, "Held back by", limit);
    network_caption(view->ui, box.x + 2 * third, y + 6, third, "Status",
                    firm->administration ? "insolvent" : "active");
    explain(view->ui, (struct box){box.x, y, third - 6, 32}, head,
            both ? "Output of the step shown against that of the same firm in the other run."
                 : "Output of the step shown against that of the first, both at opening prices.");
    explain_column(view->ui, (struct box){box.x + third, y, third - 6, 32}, view->playback, "firm",
                   "constraint");
    explain_column(view->ui, (struct box){box.x + 2 * third, y, third, 32}, view->playback, "firm",
                   "administration");
    y += 42;
    facts(&card, view, network, firm, (struct box){box.x, y, left.w, 30});
    y += 44;
    if (low) { /* histories or links on the right */
        struct box right = {box.x + left.w + 20, box.y, box.w - left.w - 20, box.h};
        if (links->recorded)
            return draw_lists(view, network, links, true, right);
        histories(&card, view, network, colour, right);
        return -1;
    }
    double lists = links->recorded ? fmax(120, box.y + box.h - y - 190) : 44;
    double charts = fmax(120, fmin(230, box.y + box.h - y - lists - 14));
    histories(&card, view, network, colour, (struct box){box.x, y, box.w, charts});
    y += charts + 14;
    return draw_lists(view, network, links, false,
                      (struct box){box.x, y, box.w, box.y + box.h - y});
}

struct network_hit network_card_draw(struct view *view, const struct network *network,
                                     const struct network_against *against,
                                     const struct network_links *links,
                                     const struct network_bands *bands,
                                     const struct network_choice *choice, struct box box)
{
    ui_card(view->ui, box);
    struct box inner = {box.x + 18, box.y + 14, box.w - 36, box.h - 28};
    if (choice->firm < 0)
        return network_sums_draw(view, network, against, bands, choice, inner);
    int64_t firm = draw_firm(view, network, against, links, (uint64_t)choice->firm, inner);
    return (struct network_hit){firm, -1, -1};
}
