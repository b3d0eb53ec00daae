/* The panel beside the network where no firm is chosen. */
#include <math.h>
#include <stdio.h>

#include "viz/format.h"
#include "viz/names.h"
#include "viz/network_card.h"
#include "viz/text.h"
#include "viz/theme.h"

/* The firms of a cell or of all chosen cells with the most output at the start. */
static int largest(const struct network *network, const struct network_choice *choice,
                   uint64_t *places, int most)
{
    int count = 0;
    for (uint64_t c = 0; c < network->cells; c++) {
        if ((choice->region >= 0 && c / network->industries != (uint64_t)choice->region) ||
            (choice->industry >= 0 && c % network->industries != (uint64_t)choice->industry))
            continue;
        /* Sorted within the cell: what does not fit makes the rest of it not fit. */
        for (uint64_t i = network->first[c]; i < network->first[c + 1]; i++) {
            int at = count;
            while (at > 0 && network->firm[places[at - 1]].start < network->firm[i].start)
                at--;
            if (at >= most)
                break;
            for (int j = count < most ? count : most - 1; j > at; j--)
                places[j] = places[j - 1];
            places[at] = i;
            count += count < most;
        }
    }
    return count;
}

static int64_t draw_largest(struct view *view, const struct network *network,
                            const struct network_choice *choice, struct box box)
{
    enum { MOST = 24 };
    uint64_t places[MOST];
    int64_t clicked = -1;
    struct canvas *canvas = view->ui->canvas;
    int room = (int)((box.h - 24) / 22), most = room < MOST ? room : MOST;
    int count = most > 0 ? largest(network, choice, places, most) : 0;
    static const char *const HEADS[] = {"against start", "against a year ago", "held back by",
                                        "equity over capital"};
    if (most <= 0)
        return -1;
    text_draw(canvas, TEXT_STRONG, TEXT_LEFT, box.x, box.y + 8, THEME_INK, "Largest firms");
    text_draw(canvas, TEXT_TINY, TEXT_RIGHT, box.x + box.w, box.y + 8, THEME_QUIET,
              HEADS[network->by]);
    for (int i = 0; i < count; i++) {
        const struct network_firm *firm = &network->firm[places[i]];
        char name[128], text[64];
        struct box row = {box.x - 6, box.y + 20 + 22 * i, box.w + 12, 22};
        if (ui_over(view->ui, row))
            draw_rounded(canvas, row, 3, THEME_HOVER);
        if (ui_clicked(view->ui, row))
            clicked = (int64_t)places[i];
        draw_circle(canvas, box.x + 5, row.y + 11, 4.5, firm->colour);
        double used =
            text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w, row.y + 11,
                      THEME_INK, network_value_text(network, view->playback, firm, text));
        network_firm_name(network, places[i], name, sizeof name);
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, box.x + 16, row.y + 11, box.w - used - 24,
                      THEME_TEXT, name);
    }
    return clicked;
}

