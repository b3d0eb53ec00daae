/* Labour market: staff follows plans, at the speed of hiring and firing, one person at a time.
 *
 *     N*     = min(w q + (1 - w) y*, capacity) / labour productivity             [persons]
 *     gap    = N* - (N + quits of the step)
 *     gap > 0: looks for gap gH + quits,   gap < 0: lays off |gap| (nR gF + nN gN) - quits,
 *              or looks for what that is below zero
 *     h      = min(1, finding * unemployed * min(1, U / u*) / looked for by all firms of a region)
 *              where h < 1: min(1, h * pull of the firm / mean pull), pull = 1 + e (b - 1)
 *     c      = 1 + pe (employed / (opening employed * P / P(0)) - 1)
 *     force of an age group = P_a c
 *
 * b is the wage of the firm relative to the region (wage_setting.c): who pays more gets more of those
 * who are scarce. gH, gF, gN per region and step: hiring, firing of regular and of non-regular
 * staff, whose shares are nR and nN; quits are all who left by themselves (demography.c), and are replaced at once; U
 * the unemployment rate, u* its opening value; P_a the potential labour force of the age group.
 * Fractions of persons are rounded by a draw, so that also firms of three move. Persons change
 * rows, rows do not change employers: those laid off join the unemployed rows of their locality
 * and age group, vacancies are filled from the unemployed of the region and age group in
 * proportion, and persons take their part of the row's deposits, claims and remembered incomes
 * along. Workers enter and leave the labour force within their locality and age group.
 *
 * A firm divides its vacancies so that the share of non-regular staff returns to its opening value,
 * and inside each contract over its rows by persons and by how many of the region's age group
 * look for work per person at work, times how quickly its people find work: the young, who come
 * in, are hired, the old, who go, are not (demography.c sets it, so that unemployment by age is
 * that of the opening).
 *
 * Source: partial adjustment with a hiring limit (matching function, Pissarides 2000, in reduced
 * form); speeds are our assumptions, slow firing of regular staff in Japan stands for labour
 * hoarding. A firm hires the ages that it has (our assumption).
 * Reads   firm.{expected_sales, planned_output, productivity, staff, quits}, age.*, region.*.
 * Writes  firm.{staff, vacancies, unfilled, hires, layoffs}, household.{persons, deposits, shares,
 * incomes}, bank.{deposits, reserves}, region.{employed, unemployed, labour_force, unemployment_rate, hires,
 * layoffs, participation_cycle}, age.*. Keeps persons and deposits.
 */
#include <math.h>

#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/firm_terms.h"
#include "agents/people.h"
#include "agents/rules.h"

enum { SPEED_UNITS = 1 << 20, VACANCY_UNITS = 1 << 10, TURNS_MOST = 8, FEW = 20 };
static const double WEIGHT_SPEED = 0.2, WEIGHT_VACANCIES = 1000, WEIGHT_MOST = 64;

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

/* Where few of a firm's staff come or go, some of its rows take turns: moving three persons of fifty
 * rows would cost more than it means. */
static struct people_part firm_part(const struct state *s, uint32_t f, uint64_t rows,
                                    int64_t persons)
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
    struct people_part part = firm_part(s, f, end - first, s->firm.layoffs[f]);
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

/* Walks over the unemployed rows of a region and age group, each giving its part of the hires. */
struct givers {
    uint32_t locality, last_locality;
    int age;
    uint64_t row, end; /* of the current locality */
    uint64_t left;     /* persons that the current row still gives */
    uint64_t running;
    struct money_share share;
};

static uint64_t count_unemployed(const struct state *s, int r, int age)
{
    const uint32_t *locality = s->population.region_locality;
    uint64_t sum = 0;
    for (uint32_t l = locality[r]; l < locality[r + 1]; l++)
        for (uint64_t h = people_unemployed_row(s, l, age);
             h < people_unemployed_row(s, l, age + 1); h++)
            sum += s->household.persons[h];
    return sum;
}

static void next_giver(const struct state *s, struct givers *givers)
{
    while (givers->left == 0) {
        if (givers->row + 1 < givers->end) {
            givers->row++;
        } else {
            if (givers->locality + 1 >= givers->last_locality)
                return;
            givers->locality++;
            givers->row = people_unemployed_row(s, givers->locality, givers->age);
            givers->end = people_unemployed_row(s, givers->locality, givers->age + 1);
        }
        uint64_t persons = s->household.persons[givers->row];
        givers->left = (uint64_t)money_share_part(&givers->share, givers->running, persons);
        givers->running += persons;
    }
}

