/* A small world of other regions and industries is read, and random damage to its files does no
 * harm. */
#include "world_folder.h"

/* Two regions, two industries; every figure in the middle of its range. */
static void write_tiny_world(const char *folder)
{
    char *text = NULL;
    size_t size = 0;
#define TEXT(file, ...)                                                                            \
    do {                                                                                           \
        FILE *stream = open_memstream(&text, &size);                                               \
        assert_non_null(stream);                                                                   \
        fprintf(stream, __VA_ARGS__);                                                              \
        fclose(stream);                                                                            \
        replace_file(folder, file, text, size);                                                    \
        free(text);                                                                                \
    } while (0)
    TEXT("world.csv", "key,value\ntitle,Tiny\nnotice,made up\n");
    TEXT("regions.csv", "code,name,currency\nEAST,East,EAS\nWEST,West,WES\n");
    TEXT("industries.csv", "code,name\nTHINGS,Things\nDEEDS,Deeds\n");
    TEXT("essentiality.csv",
         "input,user,class,grade,source\n*,*,uncritical,assumed,none\n"
         "goods,DEEDS,important,assumed,none\nother THINGS,own,critical,assumed,none\n");
    TEXT("chokepoints.csv", "name,meaning\n");
    TEXT("routes.csv",
         "origin,destination,mode,weeks,chokepoints,grade,source\nEAST,EAST,land,1,,assumed,x\n"
         "EAST,WEST,air,1,,assumed,x\nWEST,EAST,sea,2,,assumed,x\nWEST,WEST,land,1,,assumed,x\n");
    TEXT("varieties.csv",
         "industry,origin,dependence,least_share,least_coefficient,grade,source\n");
    TEXT("enterprises.csv",
         "region,industry,value,unit,grade,source\nEAST,THINGS,1,thousand firms,assumed,x\n"
         "EAST,DEEDS,2,thousand firms,assumed,x\n");
    TEXT("output.csv", "cell,output,input_taxes,value_added,source\nEAST_THINGS,100,-1,61,x\nEAST_"
                       "DEEDS,100,0,60,x\n"
                       "WEST_THINGS,100,0,60,x\nWEST_DEEDS,100,0,60,x\n");
    TEXT("intermediate.csv",
         "supplier,EAST_THINGS,EAST_DEEDS,WEST_THINGS,WEST_DEEDS\nEAST_THINGS,10,10,10,10\n"
         "EAST_DEEDS,10,10,10,10\nWEST_THINGS,10,10,10,10\nWEST_DEEDS,10,10,10,10\n");
    TEXT("final.csv",
         "supplier,EAST_HH,EAST_GOV,EAST_GFCF,EAST_INV,WEST_HH,WEST_GOV,WEST_GFCF,WEST_INV\n"
         "EAST_THINGS,20,10,5,-5,20,5,5,0\nEAST_DEEDS,60,0,0,0,0,0,0,0\n"
         "WEST_THINGS,60,0,0,0,0,0,0,0\nWEST_DEEDS,0,0,0,0,60,0,0,0\n");

    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    fprintf(stream, "figure,age,region,value,unit,grade,source\n");
    for (int r = 0; r < 2; r++)
        fprintf(
            stream,
            "population,all,%1$s,100,persons,assumed,x\nparticipation,all,%1$s,0.5,share of "
            "population,assumed,x\n"
            "unemployment_weight,all,%1$s,1,1,assumed,x\npension_weight,all,%1$s,1,1,assumed,x\n"
            "wealth_weight,all,%1$s,1,1,assumed,x\n"
            "participation_limit,all,%1$s,0.5,share of population,assumed,x\n"
            "nonregular,all,%1$s,0.2,share of employed,assumed,x\n",
            r ? "WEST" : "EAST");
    fclose(stream);
    replace_file(folder, "ages.csv", text, size);
    free(text);

    static const struct {
        const char *name, *unit;
        double least, most;
    } region[] =
        {
#define FIGURE(name, unit, least, most, meaning) {#name, unit, least, most},
#include "agents/world_region.def"
        },
      industry[] = {
#include "agents/world_industry.def"
#undef FIGURE
      };
    stream = open_memstream(&text, &size);
    assert_non_null(stream);
    fprintf(stream, "figure,region,value,unit,grade,source\n");
    for (size_t n = 0; n < sizeof region / sizeof region[0]; n++)
        for (int r = 0; r < 2; r++) {
            double value = floor((region[n].least + region[n].most) / 2);
            if (region[n].most - region[n].least < 2)
                value = (region[n].least + region[n].most) / 2;
            if (strcmp(region[n].name, "modelled_in_full") == 0)
                value = r == 0;
            if (strcmp(region[n].name, "public_debt") == 0)
                value = region[n].most;
            fprintf(stream, "%s,%s,%.17g,%s,assumed,x\n", region[n].name, r ? "WEST" : "EAST",
                    value, region[n].unit);
        }
    fclose(stream);
    replace_file(folder, "region-figures.csv", text, size);
    free(text);
    stream = open_memstream(&text, &size);
    assert_non_null(stream);
    fprintf(stream, "figure,industry,value,unit,grade,source\n");
    for (size_t n = 0; n < sizeof industry / sizeof industry[0]; n++)
        for (int k = 0; k < 2; k++)
            fprintf(stream, "%s,%s,%.17g,%s,assumed,x\n", industry[n].name, k ? "DEEDS" : "THINGS",
                    strcmp(industry[n].unit, "flag") == 0 ? (double)(k == 0) : industry[n].most,
                    industry[n].unit);
    fclose(stream);
    replace_file(folder, "industry-figures.csv", text, size);
    free(text);
#undef TEXT
}

