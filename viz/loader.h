/* The thread that reads a run file while the screen is drawn.
 *
 * A reader is used by one thread at a time, so whoever touches it holds the loader's lock: the
 * thread for the length of one job, everybody else briefly. Jobs are done in their order, urgent
 * ones first. */
#ifndef KEIRETSU_VIZ_LOADER_H
#define KEIRETSU_VIZ_LOADER_H

#include "output/reader.h"

struct loader;

/* Reads something into what it is given; runs on the loader's thread and must not touch anything
 * else. */
typedef bool (*loader_work)(struct reader *reader, void *of, struct error *err);

enum loader_state { LOADER_NEW, LOADER_WAITING, LOADER_DONE };

/* Owned by the caller, who keeps it where it is until it is done or the loader has stopped. */
struct loader_job {
    loader_work work;
    void *of;
    bool submitted; /* the owner's, who sees it without asking the thread */
    bool good;      /* once it is done */
    struct error err;
    enum loader_state state; /* the thread's while waiting: ask loader_done */
    struct loader_job *next;
};

/* NULL where no thread can be had. `wake` is called from the thread whenever a job is done. */
struct loader *loader_start(struct reader *reader, void (*wake)(void));

/* Waits for the job under way; those that have not begun are left undone. */
void loader_stop(struct loader *loader);

void loader_submit(struct loader *loader, struct loader_job *job, bool urgent);

/* True once it is done; its results may then be used. */
bool loader_done(struct loader *loader, const struct loader_job *job);

/* Waits for it, but no longer than so many milliseconds. */
bool loader_wait(struct loader *loader, const struct loader_job *job, uint32_t milliseconds);

/* Takes back a job that has not begun; false if it is too late. */
bool loader_cancel(struct loader *loader, struct loader_job *job);

/* Jobs that are waiting or under way. */
int loader_busy(struct loader *loader);

void loader_lock(struct loader *loader);
bool loader_try_lock(struct loader *loader);
void loader_unlock(struct loader *loader);

#endif
