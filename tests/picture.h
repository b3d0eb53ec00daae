/* Pictures of tests: compared with those kept in tests/golden, and written with few colours. */
#ifndef KEIRETSU_TESTS_PICTURE_H
#define KEIRETSU_TESTS_PICTURE_H

#include "support.h"

#include <SDL.h>
#include <SDL_image.h>
#include <stdlib.h>
#include <string.h>

struct picture {
    int width, height;
    uint32_t *pixels; /* 0xAARRGGBB, row by row, owned */
};

/* What two pictures of the same size differ in. */
struct picture_difference {
    double share;       /* of pixels that differ by more than `levels` in a channel */
    double mean;        /* of all pixels and channels, in levels of 255 */
    int x0, y0, x1, y1; /* around the pixels that differ, end exclusive; empty without any */
};

static inline struct picture picture_new(int width, int height)
{
    struct picture picture = {width, height, calloc((size_t)width * height, sizeof(uint32_t))};
    assert_non_null(picture.pixels);
    return picture;
}

static inline void picture_free(struct picture *picture)
{
    free(picture->pixels);
    *picture = (struct picture){0};
}

/* False where the file is no picture. */
static inline bool picture_load(struct picture *picture, const char *path)
{
    SDL_Surface *loaded = IMG_Load(path);
    if (!loaded)
        return false;
    SDL_Surface *surface = SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_ARGB8888, 0);
    assert_non_null(surface);
    *picture = picture_new(surface->w, surface->h);
    for (int y = 0; y < surface->h; y++)
        memcpy(picture->pixels + (size_t)y * surface->w,
               (char *)surface->pixels + (size_t)y * surface->pitch, 4 * (size_t)surface->w);
    SDL_FreeSurface(surface), SDL_FreeSurface(loaded);
    return true;
}

static inline int picture_away(uint32_t a, uint32_t b)
{
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int away = abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
        most = away > most ? away : most;
    }
    return most;
}

static inline struct picture_difference picture_compare(const struct picture *a,
                                                        const struct picture *b, int levels)
{
    struct picture_difference found = {.x0 = a->width, .y0 = a->height};
    double sum = 0, many = 0;
    for (int y = 0; y < a->height; y++)
        for (int x = 0; x < a->width; x++) {
            uint32_t p = a->pixels[y * a->width + x], q = b->pixels[y * b->width + x];
            for (int shift = 0; shift < 24; shift += 8)
                sum += abs((int)(p >> shift & 255) - (int)(q >> shift & 255));
            if (picture_away(p, q) <= levels)
                continue;
            many++;
            found.x0 = x < found.x0 ? x : found.x0, found.x1 = x >= found.x1 ? x + 1 : found.x1;
            found.y0 = y < found.y0 ? y : found.y0, found.y1 = y >= found.y1 ? y + 1 : found.y1;
        }
    found.mean = sum / (3.0 * a->width * a->height);
    found.share = many / ((double)a->width * a->height);
    return found;
}

/* Red where they differ by more than so many levels, over a pale copy of the first. */
static inline struct picture picture_of_difference(const struct picture *a, const struct picture *b,
                                                   int levels)
{
    struct picture made = picture_new(a->width, a->height);
    for (int i = 0; i < a->width * a->height; i++) {
        uint32_t p = a->pixels[i];
        uint32_t grey = 192 + ((p & 255) + (p >> 8 & 255) + (p >> 16 & 255)) / 12;
        made.pixels[i] = picture_away(p, b->pixels[i]) > levels
                             ? 0xffe00000u
                             : 0xff000000u | grey << 16 | grey << 8 | grey;
    }
    return made;
}

struct picture_colour {
    uint32_t colour, count;
};

static inline int picture_more_frequent(const void *a, const void *b)
{
    const struct picture_colour *p = a, *q = b;
    if (p->count != q->count)
        return p->count < q->count ? 1 : -1;
    return p->colour < q->colour ? -1 : p->colour > q->colour;
}

/* Colours of a picture, the most frequent first. free() them. */
static inline struct picture_colour *picture_colours(const struct picture *picture, int *count)
{
    uint32_t *seen = calloc(1 << 24, sizeof *seen);
    assert_non_null(seen);
    *count = 0;
    for (int i = 0; i < picture->width * picture->height; i++)
        *count += seen[picture->pixels[i] & 0xffffff]++ == 0;
    struct picture_colour *colours = calloc((size_t)*count + 1, sizeof *colours);
    assert_non_null(colours);
    for (uint32_t colour = 0, n = 0; colour < 1 << 24; colour++)
        if (seen[colour] > 0)
            colours[n++] = (struct picture_colour){colour, seen[colour]};
    free(seen);
    qsort(colours, (size_t)*count, sizeof *colours, picture_more_frequent);
    return colours;
}

enum { PICTURE_EXACT = 32 }; /* most frequent colours, of areas and texts, which stay as they are */

/* A palette in which every colour has one at most `reach` levels away; the number of its colours,
 * or 257 where that takes more than 256. */
static inline int picture_palette(const struct picture_colour *colours, int count, int reach,
                                  uint32_t palette[256])
{
    int used = 0;
    for (int c = 0; c < count; c++) {
        int p = 0;
        while (p < used &&
               (c < PICTURE_EXACT || picture_away(palette[p], colours[c].colour) > reach))
            p++;
        if (p == used && used == 256)
            return 257;
        if (p == used)
            palette[used++] = colours[c].colour;
    }
    return used;
}

/* Writes a PNG of at most 256 colours; returns how many levels a pixel may be off by. */
static inline int picture_save_small(const struct picture *picture, const char *path)
{
    int count, reach = 0, used;
    uint32_t palette[256];
    struct picture_colour *colours = picture_colours(picture, &count);
    while ((used = picture_palette(colours, count, reach, palette)) > 256)
        reach++;
    free(colours);
    SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(0, picture->width, picture->height, 8,
                                                          SDL_PIXELFORMAT_INDEX8);
    assert_non_null(surface);
    SDL_Color entries[256] = {{0}};
    for (int p = 0; p < used; p++)
        entries[p] = (SDL_Color){(uint8_t)(palette[p] >> 16), (uint8_t)(palette[p] >> 8),
                                 (uint8_t)palette[p], 255};
    SDL_SetPaletteColors(surface->format->palette, entries, 0, used);
    for (int y = 0; y < picture->height; y++)
        for (int x = 0; x < picture->width; x++) {
            uint32_t colour = picture->pixels[y * picture->width + x];
            int best = 0;
            for (int p = 1; p < used; p++)
                if (picture_away(palette[p], colour) < picture_away(palette[best], colour))
                    best = p;
            ((uint8_t *)surface->pixels)[y * surface->pitch + x] = (uint8_t)best;
        }
    if (IMG_SavePNG(surface, path) != 0)
        fail_msg("%s: %s", path, SDL_GetError());
    SDL_FreeSurface(surface);
    return reach;
}

static inline void picture_save(const struct picture *picture, const char *path)
{
    SDL_Surface *surface =
        SDL_CreateRGBSurfaceWithFormatFrom(picture->pixels, picture->width, picture->height, 32,
                                           picture->width * 4, SDL_PIXELFORMAT_ARGB8888);
    if (!surface || IMG_SavePNG(surface, path) != 0)
        fail_msg("%s: %s", path, SDL_GetError());
    SDL_FreeSurface(surface);
}

#endif
