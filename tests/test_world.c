/* The world data: what the released folder holds, that it hangs together, and that the
 * documents explain it. */
#include "world_folder.h"

#include <dirent.h>
#include <time.h>

enum { JPN, USA, TWN, CHN, KOR, EUR, ROW, REGIONS };

static int read_released(void **state)
{
    struct error err = {.kind = ERROR_NONE};
    struct world *world = malloc(sizeof *world);
    *state = world;
    if (world != NULL && world_read(world, RELEASED, &err))
        return 0;
    print_error("%s\n", err.text);
    return 1;
}

static int free_released(void **state)
{
    world_free(*state);
    free(*state);
    return 0;
}

/* ---- the released folder ---- */

static void lists_and_figures_are_in_place(void **state)
{
    const struct world *w = *state;
    assert_int_equal(w->regions, REGIONS);
    assert_int_equal(w->industries, 37);
    assert_int_equal(w->cells, 259);
    assert_int_equal(w->age_groups, 7);
    assert_int_equal(world_region(w, "JPN"), JPN);
    assert_int_equal(world_region(w, "ROW"), ROW);
    assert_int_equal(world_region(w, "jpn"), -1);
    int chips = world_industry(w, "C26");
    assert_int_equal(chips, 13);
    assert_int_equal(world_industry(w, "C30"), -1);
    assert_string_equal(w->industry[chips].name, "Electronics and chips");
    assert_string_equal(w->region[EUR].currency, "EUR");
    assert_non_null(strstr(w->notice, "ESTIMATE"));

    assert_true(w->of_region.labour_share[JPN] == 0.56);
    assert_true(w->of_region.firing_speed[JPN] == 0.009615384615);
    assert_true(w->of_region.exchange_rate[KOR] == 1450);
    assert_true(w->of_industry.input_stock[chips] == 5);
    assert_true(w->of_industry.finished_stock[world_industry(w, "D35")] == 0);
    assert_true(w->enterprises[JPN][world_industry(w, "G")] == 741);
    assert_true(w->enterprises[CHN][0] == 0);
    assert_string_equal(w->age[6].label, "65+");
    assert_true(w->age[6].population[JPN] == 36240000);

    assert_true(w->output[0] == 92055.58);
    assert_true(w->intermediate[0] == 10136.48);
    assert_true(w->intermediate[1] == 0.37); /* rows sell, columns buy */
    assert_true(w->final[USE_HOUSEHOLD] == 23872.65);
    assert_true(w->inventories[0] == -1555.21);
    assert_true(w->value_added[0] == 35918.46);
}

static void every_figure_has_a_unit_a_grade_and_a_source(void **state)
{
    const struct world *w = *state;
#define FIGURE(name, unit, least, most, meaning) +1
    int of_region = 0
#include "agents/world_region.def"
        ;
    int of_industry = 0
#include "agents/world_industry.def"
        ;
    int of_kind = 0
#include "agents/world_kind.def"
        ;
    int of_deal = 0
#include "agents/deal_tariff.def"
        ;
#undef FIGURE
    int mixes = 0, goods = 0;
    for (int k = 0; k < w->industries; k++) {
        goods += w->of_industry.goods[k] > 0;
        for (int kind = 0; kind < w->kinds; kind++)
            mixes += w->kind[kind].mix[k] > 0;
    }
    int places = 0;
    for (int site = 0; site < w->sites; site++)
        for (int kind = 0; kind < w->kinds; kind++)
            places += w->site[site].share[kind] > 0;
    const int of_age = 7, of_band = 2 * 21 + 7, migration = 6 * 10 - 1;
    assert_int_equal(w->figures, of_region * 7 + of_industry * 37 + of_age * 7 * 7 + of_band * 7 +
                                     migration + 2 * 37 + of_kind * w->kinds + mixes + places +
                                     of_deal * goods);
    int graded[GRADES] = {0};
    for (int n = 0; n < w->figures; n++) {
        const struct world_figure *figure = &w->figure[n];
        assert_true(strlen(figure->source) >= 3);
        assert_true(figure->unit[0] != '\0');
        assert_true(figure->region >= 0 || figure->industry >= 0 || figure->kind > 0);
        if (figure->grade == GRADE_ASSUMED)
            assert_false(strstr(figure->source, "(read") != NULL);
        graded[figure->grade]++;
    }
    for (int g = 0; g < GRADES; g++)
        assert_true(graded[g] > 0);
    assert_string_equal(world_grade_name(GRADE_RECALLED), "recalled");
}

static void employed_persons_are_those_of_the_statistics(void **state)
{
    const struct world *w = *state;
    static const double million[REGIONS] = {67.5, 161, 11.5, 733, 28.5, 232, 2150};
    for (int r = 0; r < REGIONS; r++) {
        double labour_force = 0;
        for (int a = 0; a < w->age_groups; a++)
            labour_force += w->age[a].population[r] * w->age[a].participation[r];
        double employed = labour_force * (1 - w->of_region.unemployment_rate[r]);
        assert_close(employed, million[r] * 1e6, 0.01);
    }
}

static void the_world_adds_up(void **state)
{
    const struct world *w = *state;
    double gdp = 0, net = 0;
    for (int r = 0; r < w->regions; r++) {
        gdp += w->of_region.gdp[r];
        net += w->of_region.external_position[r] * w->of_region.gdp[r];
    }
    assert_close(gdp, 111e6, 1e-4);
    assert_true(fabs(net) < 1e-6 * gdp);
    double enterprises = 0;
    for (int k = 0; k < w->industries; k++)
        enterprises += w->enterprises[JPN][k];
    assert_close(enterprises * 1000, w->of_region.enterprises[JPN], 0.01);
    /* The funds hold what the central bank and the banks do not: more than nothing. */
    for (int r = 0; r < w->regions; r++)
        assert_true(w->of_region.public_debt[r] >
                    w->of_region.public_debt_central_bank[r] + w->of_region.public_debt_banks[r]);
}

