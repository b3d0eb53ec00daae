/* Text: the fonts (viz/fonts.h) and a cache of drawn strings.
 *
 * Positions are logical; y is the middle of the capital letters, so that text and boxes are
 * centred on each other by giving both the same y. Strings are UTF-8. */
#ifndef KEIRETSU_VIZ_TEXT_H
#define KEIRETSU_VIZ_TEXT_H

#include "viz/draw.h"

enum text_style {
    TEXT_TITLE,
    TEXT_HEADING,
    TEXT_STRONG,
    TEXT_BODY,
    TEXT_SMALL,
    TEXT_TINY,
    TEXT_STYLES
};

/* Added to a style: all digits get the same width, so that numbers stand below each other. */
enum { TEXT_TABULAR = 16 };

enum text_align { TEXT_LEFT, TEXT_CENTRE, TEXT_RIGHT };

bool text_open(struct text **text, struct error *err);
void text_close(struct text *text);

double text_width(struct canvas *canvas, int style, const char *string);

/* Draws and returns the width. */
double text_draw(struct canvas *canvas, int style, enum text_align align, double x, double y,
                 uint32_t colour, const char *string);

/* As text_draw, shortened with an ellipsis where it is wider than `room`. */
double text_draw_fit(struct canvas *canvas, int style, enum text_align align, double x, double y,
                     double room, uint32_t colour, const char *string);

#endif
