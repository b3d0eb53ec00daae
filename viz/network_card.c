#include "viz/network_card.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/format.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

static const char *const COLUMNS[NETWORK_HISTORIES] = {
    "output", "price", "staff", "equity", "capital", "loans", "deposits", "constraint"};

/* Values of a column that are read for one firm's history at most: longer ones are left out. */
static const uint64_t VALUES_MOST = 100000000;

void network_card_free(struct network_card *card)
{
    for (int h = 0; h < NETWORK_HISTORIES; h++)
        free(card->history[h]);
    memset(card, 0, sizeof *card);
}

char *network_count(char text[static 64], double count)
{
    char number[FORMAT_MAX];
    struct format_scale scale = format_scale_of(fabs(count));
    bool whole = !scale.name[0] || fabs(count) < 1e7;
    format_number(number, whole ? count : count * scale.factor, whole ? 0 : 1);
    snprintf(text, 64, "%s%s%s", number, whole ? "" : " ", whole ? "" : scale.name);
    return text;
}

char *network_percent(char text[static 64], double ratio, bool change)
{
    char number[FORMAT_MAX];
    double value = 100 * (change ? ratio - 1 : ratio);
    snprintf(text, 64, "–");
    if (!isfinite(value))
        return text;
    change ? format_signed(number, value, 1) : format_number(number, value, 0);
    snprintf(text, 64, "%s %%", number);
    return text;
}

const char *network_period(const struct playback *playback)
{
    double days = playback->reader.days_per_step;
    return fabs(days - 7) < 0.01 ? "a week" : fabs(days - 1) < 0.01 ? "a day" : "a step";
}

void network_firm_name(const struct network *network, uint64_t place, char *text, size_t size)
{
    char industry[24];
    const struct network_firm *firm = &network->firm[place];
    snprintf(
        text, size, "Firm %" PRIu32 "  ·  %s", firm->row,
        name_industry(network_industry_code(network, firm->cell % network->industries, industry)));
}

const char *network_cause(const struct playback *playback, uint64_t cause, char text[static 24])
{
    const struct reader_group *group = playback_group(playback, "constraint");
    int dimension = group ? playback_dimension(group, "cause") : -1;
    if (dimension >= 0)
        return playback_label(group, dimension, cause, text);
    snprintf(text, 24, "cause %" PRIu64, cause);
    return text;
}

char *network_value_text(const struct network *network, const struct playback *playback,
                         const struct network_firm *firm, char text[static 64])
{
    double value = (double)firm->value;
    char number[24];
    snprintf(text, 64, "–");
    if (!isfinite(value))
        return text;
    if (network->by == NETWORK_LIMIT)
        snprintf(text, 64, "%.60s", network_cause(playback, (uint64_t)value, number));
    else
        network_percent(text, value, network->by != NETWORK_FINANCE);
    return text;
}

static void read_histories(struct network_card *card, struct view *view, uint32_t row)
{
    const struct reader_group *group = playback_group(view->playback, "firm");
    if (card->row == (uint64_t)row + 1 && card->records == group->records)
        return;
    network_card_free(card);
    card->row = (uint64_t)row + 1, card->records = group->records;
    for (int h = 0; h < NETWORK_HISTORIES; h++) {
        const struct reader_column *column = reader_column(group, COLUMNS[h]);
        const double *history;
        if (!column || !column->has_time || group->records == 0 ||
            group->rows > VALUES_MOST / group->records)
            continue;
        card->history[h] = calloc(group->records, sizeof *card->history[h]);
        card->known[h] = card->history[h] && playback_history(view->playback, "firm", COLUMNS[h],
                                                              row, &history) == PLAYBACK_HERE;
        if (card->known[h])
            memcpy(card->history[h], history, group->records * sizeof *history);
    }
}

