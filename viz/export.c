#include "viz/export.h"

#include <SDL.h>
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/date.h"
#include "core/progress.h"

/* A palette made from more frames than this is no better. */
enum { PALETTE_FRAMES = 16 };

static bool ends_with(const char *path, const char *ending)
{
    size_t length = strlen(path), of = strlen(ending);
    return length > of && strcasecmp(path + length - of, ending) == 0;
}

/* The record of an option's date. */
static bool record_of(const struct app *app, const char *option, const char *text, uint64_t *record,
                      struct error *err)
{
    int32_t day;
    const struct timeline *timeline = &app->run->timeline;
    if (!date_parse(text, &day))
        return fail(err, ERROR_USAGE, "%s: \"%.60s\" is no date, use YYYY-MM-DD", option, text);
    double since = (double)day - timeline->start_day;
    if (since < floor(timeline_first(timeline)) || since > ceil(timeline_last(timeline))) {
        char first[DATE_TEXT], last[DATE_TEXT];
        return fail(err, ERROR_USAGE, "%s: %s is not in %s, use %s to %s", option, text,
                    app->run->playback.reader.path,
                    date_format(timeline_date(timeline, timeline_first(timeline)), first),
                    date_format(timeline_date(timeline, timeline_last(timeline)), last));
    }
    *record = playback_at(timeline->days, timeline->records, since + 0.5);
    return true;
}

static bool set_frames(struct export *export, const struct app *app,
                       const struct export_options *options, struct error *err)
{
    const struct timeline *timeline = &app->run->timeline;
    if (app->run_count == 0)
        return fail(err, ERROR_USAGE, "--export: no run is open");
    if (timeline->records == 0)
        return fail(err, ERROR_USAGE, "%s has no records to make a video of",
                    app->run->playback.reader.path);
    export->first = 0, export->last = timeline->records - 1;
    if ((options->from && !record_of(app, "--from", options->from, &export->first, err)) ||
        (options->to && !record_of(app, "--to", options->to, &export->last, err)))
        return false;
    if (export->first > export->last)
        return fail(err, ERROR_USAGE, "--from: %s is after %s", options->from,
                    options->to ? options->to : "the last record");
    export->frames = (export->last - export->first) / export->step + 1;
    export->samples = export->frames < PALETTE_FRAMES ? export->frames : PALETTE_FRAMES;
    return true;
}

static bool set_path(struct export *export, const struct export_options *options, struct error *err)
{
    export->gif = ends_with(options->path, ".gif");
    if (!export->gif && !ends_with(options->path, ".mp4"))
        return fail(err, ERROR_USAGE, "--export: \"%.200s\" is no video, use FILE.mp4 or FILE.gif",
                    options->path);
    if (strlen(options->path) >= EXPORT_PATH)
        return fail(err, ERROR_USAGE, "--export: the name is too long");
    if (!options->force && access(options->path, F_OK) == 0)
        return fail(err, ERROR_FILE, "%s: exists already (--force replaces it)", options->path);
    snprintf(export->path, sizeof export->path, "%s", options->path);
    snprintf(export->part, sizeof export->part, "%s.part-%ld", options->path, (long)getpid());
    snprintf(export->palette, sizeof export->palette, "%s.png", export->part);
    return true;
}

/* What every call of ffmpeg begins with, what its stage adds, and where it writes. */
static bool start(struct export *export, struct error *err)
{
    static const char *const PALETTE[] = {"-vf",       "palettegen=stats_mode=full",
                                          "-frames:v", "1",
                                          "-c:v",      "png",
                                          "-f",        "image2",
                                          "-update",   "1",
                                          NULL};
    static const char *const GIF[] = {"-filter_complex",
                                      "[0:v][1:v]paletteuse=dither=none:diff_mode=rectangle",
                                      "-loop",
                                      "0",
                                      "-f",
                                      "gif",
                                      NULL};
    static const char *const MP4[] = {"-vf",
                                      "scale=out_color_matrix=bt709:out_range=tv",
                                      "-c:v",
                                      "libx264",
                                      "-preset",
                                      "medium",
                                      "-crf",
                                      "18",
                                      "-pix_fmt",
                                      "yuv420p",
                                      "-colorspace",
                                      "bt709",
                                      "-color_primaries",
                                      "bt709",
                                      "-color_trc",
                                      "bt709",
                                      "-movflags",
                                      "+faststart",
                                      "-f",
                                      "mp4",
                                      NULL};
    char size[32], rate[16], palette[EXPORT_PATH + 48], out[EXPORT_PATH + 48];
    bool making = export->stage == EXPORT_PALETTE;
    snprintf(size, sizeof size, "%dx%d", export->canvas.width, export->canvas.height);
    snprintf(rate, sizeof rate, "%d", export->fps);
    snprintf(palette, sizeof palette, "file:%s", export->palette);
    snprintf(out, sizeof out, "file:%s", making ? export->palette : export->part);
    const char *arguments[48] = {"ffmpeg",        "-hide_banner", "-loglevel",   "error",
                                 "-nostdin",      "-y",           "-f",          "rawvideo",
                                 "-pixel_format", "bgra",         "-video_size", size,
                                 "-framerate",    rate,           "-i",          "pipe:0"};
    int count = 16;
    if (export->gif && !making)
        arguments[count++] = "-i", arguments[count++] = palette;
    const char *const *more = making ? PALETTE : export->gif ? GIF : MP4;
    for (int i = 0; more[i]; i++)
        arguments[count++] = more[i];
    arguments[count++] = out;
    export->frame = 0;
    export->ending = export->drawn = false;
    return encoder_start(&export->encoder, arguments, err);
}

