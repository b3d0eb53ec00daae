#include "viz/text.h"

#include <SDL_ttf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRING_MAX = 480, SLOTS = 4096, SLOTS_FULL = 3000 };

enum weight { REGULAR, STRONG, WEIGHTS };

static const struct {
    double size; /* logical units */
    enum weight weight;
} STYLES[TEXT_STYLES] = {
    [TEXT_TITLE] = {20, STRONG}, [TEXT_HEADING] = {15, STRONG}, [TEXT_STRONG] = {13, STRONG},
    [TEXT_BODY] = {13, REGULAR}, [TEXT_SMALL] = {12, REGULAR},  [TEXT_TINY] = {11, REGULAR},
};

/* Where the usual systems put the two families; a leading ~ is the home folder. */
static const struct {
    const char *file[WEIGHTS];
} FAMILIES[] = {
    {{"/usr/share/fonts/opentype/inter/Inter-Regular.otf",
      "/usr/share/fonts/opentype/inter/Inter-SemiBold.otf"}},
    {{"/usr/share/fonts/truetype/inter/Inter-Regular.ttf",
      "/usr/share/fonts/truetype/inter/Inter-SemiBold.ttf"}},
    {{"/usr/share/fonts/inter/Inter-Regular.otf", "/usr/share/fonts/inter/Inter-SemiBold.otf"}},
    {{"/usr/share/fonts/rsms-inter-fonts/Inter-Regular.otf",
      "/usr/share/fonts/rsms-inter-fonts/Inter-SemiBold.otf"}},
    {{"~/.local/share/fonts/Inter-Regular.otf", "~/.local/share/fonts/Inter-SemiBold.otf"}},
    {{"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
      "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"}},
    {{"/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
      "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf"}},
    {{"/usr/share/fonts/TTF/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans-Bold.ttf"}},
    {{"/usr/local/share/fonts/DejaVuSans.ttf", "/usr/local/share/fonts/DejaVuSans-Bold.ttf"}},
    {{"~/.local/share/fonts/DejaVuSans.ttf", "~/.local/share/fonts/DejaVuSans-Bold.ttf"}},
};

/* A string as it was drawn: coverage by pixel, with the baseline's row in it. */
struct drawn {
    char string[STRING_MAX]; /* "" marks a free slot */
    int style, width, height, baseline;
    uint8_t *coverage; /* NULL where nothing is visible */
};

struct text {
    char path[WEIGHTS][512];
    double scale; /* the sizes below were opened for it */
    TTF_Font *font[TEXT_STYLES];
    int capital[TEXT_STYLES];     /* height of an H */
    int digit_width[TEXT_STYLES]; /* of the widest digit */
    struct drawn *slots;
    int used;
};

static bool font_path(char *path, size_t size, const char *candidate)
{
    const char *home = getenv("HOME");
    if (candidate[0] == '~')
        snprintf(path, size, "%s%s", home ? home : "", candidate + 1);
    else
        snprintf(path, size, "%s", candidate);
    FILE *file = fopen(path, "rb");
    if (file)
        fclose(file);
    return file != NULL;
}

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
    for (size_t i = 0; i < sizeof FAMILIES / sizeof *FAMILIES; i++)
        if (font_path(made->path[REGULAR], sizeof made->path[0], FAMILIES[i].file[REGULAR]) &&
            font_path(made->path[STRONG], sizeof made->path[0], FAMILIES[i].file[STRONG])) {
            *text = made;
            return true;
        }
    text_close(made);
    return fail(err, ERROR_FILE,
                "no font found: install Inter or DejaVu Sans (fonts-inter or fonts-dejavu-core)");
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
        if (text->font[i])
            TTF_CloseFont(text->font[i]);
    memset(text->font, 0, sizeof text->font);
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

/* Opens the sizes for this scale; a size that does not open leaves its text out. */
static void set_scale(struct text *text, double scale)
{
    if (text->scale == scale)
        return;
    forget(text);
    close_fonts(text);
    text->scale = scale;
    for (int i = 0; i < TEXT_STYLES; i++) {
        int size = (int)lrint(STYLES[i].size * scale);
        TTF_Font *font = TTF_OpenFont(text->path[STYLES[i].weight], size < 6 ? 6 : size);
        text->font[i] = font;
        if (!font)
            continue;
        TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
        int top = 0;
        TTF_GlyphMetrics(font, 'H', NULL, NULL, NULL, &top, NULL);
        text->capital[i] = top;
        text->digit_width[i] = widest_digit(font);
    }
}

/* Adds a run of text at column x of the picture being made. */
static void place(struct drawn *drawn, TTF_Font *font, const char *run, int x)
{
    SDL_Surface *surface = TTF_RenderUTF8_Blended(font, run, (SDL_Color){255, 255, 255, 255});
    if (!surface)
        return;
    for (int row = 0; row < surface->h && row < drawn->height; row++)
        for (int column = 0; column < surface->w && x + column < drawn->width; column++) {
            const uint8_t *line = (const uint8_t *)surface->pixels + row * surface->pitch;
            uint32_t pixel;
            memcpy(&pixel, line + 4 * column, sizeof pixel);
            uint8_t *at = &drawn->coverage[row * drawn->width + x + column];
            uint8_t alpha = (uint8_t)(pixel >> 24);
            *at = alpha > *at ? alpha : *at;
        }
    SDL_FreeSurface(surface);
}

/* Splits off the next digit, or the next run without digits. */
static size_t next_run(const char *string, bool tabular, char run[STRING_MAX], bool *digit)
{
    size_t length = 0;
    *digit = tabular && string[0] >= '0' && string[0] <= '9';
    if (*digit)
        length = 1;
    else if (tabular)
        length = strcspn(string, "0123456789");
    else
        length = strlen(string);
    memcpy(run, string, length);
    run[length] = '\0';
    return length;
}

static void lay_out(struct text *text, struct drawn *drawn, bool measure)
{
    int base = drawn->style & ~TEXT_TABULAR, x = 0;
    TTF_Font *font = text->font[base];
    char run[STRING_MAX];
    const char *rest = drawn->string;
    while (*rest) {
        bool digit;
        int width = 0;
        rest += next_run(rest, drawn->style & TEXT_TABULAR, run, &digit);
        TTF_SizeUTF8(font, run, &width, NULL);
        int room = digit ? text->digit_width[base] : width;
        if (!measure)
            place(drawn, font, run, x + (room - width) / 2);
        x += room;
    }
    if (measure)
        drawn->width = x;
}

static void make(struct text *text, struct drawn *drawn)
{
    TTF_Font *font = text->font[drawn->style & ~TEXT_TABULAR];
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
    int y0 = (int)lrint(y * canvas->scale + capital / 2.0) - drawn->baseline;
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
