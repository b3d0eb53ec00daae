/* Labour market: staff follows plans, at the speed of hiring and firing, one person at a time.
 *
 *     N*     = (w q + (1 - w) y*) / labour productivity                          [persons]
 *     N* > N: looks for (N* - N) gH h persons,   N* < N: lays off (N - N*) gF
 *     h      = min(1, finding * unemployed * min(1, U / u*) / wanted by all firms)
 *     force  = opening force * [1 + pe (employed / opening employed - 1)]
 *
 * gH, gF per region and step; U the unemployment rate, u* its opening value. Fractions of persons
 * are rounded by a draw, so that also firms of three move. Persons change rows, rows do not change
 * employers: those laid off join the unemployed rows of their locality and age group, vacancies
 * are filled from the unemployed of the region and age group in proportion, and persons take
 * their part of the row's deposits, claims and remembered incomes along. Workers enter and leave
 * the labour force within their locality and age group.
 *
 * Source: partial adjustment with a hiring limit (matching function, Pissarides 2000, in reduced
 * form); speeds are our assumptions, slow firing in Japan stands for labour hoarding. A firm
 * hires the ages that it has (our assumption).
 * Reads   firm.{expected_sales, planned_output, labour_productivity, staff}, region.*.
 * Writes  firm.{staff, vacancies, hires, layoffs}, household.{persons, deposits, shares, incomes},
 * bank.{deposits, reserves}, region.{employed, unemployed, labour_force, unemployment_rate, hires,
 * layoffs}. Keeps persons and deposits.
 */
#include <math.h>

#include "agents/books.h"
#include "agents/cell_sums.h"
#include "agents/firm_terms.h"
#include "agents/rules.h"

static double staff_gap(const struct state *s, uint32_t f)
{
    const struct firm_table *firm = &s->firm;
    double weight = s->parameters.staff_weight_sales;
    double output = weight * firm->expected_sales[f] + (1 - weight) * firm->planned_output[f];
    return output / firm_productivity(s, f) - (double)firm->staff[f];
}

