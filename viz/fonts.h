/* The letters: Inter, which is part of the program, so that every machine draws the same. For
 * characters that it lacks (Japanese, Chinese, Korean, Arabic, ...) fonts of this machine are
 * asked, if there are some. */
#ifndef KEIRETSU_VIZ_FONTS_H
#define KEIRETSU_VIZ_FONTS_H

#include <SDL_ttf.h>
#include <stdbool.h>
#include <stdint.h>

enum font_weight { FONT_REGULAR, FONT_STRONG, FONT_WEIGHTS };

enum { FONT_OTHERS = 4 }; /* fonts of this machine that are asked, at most */

/* One size, in device pixels. */
struct font {
    TTF_Font *shipped;            /* NULL: could not be opened */
    TTF_Font *other[FONT_OTHERS]; /* opened when they are needed first; NULL behind the last */
    bool others_sought;
    int size;
};

bool font_open(struct font *font, enum font_weight weight, int size);
void font_close(struct font *font);

/* The character's font: the shipped one also where none has it, which draws a box. */
TTF_Font *font_for(struct font *font, uint32_t character);

/* The character at the start of the string, which is UTF-8, and its length in bytes; U+FFFD and
 * the length 1 where there is none. */
uint32_t font_character(const char *string, int *length);

#endif
