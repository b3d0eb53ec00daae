#include "viz/network_draw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

struct point network_screen(const struct network_lens *lens, double x, double y)
{
    return (struct point){lens->box.x + lens->box.w / 2 + (x - lens->x) * lens->scale,
                          lens->box.y + lens->box.h / 2 + (y - lens->y) * lens->scale};
}

struct point network_plane(const struct network_lens *lens, double x, double y)
{
    return (struct point){lens->x + (x - lens->box.x - lens->box.w / 2) / lens->scale,
                          lens->y + (y - lens->box.y - lens->box.h / 2) / lens->scale};
}

double network_radius(const struct network_firm *firm)
{
    double ratio = firm->start > 0 ? (double)firm->now / (double)firm->start : 1;
    return (double)firm->radius * sqrt(fmax(0.1, fmin(1.6, ratio)));
}

static bool in_view(const struct network_lens *lens, struct point at, double radius)
{
    return at.x + radius > lens->box.x && at.x - radius < lens->box.x + lens->box.w &&
           at.y + radius > lens->box.y && at.y - radius < lens->box.y + lens->box.h;
}

static void ring(struct canvas *canvas, struct point at, double radius, double width,
                 uint32_t colour)
{
    enum { POINTS_MOST = 240 };
    struct point points[POINTS_MOST + 1];
    int count = (int)fmax(16, fmin(POINTS_MOST, radius));
    for (int i = 0; i <= count; i++)
        points[i] = (struct point){at.x + radius * cos(2 * M_PI * i / count),
                                   at.y + radius * sin(2 * M_PI * i / count)};
    draw_polyline(canvas, points, (size_t)count + 1, width, colour);
}

static bool chosen_cell(const struct network *network, const struct network_choice *choice,
                        uint64_t cell)
{
    return (choice->region < 0 || cell / network->industries == (uint64_t)choice->region) &&
           (choice->industry < 0 || cell % network->industries == (uint64_t)choice->industry);
}

static bool any_chosen(const struct network_choice *choice)
{
    return choice->region >= 0 || choice->industry >= 0;
}

void network_draw_circles(struct ui *ui, const struct network *network,
                          const struct network_lens *lens, const struct network_choice *choice)
{
    char number[24];
    for (uint64_t r = 0; r < network->regions; r++) {
        const struct network_circle *c = &network->region[r];
        struct point at = network_screen(lens, c->x, c->y);
        double radius = c->radius * lens->scale;
        if (radius <= 0 || !in_view(lens, at, radius))
            continue;
        uint32_t colour = theme_region(network_region_code(network, r, number), r);
        bool chosen = choice->region == (int64_t)r;
        draw_circle(ui->canvas, at.x, at.y, radius,
                    draw_mix(THEME_PANEL, colour, chosen ? 0.16 : 0.08));
        ring(ui->canvas, at, radius, chosen ? 2 : 1, draw_fade(colour, chosen ? 1 : 0.5));
    }
    for (uint64_t c = 0; c < network->cells; c++) {
        const struct network_circle *cell = &network->cell[c];
        struct point at = network_screen(lens, cell->x, cell->y);
        double radius = cell->radius * lens->scale;
        if (radius < 3 || !in_view(lens, at, radius))
            continue;
        draw_circle(ui->canvas, at.x, at.y, radius, draw_fade(THEME_PANEL, 0.5));
    }
}

/* Adds a firm smaller than a few pixels to the four pixels around it. */
static void splat(float *sums, int width, int height, double x, double y, double weight,
                  uint32_t colour)
{
    double left = floor(x - 0.5), top = floor(y - 0.5);
    double share_x = x - 0.5 - left, share_y = y - 0.5 - top;
    for (int j = 0; j < 2; j++)
        for (int i = 0; i < 2; i++) {
            int px = (int)left + i, py = (int)top + j;
            if (px < 0 || py < 0 || px >= width || py >= height)
                continue;
            float part =
                (float)(weight * (i ? share_x : 1 - share_x) * (j ? share_y : 1 - share_y));
            float *sum = sums + 4 * ((size_t)py * (size_t)width + (size_t)px);
            sum[0] += part * (float)(colour >> 16 & 0xff);
            sum[1] += part * (float)(colour >> 8 & 0xff);
            sum[2] += part * (float)(colour & 0xff);
            sum[3] += part;
        }
}

/* The mean colour of a pixel's firms, the more opaque the more of it they cover. */
static void resolve(struct canvas *canvas, const float *sums, int x0, int y0, int width, int height)
{
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const float *sum = sums + 4 * ((size_t)y * (size_t)width + (size_t)x);
            if (sum[3] < 0.004f)
                continue;
            float by = 1 / sum[3];
            uint32_t colour = 0xff000000u | (uint32_t)(sum[0] * by + 0.5f) << 16 |
                              (uint32_t)(sum[1] * by + 0.5f) << 8 | (uint32_t)(sum[2] * by + 0.5f);
            draw_pixel(canvas, x0 + x, y0 + y, colour, (double)(sum[3] * 1.25f / (sum[3] + 0.25f)));
        }
}