static void routes_go_both_ways(void **state)
{
    const struct world *w = *state;
    for (int o = 0; o < w->regions; o++)
        for (int d = 0; d < w->regions; d++) {
            assert_true(w->route_weeks[o][d] == w->route_weeks[d][o]);
            assert_true(w->route_weeks[o][d] == floor(w->route_weeks[o][d])); /* whole steps */
            assert_int_equal(w->route_chokepoints[o][d], w->route_chokepoints[d][o]);
            assert_int_equal(w->route_mode[o][d], o == d ? MODE_LAND : MODE_SEA);
        }
    assert_true(w->route_weeks[JPN][JPN] == 1);
    assert_true(w->route_weeks[JPN][CHN] == 2);
    assert_true(w->route_weeks[JPN][USA] == 4);
    assert_true(w->route_weeks[KOR][EUR] == 6);
    assert_int_equal(w->chokepoints, 5);
    assert_string_equal(w->chokepoint[0], "Taiwan Strait");
    for (int r = 0; r < w->regions; r++)
        assert_int_equal(w->route_chokepoints[TWN][r] & 1u, r != TWN);
    assert_int_equal(w->route_chokepoints[JPN][CHN], 0);
}

static void inputs_have_the_classes_of_the_rules(void **state)
{
    const struct world *w = *state;
    int chips = world_industry(w, "C26"), cars = world_industry(w, "C29");
    int power = world_industry(w, "D35"), fuel = world_industry(w, "C19");
    int trade = world_industry(w, "G"), health = world_industry(w, "Q");
    int building = world_industry(w, "F"), finance = world_industry(w, "K");
    assert_int_equal(w->essentiality[chips][cars], INPUT_CRITICAL);
    assert_int_equal(w->essentiality[cars][chips], INPUT_CRITICAL);
    assert_int_equal(w->essentiality[chips][chips], INPUT_IMPORTANT);
    assert_int_equal(w->essentiality[chips][health], INPUT_IMPORTANT);
    assert_int_equal(w->essentiality[chips][building], INPUT_CRITICAL);
    assert_int_equal(w->essentiality[power][cars], INPUT_CRITICAL);
    assert_int_equal(w->essentiality[power][health], INPUT_IMPORTANT);
    assert_int_equal(w->essentiality[power][power], INPUT_UNCRITICAL);
    assert_int_equal(w->essentiality[fuel][world_industry(w, "H51")], INPUT_CRITICAL);
    assert_int_equal(w->essentiality[fuel][health], INPUT_IMPORTANT);
    assert_int_equal(w->essentiality[trade][cars], INPUT_IMPORTANT);
    assert_int_equal(w->essentiality[trade][trade], INPUT_UNCRITICAL);
    assert_int_equal(w->essentiality[finance][cars], INPUT_UNCRITICAL);
    assert_int_equal(w->varieties, 1);
    assert_int_equal(w->variety[0].industry, chips);
    assert_int_equal(w->variety[0].origin, TWN);
    assert_true(w->variety[0].dependence == 0.6);
}

static void reading_takes_less_than_a_tenth_of_a_second(void **unused)
{
    (void)unused;
    double best = 1e9;
    for (int n = 0; n < 5; n++) {
        struct timespec start, end;
        struct world world;
        struct error err = {.kind = ERROR_NONE};
        clock_gettime(CLOCK_MONOTONIC, &start);
        assert_success(world_read(&world, RELEASED, &err), err);
        clock_gettime(CLOCK_MONOTONIC, &end);
        world_free(&world);
        best = fmin(best, (double)(end.tv_sec - start.tv_sec) +
                              (double)(end.tv_nsec - start.tv_nsec) * 1e-9);
    }
    assert_true(best < 0.1);
}

/* ---- documents ---- */

static void documents_explain_every_figure_and_file(void **unused)
{
    (void)unused;
    size_t size;
    char *page = file_text(SOURCE_DIR "/docs/model", "world-data.md", &size);
    static const char *const rows[] = {
#define FIGURE(name, unit, least, most, meaning)                                                   \
    "| `" #name "` | " unit " | " #least " to " #most " | " meaning " |\n",
#include "agents/deal_tariff.def"
#include "agents/world_industry.def"
#include "agents/world_kind.def"
#include "agents/world_region.def"
#undef FIGURE
    };
    for (size_t n = 0; n < sizeof rows / sizeof rows[0]; n++)
        if (strstr(page, rows[n]) == NULL)
            fail_msg("docs/model/world-data.md does not have the row %s", rows[n]);
    free(page);

    page = file_text(RELEASED, "README.md", &size);
    DIR *directory = opendir(RELEASED);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, "README.md") != 0 &&
            strstr(page, entry->d_name) == NULL)
            fail_msg("README.md does not mention %s", entry->d_name);
    closedir(directory);
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_and_figures_are_in_place),
        cmocka_unit_test(every_figure_has_a_unit_a_grade_and_a_source),
        cmocka_unit_test(employed_persons_are_those_of_the_statistics),
        cmocka_unit_test(the_world_adds_up),
        cmocka_unit_test(routes_go_both_ways),
        cmocka_unit_test(inputs_have_the_classes_of_the_rules),
        cmocka_unit_test(reading_takes_less_than_a_tenth_of_a_second),
        cmocka_unit_test(documents_explain_every_figure_and_file),
    };
    return cmocka_run_group_tests(tests, read_released, free_released);
}
