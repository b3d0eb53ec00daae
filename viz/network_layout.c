#include "viz/network_layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Roughly a map with the Pacific in the middle. */
static const struct {
    const char *code;
    double x, y;
} PLACES[] = {
    {"EUR", -2.3, -0.5}, {"ROW", -1.0, 1.1}, {"CHN", -0.7, -0.8}, {"KOR", 0.4, -1.1},
    {"JPN", 1.1, -0.8},  {"TWN", 0.5, 0.5},  {"USA", 2.3, 0.3},
};

static struct network_circle region_hint(const struct network *network, uint64_t region)
{
    char number[24];
    const char *code = network_region_code(network, region, number);
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
        if (strcmp(PLACES[i].code, code) == 0)
            return (struct network_circle){PLACES[i].x, PLACES[i].y, 0};
    double angle = 2 * M_PI * (double)region / (double)network->regions;
    return (struct network_circle){2 * sin(angle), -1.2 * cos(angle), 0};
}

/* Pushes two circles apart, the smaller one farther; returns whether they overlapped. */
static bool part(struct network_circle *a, struct network_circle *b, double gap, uint64_t turn)
{
    double dx = b->x - a->x, dy = b->y - a->y, apart = a->radius + b->radius + gap;
    double square = dx * dx + dy * dy;
    if (square >= apart * apart)
        return false;
    double distance = sqrt(square);
    if (distance < 1e-9 * apart) { /* on the same place: in a direction of its own */
        dx = cos(2.4 * (double)turn), dy = sin(2.4 * (double)turn);
        distance = 1;
        apart += 1;
    }
    double area_a = a->radius * a->radius, area_b = b->radius * b->radius;
    double by = (apart - distance) / distance, share = area_b / (area_a + area_b);
    a->x -= dx * by * share, a->y -= dy * by * share;
    b->x += dx * by * (1 - share), b->y += dy * by * (1 - share);
    return true;
}

/* Moves circles together without overlap; `flat` > 1 makes the whole wider than high. */
static void pack(struct network_circle *circles, uint64_t count, double gap, double flat)
{
    uint64_t pairs = count * count / 2 + 1;
    uint64_t rounds = 20 + (40000000 / pairs < 700 ? 40000000 / pairs : 700);
    for (uint64_t round = 0; round < rounds; round++) {
        /* Gravity fades, and is gone in the last rounds, which only part what overlaps. */
        double pull = 0.04 * (1 - 1.15 * (double)round / (double)rounds);
        bool moved = pull > 0;
        for (uint64_t i = 0; i < count && pull > 0; i++) {
            circles[i].x -= circles[i].x * pull;
            circles[i].y -= circles[i].y * fmin(0.5, pull * flat);
        }
        for (uint64_t i = 0; i < count; i++)
            for (uint64_t j = i + 1; j < count; j++)
                if (circles[i].radius > 0 && circles[j].radius > 0)
                    moved = part(&circles[i], &circles[j], gap, i + j) || moved;
        if (!moved)
            break;
    }
}

/* The circles of a region's industries around (0, 0), the same industry in the same direction
 * everywhere; returns the radius around all of them. */
static double place_cells(struct network *network, uint64_t region)
{
    struct network_circle *cells = network->cell + region * network->industries;
    double total = 0;
    for (uint64_t k = 0; k < network->industries; k++) {
        /* The exponent lifts small industries, which would be dots. */
        double start = network->sum[region * network->industries + k].start;
        double angle = 2 * M_PI * (double)k / (double)network->industries;
        bool any = network->sum[region * network->industries + k].firms > 0;
        cells[k].radius = any ? pow(fmax(start, 1), 0.4) : 0;
        cells[k].x = sin(angle), cells[k].y = -cos(angle);
        total += cells[k].radius * cells[k].radius;
    }
    double reach = sqrt(total), least = 0.05 * reach;
    for (uint64_t k = 0; k < network->industries; k++) {
        cells[k].radius = cells[k].radius > 0 ? fmax(least, cells[k].radius) : 0;
        cells[k].x *= 1.3 * reach, cells[k].y *= 1.3 * reach;
    }
    pack(cells, network->industries, 0.03 * reach, 1);
    double left = HUGE_VAL, right = -HUGE_VAL, top = HUGE_VAL, bottom = -HUGE_VAL;
    for (uint64_t k = 0; k < network->industries; k++)
        if (cells[k].radius > 0) {
            left = fmin(left, cells[k].x - cells[k].radius);
            right = fmax(right, cells[k].x + cells[k].radius);
            top = fmin(top, cells[k].y - cells[k].radius);
            bottom = fmax(bottom, cells[k].y + cells[k].radius);
        }
    if (!(left <= right))
        return 0;
    double radius = 0, x = (left + right) / 2, y = (top + bottom) / 2;
    for (uint64_t k = 0; k < network->industries; k++) {
        cells[k].x -= x, cells[k].y -= y;
        if (cells[k].radius > 0)
            radius = fmax(radius, hypot(cells[k].x, cells[k].y) + cells[k].radius);
    }
    return radius * 1.04;
}