static bool reserve(struct network_density *density, uint64_t pixels)
{
    if (pixels > density->capacity) {
        free(density->sums);
        density->sums = malloc(pixels * 4 * sizeof *density->sums);
        density->capacity = density->sums ? pixels : 0;
    }
    return density->sums != NULL;
}

/* How strongly a firm shows beside what is chosen. */
static double presence(const struct network *network, const struct network_links *links,
                       const struct network_choice *choice, uint64_t place)
{
    if (choice->firm >= 0) {
        if (links->recorded && links->firm == choice->firm)
            return links->mark[place] ? 1 : 0.28;
        return network->firm[place].cell == network->firm[choice->firm].cell ? 1 : 0.4;
    }
    return !any_chosen(choice) || chosen_cell(network, choice, network->firm[place].cell) ? 1 : 0.3;
}

static void disc(struct canvas *canvas, const struct network_firm *firm, struct point at,
                 double radius, double alpha)
{
    draw_circle(canvas, at.x, at.y, radius, draw_fade(firm->colour, alpha));
    if (firm->administration) {
        ring(canvas, at, radius, 1.6, draw_fade(THEME_INK, alpha));
        return;
    }
}

void network_draw_firms(struct ui *ui, const struct network *network,
                        const struct network_links *links, const struct network_lens *lens,
                        const struct network_choice *choice, struct network_density *density)
{
    struct canvas *canvas = ui->canvas;
    double s = canvas->scale;
    int x0 = canvas->clip_x0, y0 = canvas->clip_y0;
    int width = canvas->clip_x1 - x0, height = canvas->clip_y1 - y0;
    bool dense = network->firms > NETWORK_DISCS_MOST && width > 0 && height > 0 &&
                 reserve(density, (uint64_t)width * (uint64_t)height);
    /* Smaller than this, in units of the screen, a disc is density. */
    double small = dense ? 2.2 / s : 0;
    if (dense)
        memset(density->sums, 0, (size_t)width * (size_t)height * 4 * sizeof *density->sums);
    for (int pass = dense ? 0 : 1; pass < 2; pass++) {
        for (uint64_t i = 0; i < network->firms; i++) {
            const struct network_firm *firm = &network->firm[i];
            struct point at = network_screen(lens, (double)firm->x, (double)firm->y);
            double radius = network_radius(firm) * lens->scale;
            if ((radius < small) != (pass == 0) || !in_view(lens, at, radius + 1))
                continue;
            double alpha = presence(network, links, choice, i);
            if (pass == 0)
                splat(density->sums, width, height, at.x * s - x0, at.y * s - y0,
                      alpha * fmax(0.06, M_PI * radius * radius * s * s),
                      firm->administration ? THEME_INK : firm->colour);
            else
                disc(canvas, firm, at, fmax(0.7, radius - 0.15), alpha);
        }
        if (pass == 0)
            resolve(canvas, density->sums, x0, y0, width, height);
    }
    if (choice->firm < 0)
        return;
    const struct network_firm *firm = &network->firm[choice->firm];
    struct point at = network_screen(lens, (double)firm->x, (double)firm->y);
    double radius = fmax(2, network_radius(firm) * lens->scale);
    draw_circle(canvas, at.x, at.y, radius, firm->colour);
    ring(canvas, at, radius + 3, 2, THEME_INK);
}

static struct point middle(const struct network_lens *lens, const struct network_firm *firm)
{
    return network_screen(lens, (double)firm->x, (double)firm->y);
}

/* Points of a curve from a to b that leaves the straight line by a part of its length. */
static void curve(struct point a, struct point b, double bend, double first, double last,
                  struct point *points, int count)
{
    double cx = (a.x + b.x) / 2 + (b.y - a.y) * bend, cy = (a.y + b.y) / 2 - (b.x - a.x) * bend;
    for (int i = 0; i < count; i++) {
        double t = first + (last - first) * i / (count - 1), u = 1 - t;
        points[i] = (struct point){u * u * a.x + 2 * u * t * cx + t * t * b.x,
                                   u * u * a.y + 2 * u * t * cy + t * t * b.y};
    }
}

void network_draw_lines(struct ui *ui, const struct network *network,
                        const struct network_links *links, const struct network_lens *lens)
{
    static const double WIDTH[] = {2, 1.2, 1}, ALPHA[] = {0.9, 0.42, 0.2};
    enum { POINTS = 13 };
    for (int i = links->count - 1; i >= 0; i--) {
        const struct network_line *line = &links->line[i];
        struct point points[POINTS];
        curve(middle(lens, &network->firm[line->supplier]),
              middle(lens, &network->firm[line->customer]), 0.12, 0, 1, points, POINTS);
        uint32_t colour = line->upstream ? THEME_SUPPLIER : THEME_CUSTOMER;
        int step = line->step - 1;
        draw_polyline(ui->canvas, points, POINTS, WIDTH[step], draw_fade(colour, ALPHA[step]));
    }
}