bool export_begin(struct export *export, struct app *app, const struct export_options *options,
                  struct error *err)
{
    *export = (struct export){.fps = options->fps ? options->fps : EXPORT_FPS,
                              .step = options->step ? (uint64_t)options->step : 1,
                              .force = options->force,
                              .encoder.input = -1,
                              .started = SDL_GetTicks64()};
    if (!set_path(export, options, err) || !set_frames(export, app, options, err))
        return false;
    /* The usual MP4 halves the resolution of colours. */
    int even = export->gif ? ~0 : ~1;
    if (!draw_resize(&export->canvas, app->canvas.width & even, app->canvas.height & even,
                     app->canvas.scale, err))
        return false;
    export->record = app->run->timeline.record, export->follow = app->run->timeline.follow;
    export->stage = export->gif ? EXPORT_PALETTE : EXPORT_FRAMES;
    if (!start(export, err)) {
        export_cancel(export, app);
        return false;
    }
    return true;
}

static uint64_t stage_frames(const struct export *export)
{
    return export->stage == EXPORT_PALETTE ? export->samples : export->frames;
}

/* Those of the palette are spread over all. */
static uint64_t record_shown(const struct export *export)
{
    uint64_t frame = export->frame;
    if (export->stage == EXPORT_PALETTE && export->samples > 1)
        frame = frame * (export->frames - 1) / (export->samples - 1);
    return export->first + frame * export->step;
}

/* On its own canvas, as if nobody were at the mouse; false if something is still being read. */
static bool make_frame(struct export *export, struct app *app)
{
    struct canvas canvas = app->canvas;
    struct input input = app->ui.input;
    bool help = app->help;
    struct export *exporting = app->export;
    timeline_go(&app->run->timeline, (int64_t)record_shown(export));
    app->run->timeline.playing = false;
    app->canvas = export->canvas, app->canvas.text = canvas.text;
    app->ui.input = (struct input){.x = -1e6, .y = -1e6};
    app->help = false, app->frame = FRAME_VIDEO, app->export = NULL;
    app_draw(app);
    app->help = help, app->frame = FRAME_WINDOW, app->export = exporting;
    app->ui.input = input;
    app->canvas = canvas;
    return !app_waiting(app);
}

static void close_all(struct export *export, struct app *app)
{
    encoder_stop(&export->encoder);
    if (export->gif)
        remove(export->palette);
    draw_free(&export->canvas);
    timeline_go(&app->run->timeline, (int64_t) export->record);
    app->run->timeline.follow = export->follow;
    export->stage = EXPORT_FINISHED;
}

void export_cancel(struct export *export, struct app *app)
{
    close_all(export, app);
    remove(export->part);
}

static enum encoder_answer give_up(struct export *export, struct app *app)
{
    export_cancel(export, app);
    return ENCODER_FAILED;
}

/* ffmpeg has ended well: on to the next stage, or the file gets its name. */
static enum encoder_answer next_stage(struct export *export, struct app *app, struct error *err)
{
    if (export->stage == EXPORT_PALETTE) {
        export->stage = EXPORT_FRAMES;
        return start(export, err) ? ENCODER_BUSY : give_up(export, app);
    }
    bool taken = !export->force && access(export->path, F_OK) == 0;
    if (taken || rename(export->part, export->path) != 0) {
        fail(err, ERROR_FILE, "%s: cannot be written: %s", export->path,
             taken ? "it exists by now" : strerror(errno));
        return give_up(export, app);
    }
    close_all(export, app);
    return ENCODER_DONE;
}

enum encoder_answer export_step(struct export *export, struct app *app, int milliseconds,
                                struct error *err)
{
    if (export->ending) {
        enum encoder_answer ended = encoder_finish(&export->encoder, milliseconds, err);
        return ended == ENCODER_DONE     ? next_stage(export, app, err)
               : ended == ENCODER_FAILED ? give_up(export, app)
                                         : ENCODER_BUSY;
    }
    if (!export->drawn && !(export->drawn = make_frame(export, app)))
        return ENCODER_BUSY;
    size_t size = (size_t) export->canvas.width * (size_t) export->canvas.height * 4;
    enum encoder_answer sent =
        encoder_send(&export->encoder, export->canvas.pixels, size, milliseconds, err);
    if (sent == ENCODER_FAILED)
        return give_up(export, app);
    if (sent == ENCODER_DONE) {
        export->drawn = false;
        export->ending = ++export->frame == stage_frames(export);
    }
    return ENCODER_BUSY;
}

uint64_t export_total(const struct export *export)
{
    return export->frames + (export->gif ? export->samples : 0);
}

uint64_t export_done(const struct export *export)
{
    return export->frame + (export->gif && export->stage != EXPORT_PALETTE ? export->samples : 0);
}

void export_progress(const struct export *export, char *text, size_t size)
{
    double share = (double)export_done(export) / (double)export_total(export);
    double spent = (double)(SDL_GetTicks64() - export->started) / 1000;
    char left[48] = "", duration[32];
    if (share > 0 && spent > 1)
        snprintf(left, sizeof left, ", %s left",
                 progress_duration(spent / share * (1 - share), duration));
    if (export->stage == EXPORT_PALETTE)
        snprintf(text, size, "choosing colours, %.0f %%%s", 100 * share, left);
    else
        snprintf(text, size, "%llu of %llu frames, %.0f %%%s", (unsigned long long)export->frame,
                 (unsigned long long)export->frames, floor(100 * share), left);
}