/* Packs the regions with a gravity that makes them about as much wider than high as screens are:
 * of several, the one that leaves most room is taken. */
static void arrange(struct network *network)
{
    static const double FLAT[] = {1, 1.5, 2, 3, 4, 6, 9, 14};
    enum { TRIES = sizeof FLAT / sizeof *FLAT };
    const double WIDE = 1.8;
    double best = HUGE_VAL;
    for (int i = 0; i <= TRIES; i++) {
        static const double SPREAD = 90;
        int flat = i < TRIES ? i : network->flat; /* the best once more, at the end */
        for (uint64_t r = 0; r < network->regions; r++) {
            struct network_circle hint = region_hint(network, r);
            network->region[r].x = hint.x * SPREAD, network->region[r].y = hint.y * SPREAD;
        }
        pack(network->region, network->regions, 19, FLAT[flat]);
        network->left = network->top = HUGE_VAL, network->right = network->bottom = -HUGE_VAL;
        for (uint64_t r = 0; r < network->regions; r++) {
            const struct network_circle *c = &network->region[r];
            if (c->radius <= 0)
                continue;
            network->left = fmin(network->left, c->x - c->radius);
            network->right = fmax(network->right, c->x + c->radius);
            network->top = fmin(network->top, c->y - c->radius);
            network->bottom = fmax(network->bottom, c->y + c->radius);
        }
        double size = fmax((network->right - network->left) / WIDE, network->bottom - network->top);
        if (i < TRIES && size < best) {
            best = size;
            network->flat = flat;
        }
    }
}

static void place_regions(struct network *network, const double *weight)
{
    double total = 0;
    for (uint64_t r = 0; r < network->regions; r++)
        total += isfinite(weight[r]) && weight[r] > 0 ? weight[r] : 0;
    for (uint64_t r = 0; r < network->regions; r++) {
        double radius = place_cells(network, r);
        double share = total > 0 && weight[r] > 0 ? weight[r] / total : 0;
        /* By a little less than area, so that a small region still shows its firms. */
        network->region[r].radius = radius > 0 ? 100 * pow(fmax(share, 0.002), 0.33) : 0;
        double by = radius > 0 ? network->region[r].radius / radius : 0;
        for (uint64_t k = 0; k < network->industries; k++) {
            struct network_circle *cell = &network->cell[r * network->industries + k];
            cell->x *= by, cell->y *= by, cell->radius *= by;
        }
    }
    arrange(network);
    for (uint64_t r = 0; r < network->regions; r++) {
        const struct network_circle *c = &network->region[r];
        for (uint64_t k = 0; k < network->industries; k++) {
            struct network_circle *cell = &network->cell[r * network->industries + k];
            cell->x += c->x, cell->y += c->y;
        }
    }
}

/* Sunflower seeds of different sizes: the angle turns by the golden one, the distance grows with
 * the area of those placed before. */
