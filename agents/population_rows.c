/* Household rows: each stands for some persons of one age group, one status and, if employed,
 * one employer.
 *
 * A firm with staff s has h = ceil(s / w_r) rows of floor(s (e + 1) / h) - floor(s e / h)
 * persons: its rows add up to its staff exactly, and each has somebody. The persons per row are
 *
 *     w_r = w in regions modelled in full, w (E_r / N_r) / (E / N of those) in the others,
 *
 * whose firms are few and huge (E employed, N firms), at least 1, with w such that all rows are
 * about as many as asked for. Unemployed and inactive persons of an age group are spread over
 * localities as the employed are, by cumulative rounding, and are then split into rows alike.
 *
 * In addition w_r is at most the staff of the region's largest employer over the number of age
 * groups, unless that is below 1. So this firm has a row for every age group, and nobody has a
 * row larger than that part of its staff: with this the ages of the employed can always be made
 * exact (population_ages.c).
 */
#include <math.h>

#include "agents/population_internal.h"

enum { SAMPLE = 4096 };
static const double PERSONS_PER_ROW_MOST = 0x1p27;

struct layout {
    struct population_build *b;
    int groups;
    uint32_t reserve[REGIONS_MAX]; /* largest employer of each region */
    int64_t *staff;                /* [localities + 1] running sum of the employed, per region */
};

static uint32_t region_first_firm(const struct population *p, int r)
{
    return p->locality_firm[p->region_locality[r]];
}

static uint32_t largest_employer(const struct population *p, int r)
{
    uint32_t largest = region_first_firm(p, r);
    for (uint32_t f = largest; f < region_first_firm(p, r + 1); f++)
        if (p->staff[f] > p->staff[largest])
            largest = f;
    return largest;
}

/* staff[l]: employed persons of the region in localities before l. */
static void sum_staff(struct layout *layout, int r)
{
    const struct population *p = layout->b->population;
    int64_t running = 0;
    for (uint32_t l = p->region_locality[r]; l < p->region_locality[r + 1]; l++) {
        layout->staff[l] = running;
        for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++)
            running += p->staff[f];
    }
}

/* Persons without work of one age group in one locality. */
static int64_t persons_in(const struct layout *layout, int r, uint32_t l, int64_t persons)
{
    const struct population *p = layout->b->population;
    int64_t employed = layout->b->labour[r].employed_total;
    struct money_share share = money_share_of(persons, (uint64_t)employed);
    int64_t until = l + 1 < p->region_locality[r + 1] ? layout->staff[l + 1] : employed;
    return money_share_part(&share, (uint64_t)layout->staff[l],
                            (uint64_t)(until - layout->staff[l]));
}

static uint64_t rows_for(int64_t persons, double per_row)
{
    double rows = ceil((double)persons / per_row);
    return rows < 1 ? 1 : (uint64_t)rows;
}

/* Rows of a region at so many persons a row: exact for those without work, and for firms from
 * every so-manieth one, which is about right because only their last rows are estimated. */
static double estimated_rows(const struct layout *layout, int r, double per_row)
{
    const struct population *p = layout->b->population;
    const struct population_labour *labour = &layout->b->labour[r];
    uint32_t first = region_first_firm(p, r), end = region_first_firm(p, r + 1);
    uint32_t stride = (end - first) / SAMPLE + 1;
    double rounding = 0, sampled = 0;
    for (uint32_t f = first; f < end; f += stride) {
        double rows = (double)p->staff[f] / per_row;
        rounding += ceil(rows) - rows;
        sampled += 1;
    }
    double rows = (double)labour->employed_total / per_row;
    if (sampled > 0)
        rows += rounding / sampled * (end - first);
    for (uint32_t l = p->region_locality[r]; l < p->region_locality[r + 1]; l++)
        for (int a = 0; a < layout->groups; a++) {
            rows += (double)rows_for(persons_in(layout, r, l, labour->unemployed[a]), per_row);
            rows += (double)rows_for(persons_in(layout, r, l, labour->inactive[a]), per_row);
        }
    return rows;
}

/* Persons per row of region r when those of the full regions have `per_row`. */
static double scaled_to_region(const struct layout *layout, int r, double ratio, double per_row)
{
    const struct population *p = layout->b->population;
    double most = floor((double)p->staff[layout->reserve[r]] / layout->groups);
    return fmax(1, fmin(fmin(per_row * ratio, PERSONS_PER_ROW_MOST), most));
}

static void choose_persons_per_row(struct layout *layout)
{
    struct population_build *b = layout->b;
    const struct world *w = b->world;
    double employed = 0, firms = 0, ratio[REGIONS_MAX];
    bool any = false;
    for (int r = 0; r < w->regions; r++)
        any |= w->of_region.modelled_in_full[r] > 0.5;
    for (int r = 0; r < w->regions; r++)
        if (!any || w->of_region.modelled_in_full[r] > 0.5) {
            employed += (double)b->labour[r].employed_total;
            firms += region_first_firm(b->population, r + 1) - region_first_firm(b->population, r);
        }
    for (int r = 0; r < w->regions; r++) {
        double firms_here =
            region_first_firm(b->population, r + 1) - region_first_firm(b->population, r);
        bool full = any && w->of_region.modelled_in_full[r] > 0.5;
        ratio[r] = full || firms_here == 0 || employed == 0
                       ? 1
                       : (double)b->labour[r].employed_total / firms_here / (employed / firms);
    }
    double wanted = b->options->rows_per_firm * b->population->firms, low = -20, high = 40;
    for (int round = 0; round < 40; round++) { /* log2 of w */
        double middle = (low + high) / 2, rows = 0;
        for (int r = 0; r < w->regions; r++)
            rows += estimated_rows(layout, r,
                                   scaled_to_region(layout, r, ratio[r], population_exp2(middle)));
        *(rows > wanted ? &low : &high) = middle;
    }
    for (int r = 0; r < w->regions; r++)
        b->labour[r].persons_per_row = scaled_to_region(layout, r, ratio[r], population_exp2(high));
}

