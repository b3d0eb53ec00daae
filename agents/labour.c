/* Labour market: staff follows plans, at the speed of hiring and firing, one person at a time.
 *
 *     N*     = min(w q + (1 - w) y*, capacity) / labour productivity             [persons]
 *     gap    = N* - (N + quits of the step)
 *     gap > 0: looks for gap gH + quits,   gap < 0: lays off |gap| (nR gF + nN gN) - quits,
 *              or looks for what that is below zero
 *     h      = min(1, finding * unemployed * min(1, U / u*) / looked for by all firms of a region)
 *              where h < 1: min(1, h * pull of the firm / mean pull), pull = 1 + e (b - 1)
 *
 * b is the wage of the firm relative to the region (wage_setting.c): who pays more gets more of
 * those who are scarce. gH, gF, gN per region and step: hiring, firing of regular and of
 * non-regular staff, whose shares are nR and nN; quits are all who left by themselves
 * (demography.c), and are replaced at once; U the unemployment rate, u* its opening value.
 * Fractions of persons are rounded by a draw, so that also firms of three move. Persons change
 * rows, rows do not change employers: those laid off join the unemployed rows of their locality
 * and age group, and persons take their part of the row's deposits, claims and remembered incomes
 * along. Who fills vacancies: labour_hiring.c. The size of the labour force: labour_force.c.
 *
 * Source: partial adjustment with a hiring limit (matching function, Pissarides 2000, in reduced
 * form); speeds are our assumptions, slow firing of regular staff in Japan stands for labour
 * hoarding.
 * Reads   firm.{expected_sales, planned_output, productivity, staff, quits}, age.*, region.*.
 * Writes  firm.{staff, vacancies, unfilled, hires, layoffs}, household.{persons, deposits, shares,
 * incomes}, bank.{deposits, reserves}, region.{employed, unemployed, labour_force,
 * unemployment_rate, hires, layoffs, participation_cycle}, age.*. Keeps persons and deposits.
 */
#include "agents/labour.h"

#include <math.h>

#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/firm_terms.h"
#include "agents/rules.h"

enum { SPEED_UNITS = 1 << 20, TURNS_MOST = 8, FEW = 20 };

/* Persons of a firm by contract: [0] regular, [1] non-regular. */
static void count_contracts(const struct state *s, uint32_t locality, uint32_t f, double count[2])
{
    const struct population *p = &s->population;
    count[0] = count[1] = 0;
    for (uint64_t h = p->firm_row[f]; h < population_row_end(p, locality, f, s->world->age_groups);
         h++)
        count[s->household.contract[h]] += s->household.persons[h];
}

static double firing_rate(const struct state *s, uint32_t r, int contract)
{
    return step_rate(s, 1 / (contract ? s->world->of_region.nonregular_firing_speed[r]
                                      : s->world->of_region.firing_speed[r]));
}

/* Persons that a firm looks for (+) or lays off (-) in this step, before the region's limit. */
static double plan_staff(const struct state *s, uint32_t locality, uint32_t f, uint32_t r)
{
    const struct firm_table *firm = &s->firm;
    double weight = s->parameters.staff_weight_sales;
    double output = weight * firm->expected_sales[f] + (1 - weight) * firm->planned_output[f];
    /* Nobody is hired for machines that are not there; in administration nobody is kept for
     * machines that stand still. */
    bool bankrupt = firm->administration[f] > 0;
    output = fmin(output, bankrupt ? firm_capacity(firm, f) : firm_full_capacity(firm, f));
    double quits = (double)firm->quits[f];
    double gap = output / firm_productivity(s, f) - (double)firm->staff[f] - quits;
    if (gap >= 0)
        return gap * step_rate(s, 1 / s->world->of_region.hiring_speed[r]) + quits;
    if (firm->staff[f] == 0)
        return quits;
    if (firm->administration[f] > 0) /* nor for a day longer */
        return gap + quits;
    double count[2];
    count_contracts(s, locality, f, count);
    double leave = count[0] * firing_rate(s, r, 0) + count[1] * firing_rate(s, r, 1);
    return gap * leave / (double)firm->staff[f] + quits;
}