static void place_firms(struct network *network, uint64_t cell)
{
    const double DENSE = 0.56, GOLDEN = M_PI * (3 - sqrt(5));
    const struct network_circle *circle = &network->cell[cell];
    struct network_firm *firm = network->firm + network->first[cell];
    uint64_t count = network->first[cell + 1] - network->first[cell];
    double total = 0, before = 0, rest = 1, extent = 0;
    /* The direction turns by the golden angle from firm to firm. */
    double turn_x = cos(GOLDEN), turn_y = sin(GOLDEN), x = cos((double)cell), y = sin((double)cell);
    for (uint64_t i = 0; i < count; i++)
        total += fmax(1, (double)firm[i].start);
    for (uint64_t i = 0; i < count; i++) {
        double share = fmax(1, (double)firm[i].start) / total;
        double radius = circle->radius * sqrt(DENSE * share), distance = 0;
        if (i > 0) { /* the others share the area around the first */
            double inner = (double)firm[0].radius, outer = circle->radius;
            double part = (before + share / 2) / rest;
            distance = sqrt(inner * inner + (outer * outer - inner * inner) * part) - 0.3 * radius;
            distance = fmax(distance, inner + radius);
            before += share;
        } else {
            rest = 1 - share;
        }
        firm[i].x = (float)(distance * x), firm[i].y = (float)(distance * y);
        double next = x * turn_x - y * turn_y;
        y = x * turn_y + y * turn_x, x = next;
        firm[i].radius = (float)radius;
        extent = fmax(extent, distance + radius);
    }
    double fit = extent > circle->radius ? circle->radius / extent : 1;
    for (uint64_t i = 0; i < count; i++) {
        firm[i].x = (float)(circle->x + fit * (double)firm[i].x);
        firm[i].y = (float)(circle->y + fit * (double)firm[i].y);
        firm[i].radius *= (float)fit;
    }
}

/* A firm's place in the order: cell, then output from the largest down. Outputs are not negative,
 * so that their bits are in the order of their values. */
struct order {
    uint64_t key;
    uint32_t place;
};

/* By three digits of 16 bits, the lowest first; firms alike stay in the order of their rows. False
 * without memory. */
static bool sort_firms(struct network *network)
{
    enum { DIGITS = 3, VALUES = 1 << 16 };
    uint64_t count = network->firms, *begin = malloc(VALUES * sizeof *begin);
    struct order *order = malloc((count + 1) * sizeof *order);
    struct order *sorted = malloc((count + 1) * sizeof *sorted);
    struct network_firm *firms = malloc((count + 1) * sizeof *firms);
    bool good = begin && order && sorted && firms;
    for (uint64_t i = 0; i < count && good; i++) {
        uint32_t bits;
        memcpy(&bits, &network->firm[i].start, sizeof bits);
        order[i] =
            (struct order){(uint64_t)network->firm[i].cell << 32 | (uint32_t)~bits, (uint32_t)i};
    }
    for (int digit = 0; digit < DIGITS && good; digit++) {
        memset(begin, 0, VALUES * sizeof *begin);
        for (uint64_t i = 0; i < count; i++)
            begin[order[i].key >> (16 * digit) & (VALUES - 1)]++;
        for (uint64_t value = 0, before = 0; value < VALUES; value++) {
            uint64_t here = begin[value];
            begin[value] = before;
            before += here;
        }
        for (uint64_t i = 0; i < count; i++)
            sorted[begin[order[i].key >> (16 * digit) & (VALUES - 1)]++] = order[i];
        struct order *swap = order;
        order = sorted, sorted = swap;
    }
    for (uint64_t i = 0; i < count && good; i++)
        firms[i] = network->firm[order[i].place];
    if (good)
        memcpy(network->firm, firms, count * sizeof *firms);
    free(begin), free(order), free(sorted), free(firms);
    return good;
}

bool network_lay_out(struct network *network, const double *weight)
{
    if (!sort_firms(network))
        return false;
    memset(network->sum, 0, network->cells * sizeof *network->sum);
    memset(network->place, 0xff, network->rows * sizeof *network->place);
    for (uint64_t i = 0; i < network->firms; i++) {
        struct network_sum *sum = &network->sum[network->firm[i].cell];
        sum->firms++;
        sum->start += (double)network->firm[i].start;
        network->place[network->firm[i].row] = (uint32_t)i;
    }
    network->first[0] = 0;
    for (uint64_t c = 0; c < network->cells; c++)
        network->first[c + 1] = network->first[c] + network->sum[c].firms;
    place_regions(network, weight);
    for (uint64_t c = 0; c < network->cells; c++)
        place_firms(network, c);
    return network->left < network->right;
}
