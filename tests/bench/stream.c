/* Memory bandwidth by the triad a = b + s c, on one thread and on all: what the phases, most of
 * which stream columns, can hope for on this machine. Counts 24 bytes an element, as STREAM does;
 * the processor may read a before writing it and so move 32.
 *
 * usage: bench_stream [MEGABYTES of each array, default 256]
 */
#include <omp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/memory.h"

enum { REPEATS = 10 };

static void triad(double *restrict a, const double *restrict b, const double *restrict c,
                  double scalar, size_t count)
{
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < count; i++)
        a[i] = b[i] + scalar * c[i];
}

/* Fastest of some repeats, each with another scalar so that none can be left out. */
static double best_seconds(double *a, const double *b, const double *c, size_t count)
{
    double best = 1e300;
    for (int r = 0; r < REPEATS; r++) {
        double start = omp_get_wtime();
        triad(a, b, c, r, count);
        double taken = omp_get_wtime() - start;
        best = taken < best ? taken : best;
    }
    return best;
}

static bool right(const double *a, size_t count)
{
    for (size_t i = 0; i < count; i += 997)
        if (a[i] != 1 + (REPEATS - 1) * 2)
            return false;
    return true;
}

int main(int argc, char **argv)
{
    char *end = NULL;
    long megabytes = argc > 1 ? strtol(argv[1], &end, 10) : 256;
    if (argc > 2 || megabytes < 1 || megabytes > 65536 || (end != NULL && *end != '\0')) {
        fprintf(stderr, "usage: bench_stream [MEGABYTES of each array, 1 to 65536]\n");
        return 2;
    }
    size_t count = ((size_t)megabytes << 20) / sizeof(double);
    double *a = memory_block(count * sizeof *a);
    double *b = memory_block(count * sizeof *b);
    double *c = memory_block(count * sizeof *c);
    if (a == NULL || b == NULL || c == NULL) {
        fprintf(stderr, "bench_stream: no memory for three arrays of %ld MB\n", megabytes);
        return 1;
    }
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < count; i++)
        a[i] = 0, b[i] = 1, c[i] = 2;

    int all = omp_get_max_threads();
    printf("memory bandwidth (triad, three arrays of %ld MB)\n", megabytes);
    for (int threads = 1;; threads = all) {
        omp_set_num_threads(threads);
        double seconds = best_seconds(a, b, c, count);
        printf("  %3d thread%s %7.1f GB/s\n", threads, threads == 1 ? " " : "s",
               24e-9 * (double)count / seconds);
        if (threads == all)
            break;
    }
    bool correct = right(a, count);
    if (!correct)
        fprintf(stderr, "bench_stream: wrong sums\n");
    free(a);
    free(b);
    free(c);
    return correct ? 0 : 1;
}
