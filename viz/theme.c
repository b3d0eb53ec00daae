#include "viz/theme.h"

#include <math.h>
#include <string.h>

#include "viz/draw.h"

static const struct theme LIGHT = {
    .paper = 0xfff6f6f3,
    .panel = 0xffffffff,
    .border = 0xffe3e3de,
    .grid = 0xffeeeeea,
    .axis = 0xffc9c9c3,
    .ink = 0xff1d2127,
    .text = 0xff4c525a,
    .quiet = 0xff676d76,
    .hover = 0xfff0f0ec,
    .accent = 0xff22303c,
    .event = 0xff6a3d9a,
    .missing = 0xffe9e9e5,
    .supplier = 0xff00726b,
    .customer = 0xffb5179e,
    .sea = 0xffeaf0f4,
    .sea_line = 0xffdde6ec,
    .land = 0xfff7f5f0,
    .coast = 0xffa9b3bb,
    .closed = 0xffc81e1e,
};

static const struct theme DARK = {
    .paper = 0xff14171b,
    .panel = 0xff1d2126,
    .border = 0xff32383f,
    .grid = 0xff2a2f35,
    .axis = 0xff4b535c,
    .ink = 0xfff1f2f0,
    .text = 0xffc3c8ce,
    .quiet = 0xff98a1aa,
    .hover = 0xff2a3037,
    .accent = 0xffdfe6ec,
    .event = 0xffb794e0,
    .missing = 0xff2c3137,
    .supplier = 0xff35d0b8,
    .customer = 0xffff7ce0,
    .sea = 0xff171d24,
    .sea_line = 0xff202832,
    .land = 0xff2c3239,
    .coast = 0xff56616c,
    .closed = 0xffff5a52,
};

const struct theme *theme_in_use = &LIGHT;

void theme_dark(bool dark)
{
    theme_in_use = dark ? &DARK : &LIGHT;
}

bool theme_is_dark(void)
{
    return theme_in_use == &DARK;
}

static const struct {
    const char *code;
    uint32_t colour;
} REGIONS[] = {
    {"JPN", 0xffd55e00}, {"USA", 0xff0072b2}, {"TWN", 0xff009e73}, {"CHN", 0xffe69f00},
    {"KOR", 0xffcc79a7}, {"EUR", 0xff56b4e9}, {"ROW", 0xff8c8c8c},
};

enum { REGION_COLOURS = sizeof REGIONS / sizeof *REGIONS };

uint32_t theme_region(const char *code, uint64_t place)
{
    for (int i = 0; i < REGION_COLOURS; i++)
        if (code && strcmp(code, REGIONS[i].code) == 0)
            return REGIONS[i].colour;
    return REGIONS[place % REGION_COLOURS].colour;
}

/* Paul Tol's "muted" scheme. */
static const uint32_t CAUSES[] = {
    0xff332288, 0xff88ccee, 0xff44aa99, 0xff117733, 0xff999933,
    0xffddcc77, 0xffcc6677, 0xff882255, 0xffaa4499,
};

/* The dark ones of these, lighter, on dark cards. */
static const uint32_t CAUSES_DARK[] = {
    0xff7d6fd6, 0xff88ccee, 0xff44aa99, 0xff3fa95b, 0xffa8a83c,
    0xffddcc77, 0xffcc6677, 0xffc2568f, 0xffc06fb4,
};

uint32_t theme_cause(uint64_t place)
{
    if (theme_is_dark())
        return CAUSES_DARK[place % (sizeof CAUSES_DARK / sizeof *CAUSES_DARK)];
    return CAUSES[place % (sizeof CAUSES / sizeof *CAUSES)];
}

/* Brewer's RdBu in nine classes, its middle the colour of the paper's cards. */
static const uint32_t DIVERGING[] = {
    0xffb2182b, 0xffd6604d, 0xfff09a7a, 0xfffad5c0, 0xfff7f7f5,
    0xffd0e3ef, 0xff92c5de, 0xff4393c3, 0xff2166ac,
};

/* The same hues on dark cards. */
static const uint32_t DIVERGING_DARK[] = {
    0xffff7b72, 0xffd95f55, 0xffa1423c, 0xff5e2f2f, 0xff262b31,
    0xff24405a, 0xff2f658f, 0xff4a90c8, 0xff7fbfff,
};

uint32_t theme_diverging(double value)
{
    enum { LAST = sizeof DIVERGING / sizeof *DIVERGING - 1 };
    const uint32_t *scale = theme_is_dark() ? DIVERGING_DARK : DIVERGING;
    double at = (value < -1 ? -1 : value > 1 ? 1 : value) * LAST / 2.0 + LAST / 2.0;
    int low = at >= LAST ? LAST - 1 : (int)at;
    return draw_mix(scale[low], scale[low + 1], at - low);
}

static const uint32_t SEQUENTIAL[] = {
    0xfff5f6f1, 0xffd3e7dc, 0xff97cdc6, 0xff4f9fb8, 0xff2a6c9f, 0xff213a77,
};

static const uint32_t SEQUENTIAL_DARK[] = {
    0xff23292f, 0xff1f4353, 0xff216a7b, 0xff35979a, 0xff84caa4, 0xffe9f3b4,
};

uint32_t theme_sequential(double share)
{
    enum { LAST = sizeof SEQUENTIAL / sizeof *SEQUENTIAL - 1 };
    const uint32_t *scale = theme_is_dark() ? SEQUENTIAL_DARK : SEQUENTIAL;
    double at = (share < 0 ? 0 : share > 1 ? 1 : share) * LAST;
    int low = at >= LAST ? LAST - 1 : (int)at;
    return draw_mix(scale[low], scale[low + 1], at - low);
}

uint32_t theme_diverging_mark(double value)
{
    double size = value < 0 ? -value : value, sign = value < 0 ? -1 : 1;
    uint32_t deep = theme_diverging(sign * (0.45 + 0.55 * size));
    return draw_mix(theme_in_use->axis, deep, size * 2.5);
}

static double linear(uint32_t part)
{
    double share = part / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

/* Relative luminance as the Web Content Accessibility Guidelines define it. */
static double luminance(uint32_t colour)
{
    return 0.2126 * linear(colour >> 16 & 0xff) + 0.7152 * linear(colour >> 8 & 0xff) +
           0.0722 * linear(colour & 0xff);
}

uint32_t theme_ink_on(uint32_t colour)
{
    static const double ENOUGH = 4.5;
    double light = luminance(colour) + 0.05, ink = luminance(LIGHT.ink) + 0.05;
    if (light / ink >= ENOUGH)
        return LIGHT.ink;
    return 1.05 / light >= ENOUGH ? 0xffffffffu : 0xff000000u; /* one of the two always is */
}
