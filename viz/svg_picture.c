/* Pixels in an SVG: collected into a layer, and written as a PNG in base64. */
#include <SDL.h>
#include <SDL_image.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viz/svg.h"

static void base64(FILE *file, const uint8_t *bytes, size_t size)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t three = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) |
                         (left > 2 ? bytes[i + 2] : 0);
        char four[5] = {DIGITS[three >> 18], DIGITS[three >> 12 & 63],
                        left > 1 ? DIGITS[three >> 6 & 63] : '=',
                        left > 2 ? DIGITS[three & 63] : '=', '\0'};
        fputs(four, file);
    }
}

bool svg_png(FILE *file, const uint32_t *pixels, int width, int height, int pitch)
{
    /* Room for what cannot be made smaller, and for the parts around it. */
    size_t room = (size_t)width * (size_t)height * 5 + 65536;
    uint8_t *bytes = room > INT32_MAX ? NULL : malloc(room);
    SDL_RWops *out = bytes ? SDL_RWFromMem(bytes, (int)room) : NULL;
    SDL_Surface *surface =
        out ? SDL_CreateRGBSurfaceWithFormatFrom((void *)(uintptr_t)pixels, width, height, 32,
                                                 pitch * 4, SDL_PIXELFORMAT_ARGB8888)
            : NULL;
    bool good = surface && IMG_SavePNG_RW(surface, out, 0) == 0;
    if (good)
        base64(file, bytes, (size_t)SDL_RWtell(out));
    SDL_FreeSurface(surface);
    if (out)
        SDL_RWclose(out);
    free(bytes);
    return good;
}

void svg_picture(struct canvas *canvas, const struct canvas *picture, int x, int y)
{
    svg_place_picture(canvas, (struct box){x, y, picture->width, picture->height}, picture->pixels,
                      picture->width);
}

static uint32_t over(uint32_t under, uint32_t colour, double alpha)
{
    double below = (double)(under >> 24) / 255, sum = alpha + below * (1 - alpha);
    if (!(sum > 0))
        return 0;
    uint32_t result = (uint32_t)lrint(255 * sum) << 24;
    for (int shift = 0; shift <= 16; shift += 8) {
        double a = (double)(under >> shift & 0xff), b = (double)(colour >> shift & 0xff);
        result |= (uint32_t)lrint((b * alpha + a * below * (1 - alpha)) / sum) << shift;
    }
    return result;
}

void svg_pixel(struct canvas *canvas, int x, int y, uint32_t colour, double coverage)
{
    struct svg *svg = canvas->svg;
    if (x < canvas->clip_x0 || x >= canvas->clip_x1 || y < canvas->clip_y0 ||
        y >= canvas->clip_y1 || svg->failed)
        return;
    if (!svg->layer) {
        svg->layer = calloc((size_t)canvas->width * (size_t)canvas->height, sizeof *svg->layer);
        svg->failed = svg->layer == NULL;
        if (svg->failed)
            return;
    }
    if (!svg->layered)
        svg->touched = (struct svg_clip){x, y, x + 1, y + 1};
    svg->layered = true;
    svg->touched.x0 = x < svg->touched.x0 ? x : svg->touched.x0;
    svg->touched.y0 = y < svg->touched.y0 ? y : svg->touched.y0;
    svg->touched.x1 = x >= svg->touched.x1 ? x + 1 : svg->touched.x1;
    svg->touched.y1 = y >= svg->touched.y1 ? y + 1 : svg->touched.y1;
    uint32_t *at = &svg->layer[(size_t)y * (size_t)canvas->width + (size_t)x];
    *at = over(*at, colour, (double)(colour >> 24) / 255 * fmax(0, fmin(1, coverage)));
}

void svg_flush(struct canvas *canvas)
{
    struct svg *svg = canvas->svg;
    if (!svg->layered)
        return;
    svg->layered = false; /* before the picture asks for a place */
    struct svg_clip box = svg->touched;
    /* The pixels were within the clip of their time, which may be another one now. */
    struct canvas whole = *canvas;
    draw_clip_none(&whole);
    uint32_t *first = &svg->layer[(size_t)box.y0 * (size_t)canvas->width + (size_t)box.x0];
    svg_place_picture(&whole, (struct box){box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0}, first,
                      canvas->width);
    memset(svg->layer, 0, (size_t)canvas->width * (size_t)canvas->height * sizeof *svg->layer);
}