/* What each firm looks for, the share of it that the region's unemployed can fill, and the inverse
 * of the mean pull of the firms that look for them. */
static void set_plans(struct state *s, double *plan, double *tightness, double *pull)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    double *wanted = arena_array(&s->scratch, double, 2 * (size_t)p->runs);
    double sum[REGIONS_MAX] = {0}, pulled[REGIONS_MAX] = {0};
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++) {
        wanted[2 * n] = wanted[2 * n + 1] = 0;
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++) {
            plan[f] = plan_staff(s, p->run[n].locality, f, cell_region(s, p->run[n].cell));
            wanted[2 * n] += fmax(0, plan[f]);
            wanted[2 * n + 1] += fmax(0, plan[f]) * firm_pull(s, f);
        }
    }
    for (uint32_t n = 0; n < p->runs; n++) {
        sum[s->cell[p->run[n].cell].region] += wanted[2 * n];
        pulled[s->cell[p->run[n].cell].region] += wanted[2 * n + 1];
    }
    for (int r = 0; r < s->regions; r++) {
        double slack = s->region.unemployment_rate[r] / s->opening_unemployment[r];
        double found = s->parameters.job_finding * s->clock.weeks *
                       (double)s->region.unemployed[r] * fmin(1, slack);
        tightness[r] = sum[r] > 0 ? found / sum[r] : 1;
        pull[r] = pulled[r] > 0 ? sum[r] / pulled[r] : 1;
        if (tightness[r] < 1)
            s->bound.bindings[BOUND_JOB_FINDING]++;
        else
            tightness[r] = 1;
    }
    arena_reset(&s->scratch, mark);
}

/* Whole persons, rounded by a draw. */
static int64_t whole_persons(const struct state *s, uint32_t f, double persons)
{
    return (int64_t)floor(persons + rng_uniform(s->rng, RNG_FIRM, f, RNG_STAFF_ROUNDING, 0));
}

static void post_vacancies(struct state *s, const double *plan, const double *tightness,
                           const double *pull, struct tally *tally)
{
    struct firm_table *firm = &s->firm;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(tally);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < s->population.firms; f++) {
            uint32_t r = cell_region(s, firm->cell[f]);
            if (plan[f] > 0) {
                double filled = tightness[r];
                if (filled < 1) {
                    filled = fmin(1, filled * firm_pull(s, f) * pull[r]);
                    firm->unfilled[f] += plan[f] * (1 - filled);
                }
                firm->vacancies[f] = whole_persons(s, f, plan[f] * filled);
                mine[2 * r] += firm->vacancies[f];
            } else if (plan[f] < 0) {
                int64_t leave = whole_persons(s, f, -plan[f]);
                firm->layoffs[f] = leave < firm->staff[f] ? leave : firm->staff[f];
                mine[2 * r + 1] += firm->layoffs[f];
            }
        }
    }
}

struct people_part labour_part(const struct state *s, uint32_t f, uint64_t rows, int64_t persons)
{
    uint64_t parts = rows / 2 < TURNS_MOST ? rows / 2 : TURNS_MOST;
    if (parts < 2 || persons * FEW > s->firm.staff[f])
        return (struct people_part){1, 0};
    return (struct people_part){parts, (s->clock.step + f) % parts};
}

/* Those laid off by a firm, from its rows by persons and the speed at which their contract ends, to
 * their locality's unemployed rows. */
