/* ffmpeg as a program of its own that takes pictures from us: started, fed, waited for.
 *
 * Nothing here waits longer than it is told to, so that a window can go on between two calls. The
 * pictures go through a socket, which cannot raise SIGPIPE. */
#ifndef KEIRETSU_VIZ_ENCODER_H
#define KEIRETSU_VIZ_ENCODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

#include "core/error.h"

struct encoder {
    pid_t pid;      /* 0: none is running */
    int input;      /* our end, -1 once it is closed */
    FILE *messages; /* what it says */
    size_t sent;    /* of the bytes that encoder_send was given last */
};

enum encoder_answer { ENCODER_BUSY, ENCODER_DONE, ENCODER_FAILED };

/* Starts ffmpeg with these arguments (the first is its name, the last NULL), found on the PATH. */
bool encoder_start(struct encoder *encoder, const char *const *arguments, struct error *err);

/* Sends bytes for as long as this; BUSY: call it again with the same ones. */
enum encoder_answer encoder_send(struct encoder *encoder, const void *bytes, size_t size,
                                 int milliseconds, struct error *err);

/* Ends its input and waits for as long as this until it has done its work. */
enum encoder_answer encoder_finish(struct encoder *encoder, int milliseconds, struct error *err);

/* Ends it at once; also where none is running. */
void encoder_stop(struct encoder *encoder);

#endif
