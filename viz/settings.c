#include "viz/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first line and the last one: a file without either is not ours, or not whole. */
static const char FIRST[] = "keiretsu-view settings 1";
static const char LAST[] = "end";

enum { SIZE_MAX_BYTES = 2 << 20, SIDE_MOST = 32768, SPEED_MOST = 63 };

static const char *const SHAPES[SETTINGS_SHAPES] = {"normal", "maximised", "full"};

bool settings_path(char *path, size_t size)
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    int length;
    if (folder && folder[0] == '/') /* a relative one is to be ignored, says the specification */
        length = snprintf(path, size, "%s/keiretsu/viewer", folder);
    else if (home && home[0] == '/')
        length = snprintf(path, size, "%s/.config/keiretsu/viewer", home);
    else
        return false;
    return length > 0 && (size_t)length < size;
}

void settings_clear(struct settings *settings)
{
    memset(settings, 0, sizeof *settings);
    settings->speed = -1;
}

void settings_free(struct settings *settings)
{
    for (int i = 0; i < settings->files; i++)
        free(settings->file[i].path);
    settings_clear(settings);
}

/* The next word of a line, "" at its end. */
static char *next_word(char **rest)
{
    char *word = *rest + strspn(*rest, " ");
    size_t length = strcspn(word, " ");
    *rest = word + length;
    if (**rest)
        *(*rest)++ = '\0';
    return word;
}

static bool read_integer(char **rest, long least, long most, int *value)
{
    char *word = next_word(rest), *end;
    errno = 0;
    long number = strtol(word, &end, 10);
    if (end == word || *end || errno || number < least || number > most)
        return false;
    *value = (int)number;
    return true;
}

static bool read_day(char **rest, double *value)
{
    char *word = next_word(rest), *end;
    *value = strtod(word, &end);
    return end != word && !*end && fabs(*value) < 1e7; /* not for NAN */
}

static bool read_choice(char **rest, const char *const *choices, int count, int *chosen)
{
    const char *word = next_word(rest);
    for (int i = 0; i < count; i++)
        if (strcmp(word, choices[i]) == 0) {
            *chosen = i;
            return true;
        }
    return false;
}

/* "end 2 70 140 /home/ann/a.h5": the moment or "end", how many bookmarks, these, the path. */
static bool read_file(struct settings *settings, char *rest)
{
    if (settings->files == SETTINGS_FILES)
        return false;
    struct settings_file file = {.day = NAN};
    if (strncmp(rest, "end ", 4) == 0)
        rest += 4;
    else if (!read_day(&rest, &file.day))
        return false;
    if (!read_integer(&rest, 0, SETTINGS_BOOKMARKS, &file.bookmarks))
        return false;
    for (int i = 0; i < file.bookmarks; i++)
        if (!read_day(&rest, &file.bookmark[i]) ||
            (i > 0 && file.bookmark[i] <= file.bookmark[i - 1]))
            return false;
    if (rest[0] != '/' || strlen(rest) >= SETTINGS_PATH || settings_find(settings, rest) ||
        !(file.path = strdup(rest)))
        return false;
    settings->file[settings->files++] = file;
    return true;
}

static bool read_line(struct settings *settings, char *line)
{
    static const char *const THEMES[] = {"light", "dark"};
    char *rest = line;
    const char *word = next_word(&rest);
    int chosen = 0;
    if (strcmp(word, "window") == 0) {
        settings->has_window = read_integer(&rest, -SIDE_MOST, SIDE_MOST, &settings->x) &&
                               read_integer(&rest, -SIDE_MOST, SIDE_MOST, &settings->y) &&
                               read_integer(&rest, 1, SIDE_MOST, &settings->width) &&
                               read_integer(&rest, 1, SIDE_MOST, &settings->height) &&
                               read_choice(&rest, SHAPES, SETTINGS_SHAPES, &chosen);
        settings->shape = (enum settings_shape)chosen;
        return settings->has_window && !*rest;
    }
    if (strcmp(word, "theme") == 0) {
        settings->has_theme = read_choice(&rest, THEMES, 2, &chosen);
        settings->dark = chosen == 1;
        return settings->has_theme && !*rest;
    }
    if (strcmp(word, "speed") == 0)
        return read_integer(&rest, 0, SPEED_MOST, &settings->speed) && !*rest;
    if (strcmp(word, "view") == 0) {
        const char *name = next_word(&rest);
        if (!name[0] || strlen(name) >= sizeof settings->view || *rest)
            return false;
        snprintf(settings->view, sizeof settings->view, "%s", name);
        return true;
    }
    return strcmp(word, "file") == 0 && read_file(settings, rest);
}

