/* What is under the mouse, in words: said by whoever draws it, shown over everything at the end of
 * the frame. A tooltip with figures (ui_tooltip) comes before it. */
#ifndef KEIRETSU_VIZ_EXPLAIN_H
#define KEIRETSU_VIZ_EXPLAIN_H

#include "viz/playback.h"
#include "viz/ui.h"

/* If the mouse is over the box, says this; the last one that is said in a frame is shown. Either
 * text may be "". */
void explain(struct ui *ui, struct box box, const char *heading, const char *text);

/* Name, unit and meaning of a column as the file gives them; nothing where it has none. */
void explain_column(struct ui *ui, struct box box, const struct playback *playback,
                    const char *group, const char *column);

/* The same of a column that was read; NULL says nothing. */
void explain_values(struct ui *ui, struct box box, const struct playback_column *column);

/* Shows what was said in this frame and forgets it. */
void explain_draw(struct ui *ui);

#endif
