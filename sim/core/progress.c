#include "core/progress.h"

#include <math.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { BAR_MOST = 30, BAR_LEAST = 5, LINES = 20 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

char *progress_duration(double seconds, char text[static 32])
{
    double limited = seconds > 0 ? fmin(seconds, 3.6e8) : 0; /* also where it is no number */
    long total = lrint(limited);
    if (total < 100)
        snprintf(text, 32, "%ld s", total);
    else if (total < 3600)
        snprintf(text, 32, "%ld min %02ld s", total / 60, total % 60);
    else
        snprintf(text, 32, "%ld h %02ld min", total / 3600, total % 3600 / 60);
    return text;
}

void progress_start(struct progress *progress, const char *label, uint64_t total, bool quiet)
{
    *progress = (struct progress){
        .stream = quiet ? NULL : stderr, .label = label, .total = total, .start = now()};
    progress->terminal = !quiet && isatty(STDERR_FILENO);
}

static double share_done(const struct progress *progress)
{
    return progress->total == 0 ? 1 : (double)progress->done / (double)progress->total;
}

static int terminal_width(FILE *stream)
{
    struct winsize size;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}

/* The time left, assuming that the rest goes as fast as what is done. */
static void time_left(const struct progress *progress, double time, char text[static 32])
{
    double share = share_done(progress);
    text[0] = '\0';
    if (share > 0 && share < 1)
        progress_duration((time - progress->start) * (1 - share) / share, text);
}

/* The line must not be wider than the terminal: it could not be overwritten then. */
static void draw_bar(const struct progress *progress, double time, const char *note)
{
    char left[32], tail[160];
    time_left(progress, time, left);
    int percent = (int)(100 * share_done(progress));
    snprintf(tail, sizeof tail, " %3d %%%s%s%s%s", percent, note ? "  " : "", note ? note : "",
             left[0] ? "  left: " : "", left);
    int room = terminal_width(progress->stream) - 1;
    int width = room - (int)strlen(progress->label) - 1 - (int)strlen(tail);
    width = width > BAR_MOST ? BAR_MOST : width;
    if (width < BAR_LEAST) {
        fprintf(progress->stream, "\r%.*s\x1b[K", room, tail + 1);
        return;
    }
    int filled = (int)(width * share_done(progress));
    fprintf(progress->stream, "\r%s ", progress->label);
    for (int i = 0; i < width; i++)
        fputs(i < filled ? "█" : "░", progress->stream);
    fprintf(progress->stream, "%s\x1b[K", tail);
}

void progress_update(struct progress *progress, uint64_t done, const char *note)
{
    progress->done = done < progress->total ? done : progress->total;
    if (progress->stream == NULL)
        return;
    double time = now();
    if (progress->terminal) {
        if (time - progress->shown < 0.1 && progress->done < progress->total)
            return;
        progress->shown = time;
        draw_bar(progress, time, note);
    } else {
        uint64_t lines = (uint64_t)(LINES * share_done(progress));
        if (lines <= progress->lines)
            return;
        progress->lines = lines;
        char left[32];
        time_left(progress, time, left);
        fprintf(progress->stream, "%s: %d %%%s%s%s%s\n", progress->label,
                (int)(100 * share_done(progress)), note ? ", " : "", note ? note : "",
                left[0] ? ", left: " : "", left);
    }
    fflush(progress->stream);
}

void progress_finish(struct progress *progress)
{
    if (progress->stream == NULL)
        return;
    char taken[32];
    progress_duration(now() - progress->start, taken);
    fprintf(progress->stream, "%s%s: %s in %s%s\n", progress->terminal ? "\r" : "", progress->label,
            progress->done == progress->total ? "done" : "stopped", taken,
            progress->terminal ? "\x1b[K" : "");
    fflush(progress->stream);
    progress->stream = NULL;
}
