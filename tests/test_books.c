/* The books: every identity holds to the cent after every phase, no identity is written down
 * twice, and a single cent that goes astray, in any column of money and after any phase that
 * writes it, is found and named. */
#include "property_support.h"

#include "agents/identities.h"
#include "sim/phases.h"

/* --- the list of identities --- */

/* identities.def once more, as text: a term becomes "+table.column:KEY". Groups are only told
 * apart by their place in this list. */
enum group { WORLD, REGION, BANK, FIRM, CELL, TRANSACTION, INSTRUMENT };

struct written {
    const char *name, *meaning;
    enum group group;
    const char *from, *until;
    const char *term[24];
};

#define PLUS(table, column, key) "+" #table "." #column ":" #key
#define MINUS(table, column, key) "-" #table "." #column ":" #key
#define RISE(table, column, key) PLUS(table, column, key), "-start " #table "." #column ":" #key
#define FALL(table, column, key) MINUS(table, column, key), "+start " #table "." #column ":" #key
#define LEDGER(sector, transaction) "+ledger.flow:" #sector " " #transaction
#define LESS_LEDGER(sector, transaction) "-ledger.flow:" #sector " " #transaction
#define LESS_ALL_OF(sector) "-ledger.flow:" #sector

static const struct written LIST[] = {
#include "agents/identities.def"
};

enum { LISTED = sizeof LIST / sizeof *LIST, TERMS = 24 };

static int count_terms(const struct written *identity)
{
    int n = 0;
    while (n < TERMS && identity->term[n] != NULL)
        n++;
    return n;
}

/* The same terms in any order, all with the same or all with the opposite sign. */
static bool same_terms(const struct written *a, const struct written *b)
{
    int terms = count_terms(a), same = 0, opposite = 0;
    if (a->group != b->group || terms != count_terms(b))
        return false;
    for (int i = 0; i < terms; i++)
        for (int j = 0; j < terms; j++)
            if (strcmp(a->term[i] + 1, b->term[j] + 1) == 0) {
                same += a->term[i][0] == b->term[j][0];
                opposite += a->term[i][0] != b->term[j][0];
            }
    return same == terms || opposite == terms;
}

static void no_identity_is_written_twice(void **state)
{
    (void)state;
    assert_int_equal(LISTED, identities_count());
    assert_true((int)LISTED <= (int)SUMMARY_IDENTITIES_MAX);
    for (int i = 0; i < LISTED; i++) {
        assert_string_equal(LIST[i].name, identities_name(i));
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(LIST[i].name, LIST[j].name);
            if (same_terms(&LIST[i], &LIST[j]))
                fail_msg("'%s' and '%s' are the same identity", LIST[i].name, LIST[j].name);
        }
    }
    print_message("  %d identities\n", (int)LISTED);
}

/* --- they hold --- */

enum { WEEKS = SANITIZED ? 8 : 60 };

/* 60 weeks, checked after every phase, with stocks lost in the third. */
static void books_balance(struct trial_plan plan)
{
    plan.steps = WEEKS;
    plan.check = true;
    struct trial *trial = trial_begin(plan);
    struct simulation_summary *summary = calloc(1, sizeof *summary);
    struct error err = {0};
    double opening = trial->s->region.real_gdp[0], moved = 0;
    for (int step = 0; step < WEEKS; step++) {
        trial_step(trial);
        assert_success(simulation_check(trial->simulation, &err), err);
        moved = fmax(moved, fabs(trial->s->region.real_gdp[0] / opening - 1));
    }
    simulation_summary(trial->simulation, summary);
    print_message("  %llu sums, the worst %d cents off; GDP of %s moved by %.1e\n",
                  (unsigned long long)summary->identities_checked,
                  (int)summary->identities_worst_cents, trial->s->region_labels[0], moved);
    assert_true(moved > 1e-5);
    assert_int_equal(summary->identities_worst_cents, 0);
    free(summary);
    trial_end(trial);
}

static void identities_hold(void **state)
{
    (void)state;
    books_balance((struct trial_plan){.set = {{DISTURBED}, {FEW_FIRMS}}});
}