void network_caption(struct ui *ui, double x, double y, double room, const char *name,
                     const char *value)
{
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, x, y, room, THEME_QUIET, name);
    text_draw_fit(ui->canvas, TEXT_STRONG | TEXT_TABULAR, TEXT_LEFT, x, y + 17, room, THEME_INK,
                  value);
}

/* A line of one history with its own scale from zero, and the moment shown. */
static void sparkline(struct view *view, const struct reader_group *group, const double *values,
                      const double *under, uint64_t first, uint64_t now, uint32_t colour,
                      struct box box)
{
    enum { POINTS = 160 };
    struct point points[POINTS];
    struct canvas *canvas = view->ui->canvas;
    double low = 0, high = 0;
    draw_horizontal(canvas, box.x, box.x + box.w, box.y + box.h, THEME_AXIS);
    if (group->records < first + 2)
        return;
    double from = group->days[first], until = group->days[group->records - 1];
    uint64_t records = group->records - first;
    uint64_t count = records < POINTS ? records : POINTS;
    for (uint64_t i = first; i < group->records; i++) {
        double value = values[i] / (under ? under[i] : 1);
        if (isfinite(value))
            low = fmin(low, value), high = fmax(high, value);
    }
    double span = high > low ? high - low : 1;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t t = first + i * (records - 1) / (count - 1);
        double value = values[t] / (under ? under[t] : 1);
        points[i] = (struct point){box.x + box.w * (group->days[t] - from) / fmax(1, until - from),
                                   isfinite(value) ? box.y + box.h * (1 - (value - low) / span)
                                                   : (double)NAN};
    }
    draw_polyline(canvas, points, count, 1.5, colour);
    if (now < first)
        return;
    double value = values[now] / (under ? under[now] : 1);
    double x = box.x + box.w * (group->days[now] - from) / fmax(1, until - from);
    draw_vertical(canvas, x, box.y, box.y + box.h, THEME_AXIS);
    if (isfinite(value))
        draw_circle(canvas, x, box.y + box.h * (1 - (value - low) / span), 2.8, colour);
}

static void histories(struct network_card *card, struct view *view, const struct network *network,
                      uint32_t colour, struct box box)
{
    static const char *const NAMES[] = {"Output", "Price, opening = 1", "Staff",
                                        "Equity over capital"};
    const struct reader_group *group = playback_group(view->playback, "firm");
    double width = (box.w - 18) / 2, height = (box.h - 10) / 2;
    for (int h = 0; h < 4; h++) {
        char text[64], number[FORMAT_MAX], line[112];
        struct box place = {box.x + (h % 2) * (width + 18), box.y + (h / 2) * (height + 10), width,
                            height};
        bool equity = h == NETWORK_EQUITY;
        if (!card->known[h] || (equity && !card->known[NETWORK_CAPITAL])) {
            network_caption(view->ui, place.x, place.y + 6, place.w, NAMES[h], "–");
            continue;
        }
        uint64_t now = network->record;
        double value = card->history[h][now];
        bool none = now < network->first_record;
        if (h == NETWORK_OUTPUT) {
            snprintf(line, sizeof line, "%s %s", format_dollars(text, value / 100),
                     network_period(view->playback));
        } else if (h == NETWORK_PRICE) {
            snprintf(line, sizeof line, "%s", format_number(number, value, 2));
        } else if (h == NETWORK_STAFF) {
            snprintf(line, sizeof line, "%s", network_count(text, value));
        } else {
            snprintf(line, sizeof line, "%s",
                     network_percent(text, value / card->history[NETWORK_CAPITAL][now], false));
        }
        network_caption(view->ui, place.x, place.y + 6, place.w, NAMES[h],
                        none && (equity || h == NETWORK_OUTPUT) ? "–" : line);
        /* Equity is reckoned in the first step. */
        uint64_t first = equity && network->first_record == 0 ? 1 : network->first_record;
        sparkline(view, group, card->history[h], equity ? card->history[NETWORK_CAPITAL] : NULL,
                  first, now, colour,
                  (struct box){place.x, place.y + 39, place.w, fmax(8, place.h - 41)});
    }
}

