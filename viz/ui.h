/* What the parts of the screen share: where to draw, what the mouse does, what is chosen. */
#ifndef KEIRETSU_VIZ_UI_H
#define KEIRETSU_VIZ_UI_H

#include "viz/draw.h"

struct input {
    double x, y;  /* of the mouse, logical; far outside without one */
    bool pressed; /* the button went down since the last frame */
    bool down;    /* it is down */
    bool control; /* ctrl or shift was held when it went down */
    bool doubled; /* the press was the second of a double click */
    double wheel; /* lines scrolled since the last frame, positive downwards */
};

/* By code, so that the choice survives a file that grows; "" is none. */
struct selection {
    char region[64];      /* that stands out in the charts */
    char cell_region[64]; /* of the cell whose history is shown, with its industry */
    char industry[64];
    /* The cell was found by a view, for want of a choice: no other view goes by it. */
    bool found_region, found_industry;
    char column[64];
    uint64_t firm;    /* its row plus one, 0 for none */
    char project[96]; /* label of a row of /project */
    int land, firms;  /* what the colours of the map and of the network say: the same in all runs */
};

/* How the charts show things; the same for all runs, so that views beside each other agree. */
struct chart_choice {
    char group[128];  /* whose columns are shown; "": /region, else the first that there is */
    char column[64];  /* the one that the readout shows; "": the first */
    char line[64];    /* label that stands out where lines are no regions; "": the first ones */
    int mode;         /* enum series_mode */
    bool logarithmic; /* axes, where all values shown are above zero */
    bool enlarged;    /* the chart of the column alone */
    int scrolled;     /* rows of charts above the screen */
};

/* How the heat map of industries shows things. */
struct industry_choice {
    char column[64]; /* "": output, else the first */
    int mode;        /* enum series_mode */
};

/* A list that opens under a button (menu.h). */
struct menu {
    bool open;
    bool opened;  /* in this frame: the click that did it does not close it */
    int marked;   /* item under the mouse or reached by keys, -1 before the first frame */
    int scrolled; /* items above what is shown */
};

/* What is said about what is under the mouse (explain.h). */
struct explanation {
    bool any;
    bool known; /* the place was clicked: nothing is said until the mouse leaves */
    double known_x, known_y;
    char heading[160], text[512];
};

struct ui {
    struct canvas *canvas;
    struct input input;
    struct selection selection;
    struct chart_choice charts;
    struct industry_choice industries;
    uint64_t asked;    /* grows when the selection may be from elsewhere: a view, the finder */
    bool show_project; /* a view asks for the card of the project that is selected */
    int messages;      /* shown in this frame */
    struct explanation explanation;
    bool tooltip; /* one was drawn in this frame */
    bool plain;   /* a figure or a video: nobody can press what is drawn */
    bool hand;    /* set by whatever under the mouse can be clicked */
};

bool ui_over(const struct ui *ui, struct box box);

/* Over and pressed; marks the place as clickable. */
bool ui_clicked(struct ui *ui, struct box box);

/* A white card. */
void ui_card(struct ui *ui, struct box box);

/* A segment of a switch: true when it is clicked. */
bool ui_segment(struct ui *ui, struct box box, const char *label, bool active);

/* A switch of several segments from a point on, so high; the one clicked, else the active one (-1 for
 * none). */
enum { UI_SWITCH_HEIGHT = 28 };
int ui_switch(struct ui *ui, double x, double y, double height, const char *const *labels,
              int count, int active);
double ui_switch_width(struct ui *ui, const char *const *labels, int count);

/* A message in the middle of a box, the second line quieter; either may be "". */
void ui_message(struct ui *ui, struct box box, const char *first, const char *second);

struct ui_row {
    uint32_t colour; /* of a swatch; 0 for none */
    const char *left;
    const char *right; /* tabular */
};

/* A box of rows beside a point, kept within the canvas; the heading may be "". */
void ui_tooltip(struct ui *ui, double x, double y, const char *heading, const struct ui_row *rows,
                int count);

/* Text in several lines within box; returns the height used. */
double ui_paragraph(struct ui *ui, struct box box, int style, uint32_t colour, const char *string);

#endif