static void identities_hold_at_other_exchange_rates(void **state)
{
    (void)state;
    books_balance((struct trial_plan){
        .set = {{DISTURBED}, {FEW_FIRMS}, {"policy.exchange_rate", "{JPN: 1.37, EUR: 0.83}"}}});
}

static void identities_hold_in_the_living_world(void **state)
{
    (void)state;
    books_balance((struct trial_plan){.scenario = "baseline.yaml", .set = {{FEW_FIRMS}}});
}

static void identities_hold_with_the_facility(void **state)
{
    (void)state;
    /* Early and fast, so that the weeks suffice for plants to be paid for. */
    books_balance((struct trial_plan){.scenario = "framework.yaml",
                                      .set = {{FEW_FIRMS},
                                              {"framework.agreed", "2025-01-06"},
                                              {"framework.opens", "2025-01-06"},
                                              {"framework.permit_speed", "50"},
                                              {"framework.screening", "100"},
                                              {"framework.consultation_weeks", "0"}}});
}

static void identities_hold_with_tariffs(void **state)
{
    (void)state;
    books_balance((struct trial_plan){.set = {{DISTURBED},
                                              {FEW_FIRMS},
                                              {"policy.exchange_rate", "{JPN: 1.37}"},
                                              {"policy.tariff", "{USA: 0.1, CHN: 0.25}"}}});
}

/* --- a cent goes astray --- */

static bool is_word(char c)
{
    return c == '_' || c == '.' || (c >= 'a' && c <= 'z');
}

/* The words stand in the text on their own: bank.loans is not in central_bank.loans. */
static bool names(const char *text, const char *words)
{
    size_t length = strlen(words);
    for (const char *at = strstr(text, words); at != NULL; at = strstr(at + 1, words))
        if ((at == text || !is_word(at[-1])) && !is_word(at[length]))
            return true;
    return false;
}

struct planting {
    struct trial *trial;
    struct snapshot *before;
    int planted, missed, turn;
};

/* One step with a cent more in that row after the phase; the first of the failures must name
 * column and phase. Leaves the state as it was. */
static void plant(struct planting *planting, const char *phase, int table, int column, uint64_t row)
{
    struct state *s = planting->trial->s;
    const struct table *t = s->tables[table];
    struct error err = {0};
    char words[96], quoted[64];
    if (SANITIZED && planting->turn++ % 16 != 0)
        return;
    snprintf(words, sizeof words, "%s.%s", t->name, t->columns[column].name);
    snprintf(quoted, sizeof quoted, "phase '%s'", phase);
    simulation_plant(planting->trial->simulation, phase, table, column, row, 1);
    bool ok = simulation_step(planting->trial->simulation, &err);
    planting->planted++;
    if (ok || err.kind != ERROR_IDENTITY || !names(err.text, words) ||
        strstr(err.text, quoted) == NULL) {
        planting->missed++;
        print_error("a cent in row %d of %s after '%s' was not found: %s\n", (int)row, words, phase,
                    ok ? "no error" : err.text);
    }
    snapshot_restore(planting->before, s);
}

/* Rows to try: the first, the last and one in between; of tables whose rows differ in kind, one of
 * each kind. */
static int rows_to_try(const struct state *s, const struct table *t, uint64_t *rows)
{
    int count = 0;
    if (strcmp(t->name, "trade") == 0) {
        rows[count++] = 0;                                     /* within a region */
        rows[count++] = (uint64_t)s->industries;               /* across a border */
        rows[count++] = t->rows - (uint64_t)s->industries - 1; /* the other way, far away */
    } else if (strcmp(t->name, "final_sourcing") == 0) {
        for (uint64_t use = 0; use < FINAL_USES; use++)
            rows[count++] = use;
    } else if (strcmp(t->name, "household") == 0) {
        rows[count++] = s->population.firm_row[0]; /* employed */
        rows[count++] = s->population.unemployed_row[0];
        rows[count++] = t->rows - 1; /* inactive */
    } else if (strcmp(t->name, "balance_sheet") == 0) {
        rows[count++] = POSITION_DEPOSITS;
        rows[count++] = POSITION_FOREIGN;
        rows[count++] = t->rows - 1;
    } else {
        rows[count++] = 0;
        if (t->rows > 1)
            rows[count++] = t->rows / 2;
    }
    return count;
}