static void lay_off(struct state *s, uint32_t locality, uint32_t f, int64_t *settlements)
{
    const struct population *p = &s->population;
    uint32_t r = cell_region(s, s->firm.cell[f]);
    uint64_t first = p->firm_row[f];
    uint64_t end = population_row_end(p, locality, f, s->world->age_groups);
    uint64_t speed[2], sum = 0, running = 0;
    for (int contract = 0; contract < 2; contract++)
        speed[contract] = 1 + (uint64_t)(SPEED_UNITS * firing_rate(s, r, contract));
    struct people_part part = labour_part(s, f, end - first, s->firm.layoffs[f]);
    for (uint64_t h = first + part.offset; h < end; h += part.stride)
        sum += s->household.persons[h] * speed[s->household.contract[h]];
    struct money_share share = money_share_of(sum > 0 ? s->firm.layoffs[f] : 0, sum);
    int64_t left = 0;
    for (uint64_t h = first + part.offset; h < end; h += part.stride) {
        uint64_t persons = s->household.persons[h];
        uint64_t weight = persons * speed[s->household.contract[h]];
        uint64_t leave = (uint64_t)money_share_part(&share, running, weight);
        running += weight;
        leave = leave < persons ? leave : persons;
        if (leave == 0)
            continue;
        int age = s->household.age[h];
        uint64_t rows =
            people_unemployed_row(s, locality, age + 1) - people_unemployed_row(s, locality, age);
        people_move(s, h, people_unemployed_row(s, locality, age) + h % rows, leave, settlements);
        left += (int64_t)leave;
    }
    s->firm.layoffs[f] = left;
    s->firm.staff[f] -= left;
}

static void lay_off_everywhere(struct state *s, struct tally *settlements)
{
    const struct population *p = &s->population;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(settlements);
#pragma omp for schedule(dynamic, 1)
        for (uint32_t l = 0; l < p->localities; l++)
            for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++)
                if (s->firm.layoffs[f] > 0)
                    lay_off(s, l, f, mine);
    }
}

void labour(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    size_t banks = (size_t)s->region_bank[s->regions];
    struct tally plans = tally_open(&s->scratch, (size_t)s->regions * 2);
    struct tally settlements = tally_open(&s->scratch, banks);
    double tightness[REGIONS_MAX], pull[REGIONS_MAX];
    double *plan = arena_array(&s->scratch, double, s->population.firms);
    set_plans(s, plan, tightness, pull);
    post_vacancies(s, plan, tightness, pull, &plans);
    int64_t vacancies = 0, layoffs = 0;
    for (int r = 0; r < s->regions; r++) {
        vacancies += tally_sum(&plans, (size_t)(2 * r));
        layoffs += tally_sum(&plans, (size_t)(2 * r + 1));
    }
    if (layoffs > 0)
        lay_off_everywhere(s, &settlements);
    if (vacancies > 0)
        labour_hire(s, &settlements);
    if (layoffs + vacancies > 0)
        people_count(s);
    struct tally staff = tally_open(&s->scratch, (size_t)s->regions * 3);
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&staff);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < s->population.firms; f++) {
            uint32_t r = cell_region(s, s->firm.cell[f]);
            mine[3 * r] += s->firm.staff[f];
            mine[3 * r + 1] += s->firm.hires[f];
            mine[3 * r + 2] += s->firm.layoffs[f];
        }
    }
    for (int r = 0; r < s->regions; r++) {
        s->region.employed[r] = tally_sum(&staff, (size_t)(3 * r));
        s->region.hires[r] = tally_sum(&staff, (size_t)(3 * r + 1));
        s->region.layoffs[r] = tally_sum(&staff, (size_t)(3 * r + 2));
        s->region.unemployed[r] += s->region.layoffs[r] - s->region.hires[r];
    }
    labour_participate(s, &settlements);
    books_settle_banks(s, &settlements, 0);
    for (int r = 0; r < s->regions; r++)
        s->region.unemployment_rate[r] =
            (double)s->region.unemployed[r] / (double)s->region.labour_force[r];
    arena_reset(&s->scratch, mark);
}
