/* How fast the viewer is: opening a file, drawing each view, moving through time with the reader's
 * thread at work, and memory. Draws in memory, so neither a display nor a graphics card matters.
 *
 *   bench_viewer FILE [WIDTHxHEIGHT]
 */
#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "viz/app.h"

enum { FRAMES = 60, SCRUBS = 24, SETTLE_SECONDS = 20 };

static double now(void)
{
    return 1000.0 * (double)SDL_GetPerformanceCounter() / (double)SDL_GetPerformanceFrequency();
}

/* Of this thread alone: what a frame costs where other programs are at work as well. */
static double processor(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static double frame(struct app *app)
{
    double before = now();
    app_draw(app);
    return now() - before;
}

/* Frames until nothing is being read any more: milliseconds in all; the longest frame. */
static double settle(struct app *app, double *longest)
{
    double before = now();
    *longest = 0;
    while (now() - before < 1000.0 * SETTLE_SECONDS) {
        double took = frame(app);
        *longest = took > *longest ? took : *longest;
        if (!app->run->playback.waiting)
            break;
        SDL_Delay(1);
    }
    return now() - before;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(struct app *app, enum view_kind view)
{
    struct timeline *timeline = &app->run->timeline;
    int64_t records = (int64_t)timeline->records;
    double took[FRAMES], longest, scrub[SCRUBS], longest_scrub = 0, sum = 0;
    app->view = view;
    double used = processor(), first = frame(app), used_first = processor() - used,
           all = first + settle(app, &longest);
    longest = first > longest ? first : longest;
    timeline_go(timeline, records / 3);
    double unused;
    settle(app, &unused);
    /* Playing: a new record in every frame, 33 ms apart. */
    used = processor();
    for (int i = 0; i < FRAMES; i++) {
        timeline_go(timeline, records / 3 + i % (records > 3 ? records / 2 : 1));
        took[i] = frame(app);
        sum += took[i];
        if (took[i] < 33)
            SDL_Delay((uint32_t)(33 - took[i]));
    }
    used = (processor() - used) / FRAMES;
    qsort(took, FRAMES, sizeof *took, compare);
    /* Scrubbing: anywhere, until the frame shows what belongs there. */
    for (int i = 0; i < SCRUBS; i++) {
        timeline_go(timeline, (int64_t)((uint64_t)(i + 1) * 2654435761u % (uint64_t)records));
        scrub[i] = settle(app, &unused);
        longest_scrub = unused > longest_scrub ? unused : longest_scrub;
    }
    qsort(scrub, SCRUBS, sizeof *scrub, compare);
    printf("%-11s first %6.1f (%5.1f)  complete %6.1f | playing: mean %5.1f (%5.1f)  95 %% %5.1f"
           "  most %5.1f | scrub: half %5.1f  95 %% %5.1f  longest frame %5.1f\n",
           view_types[view]->name, first, used_first, all, sum / FRAMES, used,
           took[FRAMES * 95 / 100], took[FRAMES - 1], scrub[SCRUBS / 2], scrub[SCRUBS * 95 / 100],
           longest_scrub);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct error err = {0};
    static struct app app;
    int width = 1280, height = 720;
    if (argc < 2 || (argc > 2 && sscanf(argv[2], "%dx%d", &width, &height) != 2)) {
        fprintf(stderr, "usage: bench_viewer FILE [WIDTHxHEIGHT]\n");
        return 2;
    }
    double before = now();
    struct app_options options = {.paths = {argv[1]}, .path_count = 1, .view = VIEW_CHARTS};
    if (!app_open(&app, &options, &err) || !app_resize(&app, width, height, 1, &err)) {
        fprintf(stderr, "bench_viewer: %s\n", err.text);
        return 1;
    }
    double opened = now() - before;
    app_background(&app, NULL);
    frame(&app);
    printf("%s: opened in %.0f ms, first picture after %.0f ms; milliseconds at %d x %d\n"
           "(in brackets: of the processor)\n",
           argv[1], opened, now() - before, width, height);
    for (int view = 0; view < VIEW_KINDS; view++)
        measure(&app, (enum view_kind)view);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("memory: at most %.0f MB\n", (double)usage.ru_maxrss / 1024);
    app_close(&app);
    return 0;
}
