#include "viz/loader.h"

#include <SDL.h>
#include <stdlib.h>

struct loader {
    struct reader *reader;
    void (*wake)(void);
    SDL_Thread *thread;
    SDL_mutex *file;        /* held by whoever uses the reader */
    SDL_mutex *queue;       /* guards what follows, and the state of jobs */
    SDL_cond *more, *fewer; /* a job was submitted, was done */
    struct loader_job *first;
    int busy;
    bool stop;
};

/* The next job, NULL when it is time to leave; the queue is locked. */
static struct loader_job *next_job(struct loader *loader)
{
    while (!loader->first && !loader->stop)
        SDL_CondWait(loader->more, loader->queue);
    struct loader_job *job = loader->stop ? NULL : loader->first;
    if (job)
        loader->first = job->next;
    return job;
}

static int read_jobs(void *of)
{
    struct loader *loader = of;
    struct loader_job *job;
    SDL_LockMutex(loader->queue);
    while ((job = next_job(loader)) != NULL) {
        SDL_UnlockMutex(loader->queue);
        SDL_LockMutex(loader->file);
        bool good = job->work(loader->reader, job->of, &job->err);
        SDL_UnlockMutex(loader->file);
        SDL_LockMutex(loader->queue);
        job->good = good;
        job->state = LOADER_DONE;
        loader->busy--;
        SDL_CondBroadcast(loader->fewer);
        if (loader->wake)
            loader->wake();
    }
    SDL_UnlockMutex(loader->queue);
    return 0;
}

static void release(struct loader *loader)
{
    if (loader->file)
        SDL_DestroyMutex(loader->file);
    if (loader->queue)
        SDL_DestroyMutex(loader->queue);
    if (loader->more)
        SDL_DestroyCond(loader->more);
    if (loader->fewer)
        SDL_DestroyCond(loader->fewer);
    free(loader);
}

struct loader *loader_start(struct reader *reader, void (*wake)(void))
{
    struct loader *loader = calloc(1, sizeof *loader);
    if (!loader)
        return NULL;
    loader->reader = reader, loader->wake = wake;
    loader->file = SDL_CreateMutex(), loader->queue = SDL_CreateMutex();
    loader->more = SDL_CreateCond(), loader->fewer = SDL_CreateCond();
    if (loader->file && loader->queue && loader->more && loader->fewer)
        loader->thread = SDL_CreateThread(read_jobs, "reader", loader);
    if (!loader->thread) {
        release(loader);
        return NULL;
    }
    return loader;
}

void loader_stop(struct loader *loader)
{
    SDL_LockMutex(loader->queue);
    loader->stop = true;
    SDL_CondSignal(loader->more);
    SDL_UnlockMutex(loader->queue);
    SDL_WaitThread(loader->thread, NULL);
    release(loader);
}

void loader_submit(struct loader *loader, struct loader_job *job, bool urgent)
{
    SDL_LockMutex(loader->queue);
    struct loader_job **at = &loader->first;
    while (!urgent && *at)
        at = &(*at)->next;
    job->state = LOADER_WAITING;
    job->submitted = true;
    job->next = *at;
    *at = job;
    loader->busy++;
    SDL_CondSignal(loader->more);
    SDL_UnlockMutex(loader->queue);
}

bool loader_done(struct loader *loader, const struct loader_job *job)
{
    SDL_LockMutex(loader->queue);
    bool done = job->state == LOADER_DONE;
    SDL_UnlockMutex(loader->queue);
    return done;
}

bool loader_cancel(struct loader *loader, struct loader_job *job)
{
    SDL_LockMutex(loader->queue);
    struct loader_job **at = &loader->first;
    while (*at && *at != job)
        at = &(*at)->next;
    bool found = *at == job;
    if (found) {
        *at = job->next;
        job->state = LOADER_NEW;
        job->submitted = false;
        loader->busy--;
    }
    SDL_UnlockMutex(loader->queue);
    return found;
}

bool loader_wait(struct loader *loader, const struct loader_job *job, uint32_t milliseconds)
{
    uint64_t until = SDL_GetTicks64() + milliseconds;
    SDL_LockMutex(loader->queue);
    while (job->state == LOADER_WAITING) {
        uint64_t now = SDL_GetTicks64();
        if (now >= until ||
            SDL_CondWaitTimeout(loader->fewer, loader->queue, (uint32_t)(until - now)) != 0)
            break;
    }
    bool done = job->state == LOADER_DONE;
    SDL_UnlockMutex(loader->queue);
    return done;
}

int loader_busy(struct loader *loader)
{
    SDL_LockMutex(loader->queue);
    int busy = loader->busy;
    SDL_UnlockMutex(loader->queue);
    return busy;
}

void loader_lock(struct loader *loader)
{
    SDL_LockMutex(loader->file);
}

bool loader_try_lock(struct loader *loader)
{
    return SDL_TryLockMutex(loader->file) == 0;
}

void loader_unlock(struct loader *loader)
{
    SDL_UnlockMutex(loader->file);
}
