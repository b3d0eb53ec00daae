#include "viz/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/draw_svg.h"
#include "viz/fonts.h"

enum { STRING_MAX = 480, SLOTS = 4096, SLOTS_FULL = 3000 };

static const struct {
    double size; /* logical units */
    enum font_weight weight;
} STYLES[TEXT_STYLES] = {
    [TEXT_TITLE] = {20, FONT_STRONG},  [TEXT_HEADING] = {15, FONT_STRONG},
    [TEXT_STRONG] = {13, FONT_STRONG}, [TEXT_BODY] = {13, FONT_REGULAR},
    [TEXT_SMALL] = {12, FONT_REGULAR}, [TEXT_TINY] = {11, FONT_REGULAR},
};

/* A string as it was drawn: coverage by pixel, with the baseline's row in it. */
struct drawn {
    char string[STRING_MAX]; /* "" marks a free slot */
    int style, width, height, baseline;
    uint8_t *coverage; /* NULL where nothing is visible */
};

struct text {
    double scale; /* the sizes below were opened for it */
    struct font font[TEXT_STYLES];
    int capital[TEXT_STYLES];     /* height of an H */
    int digit_width[TEXT_STYLES]; /* of the widest digit */
    struct drawn *slots;
    int used;
};

bool text_open(struct text **text, struct error *err)
{
    *text = NULL;
    if (TTF_Init() != 0)
        return fail(err, ERROR_FILE, "cannot draw text: %s", TTF_GetError());
    struct text *made = calloc(1, sizeof *made);
    struct drawn *slots = calloc(SLOTS, sizeof *slots);
    if (!made || !slots) {
        free(made), free(slots), TTF_Quit();
        return fail(err, ERROR_MEMORY, "no memory for text");
    }
    made->slots = slots;
    *text = made;
    return true;
}

static void forget(struct text *text)
{
    for (int i = 0; i < SLOTS; i++)
        free(text->slots[i].coverage);
    memset(text->slots, 0, SLOTS * sizeof *text->slots);
    text->used = 0;
}

static void close_fonts(struct text *text)
{
    for (int i = 0; i < TEXT_STYLES; i++)
        font_close(&text->font[i]);
}

void text_close(struct text *text)
{
    if (!text)
        return;
    forget(text);
    close_fonts(text);
    free(text->slots);
    free(text);
    TTF_Quit();
}

/* Rounded from many, because a single width comes rounded up. */
static int widest_digit(TTF_Font *font)
{
    int widest = 0;
    for (char c = '0'; c <= '9'; c++) {
        char twenty[21] = "";
        int width = 0;
        memset(twenty, c, 20);
        if (TTF_SizeUTF8(font, twenty, &width, NULL) == 0 && width > widest)
            widest = width;
    }
    return (widest + 10) / 20;
}

/* In device pixels. */
static int font_size(int style, double scale)
{
    int size = (int)lrint(STYLES[style].size * scale);
    return size < 6 ? 6 : size;
}

/* Opens the sizes for this scale; a size that does not open leaves its text out. */
static void set_scale(struct text *text, double scale)
{
    if (text->scale == scale)
        return;
    forget(text);
    close_fonts(text);
    text->scale = scale;
    for (int i = 0; i < TEXT_STYLES; i++) {
        if (!font_open(&text->font[i], STYLES[i].weight, font_size(i, scale)))
            continue;
        TTF_Font *font = text->font[i].shipped;
        int top = 0;
        TTF_GlyphMetrics(font, 'H', NULL, NULL, NULL, &top, NULL);
        text->capital[i] = top;
        text->digit_width[i] = widest_digit(font);
    }
}

/* Characters that are drawn at once. */
struct run {
    char string[STRING_MAX];
    TTF_Font *font;
    bool digit; /* one, of a width of its own */
};

/* Adds a run of text at column x of the picture being made. */
static void place(struct drawn *drawn, const struct run *run, int x)
{
    SDL_Surface *surface =
        TTF_RenderUTF8_Blended(run->font, run->string, (SDL_Color){255, 255, 255, 255});
    if (!surface)
        return;
    int down = drawn->baseline - TTF_FontAscent(run->font); /* fonts share a baseline */
    for (int y = 0; y < surface->h; y++)
        for (int column = 0; column < surface->w && x + column < drawn->width; column++) {
            int row = y + down;
            if (row < 0 || row >= drawn->height)
                continue;
            const uint8_t *line = (const uint8_t *)surface->pixels + y * surface->pitch;
            uint32_t pixel;
            memcpy(&pixel, line + 4 * column, sizeof pixel);
            uint8_t *at = &drawn->coverage[row * drawn->width + x + column];
            uint8_t alpha = (uint8_t)(pixel >> 24);
            *at = alpha > *at ? alpha : *at;
        }
    SDL_FreeSurface(surface);
}

/* Splits off the next digit, or the next characters without digits of one font. */
static size_t next_run(struct font *font, const char *string, bool tabular, struct run *run)
{
    size_t length = 0;
    run->font = NULL;
    run->digit = tabular && string[0] >= '0' && string[0] <= '9';
    while (string[length] && !(run->digit && length > 0)) {
        int bytes;
        uint32_t character = font_character(string + length, &bytes);
        bool digit = tabular && character >= '0' && character <= '9';
        TTF_Font *of = font_for(font, character);
        if (length > 0 && (digit || of != run->font))
            break;
        run->font = of;
        length += (size_t)bytes;
    }
    memcpy(run->string, string, length);
    run->string[length] = '\0';
    return length;
}