/* Row numbers relative to the locality's first row; returns how many there are. */
static uint64_t number_locality(const struct layout *layout, int r, uint32_t l)
{
    const struct population *p = layout->b->population;
    const struct population_labour *labour = &layout->b->labour[r];
    uint64_t next = 0, block = (uint64_t)l * (uint64_t)(layout->groups + 1);
    for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
        p->firm_row[f] = next;
        next += rows_for(p->staff[f], labour->persons_per_row);
    }
    for (int idle = 0; idle < 2; idle++) {
        uint64_t *row = (idle ? p->inactive_row : p->unemployed_row) + block;
        const int64_t *persons = idle ? labour->inactive : labour->unemployed;
        for (int a = 0; a < layout->groups; a++) {
            row[a] = next;
            next += rows_for(persons_in(layout, r, l, persons[a]), labour->persons_per_row);
        }
        row[layout->groups] = next;
    }
    return next;
}

static void shift_locality(const struct layout *layout, uint32_t l)
{
    const struct population *p = layout->b->population;
    uint64_t first = p->locality_row[l], block = (uint64_t)l * (uint64_t)(layout->groups + 1);
    for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++)
        p->firm_row[f] += first;
    for (int a = 0; a <= layout->groups; a++) {
        p->unemployed_row[block + (uint64_t)a] += first;
        p->inactive_row[block + (uint64_t)a] += first;
    }
}

static void fill_rows(const struct population *p, uint64_t first, uint64_t end, int64_t persons,
                      uint32_t employer, enum household_status status, uint8_t age)
{
    struct money_share share = money_share_of(persons, end - first);
    for (uint64_t h = first; h < end; h++) {
        p->persons[h] = (uint32_t)money_share_part(&share, h - first, 1);
        p->employer[h] = employer;
        p->status[h] = (uint8_t)status;
        p->age[h] = age;
    }
}

static void fill_locality(const struct layout *layout, int r, uint32_t l)
{
    const struct population *p = layout->b->population;
    const struct population_labour *labour = &layout->b->labour[r];
    uint64_t block = (uint64_t)l * (uint64_t)(layout->groups + 1);
    for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++)
        fill_rows(p, p->firm_row[f], population_row_end(p, l, f, layout->groups), p->staff[f], f,
                  HOUSEHOLD_EMPLOYED, 0);
    for (int a = 0; a < layout->groups; a++) {
        const uint64_t *row = p->unemployed_row + block + a;
        fill_rows(p, row[0], row[1], persons_in(layout, r, l, labour->unemployed[a]), SUPPLIER_NONE,
                  HOUSEHOLD_UNEMPLOYED, (uint8_t)a);
        row = p->inactive_row + block + a;
        fill_rows(p, row[0], row[1], persons_in(layout, r, l, labour->inactive[a]), SUPPLIER_NONE,
                  HOUSEHOLD_INACTIVE, (uint8_t)a);
    }
}

static int region_of(const struct population *p, uint32_t locality)
{
    int r = 0;
    while (locality >= p->region_locality[r + 1])
        r++;
    return r;
}

static bool allocate_numbers(struct layout *layout, struct error *err)
{
    struct population *p = layout->b->population;
    uint64_t blocks = (uint64_t)p->localities * (uint64_t)(layout->groups + 1);
    return population_array(&layout->staff, (uint64_t)p->localities + 1, err) &&
           population_array(&p->firm_row, (uint64_t)p->firms + 1, err) &&
           population_array(&p->locality_row, (uint64_t)p->localities + 1, err) &&
           population_array(&p->unemployed_row, blocks, err) &&
           population_array(&p->inactive_row, blocks, err);
}

static bool lay_out(struct layout *layout, struct error *err)
{
    struct population *p = layout->b->population;
    if (!allocate_numbers(layout, err))
        return false;
#pragma omp parallel for schedule(dynamic)
    for (int r = 0; r < layout->b->world->regions; r++) {
        layout->reserve[r] = largest_employer(p, r);
        sum_staff(layout, r);
    }
    choose_persons_per_row(layout);
#pragma omp parallel for schedule(dynamic)
    for (uint32_t l = 0; l < p->localities; l++)
        p->locality_row[l] = number_locality(layout, region_of(p, l), l);
    for (uint32_t l = 0; l < p->localities; l++) {
        uint64_t rows = p->locality_row[l];
        p->locality_row[l] = p->rows;
        p->rows += rows;
    }
    p->locality_row[p->localities] = p->rows;
    p->firm_row[p->firms] = p->rows;
    if (!population_array(&p->persons, p->rows, err) || !population_array(&p->age, p->rows, err) ||
        !population_array(&p->status, p->rows, err) ||
        !population_array(&p->employer, p->rows, err))
        return false;
#pragma omp parallel for schedule(dynamic)
    for (uint32_t l = 0; l < p->localities; l++) {
        shift_locality(layout, l);
        fill_locality(layout, region_of(p, l), l);
    }
    return true;
}

bool population_rows(struct population_build *b, struct error *err)
{
    struct layout layout = {.b = b, .groups = b->world->age_groups};
    bool ok = lay_out(&layout, err);
    free(layout.staff);
    return ok && population_ages(b, layout.reserve, err);
}
