/* The letters: those of the program, whatever fonts this machine has. */
#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/embedded.h"
#include "viz/fonts.h"
#include "viz/text.h"

/* A picture of one line, 200 x 40. */
static struct canvas canvas_of(const char *string, int style)
{
    struct canvas canvas = {0};
    struct error err = {0};
    assert_success(text_open(&canvas.text, &err), err);
    assert_success(draw_resize(&canvas, 200, 40, 1, &err), err);
    draw_clear(&canvas, 0xffffffffu);
    text_draw(&canvas, style, TEXT_LEFT, 10, 20, 0xff000000u, string);
    return canvas;
}

static void canvas_end(struct canvas *canvas)
{
    text_close(canvas->text);
    draw_free(canvas);
}

/* Sum of what is painted, in whole pixels. */
static double ink(const struct canvas *canvas)
{
    double sum = 0;
    for (int i = 0; i < canvas->width * canvas->height; i++)
        sum += (255 - (canvas->pixels[i] & 0xff)) / 255.0;
    return sum;
}

static void both_weights_are_in_the_program(void **unused)
{
    (void)unused;
    assert_in_range(Inter_Regular_otf.size, 40000, 100000);
    assert_in_range(Inter_SemiBold_otf.size, 40000, 100000);
    assert_memory_equal(Inter_Regular_otf.bytes, "OTTO", 4);
    assert_int_equal(TTF_Init(), 0);
    struct font regular, strong;
    assert_true(font_open(&regular, FONT_REGULAR, 13));
    assert_true(font_open(&strong, FONT_STRONG, 13));
    assert_string_equal(TTF_FontFaceFamilyName(regular.shipped), "Inter");
    assert_string_equal(TTF_FontFaceStyleName(strong.shipped), "Semi Bold");
    font_close(&regular), font_close(&strong);
    TTF_Quit();
}

static int hexadecimal(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Bytes written as \xe2 become what they mean. */
static void unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from; to++) {
        bool escape = from[0] == '\\' && from[1] == 'x' && hexadecimal(from[2]) >= 8 &&
                      hexadecimal(from[3]) >= 0;
        *to = escape ? (char)(16 * hexadecimal(from[2]) + hexadecimal(from[3])) : *from;
        from += escape ? 4 : 1;
    }
    *to = '\0';
}

static void check_file(struct font *font, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    static char text[1 << 20];
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    unescape(text);
    int length;
    for (const char *c = text; *c; c += length) {
        uint32_t character = font_character(c, &length);
        if (character > 0x7e && !TTF_GlyphIsProvided32(font->shipped, character))
            fail_msg("%s: the fonts of viz/font lack %.*s (U+%04X): choose another sign, or add "
                     "it with subset.py",
                     path, length, c, character);
    }
}

/* Otherwise a sign would be a box, or another font's, depending on the machine. */
static void every_sign_of_the_viewer_can_be_drawn(void **unused)
{
    (void)unused;
    assert_int_equal(TTF_Init(), 0);
    struct font font[FONT_WEIGHTS];
    DIR *folder = opendir(SOURCE_DIR "/viz");
    assert_non_null(folder);
    assert_true(font_open(&font[FONT_REGULAR], FONT_REGULAR, 13));
    assert_true(font_open(&font[FONT_STRONG], FONT_STRONG, 13));
    int files = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        const char *dot = strrchr(entry->d_name, '.');
        /* fonts.c names a file in Japanese. */
        if (!dot || strcmp(entry->d_name, "fonts.c") == 0 ||
            (strcmp(dot, ".c") != 0 && strcmp(dot, ".def") != 0))
            continue;
        char path[1024];
        snprintf(path, sizeof path, "%s/viz/%s", SOURCE_DIR, entry->d_name);
        check_file(&font[FONT_REGULAR], path);
        check_file(&font[FONT_STRONG], path);
        files++;
    }
    assert_true(files > 50);
    closedir(folder);
    font_close(&font[FONT_REGULAR]), font_close(&font[FONT_STRONG]);
    TTF_Quit();
}

static void characters_are_split_as_utf8(void **unused)
{
    (void)unused;
    static const struct {
        const char *string;
        uint32_t character;
        int length;
    } CASES[] = {
        {"a", 'a', 1},           {"\u00fc", 0xfc, 2},        {"\u2212", 0x2212, 3},
        {"\u65e5", 0x65e5, 3},   {"\U0001f680", 0x1f680, 4}, {"\xff", 0xfffd, 1},
        {"\x80\x80", 0xfffd, 1}, {"\xe2\x88", 0xfffd, 1},    {"\xc3", 0xfffd, 1},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int length;
        assert_int_equal(font_character(CASES[i].string, &length), CASES[i].character);
        assert_int_equal(length, CASES[i].length);
    }
}

static void any_text_is_drawn(void **unused)
{
    (void)unused;
    static const char *const STRINGS[] = {
        "GDP \u00b7 \u03b1 \u2264 3", "\u65e5\u672c",  "a\u65e5b", "\xff\xfe\x80", "\U0001f680 x",
        "\u0627\u0644\u0639",         "tab\tnewline\n"};
    for (size_t i = 0; i < sizeof STRINGS / sizeof *STRINGS; i++)
        for (int tabular = 0; tabular <= TEXT_TABULAR; tabular += TEXT_TABULAR) {
            struct canvas canvas = canvas_of(STRINGS[i], TEXT_BODY | tabular);
            assert_true(ink(&canvas) > 8); /* letters or boxes */
            assert_true(text_width(&canvas, TEXT_BODY | tabular, STRINGS[i]) > 8);
            canvas_end(&canvas);
        }
}

static void digits_stand_below_each_other(void **unused)
{
    (void)unused;
    struct canvas canvas = canvas_of("", TEXT_BODY);
    int style = TEXT_BODY | TEXT_TABULAR;
    assert_close(text_width(&canvas, style, "1111"), text_width(&canvas, style, "8888"), 1e-12);
    assert_true(text_width(&canvas, TEXT_BODY, "1111") < text_width(&canvas, TEXT_BODY, "8888"));
    assert_true(text_width(&canvas, TEXT_STRONG, "mmmm") > text_width(&canvas, TEXT_BODY, "mmmm"));
    canvas_end(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_weights_are_in_the_program),
        cmocka_unit_test(every_sign_of_the_viewer_can_be_drawn),
        cmocka_unit_test(characters_are_split_as_utf8),
        cmocka_unit_test(any_text_is_drawn),
        cmocka_unit_test(digits_stand_below_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
