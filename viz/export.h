/* A video of a run: frame after frame drawn without a display and given to ffmpeg.
 *
 * What a frame shows depends on its moment alone, not on the clock of the wall. The file is made
 * under another name and gets its own at the end, so a half one is never taken for a whole one. */
#ifndef KEIRETSU_VIZ_EXPORT_H
#define KEIRETSU_VIZ_EXPORT_H

#include "viz/app.h"
#include "viz/encoder.h"

enum { EXPORT_PATH = 1100 };

enum export_stage {
    EXPORT_PALETTE, /* of a GIF: from frames taken all along the way */
    EXPORT_FRAMES,
    EXPORT_FINISHED,
};

struct export
{
    struct encoder encoder;
    struct canvas canvas; /* of the video, even where the format asks for it */
    char path[EXPORT_PATH], part[EXPORT_PATH + 32], palette[EXPORT_PATH + 40];
    bool gif, force;
    bool ending; /* all frames of this stage are sent */
    bool drawn;  /* the frame is on the canvas */
    int fps;
    enum export_stage stage;
    uint64_t first, last, step; /* records */
    uint64_t frames, samples;   /* of the video, and those that its palette is made from */
    uint64_t frame;             /* of this stage */
    uint64_t started;           /* milliseconds of SDL's clock */
    uint64_t record;            /* that was shown before */
    bool follow;
};

/* Checks the options and starts; the size is that of the app's canvas, made even for MP4. While it
 * goes on the app's clock is the video's. */
bool export_begin(struct export *export, struct app *app, const struct export_options *options,
                  struct error *err);

/* Works on for about so long; BUSY until all is done. After DONE and FAILED it has ended. */
enum encoder_answer export_step(struct export *export, struct app *app, int milliseconds,
                                struct error *err);

/* Gives up and removes what there is of the file. */
void export_cancel(struct export *export, struct app *app);

/* "120 of 530 frames, 23 %, 12 s left" */
void export_progress(const struct export *export, char *text, size_t size);

/* Frames to send, with those that a palette is made from, and how many are sent. */
uint64_t export_total(const struct export *export);
uint64_t export_done(const struct export *export);

/* Makes the whole video with progress on the terminal; control+C stops it. */
bool export_run(struct app *app, const struct export_options *options, struct error *err);

#endif
