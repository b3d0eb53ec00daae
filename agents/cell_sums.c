#include "agents/cell_sums.h"

void cell_sums(const struct state *s, const double *of_run, int width, double *of_cell)
{
    const struct population *p = &s->population;
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++) {
        double *sum = of_cell + (size_t)c * (size_t)width;
        for (int i = 0; i < width; i++)
            sum[i] = 0;
        for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
            const double *part = of_run + (size_t)p->cell_run[n] * (size_t)width;
            for (int i = 0; i < width; i++)
                sum[i] += part[i];
        }
    }
}

void cell_totals(const struct state *s, const int64_t *of_run, int width, int64_t *of_cell)
{
    const struct population *p = &s->population;
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++) {
        int64_t *sum = of_cell + (size_t)c * (size_t)width;
        for (int i = 0; i < width; i++)
            sum[i] = 0;
        for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
            const int64_t *part = of_run + (size_t)p->cell_run[n] * (size_t)width;
            for (int i = 0; i < width; i++)
                sum[i] += part[i];
        }
    }
}

void cell_running_totals(const struct state *s, const uint64_t *of_run, uint64_t *before,
                         uint64_t *of_cell)
{
    const struct population *p = &s->population;
#pragma omp parallel for schedule(static)
    for (int c = 0; c < s->cells; c++) {
        uint64_t running = 0;
        for (uint32_t n = p->cell_first[c]; n < p->cell_first[c + 1]; n++) {
            before[p->cell_run[n]] = running;
            running += of_run[p->cell_run[n]];
        }
        of_cell[c] = running;
    }
}