/* Line by line, from the first to the last that there must be. */
static bool read_text(struct settings *settings, char *text)
{
    char *rest = text;
    bool first = true;
    while (*rest) {
        char *line = rest;
        size_t length = strcspn(line, "\n");
        if (!line[length])
            return false; /* cut off */
        line[length] = '\0';
        rest = line + length + 1;
        if (strcmp(line, LAST) == 0)
            return !first && !*rest;
        if (first ? strcmp(line, FIRST) != 0 : !read_line(settings, line))
            return false;
        first = false;
    }
    return false;
}

bool settings_read(struct settings *settings, const char *path)
{
    settings_clear(settings);
    int handle = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC); /* a pipe would wait for ever */
    struct stat status;
    if (handle < 0)
        return false;
    bool good = fstat(handle, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 &&
                status.st_size <= SIZE_MAX_BYTES;
    size_t size = good ? (size_t)status.st_size : 0;
    char *text = malloc(size + 1);
    good = good && text && read(handle, text, size) == (ssize_t)size && !memchr(text, 0, size);
    close(handle);
    if (good) {
        text[size] = '\0';
        good = read_text(settings, text);
    }
    free(text);
    if (!good)
        settings_free(settings);
    return good;
}

static void write_text(const struct settings *settings, FILE *file)
{
    fprintf(file, "%s\n", FIRST);
    if (settings->has_window)
        fprintf(file, "window %d %d %d %d %s\n", settings->x, settings->y, settings->width,
                settings->height, SHAPES[settings->shape]);
    if (settings->has_theme)
        fprintf(file, "theme %s\n", settings->dark ? "dark" : "light");
    if (settings->view[0])
        fprintf(file, "view %s\n", settings->view);
    if (settings->speed >= 0)
        fprintf(file, "speed %d\n", settings->speed);
    for (int i = 0; i < settings->files; i++) {
        const struct settings_file *of = &settings->file[i];
        if (isfinite(of->day))
            fprintf(file, "file %.17g %d", of->day, of->bookmarks);
        else
            fprintf(file, "file end %d", of->bookmarks);
        for (int b = 0; b < of->bookmarks; b++)
            fprintf(file, " %.17g", of->bookmark[b]);
        fprintf(file, " %s\n", of->path);
    }
    fprintf(file, "%s\n", LAST);
}

/* The folders that a path lies in, as far as they are missing; for the user alone. */
static void make_folders(const char *path)
{
    char folder[SETTINGS_PATH];
    snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(folder, 0700);
        *slash = '/';
    }
}

bool settings_write(const struct settings *settings, const char *path, struct error *err)
{
    char beside[SETTINGS_PATH + 32];
    snprintf(beside, sizeof beside, "%s.%ld", path, (long)getpid());
    make_folders(path);
    unlink(beside); /* left by a process of the same number that was killed */
    int handle = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *file = handle >= 0 ? fdopen(handle, "w") : NULL;
    if (!file) {
        int reason = errno;
        if (handle >= 0)
            close(handle), unlink(beside);
        return fail(err, ERROR_FILE, "%s: the settings cannot be written: %s", path,
                    strerror(reason));
    }
    write_text(settings, file);
    bool good = fflush(file) == 0 && !ferror(file) && fsync(handle) == 0;
    good = fclose(file) == 0 && good;
    if (good && rename(beside, path) == 0)
        return true;
    int reason = errno;
    unlink(beside);
    return fail(err, ERROR_FILE, "%s: the settings cannot be written: %s", path, strerror(reason));
}

const struct settings_file *settings_find(const struct settings *settings, const char *path)
{
    for (int i = 0; i < settings->files; i++)
        if (strcmp(settings->file[i].path, path) == 0)
            return &settings->file[i];
    return NULL;
}

struct settings_file *settings_keep(struct settings *settings, const char *path)
{
    const struct settings_file *known = settings_find(settings, path);
    struct settings_file file = {.day = NAN};
    int at = known ? (int)(known - settings->file) : settings->files;
    if (known) {
        file = *known;
    } else {
        if (path[0] != '/' || strchr(path, '\n') || strlen(path) >= SETTINGS_PATH ||
            !(file.path = strdup(path)))
            return NULL;
        if (settings->files == SETTINGS_FILES)
            free(settings->file[at = SETTINGS_FILES - 1].path);
        else
            settings->files++;
    }
    memmove(settings->file + 1, settings->file, (size_t)at * sizeof *settings->file);
    settings->file[0] = file;
    return settings->file;
}