/* The largest bands into what is chosen, or out of it. */
static void draw_partners(struct view *view, const struct network *network,
                          const struct network_bands *bands, const struct network_choice *choice,
                          bool into, struct network_hit *hit, struct box box)
{
    struct canvas *canvas = view->ui->canvas;
    bool used[NETWORK_BANDS] = {false};
    int64_t here = bands->cells ? choice->cell : choice->region;
    int64_t each = bands->cells ? (int64_t)network->industries : 1;
    char unit[96];
    snprintf(unit, sizeof unit, "%s, %s", bands->cells ? "over named links" : "across the border",
             network_period(view->playback));
    text_draw(canvas, TEXT_STRONG, TEXT_LEFT, box.x, box.y + 8, THEME_INK,
              into ? "Buys from" : "Sells to");
    text_draw(canvas, TEXT_TINY, TEXT_RIGHT, box.x + box.w, box.y + 8, THEME_QUIET, unit);
    for (double y = box.y + 20; y + 20 <= box.y + box.h; y += 20) {
        int best = -1;
        for (int i = 0; i < bands->count; i++) {
            const struct network_band *band = &bands->band[i];
            if (!used[i] && (into ? band->to : band->from) == here &&
                (best < 0 || band->dollars > bands->band[best].dollars))
                best = i;
        }
        if (best < 0)
            break;
        used[best] = true;
        const struct network_band *band = &bands->band[best];
        int64_t other = into ? band->from : band->to;
        uint64_t region = (uint64_t)(other / each);
        char number[24], number2[24], text[64];
        const char *code = network_region_code(network, region, number);
        const char *name = name_region(code);
        if (bands->cells)
            name = name_industry(network_industry_code(network, (uint64_t)(other % each), number2));
        struct box row = {box.x - 6, y, box.w + 12, 20};
        if (ui_over(view->ui, row))
            draw_rounded(canvas, row, 3, THEME_HOVER);
        if (ui_clicked(view->ui, row)) {
            hit->region = (int64_t)region;
            hit->industry = bands->cells ? other % each : choice->industry;
        }
        draw_circle(canvas, box.x + 5, y + 10, 4, theme_region(code, region));
        double width = text_draw(canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, box.x + box.w,
                                 y + 10, THEME_INK, format_dollars(text, band->dollars));
        text_draw_fit(canvas, TEXT_SMALL, TEXT_LEFT, box.x + 16, y + 10, box.w - width - 24,
                      THEME_TEXT, name);
    }
}

struct network_hit network_sums_draw(struct view *view, const struct network *network,
                                     const struct network_bands *bands,
                                     const struct network_choice *choice, struct box box)
{
    char number[24], number2[24], text[64], line[112], change[64], counted[64];
    struct network_sum sum = network_total(network, choice->region, choice->industry);
    uint32_t colour = THEME_AXIS;
    const char *region = "World", *industry = "All industries";
    if (choice->region >= 0) {
        region = network_region_code(network, (uint64_t)choice->region, number);
        colour = theme_region(region, (uint64_t)choice->region);
        region = name_region(region);
    }
    if (choice->industry >= 0)
        industry =
            name_industry(network_industry_code(network, (uint64_t)choice->industry, number2));
    network_heading(view, region, industry, colour, box);
    double y = box.y + 52, third = box.w / 3;
    bool any = network->record >= network->first_record && sum.start > 0;
    snprintf(line, sizeof line, "%s", any ? format_dollars(text, sum.now / 100) : "–");
    snprintf(change, sizeof change, "Output %s", network_period(view->playback));
    network_caption(view->ui, box.x, y + 6, third - 6, change, line);
    network_caption(view->ui, box.x + third, y + 6, third - 6, "Against start",
                    any ? network_percent(change, sum.now / sum.start, true) : "–");
    network_caption(view->ui, box.x + 2 * third, y + 6, third, "Firms",
                    network_count(counted, (double)sum.firms));
    y += 42;
    snprintf(line, sizeof line, "%s insolvent, in administration",
             network_count(text, (double)sum.administration));
    text_draw_fit(view->ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x, y + 6, box.w, THEME_TEXT, line);
    y += 28;
    struct network_hit hit = {-1, -1, -1};
    double left = box.y + box.h - y, firms = left;
    bool partners = choice->region >= 0 && bands->count > 0 && left > 260;
    if (partners) {
        /* As many firms as there are, if they are few, and the partners below. */
        double wanted = 24 + 22.0 * (double)sum.firms + 12;
        firms = fmin(left * 0.46, wanted);
        double at = y + firms, half = floor((left - firms) / 2);
        draw_partners(view, network, bands, choice, true, &hit,
                      (struct box){box.x, at, box.w, half - 10});
        draw_partners(view, network, bands, choice, false, &hit,
                      (struct box){box.x, at + half, box.w, half});
    }
    hit.firm = draw_largest(view, network, choice, (struct box){box.x, y, box.w, firms});
    return hit;
}
