#include "viz/network_draw.h"

#include <math.h>
#include <stddef.h>
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
static void splat(float *sums, int width, int height, float x, float y, float weight,
                  uint32_t colour)
{
    int left = (int)floorf(x - 0.5f), top = (int)floorf(y - 0.5f);
    if (left < -1 || top < -1 || left >= width || top >= height)
        return;
    float share_x = x - 0.5f - (float)left, share_y = y - 0.5f - (float)top;
    const float channels[4] = {(float)(colour >> 16 & 0xff), (float)(colour >> 8 & 0xff),
                               (float)(colour & 0xff), 1};
    const float parts[4] = {weight * (1 - share_x) * (1 - share_y),
                            weight * share_x * (1 - share_y), weight * (1 - share_x) * share_y,
                            weight * share_x * share_y};
    bool inside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height;
    for (int p = 0; p < 4; p++) {
        int px = left + (p & 1), py = top + (p >> 1);
        if (!inside && (px < 0 || py < 0 || px >= width || py >= height))
            continue;
        float *sum = sums + 4 * ((ptrdiff_t)py * width + px);
        for (int k = 0; k < 4; k++)
            sum[k] += parts[p] * channels[k];
    }
}

/* The mean colour of each pixel's firms, the more opaque the more of it they cover; 0 for none. */
static void resolve(struct network_density *density)
{
    uint64_t pixels = (uint64_t)density->width * (uint64_t)density->height;
    for (uint64_t i = 0; i < pixels; i++) {
        const float *sum = density->sums + 4 * i;
        density->picture[i] = 0;
        if (sum[3] < 0.004f)
            continue;
        float by = 1 / sum[3], alpha = fminf(1, sum[3] * 1.25f / (sum[3] + 0.25f));
        density->picture[i] = (uint32_t)(alpha * 255 + 0.5f) << 24 |
                              (uint32_t)(sum[0] * by + 0.5f) << 16 |
                              (uint32_t)(sum[1] * by + 0.5f) << 8 | (uint32_t)(sum[2] * by + 0.5f);
    }
}

static bool reserve(struct network_density *density, uint64_t pixels, uint64_t firms)
{
    if (pixels > density->capacity) {
        free(density->sums), free(density->picture);
        density->sums = malloc(pixels * 4 * sizeof *density->sums);
        density->picture = malloc(pixels * sizeof *density->picture);
        density->capacity = density->sums && density->picture ? pixels : 0;
        density->made = false;
    }
    if (firms > density->room) {
        free(density->large);
        density->large = malloc(firms * sizeof *density->large);
        density->room = density->large ? firms : 0;
        density->made = false;
    }
    return density->capacity >= pixels && density->room >= firms;
}

void network_density_free(struct network_density *density)
{
    free(density->sums), free(density->picture), free(density->large);
    *density = (struct network_density){0};
}

/* How strongly the firms of a cell show beside what is chosen. */
static double presence(const struct network *network, const struct network_choice *choice,
                       uint64_t cell)
{
    if (choice->firm >= 0)
        return network->firm[choice->firm].cell == cell ? 1 : 0.4;
    return !any_chosen(choice) || chosen_cell(network, choice, cell) ? 1 : 0.3;
}

/* With links, the firms on the way to the chosen one stand out. */
static const uint8_t *marks(const struct network_links *links, const struct network_choice *choice)
{
    bool linked = choice->firm >= 0 && links->recorded && links->firm == choice->firm;
    return linked ? links->mark : NULL;
}

/* Sorts the firms in view into those that are summed by pixel and those drawn as discs. */
static void sort_out(const struct network *network, const struct network_lens *lens,
                     const struct network_choice *choice, const uint8_t *mark,
                     struct canvas *canvas, bool dense, struct network_density *density)
{
    float s = (float)canvas->scale, scale = (float)(lens->scale * canvas->scale);
    struct point origin = network_screen(lens, 0, 0);
    float ox = (float)(origin.x * canvas->scale) - (float)canvas->clip_x0;
    float oy = (float)(origin.y * canvas->scale) - (float)canvas->clip_y0;
    float right = (float)density->width + s, bottom = (float)density->height + s;
    /* Smaller than this a disc is density: in device pixels. */
    float small = dense ? 2.2f : 0;
    density->large_count = 0;
    for (uint64_t c = 0; c < network->cells; c++) {
        const struct network_circle *circle = &network->cell[c];
        struct point at = network_screen(lens, circle->x, circle->y);
        if (!in_view(lens, at, circle->radius * 1.7 * lens->scale))
            continue;
        float alpha = (float)presence(network, choice, c);
        for (uint64_t i = network->first[c]; i < network->first[c + 1]; i++) {
            const struct network_dot *dot = &network->dot[i];
            float x = ox + dot->x * scale, y = oy + dot->y * scale, r = dot->radius * scale;
            if (x + r < -s || y + r < -s || x - r > right || y - r > bottom)
                continue;
            if (r >= small) {
                density->large[density->large_count++] = (uint32_t)i;
                continue;
            }
            float shown = mark ? mark[i] ? 1 : 0.28f : alpha, area = (float)M_PI * r * r;
            splat(density->sums, density->width, density->height, x, y,
                  shown * (area > 0.06f ? area : 0.06f),
                  dot->colour & NETWORK_INSOLVENT ? THEME_INK : dot->colour);
        }
    }
}

