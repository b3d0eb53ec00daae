/* What the viewer remembers from one start to the next: a short text in the user's configuration.
 *
 * Whatever is wrong with the file, it counts as empty: nothing in it is worth an error. It is
 * replaced as a whole, so that a reader never sees half of it. */
#ifndef KEIRETSU_VIZ_SETTINGS_H
#define KEIRETSU_VIZ_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"

enum { SETTINGS_FILES = 200, SETTINGS_BOOKMARKS = 32, SETTINGS_PATH = 4096 };

/* Of one run file. */
struct settings_file {
    char *path; /* absolute, owned */
    double day; /* shown last, since the start of the run; NAN: its last */
    int bookmarks;
    double bookmark[SETTINGS_BOOKMARKS]; /* days since the start, increasing */
};

enum settings_shape { SETTINGS_NORMAL, SETTINGS_MAXIMISED, SETTINGS_FULL, SETTINGS_SHAPES };

struct settings {
    bool has_window;
    int x, y, width, height; /* of the window when it is neither maximised nor full, in points */
    enum settings_shape shape;
    bool has_theme, dark;
    char view[32]; /* its name, "" if unknown */
    int speed;     /* of play, in the timeline's list; -1 if unknown */
    int files;
    struct settings_file file[SETTINGS_FILES]; /* the one used last comes first */
};

/* $XDG_CONFIG_HOME/keiretsu/viewer, else ~/.config/keiretsu/viewer; false where there is neither. */
bool settings_path(char *path, size_t size);

/* Nothing known. */
void settings_clear(struct settings *settings);

/* False, and nothing known, if there is no such file or it is not one of ours, or damaged. */
bool settings_read(struct settings *settings, const char *path);
bool settings_write(const struct settings *settings, const char *path, struct error *err);
void settings_free(struct settings *settings);

/* What is known of a run file, or NULL. */
const struct settings_file *settings_find(const struct settings *settings, const char *path);

/* Its place at the front of the list, made if need be; the oldest makes room. NULL: no memory, or a
 * path that cannot be kept (with a line break in it). */
struct settings_file *settings_keep(struct settings *settings, const char *path);

#endif