static void start_givers(const struct state *s, struct givers *givers, int r, int age,
                         int64_t filled, uint64_t unemployed)
{
    const uint32_t *locality = s->population.region_locality;
    *givers = (struct givers){.locality = locality[r],
                              .last_locality = locality[r + 1],
                              .age = age,
                              .share = money_share_of(filled, unemployed)};
    givers->row = people_unemployed_row(s, givers->locality, age);
    givers->end = people_unemployed_row(s, givers->locality, age + 1);
    uint64_t persons = s->household.persons[givers->row];
    givers->left = (uint64_t)money_share_part(&givers->share, 0, persons);
    givers->running = persons;
}

/* Those of an age group who look for work, per person at work and relative to the region, times how
 * quickly its people find work. */
static void set_availability(const struct state *s, double available[REGIONS_MAX][AGE_GROUPS_MAX])
{
    int ages = s->world->age_groups;
    for (int r = 0; r < s->regions; r++) {
        double rate = (double)s->region.unemployed[r] / ((double)s->region.employed[r] + 1);
        for (int a = 0; a < ages; a++) {
            double of_age = (double)s->age.unemployed[r * ages + a] /
                            ((double)s->age.employed[r * ages + a] + 1);
            available[r][a] =
                rate > 0 ? s->age.hiring_weight[r * ages + a] * s->job_finding[r][a] * of_age / rate
                         : 1;
        }
    }
}

static uint64_t vacancy_weight(const struct state *s, const double *available, uint64_t h)
{
    double persons = 1 + (double)s->household.persons[h];
    return 1 + (uint64_t)(VACANCY_UNITS * persons * available[s->household.age[h]]);
}

/* Vacancies for non-regular staff: what brings their share back to that of the opening. */
static int64_t nonregular_vacancies(const struct state *s, uint32_t f, const double *count)
{
    double vacancies = (double)s->firm.vacancies[f], all = (double)s->firm.staff[f] + vacancies;
    double lacking[2];
    for (int contract = 0; contract < 2; contract++) {
        double share = contract ? s->firm.nonregular[f] : 1 - s->firm.nonregular[f];
        lacking[contract] = fmax(0, share * all - count[contract]);
    }
    double part = vacancies * lacking[1] / (lacking[0] + lacking[1]);
    double draw = rng_uniform(s->rng, RNG_FIRM, f, RNG_STAFF_ROUNDING, 1);
    return (int64_t)fmin(vacancies, floor(part + draw));
}

/* Divides a firm's vacancies over its rows. */
static void divide_vacancies(const struct state *s, uint32_t f, uint64_t first, uint64_t end,
                             const double *available, uint32_t *row_vacancy)
{
    uint64_t weights[2] = {0}, running[2] = {0};
    double count[2] = {0};
    struct people_part part = firm_part(s, f, end - first, s->firm.vacancies[f]);
    for (uint64_t h = first; h < end; h++) {
        row_vacancy[h] = 0;
        count[s->household.contract[h]] += s->household.persons[h];
    }
    for (uint64_t h = first + part.offset; h < end; h += part.stride)
        weights[s->household.contract[h]] += vacancy_weight(s, available, h);
    int64_t nonregular = weights[0] == 0   ? s->firm.vacancies[f]
                         : weights[1] == 0 ? 0
                                           : nonregular_vacancies(s, f, count);
    struct money_share share[2] = {money_share_of(s->firm.vacancies[f] - nonregular, weights[0]),
                                   money_share_of(nonregular, weights[1])};
    for (uint64_t h = first + part.offset; h < end; h += part.stride) {
        int contract = s->household.contract[h];
        uint64_t weight = vacancy_weight(s, available, h);
        row_vacancy[h] = (uint32_t)money_share_part(&share[contract], running[contract], weight);
        running[contract] += weight;
    }
}

/* Persons join a row from one giver after the other. */
static void take_on(struct state *s, uint64_t h, uint64_t join, struct givers *givers,
                    int64_t *settlements)
{
    while (join > 0) {
        next_giver(s, givers);
        uint64_t k = join < givers->left ? join : givers->left;
        if (k == 0)
            break;
        people_move(s, givers->row, h, k, settlements);
        givers->left -= k;
        join -= k;
    }
}

/* Fills the vacancies of a region in one age group. The rows of an age group belong to one call,
 * so that calls for different groups can run side by side; row_vacancy was counted before any, of firms
 * with vacancies. */