static void draw_picture(struct canvas *canvas, const struct network_density *density)
{
    for (int y = 0; y < density->height; y++) {
        const uint32_t *row = density->picture + (ptrdiff_t)y * density->width;
        for (int x = 0; x < density->width; x++)
            if (row[x])
                draw_pixel(canvas, canvas->clip_x0 + x, canvas->clip_y0 + y, row[x] | 0xff000000u,
                           (double)(row[x] >> 24) / 255);
    }
}

/* Nothing has changed since the last frame but the mouse. */
static bool up_to_date(struct network_density *density, const struct network *network,
                       const struct network_lens *lens, const struct network_choice *choice,
                       const struct network_links *links, const uint8_t *mark,
                       const struct canvas *canvas)
{
    struct network_density_key key = {
        .lens = *lens,
        .choice = *choice,
        .version = network->version,
        .scale = canvas->scale,
        .x0 = canvas->clip_x0,
        .y0 = canvas->clip_y0,
        .x1 = canvas->clip_x1,
        .y1 = canvas->clip_y1,
        .links = mark ? links->version + 1 : 0,
    };
    bool same = density->made && memcmp(&key, &density->key, sizeof key) == 0;
    memcpy(&density->key, &key, sizeof key);
    return same;
}

void network_draw_firms(struct ui *ui, const struct network *network,
                        const struct network_links *links, const struct network_lens *lens,
                        const struct network_choice *choice, struct network_density *density)
{
    struct canvas *canvas = ui->canvas;
    const uint8_t *mark = marks(links, choice);
    int width = canvas->clip_x1 - canvas->clip_x0, height = canvas->clip_y1 - canvas->clip_y0;
    bool dense = network->firms > NETWORK_DISCS_MOST;
    if (width <= 0 || height <= 0 ||
        !reserve(density, (uint64_t)width * (uint64_t)height, network->firms))
        return;
    density->width = width, density->height = height;
    if (!up_to_date(density, network, lens, choice, links, mark, canvas)) {
        if (dense)
            memset(density->sums, 0, (size_t)width * (size_t)height * 4 * sizeof *density->sums);
        sort_out(network, lens, choice, mark, canvas, dense, density);
        if (dense)
            resolve(density);
        density->made = true;
    }
    if (dense)
        draw_picture(canvas, density);
    for (uint64_t k = 0; k < density->large_count; k++) {
        uint64_t i = density->large[k];
        const struct network_dot *dot = &network->dot[i];
        struct point at = network_screen(lens, (double)dot->x, (double)dot->y);
        double radius = fmax(0.7, (double)dot->radius * lens->scale - 0.15);
        double alpha = mark ? mark[i] ? 1 : 0.28 : presence(network, choice, network->firm[i].cell);
        draw_circle(canvas, at.x, at.y, radius, draw_fade(dot->colour, alpha));
        if (dot->colour & NETWORK_INSOLVENT)
            ring(canvas, at, radius, 1.6, draw_fade(THEME_INK, alpha));
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
        draw_rounded(ui->canvas, (struct box){at.x - width / 2 - 15, y - 8, width + 20, 16}, 8,
                     draw_fade(THEME_PANEL, 0.78));
        draw_circle(ui->canvas, at.x - width / 2 - 8, y, 3.5, theme_region(code, r));
        text_draw(ui->canvas, TEXT_STRONG, TEXT_LEFT, at.x - width / 2, y, THEME_INK,
                  name_region(code));
    }
    if (choice->cell >= 0 && network->cell[choice->cell].radius > 0)
        name_cell(ui, network, lens, (uint64_t)choice->cell, true);
}