void network_bend(struct network_band *band, const struct network_lens *lens,
                  const struct network_circle *from, const struct network_circle *to)
{
    struct point a = network_screen(lens, from->x, from->y);
    struct point b = network_screen(lens, to->x, to->y);
    double length = hypot(b.x - a.x, b.y - a.y), first = 0, last = 1;
    if (length > 0) { /* from edge to edge, a little inside */
        first = fmin(0.4, 0.75 * from->radius * lens->scale / length);
        last = 1 - fmin(0.4, 0.75 * to->radius * lens->scale / length);
    }
    curve(a, b, 0.16, first, last, band->point, NETWORK_BAND_POINTS);
}

void network_draw_band(struct ui *ui, const struct network_band *band, double alpha)
{
    draw_polyline(ui->canvas, band->point, NETWORK_BAND_POINTS, band->width,
                  draw_fade(band->colour, alpha));
    /* An arrow of two strokes at two thirds, for the direction. */
    struct point at = band->point[16], before = band->point[15];
    double dx = at.x - before.x, dy = at.y - before.y, length = hypot(dx, dy);
    if (band->width < 2 || !(length > 0))
        return;
    double size = fmin(9, 3 + band->width * 0.5);
    dx *= size / length, dy *= size / length;
    draw_triangle(ui->canvas, (struct point){at.x + dx, at.y + dy},
                  (struct point){at.x - dx * 0.5 - dy * 0.8, at.y - dy * 0.5 + dx * 0.8},
                  (struct point){at.x - dx * 0.5 + dy * 0.8, at.y - dy * 0.5 - dx * 0.8},
                  draw_fade(band->colour, fmin(1, alpha * 2)));
}

static void name_cell(struct ui *ui, const struct network *network, const struct network_lens *lens,
                      uint64_t c, bool chosen)
{
    char number[24];
    const struct network_circle *cell = &network->cell[c];
    struct point at = network_screen(lens, cell->x, cell->y);
    double radius = cell->radius * lens->scale;
    const char *name =
        name_industry(network_industry_code(network, c % network->industries, number));
    double width = text_width(ui->canvas, TEXT_TINY, name);
    double room = chosen ? 240 : 2 * radius - 8;
    if (!in_view(lens, at, radius) || (!chosen && (radius < 30 || (width > room && radius < 64))))
        return;
    width = fmin(width, room);
    double y = chosen ? at.y - radius - 10 : at.y - radius * 0.82;
    struct box pill = {at.x - width / 2 - 5, y - 8, width + 10, 16};
    draw_rounded(ui->canvas, pill, 8, chosen ? THEME_INK : draw_fade(THEME_PANEL, 0.86));
    text_draw_fit(ui->canvas, TEXT_TINY, TEXT_LEFT, pill.x + 5, y, width + 1,
                  chosen ? THEME_PANEL : THEME_TEXT, name);
}

void network_draw_names(struct ui *ui, const struct network *network,
                        const struct network_lens *lens, const struct network_choice *choice)
{
    char number[24];
    for (uint64_t c = 0; c < network->cells; c++)
        if (network->cell[c].radius > 0 && choice->cell != (int64_t)c)
            name_cell(ui, network, lens, c, false);
    for (uint64_t c = 0; c < network->cells; c++) {
        const struct network_circle *cell = &network->cell[c];
        if (cell->radius <= 0 || choice->industry < 0 || !chosen_cell(network, choice, c))
            continue;
        struct point at = network_screen(lens, cell->x, cell->y);
        if (in_view(lens, at, cell->radius * lens->scale))
            ring(ui->canvas, at, cell->radius * lens->scale + 1, 2, THEME_INK);
    }
    for (uint64_t r = 0; r < network->regions; r++) {
        const struct network_circle *c = &network->region[r];
        if (c->radius <= 0)
            continue;
        const char *code = network_region_code(network, r, number);
        struct point at = network_screen(lens, c->x, c->y);
        double y = at.y - c->radius * lens->scale - 9;
        double width = text_width(ui->canvas, TEXT_STRONG, name_region(code));
        draw_circle(ui->canvas, at.x - width / 2 - 8, y, 3.5, theme_region(code, r));
        text_draw(ui->canvas, TEXT_STRONG, TEXT_LEFT, at.x - width / 2, y, THEME_INK,
                  name_region(code));
    }
    if (choice->cell >= 0 && network->cell[choice->cell].radius > 0)
        name_cell(ui, network, lens, (uint64_t)choice->cell, true);
}