static void fill_vacancies(struct state *s, int r, int age, int64_t filled, int64_t vacancies,
                           const uint32_t *row_vacancy, struct givers *givers, int64_t *settlements)
{
    const struct population *p = &s->population;
    struct money_share share = money_share_of(filled, (uint64_t)vacancies);
    uint64_t running = 0;
    for (uint32_t l = p->region_locality[r]; l < p->region_locality[r + 1]; l++)
        for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
            if (s->firm.vacancies[f] == 0)
                continue;
            uint64_t end = population_row_end(p, l, f, s->world->age_groups);
            for (uint64_t h = p->firm_row[f]; h < end; h++) {
                if (s->household.age[h] != age || row_vacancy[h] == 0)
                    continue;
                int64_t join = money_share_part(&share, running, row_vacancy[h]);
                running += row_vacancy[h];
                take_on(s, h, (uint64_t)join, givers, settlements);
            }
        }
}

/* Firms can only hire the ages that they have rows of, so that vacancies by age differ from what the
 * unemployed by age ask for. Weights of age groups correct that from step to step. */
static void correct_weights(struct state *s, const struct tally *demand)
{
    int ages = s->world->age_groups;
    for (int r = 0; r < s->regions; r++) {
        double vacancies = 0, wanted = 0, mean = 0, employed = 1;
        double *weight = s->age.hiring_weight + r * ages;
        for (int a = 0; a < ages; a++) {
            vacancies += (double)tally_sum(demand, (size_t)(r * ages + a));
            wanted += s->job_finding[r][a] * (double)s->age.unemployed[r * ages + a];
        }
        double speed = WEIGHT_SPEED * fmin(1, vacancies / WEIGHT_VACANCIES);
        for (int a = 0; a < ages; a++) {
            double posted = (double)tally_sum(demand, (size_t)(r * ages + a));
            double due =
                vacancies * s->job_finding[r][a] * (double)s->age.unemployed[r * ages + a] / wanted;
            if (wanted > 0 && posted > 0 && due > 0)
                weight[a] *= pow(due / posted, speed);
            weight[a] = fmin(WEIGHT_MOST, fmax(1 / WEIGHT_MOST, weight[a]));
            mean += weight[a] * (double)s->age.employed[r * ages + a];
            employed += (double)s->age.employed[r * ages + a];
        }
        for (int a = 0; vacancies > 0 && a < ages; a++)
            weight[a] *= employed / mean;
    }
}

static void hire(struct state *s, struct tally *settlements)
{
    const struct population *p = &s->population;
    int ages = s->world->age_groups;
    double available[REGIONS_MAX][AGE_GROUPS_MAX];
    set_availability(s, available);
    size_t mark = arena_mark(&s->scratch);
    uint32_t *row_vacancy = arena_array(&s->scratch, uint32_t, p->rows);
    struct tally demand = tally_open(&s->scratch, (size_t)(s->regions * ages));
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&demand);
#pragma omp for schedule(dynamic, 1)
        for (uint32_t l = 0; l < p->localities; l++) {
            for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
                if (s->firm.vacancies[f] == 0)
                    continue;
                uint32_t r = cell_region(s, s->firm.cell[f]);
                uint64_t first = p->firm_row[f], end = population_row_end(p, l, f, ages);
                divide_vacancies(s, f, first, end, available[r], row_vacancy);
                for (uint64_t h = first; h < end; h++)
                    mine[(int)r * ages + s->household.age[h]] += row_vacancy[h];
            }
        }
    }
    correct_weights(s, &demand);
#pragma omp parallel
    {
        int64_t *mine = tally_mine(settlements);
#pragma omp for schedule(dynamic, 1)
        for (int i = 0; i < s->regions * ages; i++) {
            int r = i / ages, age = i % ages;
            int64_t vacancies = tally_sum(&demand, (size_t)i);
            if (vacancies == 0)
                continue;
            uint64_t unemployed = count_unemployed(s, r, age);
            int64_t filled = vacancies < (int64_t)unemployed ? vacancies : (int64_t)unemployed;
            struct givers givers;
            if (filled == 0)
                continue;
            start_givers(s, &givers, r, age, filled, unemployed);
            fill_vacancies(s, r, age, filled, vacancies, row_vacancy, &givers, mine);
        }
    }
#pragma omp parallel for schedule(dynamic, 1)
    for (uint32_t l = 0; l < p->localities; l++)
        for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
            if (s->firm.vacancies[f] == 0)
                continue;
            int64_t staff = 0;
            for (uint64_t h = p->firm_row[f]; h < population_row_end(p, l, f, ages); h++)
                staff += s->household.persons[h];
            s->firm.hires[f] = staff - s->firm.staff[f];
            s->firm.staff[f] = staff;
        }
    arena_reset(&s->scratch, mark);
}

/* Rows of a locality and age group that people leave, and those that they come to. */
struct exchange {
    uint64_t first, end, to, rows;
    struct people_part part;
};

