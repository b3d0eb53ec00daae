#include "viz/explain.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { LINES = 8, WIDTH = 330, LEAVES = 24 };

void explain(struct ui *ui, struct box box, const char *heading, const char *text)
{
    struct explanation *said = &ui->explanation;
    if (!ui_over(ui, box) || ui->input.down)
        return;
    said->any = true;
    snprintf(said->heading, sizeof said->heading, "%s", heading);
    snprintf(said->text, sizeof said->text, "%s", text);
}

static void say(struct ui *ui, struct box box, const char *name, const char *unit,
                const char *meaning)
{
    char heading[80], text[512], begun[256];
    unit = name_unit(unit);
    bool with_unit = unit[0] != '\0';
    snprintf(begun, sizeof begun, "%s", meaning);
    begun[0] = (char)toupper((unsigned char)begun[0]);
    snprintf(text, sizeof text, "%s%s%s%s", begun,
             !with_unit   ? ""
             : meaning[0] ? "; in "
                          : "In ",
             with_unit ? unit : "", meaning[0] || with_unit ? "." : "");
    explain(ui, box, name_column(heading, sizeof heading, name), text);
}

void explain_column(struct ui *ui, struct box box, const struct playback *playback,
                    const char *group, const char *name)
{
    const struct reader_group *found = ui_over(ui, box) ? playback_group(playback, group) : NULL;
    const struct reader_column *column = found ? reader_column(found, name) : NULL;
    if (column)
        say(ui, box, column->name, column->unit, column->meaning);
}

void explain_values(struct ui *ui, struct box box, const struct playback_column *column)
{
    if (column)
        say(ui, box, column->name, column->unit, column->meaning);
}

/* Breaks a text at its spaces; returns the lines. */
static int break_lines(struct ui *ui, const char *text, char lines[LINES][200])
{
    int count = 0;
    while (*text && count < LINES) {
        size_t used = 0;
        while (text[used]) {
            size_t next = used + strspn(text + used, " ");
            next += strcspn(text + next, " ");
            char longer[200];
            if (next >= sizeof longer)
                next = sizeof longer - 1;
            snprintf(longer, sizeof longer, "%.*s", (int)next, text);
            if (used > 0 && (text_width(ui->canvas, TEXT_SMALL, longer) > WIDTH || next == used))
                break;
            used = next;
            if (used == sizeof longer - 1)
                break;
        }
        snprintf(lines[count++], sizeof lines[0], "%.*s", (int)used, text);
        text += used + strspn(text + used, " ");
    }
    return count;
}

void explain_draw(struct ui *ui)
{
    struct explanation *said = &ui->explanation;
    char lines[LINES][200];
    struct ui_row rows[LINES];
    const struct input *input = &ui->input;
    /* Who clicks knows what it is, and wants to see what it brought. */
    if (input->pressed)
        said->known = true, said->known_x = input->x, said->known_y = input->y;
    else if (said->known && hypot(input->x - said->known_x, input->y - said->known_y) > LEAVES)
        said->known = false;
    if (said->any && !said->known && !ui->tooltip) {
        int count = break_lines(ui, said->text, lines);
        for (int i = 0; i < count; i++)
            rows[i] = (struct ui_row){0, lines[i], ""};
        ui_tooltip(ui, ui->input.x, ui->input.y, said->heading, rows, count);
    }
    said->any = false;
    ui->tooltip = false;
}
