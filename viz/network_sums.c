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
                            const struct network_against *against,
                            const struct network_choice *choice, struct box box)
{
    enum { MOST = 24 };
    uint64_t places[MOST];
    int64_t clicked = -1;
    struct canvas *canvas = view->ui->canvas;
    int room = (int)((box.h - 24) / 22), most = room < MOST ? room : MOST;
    int count = most > 0 ? largest(network, choice, places, most) : 0;
    static const char *const HEADS[] = {"against start",       "against a year ago",
                                        "against its trend",   "held back by",
                                        "equity over capital", "against the other run"};
    _Static_assert(sizeof HEADS / sizeof *HEADS == NETWORK_AGAINST + 1, "a head for each colour");
    if (most <= 0)
        return -1;
    text_draw(canvas, TEXT_STRONG, TEXT_LEFT, box.x, box.y + 8, THEME_INK, "Largest firms");
    text_draw_fit(canvas, TEXT_TINY, TEXT_RIGHT, box.x + box.w, box.y + 8, box.w - 100, THEME_QUIET,
                  network->by == NETWORK_AGAINST && !against->same_firms ? "their industries"
                                                                         : HEADS[network->by]);
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
    if (box.w > 170)
        text_draw_fit(canvas, TEXT_TINY, TEXT_RIGHT, box.x + box.w, box.y + 8, box.w - 80,
                      THEME_QUIET, unit);
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

/* Output, how far it is from the start or from the other run, how many firms: side by side. */
static void draw_figures(struct view *view, const struct network *network,
                         const struct network_against *against, struct network_sum sum,
                         struct box box)
{
    char text[64], line[200], head[64], change[64], counted[64];
    double third = box.w / 3;
    bool any = network->record >= network->first_record && sum.start > 0;
    bool other = network->by == NETWORK_AGAINST;
    snprintf(line, sizeof line, "%s", any ? format_dollars(text, sum.now / 100) : "–");
    snprintf(head, sizeof head, "Output %s", network_period(view->playback));
    network_caption(view->ui, box.x, box.y + 6, third - 6, head, line);
    double from = other ? sum.there : sum.start, now = other ? sum.here : sum.now;
    network_caption(view->ui, box.x + third, box.y + 6, third - 6,
                    other ? "Difference" : "Against start",
                    network_deviation(change, any && from > 0 ? now / from : (double)NAN, other));
    network_caption(view->ui, box.x + 2 * third, box.y + 6, third, "Firms",
                    network_count(counted, (double)sum.firms));
    snprintf(line, sizeof line, "%s insolvent, in administration",
             network_count(text, (double)sum.administration));
    if (other && against->read && sum.there > 0)
        snprintf(line, sizeof line, "%s in %.80s", format_dollars(text, sum.there / 100),
                 versus_name(view->other));
    text_draw_fit(view->ui->canvas, TEXT_SMALL, TEXT_LEFT, box.x, box.y + 48, box.w, THEME_TEXT,
                  line);
}

struct network_hit network_sums_draw(struct view *view, const struct network *network,
                                     const struct network_against *against,
                                     const struct network_bands *bands,
                                     const struct network_choice *choice, struct box box)
{
    char number[24], number2[24];
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
    bool low = network_is_low(box);
    double column = low ? floor((box.w - 36) / 2) : box.w;
    draw_figures(view, network, against, sum, (struct box){box.x, box.y + 52, column, 56});
    struct network_hit hit = {-1, -1, -1};
    struct box rest = {box.x, box.y + 122, column, box.h - 122};
    bool partners = choice->region >= 0 && bands->count > 0;
    if (low) { /* firms on the right; partners, or more firms, below the figures */
        struct box right = {box.x + column + 36, box.y, box.w - column - 36, box.h};
        hit.firm = draw_largest(view, network, against, choice, right);
        double half = floor((column - 24) / 2);
        if (partners && rest.h > 56) {
            draw_partners(view, network, bands, choice, true, &hit,
                          (struct box){rest.x, rest.y - 6, half, rest.h + 6});
            draw_partners(view, network, bands, choice, false, &hit,
                          (struct box){rest.x + half + 24, rest.y - 6, half, rest.h + 6});
        }
        return hit;
    }
    double firms = rest.h;
    if (partners && rest.h > 260) {
        /* As many firms as there are, if they are few, and the partners below. */
        double wanted = 24 + 22.0 * (double)sum.firms + 12;
        firms = fmin(rest.h * 0.46, wanted);
        double at = rest.y + firms, half = floor((rest.h - firms) / 2);
        draw_partners(view, network, bands, choice, true, &hit,
                      (struct box){box.x, at, box.w, half - 10});
        draw_partners(view, network, bands, choice, false, &hit,
                      (struct box){box.x, at + half, box.w, half});
    }
    hit.firm =
        draw_largest(view, network, against, choice, (struct box){box.x, rest.y, box.w, firms});
    return hit;
}