static struct exchange exchange_rows(const struct state *s, uint32_t l, int a, bool enter,
                                     struct people_part part)
{
    uint64_t idle = people_inactive_row(s, l, a), idle_end = people_inactive_row(s, l, a + 1);
    uint64_t look = people_unemployed_row(s, l, a), look_end = people_unemployed_row(s, l, a + 1);
    struct exchange exchange = enter
                                   ? (struct exchange){idle, idle_end, look, look_end - look, part}
                                   : (struct exchange){look, look_end, idle, idle_end - idle, part};
    exchange.part.offset = (part.offset + l) % part.stride;
    return exchange;
}

static int64_t count_able(const struct state *s, int r, int a, bool enter, struct people_part part)
{
    const uint32_t *locality = s->population.region_locality;
    int64_t able = 0;
    for (uint32_t l = locality[r]; l < locality[r + 1]; l++) {
        struct exchange e = exchange_rows(s, l, a, enter, part);
        for (uint64_t h = people_next(e.part, e.first, e.first); h < e.end; h += e.part.stride)
            able += s->household.persons[h];
    }
    return able;
}

/* Persons of an age group who enter (change > 0) or leave the labour force, in proportion to those
 * who can, from the rows of this step's part of each locality, or a larger part if that would take
 * more than a quarter of them; returns how many did. They spread over the rows that they come to: those who
 * leave remember high incomes, and a row of them alone would spend until it has nothing left. */
static int64_t change_force(struct state *s, int r, int a, int64_t change, int64_t *settlements)
{
    const uint32_t *locality = s->population.region_locality;
    bool enter = change > 0; /* rows of unemployed are few: all are visited */
    struct people_part part = enter ? people_part(s, r) : (struct people_part){1, 0};
    int64_t wanted = enter ? change : -change, moved = 0;
    int64_t able = count_able(s, r, a, enter, part);
    if (wanted > able / 4) { /* more rows: so many that an eighth of their persons move, or all */
        uint64_t stride = (uint64_t)able * part.stride / (8 * (uint64_t)wanted);
        stride = stride < 1 ? 1 : stride;
        part = (struct people_part){stride, s->clock.step % stride};
        able = count_able(s, r, a, enter, part);
        if (wanted > able) {
            part = (struct people_part){1, 0};
            able = count_able(s, r, a, enter, part);
        }
    }
    wanted = wanted < able ? wanted : able;
    struct money_share share = money_share_of(wanted, (uint64_t)able);
    uint64_t running = 0;
    for (uint32_t l = locality[r]; l < locality[r + 1]; l++) {
        struct exchange e = exchange_rows(s, l, a, enter, part);
        for (uint64_t h = people_next(e.part, e.first, e.first); h < e.end; h += e.part.stride) {
            uint64_t persons = s->household.persons[h];
            uint64_t k = (uint64_t)money_share_part(&share, running, persons);
            running += persons;
            if (k == 0)
                continue;
            people_move(s, h, e.to + h % e.rows, k, settlements);
            moved += (int64_t)k;
        }
    }
    return enter ? moved : -moved;
}

static void participate(struct state *s, struct tally *settlements)
{
    int ages = s->world->age_groups;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(settlements);
#pragma omp for schedule(dynamic, 1)
        for (int r = 0; r < s->regions; r++) {
            double cycle = people_participation(s, r);
            int64_t rest = 0; /* what an age group cannot do falls to the next younger one */
            for (int a = ages - 1; a >= 0; a--) {
                int i = r * ages + a;
                int64_t force = s->age.employed[i] + s->age.unemployed[i];
                double gap =
                    s->age.potential[i] * cycle - (double)(force - s->age.retirements_due[i]);
                double draw = rng_uniform(s->rng, RNG_REGION, (uint32_t)r,
                                          RNG_PARTICIPATION_ROUNDING, (uint32_t)a);
                int64_t change = (int64_t)floor(gap + draw) + rest;
                rest = change;
                if (change == 0 || s->age.potential[i] <= 0)
                    continue;
                change = change_force(s, r, a, change, mine);
                rest -= change;
                s->age.unemployed[i] += change;
                s->age.inactive[i] -= change;
                s->region.labour_force[r] += change;
                s->region.unemployed[r] += change;
            }
            s->region.participation_cycle[r] = cycle;
        }
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
        hire(s, &settlements);
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
    participate(s, &settlements);
    books_settle_banks(s, &settlements, 0);
    for (int r = 0; r < s->regions; r++)
        s->region.unemployment_rate[r] =
            (double)s->region.unemployed[r] / (double)s->region.labour_force[r];
    arena_reset(&s->scratch, mark);
}
