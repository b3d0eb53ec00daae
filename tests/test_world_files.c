/* Folders of world data with anything wrong in them are refused with one line that says what
 * and where. */
#include "world_folder.h"

/* Reading the folder must fail with a line about this file that contains the text. */
static void expect_refusal(const char *folder, const char *file, int line, const char *text)
{
    struct world world;
    struct error err = {.kind = ERROR_NONE};
    char place[192];
    if (line > 0)
        snprintf(place, sizeof place, "%s/%s:%d: ", folder, file, line);
    else
        snprintf(place, sizeof place, "%s", folder);
    bool ok = world_read(&world, folder, &err);
    if (ok) {
        world_free(&world);
        fail_msg("accepted, but should say: %s... %s", place, text);
    }
    if (strncmp(err.text, place, strlen(place)) != 0 || strstr(err.text, text) == NULL)
        fail_msg("says '%s', should say '%s... %s'", err.text, place, text);
    assert_null(strchr(err.text, '\n'));
    assert_int_equal(error_exit_code(&err), 2);
    assert_null(world.intermediate); /* nothing is left allocated */
    assert_null(world.figure);
}

struct edit {
    const char *file, *from, *to; /* first occurrence of `from` */
    int lines;                    /* the message names the line of `from` plus this; -1: no line */
    const char *text;
};