static void write_text(const char *folder, const char *file, const char *text)
{
    replace_file(folder, file, text, strlen(text));
}

/* Projects and tariffs of the tiny world. */
static void write_tiny_projects(const char *folder)
{
    char *text;
    size_t size;
    FILE *stream;
    static const struct {
        const char *name, *unit;
        double least;
    } kind[] =
        {
#define FIGURE(name, unit, least, most, meaning) {#name, unit, least},
#include "agents/world_kind.def"
        },
      deal[] = {
#include "agents/deal_tariff.def"
#undef FIGURE
      };
    stream = open_memstream(&text, &size);
    assert_non_null(stream);
    fprintf(stream, "figure,kind,value,unit,grade,source\n");
    for (size_t n = 0; n < sizeof kind / sizeof kind[0]; n++)
        fprintf(stream, "%s,mill,%.17g,%s,assumed,x\n", kind[n].name, kind[n].least, kind[n].unit);
    fclose(stream);
    replace_file(folder, "project-figures.csv", text, size);
    free(text);
    stream = open_memstream(&text, &size);
    assert_non_null(stream);
    fprintf(stream, "figure,industry,value,unit,grade,source\n");
    for (size_t n = 0; n < sizeof deal / sizeof deal[0]; n++)
        fprintf(stream, "%s,THINGS,%.17g,%s,assumed,x\n", deal[n].name, 0.5, deal[n].unit);
    fclose(stream);
    replace_file(folder, "deal-tariffs.csv", text, size);
    free(text);
    write_text(folder, "project-kinds.csv", "code,name,industry\nmill,Mill,THINGS\n");
    write_text(folder, "project-mix.csv",
               "kind,product,value,unit,grade,source\n"
               "mill,THINGS,0.25,share,assumed,x\nmill,DEEDS,0.75,share,assumed,x\n");
    write_text(folder, "candidates.csv",
               "name,kind,cost,listed,partner,site,grade,source\n"
               "\"First, large\",mill,250,2025-10-28,THINGS,,assumed,x\n"
               "Second,mill,250,2025-10-28,THINGS,south,assumed,x\n");
    write_text(folder, "project-sites.csv",
               "code,name,latitude,longitude,grade,source\n"
               "north,The north,50,-10.5,assumed,x\nsouth,South,-50,10,assumed,x\n");
    write_text(folder, "project-site-shares.csv",
               "kind,site,value,unit,grade,source\n"
               "mill,north,0.25,share,assumed,x\nmill,south,0.75,share,assumed,x\n");
}