static void lay_out(struct text *text, struct drawn *drawn, bool measure)
{
    int base = drawn->style & ~TEXT_TABULAR, x = 0;
    struct run run;
    const char *rest = drawn->string;
    while (*rest) {
        int width = 0;
        rest += next_run(&text->font[base], rest, drawn->style & TEXT_TABULAR, &run);
        TTF_SizeUTF8(run.font, run.string, &width, NULL);
        int room = run.digit ? text->digit_width[base] : width;
        if (!measure)
            place(drawn, &run, x + (room - width) / 2);
        x += room;
    }
    if (measure)
        drawn->width = x;
}

static void make(struct text *text, struct drawn *drawn)
{
    TTF_Font *font = text->font[drawn->style & ~TEXT_TABULAR].shipped;
    if (!font)
        return;
    lay_out(text, drawn, true);
    drawn->height = TTF_FontHeight(font);
    drawn->baseline = TTF_FontAscent(font);
    if (drawn->width <= 0 || drawn->height <= 0)
        return;
    drawn->coverage = calloc((size_t)drawn->width * (size_t)drawn->height, 1);
    if (drawn->coverage)
        lay_out(text, drawn, false);
}

/* Cuts at STRING_MAX, never inside a character. */
static void copy_string(char copy[STRING_MAX], const char *string)
{
    size_t length = strlen(string);
    if (length >= STRING_MAX) {
        length = STRING_MAX - 1;
        while (length > 0 && ((unsigned char)string[length] & 0xc0) == 0x80)
            length--;
    }
    memcpy(copy, string, length);
    copy[length] = '\0';
}

static const struct drawn *look_up(struct canvas *canvas, int style, const char *string)
{
    struct text *text = canvas->text;
    set_scale(text, canvas->scale);
    if (text->used > SLOTS_FULL)
        forget(text);
    char key[STRING_MAX];
    copy_string(key, string);
    uint32_t hash = 2166136261u ^ (uint32_t)style;
    for (const char *c = key; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    uint32_t i = hash % SLOTS;
    while (text->slots[i].string[0] &&
           (text->slots[i].style != style || strcmp(text->slots[i].string, key) != 0))
        i = (i + 1) % SLOTS;
    struct drawn *drawn = &text->slots[i];
    if (!drawn->string[0] && key[0]) {
        memcpy(drawn->string, key, sizeof key);
        drawn->style = style;
        make(text, drawn);
        text->used++;
    }
    return drawn;
}

double text_width(struct canvas *canvas, int style, const char *string)
{
    return string[0] ? look_up(canvas, style, string)->width / canvas->scale : 0;
}

double text_draw(struct canvas *canvas, int style, enum text_align align, double x, double y,
                 uint32_t colour, const char *string)
{
    if (!string[0])
        return 0;
    const struct drawn *drawn = look_up(canvas, style, string);
    double left = x * canvas->scale;
    left -= align == TEXT_RIGHT ? drawn->width : align == TEXT_CENTRE ? drawn->width / 2.0 : 0;
    if (!drawn->coverage || fabs(left) > 1e6 || fabs(y) > 1e6)
        return 0;
    int capital = canvas->text->capital[style & ~TEXT_TABULAR];
    int x0 = (int)lrint(left);
    int baseline = (int)lrint(y * canvas->scale + capital / 2.0);
    if (canvas->svg) {
        static const char *const ANCHORS[] = {"start", "middle", "end"};
        int base = style & ~TEXT_TABULAR;
        svg_text(canvas,
                 (struct svg_text){x * canvas->scale, baseline, font_size(base, canvas->scale),
                                   ANCHORS[align], STYLES[base].weight == FONT_STRONG,
                                   (style & TEXT_TABULAR) != 0},
                 colour, drawn->string);
        return drawn->width / canvas->scale;
    }
    int y0 = baseline - drawn->baseline;
    for (int row = 0; row < drawn->height; row++)
        for (int column = 0; column < drawn->width; column++) {
            uint8_t coverage = drawn->coverage[row * drawn->width + column];
            if (coverage)
                draw_pixel(canvas, x0 + column, y0 + row, colour, coverage / 255.0);
        }
    return drawn->width / canvas->scale;
}

double text_draw_fit(struct canvas *canvas, int style, enum text_align align, double x, double y,
                     double room, uint32_t colour, const char *string)
{
    if (text_width(canvas, style, string) <= room)
        return text_draw(canvas, style, align, x, y, colour, string);
    char shorter[STRING_MAX + 4], whole[STRING_MAX];
    copy_string(whole, string);
    size_t low = 0, high = strlen(whole); /* the longest start that fits, by halving */
    while (low < high) {
        size_t middle = (low + high + 1) / 2, cut = middle;
        while (cut > 0 && ((unsigned char)whole[cut] & 0xc0) == 0x80)
            cut--;
        snprintf(shorter, sizeof shorter, "%.*s…", (int)cut, whole);
        if (text_width(canvas, style, shorter) <= room)
            low = middle;
        else
            high = middle - 1;
    }
    while (low > 0 && (((unsigned char)whole[low] & 0xc0) == 0x80 || whole[low - 1] == ' '))
        low--;
    if (low == 0)
        return 0;
    snprintf(shorter, sizeof shorter, "%.*s…", (int)low, whole);
    return text_draw(canvas, style, align, x, y, colour, shorter);
}