/* The share of wanted hires that the region's unemployed can fill. */
static void set_tightness(struct state *s, double *tightness)
{
    const struct population *p = &s->population;
    size_t mark = arena_mark(&s->scratch);
    double *wanted = arena_array(&s->scratch, double, p->runs), sum[REGIONS_MAX] = {0};
#pragma omp parallel for schedule(dynamic, 64)
    for (uint32_t n = 0; n < p->runs; n++) {
        wanted[n] = 0;
        for (uint32_t f = p->run[n].first; f < p->run[n].first + p->run[n].count; f++)
            wanted[n] += fmax(0, staff_gap(s, f));
    }
    for (uint32_t n = 0; n < p->runs; n++)
        sum[s->cell[p->run[n].cell].region] += wanted[n];
    for (int r = 0; r < s->regions; r++) {
        double slack = s->region.unemployment_rate[r] / s->opening_unemployment[r];
        double found = s->parameters.job_finding * s->clock.weeks *
                       (double)s->region.unemployed[r] * fmin(1, slack);
        double hires = sum[r] * step_rate(s, 1 / s->world->of_region.hiring_speed[r]);
        tightness[r] = hires > 0 ? found / hires : 1;
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

static void post_vacancies(struct state *s, const double *tightness, struct tally *tally)
{
    struct firm_table *firm = &s->firm;
#pragma omp parallel
    {
        int64_t *mine = tally_mine(tally);
#pragma omp for schedule(static)
        for (uint32_t f = 0; f < s->population.firms; f++) {
            uint32_t r = cell_region(s, firm->cell[f]);
            double gap = staff_gap(s, f);
            if (gap > 0) {
                double speed = step_rate(s, 1 / s->world->of_region.hiring_speed[r]);
                firm->vacancies[f] = whole_persons(s, f, gap * speed * tightness[r]);
                mine[2 * r] += firm->vacancies[f];
            } else if (gap < 0) {
                double speed = step_rate(s, 1 / s->world->of_region.firing_speed[r]);
                int64_t leave = whole_persons(s, f, -gap * speed);
                firm->layoffs[f] = leave < firm->staff[f] ? leave : firm->staff[f];
                mine[2 * r + 1] += firm->layoffs[f];
            }
        }
    }
}

static int64_t part_of(int64_t amount, uint64_t part, uint64_t whole)
{
    return (int64_t)((__int128)amount * (__int128)part / (__int128)whole);
}

/* k persons leave a row for another and take their part of everything along. */
static void move_persons(struct state *s, uint64_t from, uint64_t to, uint64_t k,
                         int64_t *settlements)
{
    struct household_table *household = &s->household;
    uint64_t persons = household->persons[from];
    double part = (double)k / (double)persons;
    int64_t deposits = part_of(household->deposits[from], k, persons);
    int64_t shares = part_of(household->shares[from], k, persons);
    int64_t income = part_of(household->income[from], k, persons);
    double *incomes[] = {household->labour_income_short, household->labour_income_long,
                         household->property_income_long};
    for (int i = 0; i < 3; i++) {
        double moved = incomes[i][from] * part;
        incomes[i][from] -= moved;
        incomes[i][to] += moved;
    }
    household->persons[from] -= (uint32_t)k;
    household->persons[to] += (uint32_t)k;
    household->deposits[from] -= deposits;
    household->deposits[to] += deposits;
    household->shares[from] -= shares;
    household->shares[to] += shares;
    household->income[from] -= income;
    household->income[to] += income;
    settlements[household->bank[from]] -= deposits;
    settlements[household->bank[to]] += deposits;
}

static uint64_t first_unemployed_row(const struct state *s, uint32_t locality, int age)
{
    uint64_t stride = (uint64_t)s->world->age_groups + 1;
    return s->population.unemployed_row[locality * stride + (uint64_t)age];
}

static uint64_t first_inactive_row(const struct state *s, uint32_t locality, int age)
{
    uint64_t stride = (uint64_t)s->world->age_groups + 1;
    return s->population.inactive_row[locality * stride + (uint64_t)age];
}

/* Those laid off by a firm, from its rows by persons, to their locality's unemployed rows. */
static void lay_off(struct state *s, uint32_t locality, uint32_t f, int64_t *settlements)
{
    const struct population *p = &s->population;
    uint64_t first = p->firm_row[f];
    uint64_t end = population_row_end(p, locality, f, s->world->age_groups);
    struct money_share share = money_share_of(s->firm.layoffs[f], (uint64_t)s->firm.staff[f]);
    uint64_t running = 0;
    for (uint64_t h = first; h < end; h++) {
        uint64_t persons = s->household.persons[h];
        uint64_t leave = (uint64_t)money_share_part(&share, running, persons);
        running += persons;
        if (leave == 0)
            continue;
        int age = s->household.age[h];
        uint64_t rows =
            first_unemployed_row(s, locality, age + 1) - first_unemployed_row(s, locality, age);
        move_persons(s, h, first_unemployed_row(s, locality, age) + h % rows, leave, settlements);
    }
    s->firm.staff[f] -= s->firm.layoffs[f];
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
        for (uint64_t h = first_unemployed_row(s, l, age); h < first_unemployed_row(s, l, age + 1);
             h++)
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
            givers->row = first_unemployed_row(s, givers->locality, givers->age);
            givers->end = first_unemployed_row(s, givers->locality, givers->age + 1);
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
    givers->row = first_unemployed_row(s, givers->locality, age);
    givers->end = first_unemployed_row(s, givers->locality, age + 1);
    uint64_t persons = s->household.persons[givers->row];
    givers->left = (uint64_t)money_share_part(&givers->share, 0, persons);
    givers->running = persons;
}

/* Vacancies of a firm for one of its rows: by persons, evenly if it has none left. */
static uint64_t row_vacancies(const struct state *s, uint32_t f, uint64_t h, uint64_t first,
                              uint64_t end, uint64_t *running)
{
    bool empty = s->firm.staff[f] == 0;
    uint64_t weight = empty ? 1 : s->household.persons[h];
    struct money_share share =
        money_share_of(s->firm.vacancies[f], empty ? end - first : (uint64_t)s->firm.staff[f]);
    uint64_t part = (uint64_t)money_share_part(&share, *running, weight);
    *running += weight;
    return part;
}

/* Fills the vacancies of a region in one age group. The rows of an age group belong to one call,
 * so that calls for different groups can run side by side; row_vacancy was counted before any. */
static void fill_vacancies(struct state *s, int r, int age, int64_t filled, int64_t vacancies,
                           const uint32_t *row_vacancy, struct givers *givers, int64_t *settlements)
{
    struct money_share share = money_share_of(filled, (uint64_t)vacancies);
    uint64_t running = 0;
    for (uint64_t h = s->region_row[r]; h < s->region_row[r + 1]; h++) {
        if (s->household.age[h] != age || row_vacancy[h] == 0)
            continue;
        uint64_t join = (uint64_t)money_share_part(&share, running, row_vacancy[h]);
        running += row_vacancy[h];
        while (join > 0) {
            next_giver(s, givers);
            uint64_t k = join < givers->left ? join : givers->left;
            if (k == 0)
                break;
            move_persons(s, givers->row, h, k, settlements);
            givers->left -= k;
            join -= k;
        }
    }
}

static void hire(struct state *s, struct tally *settlements)
{
    const struct population *p = &s->population;
    int ages = s->world->age_groups;
    size_t mark = arena_mark(&s->scratch);
    uint32_t *row_vacancy = arena_array(&s->scratch, uint32_t, p->rows);
    struct tally demand = tally_open(&s->scratch, (size_t)(s->regions * ages));
#pragma omp parallel
    {
        int64_t *mine = tally_mine(&demand);
#pragma omp for schedule(dynamic, 1)
        for (uint32_t l = 0; l < p->localities; l++) {
            for (uint64_t h = p->locality_row[l]; h < p->locality_row[l + 1]; h++)
                row_vacancy[h] = 0;
            for (uint32_t f = p->locality_firm[l]; f < p->locality_firm[l + 1]; f++) {
                if (s->firm.vacancies[f] == 0)
                    continue;
                uint32_t r = cell_region(s, s->firm.cell[f]);
                uint64_t running = 0, first = p->firm_row[f];
                uint64_t end = population_row_end(p, l, f, ages);
                for (uint64_t h = first; h < end; h++) {
                    row_vacancy[h] = (uint32_t)row_vacancies(s, f, h, first, end, &running);
                    mine[(int)r * ages + s->household.age[h]] += row_vacancy[h];
                }
            }
        }
    }
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

/* Enters (change > 0) or leaves the labour force, in each locality and age group in proportion to
 * those who can, entrants also to how many of their age take part; returns how many did. They
 * spread over the rows that they come to: those who leave remember high incomes, and a row of
 * them alone would spend until it has nothing left. */
static int64_t change_force(struct state *s, int r, int64_t change, int64_t *settlements)
{
    const uint32_t *locality = s->population.region_locality;
    bool enter = change > 0;
    uint64_t able = 0, weights = 0, running = 0;
    int64_t moved = 0;
    for (int pass = 0; pass < 2; pass++) {
        struct money_share share = {0};
        if (pass == 1) {
            int64_t most = (int64_t)able;
            int64_t wanted = enter ? change : -change;
            share = money_share_of(wanted < most ? wanted : most, weights);
        }
        for (uint32_t l = locality[r]; l < locality[r + 1]; l++)
            for (int a = 0; a < s->world->age_groups; a++) {
                if (s->world->age[a].participation[r] <= 0)
                    continue;
                uint64_t first =
                    enter ? first_inactive_row(s, l, a) : first_unemployed_row(s, l, a);
                uint64_t end =
                    enter ? first_inactive_row(s, l, a + 1) : first_unemployed_row(s, l, a + 1);
                uint64_t to = enter ? first_unemployed_row(s, l, a) : first_inactive_row(s, l, a);
                uint64_t rows = enter ? first_unemployed_row(s, l, a + 1) - to
                                      : first_inactive_row(s, l, a + 1) - to;
                uint64_t per_person =
                    enter ? (uint64_t)(1 + 1000 * s->world->age[a].participation[r]) : 1;
                for (uint64_t h = first; h < end; h++) {
                    uint64_t persons = s->household.persons[h], weight = persons * per_person;
                    if (pass == 0) {
                        able += persons;
                        weights += weight;
                        continue;
                    }
                    uint64_t k = (uint64_t)money_share_part(&share, running, weight);
                    running += weight;
                    k = k < persons ? k : persons;
                    if (k == 0)
                        continue;
                    move_persons(s, h, to + h % rows, k, settlements);
                    moved += (int64_t)k;
                }
            }
        if (able == 0)
            return 0;
    }
    return enter ? moved : -moved;
}

static void participate(struct state *s, struct tally *settlements)
{
#pragma omp parallel
    {
        int64_t *mine = tally_mine(settlements);
#pragma omp for schedule(dynamic, 1)
        for (int r = 0; r < s->regions; r++) {
            double employed = (double)s->region.employed[r] / (double)s->opening_employed[r] - 1;
            double wanted = (double)s->opening_labour_force[r] *
                            (1 + s->world->of_region.participation_elasticity[r] * employed);
            double gap = wanted - (double)s->region.labour_force[r];
            double draw =
                rng_uniform(s->rng, RNG_REGION, (uint32_t)r, RNG_PARTICIPATION_ROUNDING, 0);
            int64_t change = (int64_t)floor(gap + draw);
            if (change == 0)
                continue;
            change = change_force(s, r, change, mine);
            s->region.labour_force[r] += change;
            s->region.unemployed[r] += change;
        }
    }
}

void labour(struct state *s)
{
    size_t mark = arena_mark(&s->scratch);
    size_t banks = (size_t)s->region_bank[s->regions];
    struct tally plans = tally_open(&s->scratch, (size_t)s->regions * 2);
    struct tally settlements = tally_open(&s->scratch, banks);
    double tightness[REGIONS_MAX];
    set_tightness(s, tightness);
    post_vacancies(s, tightness, &plans);
    int64_t vacancies = 0, layoffs = 0;
    for (int r = 0; r < s->regions; r++) {
        vacancies += tally_sum(&plans, (size_t)(2 * r));
        layoffs += tally_sum(&plans, (size_t)(2 * r + 1));
    }
    if (layoffs > 0)
        lay_off_everywhere(s, &settlements);
    if (vacancies > 0)
        hire(s, &settlements);
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