static const struct edit EDITS[] = {
    {"world.csv", "title,", "name,", 0, "'name' must be title or notice"},
    {"world.csv", "title,", "notice,x\ntitle,", 2, "notice is given twice"},
    {"world.csv", "key,value", "key,values", 0, "the header is wrong; it must be key,value"},
    {"regions.csv", "TWN,Taiwan,TWD", "TWN,Taiwan", 0, "2 fields; the header has 3 columns"},
    {"regions.csv", "TWN,", "twn,", 0, "'twn' must be capital letters"},
    {"regions.csv", "TWN,", "TW-N,", 0, "'TW-N' must be capital letters"},
    {"regions.csv", "TWN,", "JPN,", 0, "JPN is given twice"},
    {"regions.csv", "TWN,", ",", 0, "must not be empty"},
    {"regions.csv", "TWD", "JPY", 0, "JPY is the currency of JPN"},
    {"regions.csv", "TWN,", "ABCDEFGHIJKLMNOP,", 0, "at most 15 are allowed"},
    {"industries.csv", "C21,", "C20,", 0, "C20 is given twice"},
    {"industries.csv", "C21,", "other,", 0, "'other' must be capital letters"},

    {"region-figures.csv", "gdp,JPN", "gpd,JPN", 0,
     "'gpd' is not a figure of a region (did you mean gdp?)"},
    {"region-figures.csv", "gdp,JPN", "gdp,JPX", 0,
     "'JPX' is not a region of regions.csv (did you mean JPN?)"},
    {"region-figures.csv", "gdp,JPN", "gdp,USA", 1, "the same figure stands in line"},
    {"region-figures.csv", "labour_share,KOR", "# labour_share,KOR", -1,
     "labour_share of KOR is missing"},
    {"region-figures.csv", "labour_share,JPN,0.56", "labour_share,JPN,0.95", 0,
     "0.95 must be in [0.1, 0.9]"},
    {"region-figures.csv", "labour_share,JPN,0.56", "labour_share,JPN,56 %", 0,
     "'56 %' is not a number"},
    {"region-figures.csv", "labour_share,JPN,0.56", "labour_share,JPN,nan", 0,
     "'nan' is not a number"},
    {"region-figures.csv", "labour_share,JPN,0.56", "labour_share,JPN,", 0, "'' is not a number"},
    {"region-figures.csv", "0.56,share of value added", "0.56,share", 0,
     "'share' must be 'share of value added'"},
    {"region-figures.csv", "value added,computed", "value added,estimated", 0,
     "must be published, computed, recalled or assumed"},
    {"region-figures.csv", "assumed,a round rate for 2025 (market: 157 in early January 2025)",
     "assumed,", 0, "every figure needs a source"},
    {"region-figures.csv", "banks,JPN,5", "banks,JPN,5.5", 0, "5.5 must be a whole number"},
    {"region-figures.csv", "modelled_in_full,TWN,0", "modelled_in_full,TWN,0.5", 0,
     "0.5 must be a whole number"},
    {"region-figures.csv", "modelled_in_full,TWN,0", "modelled_in_full,TWN,1", -1,
     "enterprises of TWN in A are missing"},
    {"region-figures.csv", "public_debt_banks,JPN,0.345", "public_debt_banks,JPN,1.4", -1,
     "the central bank and banks of JPN hold 2.35"},
    {"region-figures.csv", "trend_growth,JPN,0.007", "trend_growth,JPN,-0.05", -1,
     "depreciation plus trend_growth of JPN is -0.004"},
    {"region-figures.csv", "region,value", "value,region", 0, "the header is wrong"},
    {"industry-figures.csv", "redirect,C26", "redirect,C2O", 0,
     "'C2O' is not an industry of industries.csv (did you mean C20?)"},
    {"industry-figures.csv", "redirect,C26", "# redirect,C26", -1, "redirect of C26 is missing"},
    {"industry-figures.csv", "redirect,C26,0.6", "redirect,C26,1.6", 0, "1.6 must be in [0, 1]"},
    {"industry-figures.csv", "goods,C26,1", "goods,C26,0", -1, "C26 cannot be stored"},
    {"industry-figures.csv", "trade_elasticity_year,C29", "# trade_elasticity_year,C29", -1,
     "trade_elasticity_year of C29 is missing"},
    {"industry-figures.csv", "trade_elasticity_year,C29,0.51", "trade_elasticity_year,C29,1.54", -1,
     "trade_elasticity_year of C29 is 1.54; it must be below trade_elasticity, which is 1.54"},
    {"industry-figures.csv", "trade_elasticity_year,C29,0.51", "trade_elasticity_year,C29,-0.5", 0,
     "-0.5 must be in [0, 10]"},

    {"ages.csv", "population,0-14,USA", "# population,0-14,USA", -1,
     "population of age 0-14 in USA is missing"},
    {"ages.csv", "population,25-34,USA", "population,25-43,USA", -1,
     "population of age 25-34 in USA is missing"},
    {"ages.csv", "population,0-14,USA", "population,0-14,JPN", 0, "the same figure stands in line"},
    {"ages.csv", "population,0-14,JPN", "people,0-14,JPN", 0,
     "'people' is not a figure of an age group"},
    {"ages.csv", "population,0-14,JPN", "population,,JPN", 0, "must not be empty"},
    {"ages.csv", "participation,15-24,JPN,0.5", "participation,15-24,JPN,1.5", 0,
     "1.5 must be in [0, 1]"},
    {"enterprises.csv", "JPN,C26,9", "JPN,C26,0", 0, "0 must be in [1e-06, 1e+07]"},
    {"enterprises.csv", "JPN,C26,9", "TWN,C26,9", 0, "TWN is not modelled in full"},
    {"enterprises.csv", "JPN,C26,9", "# JPN,C26,9", -1, "enterprises of JPN in C26 are missing"},

    {"essentiality.csv", "*,*,uncritical", "goods,*,uncritical", -1,
     "no rule gives the class of input E for user A"},
    {"essentiality.csv", "C19,H49 H50 H51", "C19,H49  H50", 0, "'' must be an industry"},
    {"essentiality.csv", "C19,H49 H50 H51", "C91,H49", 0, "'C91' must be an industry"},
    {"essentiality.csv", "C19,H49 H50 H51", "own,H49", 0, "'own' must be an industry"},
    {"essentiality.csv", "*,*,uncritical", "*,*,needless", 0,
     "must be critical, important or uncritical"},
    {"chokepoints.csv", "Hormuz,", "Malacca,", 0, "Malacca is given twice"},
    {"chokepoints.csv", "Hormuz,", "Bosporus,", -1, "'Hormuz' is not a chokepoint"},
    {"routes.csv", "JPN,USA,sea", "JPN,USA,ship", 0, "'ship' must be land, sea or air"},
    {"routes.csv", "JPN,USA,sea", "JPN,USA,air", 0, "only routes by sea pass chokepoints"},
    {"routes.csv", "JPN,USA,sea,4", "JPN,USA,sea,0", 0, "0 must be in [0.1, 52]"},
    {"routes.csv", "JPN,USA,sea", "JPN,JPN,sea", 0, "the route from JPN to JPN stands in line"},
    {"routes.csv", "JPN,USA,sea", "# JPN,USA,sea", -1, "the route from JPN to USA is missing"},
    {"varieties.csv", "C26,TWN,0.6", "C26,TWN,60", 0, "60 must be in [0, 1]"},
    {"varieties.csv", "C26,TWN", "J,TWN", 0, "J cannot be stored"},
    {"varieties.csv", "C26,TWN", "C26,TWN,0.6,0.02,0.002,assumed,x\nC26,TWN", 1,
     "C26 of TWN is given twice"},

    {"project-kinds.csv", "code,name,industry", "code,name", 0,
     "the header is wrong; it must be code,name,industry"},
    {"project-kinds.csv", "fab,", "Fab,", 0, "'Fab' must be small letters, digits and -"},
    {"project-kinds.csv", "steel,", "fab,", 0, "fab is given twice"},
    {"project-kinds.csv", "Steel,C24", "Steel,C240", 0, "'C240' is not an industry"},
    {"project-kinds.csv", "steel,Steel", "stell,Steel", -1,
     "'steel' is not a kind of project-kinds.csv (did you mean stell?)"},
    {"project-figures.csv", "overrun,steel", "overrum,steel", 0,
     "'overrum' is not a figure of a kind of project (did you mean overrun?)"},
    {"project-figures.csv", "overrun,steel", "overrun,stel", 0,
     "'stel' is not a kind of project-kinds.csv (did you mean steel?)"},
    {"project-figures.csv", "overrun,steel", "# overrun,steel", -1, "overrun of steel is missing"},
    {"project-figures.csv", "overrun,steel", "overrun,fab", 0, "the same figure stands in line"},
    {"project-figures.csv", "offtake,steel,0.1", "offtake,steel,1.1", 0, "1.1 must be in [0, 1]"},
    {"project-mix.csv", "steel,F,0.36", "steel,F,0.35", -1,
     "the products of steel add up to 0.99 and must be 1"},
    {"project-mix.csv", "steel,F,0.36", "steel,F,0.36,share,assumed,x\nsteel,F,0.36", 1,
     "the same figure stands in line"},
    {"candidates.csv", "Copper smelter,critical-minerals,2000", "Copper smelter,copper,2000", 0,
     "'copper' is not a kind"},
    {"candidates.csv", "Copper smelter,critical-minerals,2000,2025-10-28",
     "Copper smelter,critical-minerals,2000,28.10.2025", 0,
     "'28.10.2025' must be a day as YYYY-MM-DD"},
    {"candidates.csv", "Copper smelter,", "Battery materials plant,", 2,
     "Battery materials plant is given twice"},
    {"candidates.csv", "Copper smelter,critical-minerals,2000",
     "Copper smelter,critical-minerals,0", 0, "0 must be in [1, 1e+06]"},
    {"candidates.csv", "crude oil terminal,pipeline,2100,2025-10-28,C24,texas",
     "crude oil terminal,pipeline,2100,2025-10-28,C24,texs", 0,
     "'texs' is not a site of project-sites.csv (did you mean texas?)"},
    {"project-sites.csv", "ohio,Ohio,38.8", "ohio,Ohio,98.8", 0, "98.8 must be in [-90, 90]"},
    {"project-sites.csv", "ohio,Ohio", "texas,Ohio", 0, "texas is given twice"},
    {"project-sites.csv", ",-83.0,", ",-183.0,", 0, "-183.0 must be in [-180, 180]"},
    {"project-site-shares.csv", "steel,ohio,0.2", "steel,ohio,0.3", -1,
     "the shares of steel add up to 1.1 and must be 1"},
    {"project-site-shares.csv", "steel,ohio", "steel,indiana", 0, "the same figure stands in line"},
    {"deal-tariffs.csv", "duty,C29", "# duty,C29", -1, "duty of C29 is missing"},
    {"deal-tariffs.csv", "duty,C29", "duty,MN", 0, "MN is a service, which bears no tariff"},
    {"deal-tariffs.csv", "covered,C29,1", "covered,C29,2", 0, "2 must be in [0, 1]"},

    {"intermediate.csv", "supplier,", "cell,", 0, "column 1 is 'cell' and must be supplier"},
    {"intermediate.csv", "JPN_A,JPN_B05_06", "JPN_B05_06,JPN_A", 0,
     "column 2 is 'JPN_B05_06' and must be JPN_A"},
    {"intermediate.csv", ",ROW_RST\n", "\n", 0, "259 columns; there must be 260"},
    {"intermediate.csv", "\nJPN_A,", "\nJPN_F,", 1, "'JPN_F' must be JPN_A"},
    {"intermediate.csv", "\nJPN_A,10136.48", "\nJPN_A,-10136.48", 1,
     "column JPN_A: -10136.48 must be in [0, 1e+09]"},
    {"intermediate.csv", "\nJPN_A,10136.48", "\nJPN_A,1013.648", -1,
     "the table does not balance: sales of JPN_A are"},
    {"intermediate.csv", "\nJPN_A,10136.48", "\nJPN_A,10136.48,5", 1,
     "261 fields; the header has 260 columns"},
    {"intermediate.csv", "\nROW_RST,", "\n# ROW_RST,", -1,
     "the row of ROW_RST is missing; there must be 259 rows"},
    {"final.csv", "JPN_HH,JPN_GOV", "JPN_HH,JPN_HH", 0, "column 3 is 'JPN_HH' and must be JPN_GOV"},
    {"final.csv", "\nJPN_A,23872.65", "\nJPN_A,-23872.65", 1,
     "column JPN_HH: -23872.65 must be in [0, 1e+09]"},
    {"final.csv", "\nJPN_A,23872.65", "\nJPN_A,1e400", 1, "'1e400' is not a number"},
    {"output.csv", "JPN_A,92055.58", "JPN_A,92055.58,0", 0, "6 fields; the header has 5 columns"},
    {"output.csv", "\nROW_RST,", "\nROW_RST,1,0,1,x\nROW_RST,", 2, "a row after the last cell"},
    {"output.csv", "JPN_A,92055.58", "JPN_A,0", 0, "column output: 0 must be in [1, 1e+09]"},
    {"output.csv", "JPN_A,92055.58", "JPN_A,92255.58", -1,
     "sales of JPN_A are 92039.59, its output in output.csv is 92255.58"},
    {"output.csv", "35918.46", "36918.46", -1,
     "inputs, input taxes and value added of JPN_A are 93055"},
};