static void another_world_needs_no_code(void **state)
{
    const char *folder = *state;
    write_tiny_world(folder);
    write_tiny_projects(folder);
    struct world world;
    struct error err = {.kind = ERROR_NONE};
    assert_success(world_read(&world, folder, &err), err);
    assert_int_equal(world.cells, 4);
    assert_int_equal(world_region(&world, "WEST"), 1);
    assert_int_equal(world.essentiality[0][1], INPUT_IMPORTANT);
    assert_int_equal(world.essentiality[1][1], INPUT_CRITICAL);
    assert_int_equal(world.essentiality[1][0], INPUT_UNCRITICAL);
    assert_int_equal(world.route_mode[0][1], MODE_AIR);
    assert_true(world.final[(size_t)(3 * 2 + 1) * FINAL_USES + USE_HOUSEHOLD] == 60);
    assert_true(world.inventories[0] == -5);
    assert_true(world.input_taxes[0] == -1);
    assert_int_equal(world.varieties, 0);
    assert_int_equal(world.kinds, 1);
    assert_int_equal(world_kind(&world, "mill"), 0);
    assert_int_equal(world.kind[0].industry, 0);
    assert_true(world.kind[0].mix[1] == 0.75 && world.kind[0].size == 1);
    assert_int_equal(world.candidates, 2);
    assert_int_equal(world.candidate[0].site, -1);
    assert_int_equal(world.candidate[1].site, 1);
    assert_int_equal(world.sites, 2);
    assert_string_equal(world.site[0].name, "The north");
    assert_true(world.site[0].latitude == 50 && world.site[0].longitude == -10.5);
    assert_true(world.site[0].share[0] == 0.25 && world.site[1].share[0] == 0.75);
    assert_string_equal(world.candidate[0].name, "First, large");
    assert_true(world.candidate[0].cost == 250 && world.candidate[0].listed == 20389);
    assert_true(world.deal_known && world.deal.duty[0] == 0.5 && world.deal.duty[1] == 0);
    world_free(&world);
    char path[128];
    for (int f = 0; f < FILE_COUNT; f++)
        if (is_optional(FILES[f])) {
            path_in(folder, path, FILES[f]);
            unlink(path);
        }
    assert_success(world_read(&world, folder, &err), err);
    assert_true(world.kinds == 0 && world.sites == 0 && world.candidates == 0 && !world.deal_known);
    world_free(&world);
    for (int f = 0; f < FILE_COUNT; f++)
        restore_file(folder, FILES[f]);
}

/* Bytes changed, lines doubled, dropped or cut: the reader accepts or says one line, and never
 * crashes. Valuable under the sanitizers. */
static void random_damage_never_crashes(void **state)
{
    const char *folder = *state;
    static const char alphabet[] = ",,\"\n#-.;0123456789eEx_ *A\xc3\xa9\r";
    write_tiny_world(folder);
    write_tiny_projects(folder);
    uint64_t random = 2024;
    int refused = 0;
    for (int trial = 0; trial < 3000; trial++) {
        const char *file = FILES[trial % FILE_COUNT];
        size_t size;
        char *text = file_text(folder, file, &size);
        char *copy = malloc(2 * size + 1);
        assert_non_null(copy);
        memcpy(copy, text, size);
        size_t length = size;
        for (int change = 0; change < 1 + trial % 3; change++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            size_t at = (size_t)(random >> 33) % length;
            switch (random >> 20 & 3) {
            case 0: /* another byte */
                copy[at] = alphabet[(random >> 10) % (sizeof alphabet - 1)];
                break;
            case 1: /* the rest is lost */
                length = at + 1;
                break;
            case 2: /* a piece is lost */
                memmove(copy + at, copy + at + (length - at) / 2, length - at - (length - at) / 2);
                length -= (length - at) / 2;
                break;
            default: /* a piece is there twice */
                if (length + (length - at) / 2 <= 2 * size) {
                    memmove(copy + at + (length - at) / 2, copy + at, length - at);
                    length += (length - at) / 2;
                }
            }
        }
        replace_file(folder, file, copy, length);
        struct world world;
        struct error err = {.kind = ERROR_NONE};
        if (world_read(&world, folder, &err)) {
            world_free(&world);
        } else {
            refused++;
            assert_memory_equal(err.text, folder, strlen(folder));
            assert_null(strchr(err.text, '\n'));
        }
        replace_file(folder, file, text, size);
        free(copy);
        free(text);
    }
    assert_true(refused > 2000);
    for (int f = 0; f < FILE_COUNT; f++)
        restore_file(folder, FILES[f]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_world_needs_no_code),
        cmocka_unit_test(random_damage_never_crashes),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