/* Whether the phase says that it writes the column. */
static bool writes(const struct phase *phase, const struct table *t, int column)
{
    char words[96];
    snprintf(words, sizeof words, "%s.%s", t->name, t->columns[column].name);
    return names(phase->writes, words);
}

static bool is_booked(const struct column *column)
{
    return column->type == COLUMN_money && (column->nature == STOCK || column->nature == FLOW);
}

/* A step in which a quarter is under way and the disturbance is felt. */
static struct planting planting_begin(void)
{
    struct planting planting = {
        .trial = trial_begin((struct trial_plan){
            .steps = 60,
            .threads = 1, /* steps too quick to share out */
            .check = true,
            .set = {{DISTURBED}, {FEW_FIRMS}, {"population.rows_per_firm", "4"}}})};
    for (int step = 0; step < 5; step++)
        trial_step(planting.trial);
    planting.before = snapshot_take(planting.trial->s);
    return planting;
}

static void planting_end(struct planting *planting)
{
    /* Back where it was: the step without a cent too many is fine. */
    trial_step(planting->trial);
    print_message("  %d cents planted\n", planting->planted);
    snapshot_free(planting->before);
    trial_end(planting->trial);
    assert_int_equal(planting->missed, 0);
}

static void a_cent_too_many_is_found(void **state)
{
    (void)state;
    struct planting planting = planting_begin();
    const struct state *s = planting.trial->s;
    uint64_t rows[8];
    for (int t = 0; t < STATE_TABLES; t++)
        for (int c = 0; c < s->tables[t]->column_count; c++)
            for (int n = 0; n < phase_count && is_booked(&s->tables[t]->columns[c]); n++) {
                int count = rows_to_try(s, s->tables[t], rows);
                for (int i = 0; i < count && writes(&phase_list[n], s->tables[t], c); i++)
                    plant(&planting, phase_list[n].name, t, c, rows[i]);
            }
    planting_end(&planting);
}

/* A phase that does not write a column: the comparison before and after says so. Of columns that no
 * phase writes, three phases are tried, of others one. */
static void a_cent_of_another_phase_is_found(void **state)
{
    (void)state;
    struct planting planting = planting_begin();
    const struct state *s = planting.trial->s;
    int turn = 0;
    for (int t = 0; t < STATE_TABLES; t++)
        for (int c = 0; c < s->tables[t]->column_count; c++) {
            const struct column *column = &s->tables[t]->columns[c];
            int writers = 0, tried = 0;
            for (int n = 0; n < phase_count; n++)
                writers += writes(&phase_list[n], s->tables[t], c);
            if (writers == 0 && is_booked(column))
                print_message("  no phase writes %s.%s\n", s->tables[t]->name, column->name);
            for (int n = 0; n < phase_count && column->type == COLUMN_money; n++) {
                int at = (turn + n * 11) % phase_count;
                if (column->nature == SCRATCH || writes(&phase_list[at], s->tables[t], c) ||
                    tried >= (writers == 0 ? 3 : 1))
                    continue;
                plant(&planting, phase_list[at].name, t, c, s->tables[t]->rows / 2);
                tried++;
            }
            turn += 7;
        }
    planting_end(&planting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_identity_is_written_twice),
        cmocka_unit_test(identities_hold),
        cmocka_unit_test(identities_hold_at_other_exchange_rates),
        cmocka_unit_test(identities_hold_in_the_living_world),
        cmocka_unit_test(identities_hold_with_the_facility),
        cmocka_unit_test(identities_hold_with_tariffs),
        cmocka_unit_test(a_cent_too_many_is_found),
        cmocka_unit_test(a_cent_of_another_phase_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