static int line_of(const char *text, const char *place)
{
    int line = 1;
    for (const char *c = text; c < place; c++)
        line += *c == '\n';
    return line;
}

static void each_wrong_line_is_named(void **state)
{
    const char *folder = *state;
    for (size_t n = 0; n < sizeof EDITS / sizeof EDITS[0]; n++) {
        const struct edit *edit = &EDITS[n];
        size_t size;
        char *text = file_text(RELEASED, edit->file, &size);
        char *place = strstr(text, edit->from);
        if (place == NULL)
            fail_msg("%s does not contain '%s'", edit->file, edit->from);
        size_t before = (size_t)(place - text), cut = strlen(edit->from), put = strlen(edit->to);
        char *changed = malloc(size + put);
        assert_non_null(changed);
        memcpy(changed, text, before);
        memcpy(changed + before, edit->to, put);
        memcpy(changed + before + put, place + cut, size - before - cut);
        replace_file(folder, edit->file, changed, size - cut + put);
        expect_refusal(folder, edit->file, edit->lines < 0 ? 0 : line_of(text, place) + edit->lines,
                       edit->text);
        restore_file(folder, edit->file);
        free(changed);
        free(text);
    }
}

static void damaged_files_are_refused(void **state)
{
    const char *folder = *state;
    for (int f = 0; f < FILE_COUNT; f++) {
        const char *file = FILES[f];
        char path[128];
        path_in(folder, path, file);
        size_t size;
        char *text = file_text(RELEASED, file, &size);
        char *copy = malloc(size + 3);
        assert_non_null(copy);

        unlink(path);
        if (!is_optional(file))
            expect_refusal(folder, file, 0, "cannot be opened: No such file");
        replace_file(folder, file, "", 0);
        expect_refusal(folder, file, 0, "the file is empty");
        replace_file(folder, file, text, size - 1);
        expect_refusal(folder, file, 0, "the last line has no line end");
        memcpy(copy, "\xef\xbb\xbf", 3);
        memcpy(copy + 3, text, size);
        replace_file(folder, file, copy, size + 3);
        expect_refusal(folder, file, 1, "byte order mark");
        memcpy(copy, text, size);
        copy[size / 2] = '\0';
        replace_file(folder, file, copy, size);
        expect_refusal(folder, file, 0, "control character 0x00");
        copy[size / 2] = '\r';
        replace_file(folder, file, copy, size);
        expect_refusal(folder, file, 0, "the line ends in CR");
        replace_file(folder, file,
                     "\x7f"
                     "ELF\x02\x01\x01\n",
                     8);
        expect_refusal(folder, file, 1, "control character 0x7f");
        /* Cut off between two lines: something is missing. Lists of their own may be shorter. */
        char *last = text + size - 1;
        while (last > text && last[-1] != '\n')
            last--;
        replace_file(folder, file, text, (size_t)(last - text));
        if (strcmp(file, "varieties.csv") != 0 && strcmp(file, "essentiality.csv") != 0 &&
            strcmp(file, "candidates.csv") != 0)
            expect_refusal(folder, file, 0, "");
        restore_file(folder, file);
        free(copy);
        free(text);
    }
}

static void folder_is_named(void **unused)
{
    (void)unused;
    struct world world;
    struct error err = {.kind = ERROR_NONE};
    assert_false(world_read(&world, "/no/such/folder", &err));
    assert_non_null(strstr(err.text, "/no/such/folder/world.csv: cannot be opened"));
    char name[2000];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    err = (struct error){.kind = ERROR_NONE};
    assert_false(world_read(&world, name, &err));
    assert_non_null(strstr(err.text, "the path of the folder has 1999 bytes"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_wrong_line_is_named),
        cmocka_unit_test(damaged_files_are_refused),
        cmocka_unit_test(folder_is_named),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