/* Money in the books, which are kept in the region's currency. */
static void facts(struct network_card *card, struct view *view, const struct network *network,
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
        if (card->known[h])
            format_dollars(text, card->history[h][network->record] / 100 /
                                     (h == NETWORK_CAPITAL ? 1 : rate));
        network_caption(view->ui, box.x + f * box.w / 3, box.y + 6, box.w / 3 - 6, FACTS[f].name,
                        text);
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
    text_draw_fit(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w, box.y + 8,
                  box.w - 90, THEME_QUIET, head);
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

static int64_t draw_firm(struct network_card *card, struct view *view,
                         const struct network *network, const struct network_links *links,
                         uint64_t place, struct box box)
{
    const struct network_firm *firm = &network->firm[place];
    char name[96], below[200], number[24], number2[24];
    uint64_t region = firm->cell / network->industries;
    const char *code = network_region_code(network, region, number);
    const char *industry =
        network_industry_code(network, firm->cell % network->industries, number2);
    uint32_t colour = theme_region(code, region);
    read_histories(card, view, firm->row);
    snprintf(name, sizeof name, "Firm %" PRIu32, firm->row);
    snprintf(below, sizeof below, "%s  ·  %s", name_region(code), name_industry(industry));
    network_heading(view, name, below, colour, box);
    double y = box.y + 52;

    char change[64] = "–", limit[64] = "–";
    if (firm->start > 0 && network->record >= network->first_record)
        network_percent(change, (double)firm->now / (double)firm->start, true);
    if (card->known[NETWORK_LIMITS] && network->record >= network->first_record)
        snprintf(limit, sizeof limit, "%.60s",
                 network_cause(view->playback,
                               (uint64_t)fmax(0, card->history[NETWORK_LIMITS][network->record]),
                               number2));
    network_caption(view->ui, box.x, y + 6, box.w / 3 - 6, "Against start", change);
    network_caption(view->ui, box.x + box.w / 3, y + 6, box.w / 3 - 6, "Held back by", limit);
    network_caption(view->ui, box.x + 2 * box.w / 3, y + 6, box.w / 3, "Status",
                    firm->administration ? "insolvent" : "in business");
    y += 42;
    facts(card, view, network, firm, (struct box){box.x, y, box.w, 30});
    y += 44;
    double lists = links->recorded ? fmax(120, box.y + box.h - y - 190) : 44;
    double charts = fmax(120, fmin(230, box.y + box.h - y - lists - 14));
    histories(card, view, network, colour, (struct box){box.x, y, box.w, charts});
    y += charts + 14;
    if (!links->recorded) {
        const struct reader_group *group = playback_group(view->playback, "link");
        ui_paragraph(view->ui, (struct box){box.x, y, box.w, box.y + box.h - y}, TEXT_SMALL,
                     THEME_QUIET,
                     group ? "The links of this file do not say who the customer is: an older "
                             "program wrote it."
                           : "This file has no links between firms: record them with output.link.");
        return -1;
    }
    double half = (box.y + box.h - y) / 2;
    int64_t up = partners(view, network, links, true, (struct box){box.x, y, box.w, half - 6});
    int64_t down =
        partners(view, network, links, false, (struct box){box.x, y + half, box.w, half});
    return up >= 0 ? up : down;
}

struct network_hit network_card_draw(struct network_card *card, struct view *view,
                                     const struct network *network,
                                     const struct network_links *links,
                                     const struct network_bands *bands,
                                     const struct network_choice *choice, struct box box)
{
    ui_card(view->ui, box);
    struct box inner = {box.x + 18, box.y + 14, box.w - 36, box.h - 28};
    if (choice->firm < 0)
        return network_sums_draw(view, network, bands, choice, inner);
    int64_t firm = draw_firm(card, view, network, links, (uint64_t)choice->firm, inner);
    return (struct network_hit){firm, -1, -1};
}
