#include "viz/fonts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/embedded.h"

/* Where the usual systems have many characters; a leading ~ is the home folder. */
static const char *const PLACES[] = {
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf",
    "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
    "~/.local/share/fonts/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/ヒラギノ角ゴシック W3.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/Library/Fonts/Arial Unicode.ttf",
    "C:/Windows/Fonts/YuGothR.ttc",
    "C:/Windows/Fonts/msgothic.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
};

bool font_open(struct font *font, enum font_weight weight, int size)
{
    const struct embedded_file *file =
        weight == FONT_STRONG ? &Inter_SemiBold_otf : &Inter_Regular_otf;
    *font = (struct font){.size = size};
    SDL_RWops *bytes = SDL_RWFromConstMem(file->bytes, (int)file->size);
    font->shipped = bytes ? TTF_OpenFontRW(bytes, 1, size) : NULL;
    if (font->shipped)
        TTF_SetFontHinting(font->shipped, TTF_HINTING_LIGHT_SUBPIXEL);
    return font->shipped != NULL;
}

void font_close(struct font *font)
{
    if (font->shipped)
        TTF_CloseFont(font->shipped);
    for (int i = 0; i < FONT_OTHERS; i++)
        if (font->other[i])
            TTF_CloseFont(font->other[i]);
    *font = (struct font){0};
}

static void seek_others(struct font *font)
{
    const char *home = getenv("HOME");
    int count = 0;
    font->others_sought = true;
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES && count < FONT_OTHERS; i++) {
        char path[512];
        const char *place = PLACES[i];
        bool of_user = place[0] == '~';
        if (of_user && !home)
            continue;
        snprintf(path, sizeof path, "%s%s", of_user ? home : "", of_user ? place + 1 : place);
        TTF_Font *found = TTF_OpenFont(path, font->size);
        if (!found)
            continue;
        TTF_SetFontHinting(found, TTF_HINTING_LIGHT_SUBPIXEL);
        font->other[count++] = found;
    }
}

TTF_Font *font_for(struct font *font, uint32_t character)
{
    if (character < 0x7f || TTF_GlyphIsProvided32(font->shipped, character))
        return font->shipped;
    if (!font->others_sought)
        seek_others(font);
    for (int i = 0; i < FONT_OTHERS && font->other[i]; i++)
        if (TTF_GlyphIsProvided32(font->other[i], character))
            return font->other[i];
    return font->shipped;
}

uint32_t font_character(const char *string, int *length)
{
    const unsigned char *s = (const unsigned char *)string;
    int more = s[0] < 0x80 ? 0 : s[0] >= 0xf0 ? 3 : s[0] >= 0xe0 ? 2 : s[0] >= 0xc0 ? 1 : -1;
    *length = 1;
    if (more == 0)
        return s[0];
    if (more < 0)
        return 0xfffd;
    uint32_t character = s[0] & (0x3fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0xfffd;
        character = character << 6 | (s[i] & 0x3fu);
    }
    *length = more + 1;
    return character;
}
