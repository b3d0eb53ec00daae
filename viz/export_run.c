/* A video from the command line: progress on the terminal, and a clean end with control+C. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/progress.h"
#include "viz/export.h"
#include "viz/format.h"

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

static void say_done(const struct export *export, int width, int height, bool rounded)
{
    struct stat file = {0};
    stat(export->path, &file);
    fprintf(stderr, "%s: %llu frames, %.1f s, %d x %d%s, %.1f MB\n", export->path,
            (unsigned long long)export->frames, (double)export->frames / export->fps, width, height,
            rounded ? " (MP4 needs even sizes)" : "", (double)file.st_size / 1e6);
}

static enum encoder_answer make(struct export *export, struct app *app, struct error *err)
{
    struct progress progress;
    progress_start(&progress, "video", export_total(export), !isatty(STDERR_FILENO));
    enum encoder_answer answer = ENCODER_BUSY;
    while (answer == ENCODER_BUSY) {
        answer = export_step(export, app, 100, err);
        if (answer == ENCODER_BUSY && interrupted) {
            export_cancel(export, app);
            fail(err, ERROR_INTERRUPTED, "%s: stopped, nothing is written", export->path);
            answer = ENCODER_FAILED;
        }
        char note[60] = "choosing colours";
        if (export->stage != EXPORT_PALETTE)
            snprintf(note, sizeof note, "%llu of %llu frames", (unsigned long long)export->frame,
                     (unsigned long long)export->frames);
        progress_update(&progress, export_done(export), note);
    }
    progress_finish(&progress);
    return answer;
}

bool export_run(struct app *app, const struct export_options *options, struct error *err)
{
    struct export export;
    struct sigaction stop = {.sa_handler = interrupt}, before[3];
    static const int SIGNALS[3] = {SIGINT, SIGTERM, SIGHUP};
    if (!export_begin(&export, app, options, err))
        return false;
    int width = export.canvas.width, height = export.canvas.height;
    bool rounded = width != app->canvas.width || height != app->canvas.height;
    interrupted = 0;
    for (int i = 0; i < 3; i++)
        sigaction(SIGNALS[i], &stop, &before[i]);
    bool good = make(&export, app, err) == ENCODER_DONE;
    for (int i = 0; i < 3; i++)
        sigaction(SIGNALS[i], &before[i], NULL);
    if (good)
        say_done(&export, width, height, rounded);
    return good;
}
