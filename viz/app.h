/* The viewer: run files on the screen or in a picture. */
#ifndef KEIRETSU_VIZ_APP_H
#define KEIRETSU_VIZ_APP_H

#include "viz/draw.h"
#include "viz/finder.h"
#include "viz/history.h"
#include "viz/run.h"

enum { APP_RUNS_MAX = 32 };

enum { EXPORT_FPS = 25, EXPORT_FPS_MOST = 120 };

/* A video (export.h). */
struct export_options {
    const char *path;      /* .mp4 or .gif */
    const char *from, *to; /* ISO dates; NULL: the first and the last record */
    int fps;               /* frames a second; 0: EXPORT_FPS */
    int step;              /* records from a frame to the next; 0: 1 */
    bool force;            /* replace the file if there is one */
};

struct app_options {
    const char *paths[APP_RUNS_MAX]; /* of runs; the first one is the one looked at */
    int path_count;
    enum view_kind view;
    enum compare compare;
    const char *at;     /* ISO date, NULL for the last record */
    const char *select; /* "JPN", "C26", "JPN/C26", a column, or NULL */
    bool dark;
    const char *screenshot;      /* PNG to write instead of opening a window, or NULL */
    const char *svg;             /* the same for a figure as SVG */
    const char *csv;             /* the same for a table */
    struct export_options video; /* the same, without a path for none */
    int width, height;           /* logical pixels */
    bool view_given, theme_given, size_given; /* by the user: not to be remembered otherwise */
    bool patient; /* a file that cannot be opened leaves the rest alone, and no file lists runs */
    bool fresh;   /* nothing is remembered */
    struct settings *settings; /* what is remembered (remember.h), NULL for nothing; taken over */
};

/* What is said in the middle of the screen until a key or a click; title "": nothing. */
struct app_message {
    char title[96], text[700];
};

/* What of the window belongs to a frame. */
enum frame {
    FRAME_WINDOW,
    FRAME_VIDEO,  /* without what only someone at the keyboard needs */
    FRAME_FIGURE, /* without the timeline as well: heading and view */
};

struct export;

struct app {
    struct run run[APP_RUNS_MAX]; /* the first one is the one looked at */
    int run_count;
    int second; /* the run that it is compared with */
    enum compare compare;
    struct view *views[APP_RUNS_MAX]; /* of the runs */
    struct canvas canvas;
    struct ui ui;
    enum view_kind view;
    enum frame frame;
    struct export *export;    /* a video that is being made (app_export.h), or NULL */
    bool help;                /* the keys are shown over the view */
    struct finder finder;     /* what lies over the view while something is looked for */
    struct history history;   /* of places */
    struct selection settled; /* as it was when all views agreed on it */
    bool full;                /* the window is to fill the screen */
    struct app_message message;
    struct error refused;      /* why a file of the command line is not open, "" if all are */
    struct shelf *shelf;       /* the list of runs, where it is shown instead of a view */
    struct settings *settings; /* NULL: nothing is remembered */
    bool quit;                 /* the user wants to leave */
    bool background;           /* threads read */
    void (*wake)(void);
    double density;        /* device pixels in a pixel of the window's coordinates */
    char notice[300];      /* beside the help line */
    double notice_seconds; /* that it still stands */
};

/* Opens the files and the fonts and applies the options. */
bool app_open(struct app *app, const struct app_options *options, struct error *err);
void app_close(struct app *app);

/* Opens another run beside those that are open. */
bool app_add(struct app *app, const char *path, struct error *err);

/* Opens a run in place of the first one: view, theme and the other runs stay. On failure nothing
 * changes (but where the file goes away in between, no run may be left). */
bool app_replace(struct app *app, const char *path, struct error *err);

/* The run compared with becomes the first one, and the first one what it is compared with. */
bool app_swap(struct app *app, struct error *err);

bool app_is_folder(const char *path);

/* A file was dropped on the window: it is opened in place of the first run, or added; of a folder
 * the runs are listed. What is wrong is said in the middle. */
void app_dropped(struct app *app, const char *path, bool add);

/* Shows the list of the runs of a folder; NULL: of the folder of the first run, else of runs/ or
 * the current one. False where it cannot be read, which is said in the middle. */
bool app_list(struct app *app, const char *folder);
void app_list_close(struct app *app);

/* Reads another file for the list, or draws a picture; false: there is nothing left to do. */
bool app_list_work(struct app *app);

/* Opens what was chosen in the list. */
void app_list_open(struct app *app);

/* What is said in the middle; printf. */
__attribute__((format(printf, 3, 4))) void app_say(struct app *app, const char *title,
                                                   const char *format, ...);

/* From now on threads read the files; `wake` is called from them when there is something new. */
void app_background(struct app *app, void (*wake)(void));

/* Ends the threads, and closes the list of runs, whose pictures have threads of their own. What was
 * still to be read stays unread: nothing is drawn after this. */
void app_foreground(struct app *app);

/* Size of the canvas in device pixels; `density` of them are one logical pixel of the display. */
bool app_resize(struct app *app, int width, int height, double density, struct error *err);

/* What is said at the foot for a while; printf. */
__attribute__((format(printf, 2, 3))) void app_notice(struct app *app, const char *format, ...);

/* To the next events (by 1) or those before (-1), and says what they are. */
void app_event(struct app *app, int by);

/* The way of comparing after the one that is shown. */
void app_next_compare(struct app *app, int by);

/* Draws one frame into the canvas, and reacts to the input that is set in the ui. */
void app_draw(struct app *app);

/* The last frame had to do without something that is being read. */
bool app_waiting(const struct app *app);

/* New records of runs that are still going; true if there are some. */
bool app_refresh(struct app *app);

bool app_save(struct app *app, const char *path, struct error *err);

/* Draws a figure of what is shown, in the size of the canvas, and writes it as SVG. */
bool app_save_svg(struct app *app, const char *path, struct error *err);

/* Writes what is shown as a table, one run after the other where two are shown. */
bool app_save_csv(struct app *app, const char *path, struct error *err);

/* RUN-VIEW-DATE.ending in the current folder (of a chart alone its series instead of the view); never the name of a file that exists. */
void app_new_name(const struct app *app, const char *ending, char *path, size_t size);

/* What was typed, for the finder while it is open. */
void app_text(struct app *app, const char *utf8);

/* A key that went down (app_keys.c), and the table of those that work in every view, ended by one
 * without keys. */
void app_key(struct app *app, struct key key);
extern const struct command app_commands[];

/* "charts", "industries"; NULL after the last. */
const char *app_view_name(enum view_kind view);

#endif
