/* Broken scenarios and command lines, each through the real program: exit status 2, one line on
 * stderr that names the place and what is wrong, nothing on stdout, and no output file. */
#include "bad_input_support.h"

static void keys(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"population:\n  frms: 5000\n",
         "2:3",
         {"population.frms", "did you mean population.firms"}},
        {"title: a\nfirms: 5000\n", "2:1", {"firms: unknown", "did you mean population.firms"}},
        {"popluation:\n  firms: 5000\n", "1:1", {"popluation", "did you mean population?"}},
        {"population.firms: 5000\n", "1:1", {"population.firms: unknown"}},
        {"population:\n  firms: 5000\n  size_tail: 1.1\n  firms: 6000\n",
         "4:3",
         {"population.firms: is set twice", "line 2"}},
        {"clock:\n  step: day\nclock:\n  step: week\n", "3:1", {"clock: is set twice", "line 1"}},
        {"policy:\n  tariff: {JPN: 0.1, JPN: 0.2}\n", "2:22", {"policy.tariff.JPN: is set twice"}},
        {"? [a, b]\n: 3\n", "1:3", {"is a list"}},
        {"population: &p\n  firms: 5000\nnoise:\n  <<: *p\n", "4:3", {"noise.<<: unknown"}},
    };
    REFUSED(cases);
}

static void types_and_ranges(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"population:\n  firms: many\n",
         "2:10",
         {"population.firms: \"many\" is not a whole number", "2000 to 10000000 firms"}},
        {"population:\n  firms: \"5000\"\n", "2:10", {"because of its quotes"}},
        {"population:\n  firms: [1, 2]\n", "2:10", {"is a list"}},
        {"population:\n  firms: {JPN: 4000}\n", "2:10", {"is a mapping"}},
        {"population:\n  firms:\n", "2:9", {"has no value"}},
        {"population: 5000\n", "1:13", {"population: is a value", "mapping"}},
        {"population: [firms]\n", "1:13", {"population: is a list"}},
        {"population:\n  firms: 1999\n", "2:10", {"\"1999\" is out of range"}},
        {"population:\n  firms: -20000\n", "2:10", {"\"-20000\" is out of range"}},
        {"population:\n  firms: 99999999999999999999999999999999\n", "2:10", {"out of range"}},
        {"population:\n  firms: 20000.5\n", "2:10", {"not a whole number"}},
        {"population:\n  size_tail: 1e999\n", "2:14", {"out of range", "1.01 to 2"}},
        {"population:\n  size_tail: .nan\n", "2:14", {"\".nan\" is not a number"}},
        {"population:\n  size_tail: nan\n", "2:14", {"\"nan\" is not a number"}},
        {"population:\n  size_tail: .inf\n", "2:14", {"\".inf\" is not a number"}},
        {"growth:\n  trends: yes\n", "2:11", {"growth.trends: \"yes\"", "true or false"}},
        {"rules:\n  rationing: wieghted\n", "2:14", {"did you mean weighted"}},
        {"seed: !!int 4\n", "1:7", {"seed", "tag"}},
        {"seed: !<tag:example.org,2000:python/object> 4\n", "1:7", {"seed", "tag"}},
        {"title: \"a\\x07b\"\n", "1:8", {"title: holds a control character"}},
        {"title: \"a\\0b\"\n", "1:8", {"title: holds a control character"}},
        {"world: [a]\n", "1:8", {"world: is a list"}},
    };
    REFUSED(cases);
}

static void dates(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"clock:\n  start: 2025-02-29\n", "2:10", {"clock.start: \"2025-02-29\" is not a day"}},
        {"clock:\n  end: 2030-13-01\n", "2:8", {"clock.end: \"2030-13-01\" is not a day"}},
        {"clock:\n  end: tomorrow\n", "2:8", {"YYYY-MM-DD"}},
        {"clock:\n  end: 9999-01-01\n", "2:8", {"out of range", "1900 to 2199"}},
        {"clock:\n  end: 2024-12-31\n", "2:8", {"clock.end", "after clock.start (2025-01-06)"}},
        {"clock:\n  start: 2025-01-06\n  end: 2025-01-06\n", "3:8", {"clock.end"}},
        {"clock:\n  start: 2044-01-06\n", "2:10", {"clock.start", "clock.end (2034-12-25)"}},
    };
    REFUSED(cases);
}

static void regions_and_worlds(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"policy:\n  tariff:\n    JPN: 0.1\n    UAS: 0.2\n",
         "4:5",
         {"policy.tariff: \"UAS\" is no region", "did you mean USA", "JPN, USA"}},
        {"policy:\n  tariff: {JPN: 9}\n", "2:17", {"policy.tariff.JPN: \"9\" is out of range"}},
        {"growth:\n  fertility: {JPN: -0.1}\n",
         "2:20",
         {"growth.fertility.JPN: \"-0.1\" is out of range", "0 to 5"}},
        {"growth:\n  retirement: {JPM: 5}\n",
         "2:16",
         {"growth.retirement: \"JPM\" is no region", "did you mean JPN"}},
        {"growth:\n  fertilty: 1.1\n", "2:3", {"growth.fertilty", "did you mean growth.fertility"}},
        {"growth:\n  migration: {ROW: 2}\n",
         "2:14",
         {"growth.migration.ROW: 2 is a factor of its own", "allowed: none"}},
        {"policy:\n  tariff: {JPN: high}\n", "2:17", {"policy.tariff.JPN: \"high\""}},
        {"policy:\n  tariff: {JPN: [1]}\n", "2:17", {"policy.tariff.JPN: is a list"}},
        {"policy:\n  tariff: [0.1, 0.2]\n", "2:11", {"policy.tariff: is a list"}},
        {"policy:\n  bank_region: Japan\n", "2:16", {"policy.bank_region: \"Japan\""}},
        {"title: x\nworld: world-1900\n", "2:8", {"world: there is no folder \"world-1900\""}},
        {"world: /\n", NULL, {NULL}},
        {"world: ''\n", "1:8", {"world: there is no folder"}},
    };
    /* The last but one names a folder without data: the data's own error, with its file. */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cases[i].place != NULL) {
            refused_texts(&cases[i], 1);
            continue;
        }
        const char *word = "csv";
        folder_write_text("bad.yaml", cases[i].text);
        refused_file("bad.yaml", cases[i].text, &word, 1);
    }
}

static void syntax(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"population:\n\tfirms: 5000\n", "2:1", {"tab"}},
        {"population:\n  firms: [5000\nclock: x\n", "3:6", {"syntax", "line 2"}},
        {"population:\n  firms: 5000\n size_tail: 2\n", "3:2", {"syntax"}},
        {"title: \"never closed\n", "2:1", {"syntax"}},
        {"title: a: b\n", "1:9", {"syntax"}},
        {"title: *nowhere\n", "1:8", {"syntax", "alias"}},
        {"title: x\n---\ntitle: y\n", "2:1", {"second YAML document"}},
        {"", "1:1", {"holds nothing"}},
        {"# only a comment\n", "1:1", {"holds nothing"}},
        {"~\n", "1:1", {"is a value"}},
        {"- a\n- b\n", "1:1", {"is a list"}},
        {"just words\n", "1:1", {"is a value"}},
        {"events: &a\n  - *a\n", "1:9", {"events[1]: is a list"}}, /* holds itself */
        {"population: &p\n  firms: *p\n", "1:13", {"population.firms: is a mapping"}},
        {"title: \xef\xbf\xbe\n", "1:8", {"does not allow"}},
    };
    REFUSED(cases);
}

static void bytes_that_are_no_text(void **state)
{
    (void)state;
    static const char nul[] = "title: a\0b\n", latin[] = "title: caf\xe9\n";
    static const char utf16[] = "\xff\xfet\0i\0", surrogate[] = "title: \xed\xa0\x80\n";
    const char *words[] = {"bad.yaml:1:", "no text"};
    unsigned char noise[5000];
    uint64_t seed = 88172645463325252u;
    for (size_t i = 0; i < sizeof noise; i++) {
        seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
        noise[i] = (unsigned char)seed;
    }
    folder_write("bad.yaml", nul, sizeof nul - 1);
    refused_file("bad.yaml", "NUL byte", words, 2);
    folder_write("bad.yaml", latin, sizeof latin - 1);
    refused_file("bad.yaml", "Latin-1", words, 2);
    folder_write("bad.yaml", utf16, sizeof utf16 - 1);
    refused_file("bad.yaml", "UTF-16", words, 2);
    folder_write("bad.yaml", surrogate, sizeof surrogate - 1);
    refused_file("bad.yaml", "surrogate", words, 2);
    folder_write("bad.yaml", noise, sizeof noise);
    const char *place = "bad.yaml:";
    refused_file("bad.yaml", "noise", &place, 1);
    const char *h5 = "\x89HDF\r\n\x1a\n";
    folder_write_text("bad.yaml", h5);
    refused_file("bad.yaml", "HDF5", words, 2);
}

/* Text of many copies, to be freed. */
static char *repeat(const char *head, const char *part, int count)
{
    size_t head_length = strlen(head), length = strlen(part);
    char *text = malloc(head_length + length * (size_t)count + 1);
    assert_non_null(text);
    memcpy(text, head, head_length);
    for (int i = 0; i < count; i++)
        memcpy(text + head_length + length * (size_t)i, part, length);
    text[head_length + length * (size_t)count] = '\0';
    return text;
}

/* Sizes at which a careless reader takes minutes, or runs out of stack. */
static void deep_and_huge_files(void **state)
{
    (void)state;
    static const struct {
        const char *head, *part;
        int count;
        const char *word;
    } cases[] = {
        {"title: ", "[", 5000, "nested too deep"},
        {"population: ", "{a: ", 5000, "nested too deep"},
        {"", "[", 1000000, "nested too deep"},
        {"", "{", 1000000, "nested too deep"},
        {"", "? ", 500000, "nested too deep"},
        {"", "- ", 500000, "nested too deep"},
        {"title: ", "&a ", 300000, "syntax"},
        {"title: ", "x: ", 300000, "syntax"},
        {"", "nothing: 1\n", 90000, "unknown key"},
        {"title: ", "x", 600, "too long"},
        {"title: \"", "x", 900000, "syntax"},
        {"events: [", "{kind: input_stock_loss, start: 2026-01-05, share: 0.1},\n", 300, "syntax"},
        {"events:\n", "  - {kind: input_stock_loss, start: 2026-01-05, share: 0.1}\n", 300,
         "more than 256 events"},
        {"# ", "x", 2000000, "larger than 1 MiB"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = repeat(cases[i].head, cases[i].part, cases[i].count);
        const char *words[] = {"bad.yaml", cases[i].word};
        folder_write_text("bad.yaml", text);
        refused_file("bad.yaml", cases[i].part, words, 2);
        free(text);
    }
}

static void parents(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"title: x\nextends: nowhere.yaml\n", "2:10", {"extends: nowhere.yaml cannot be read"}},
        {"extends: .\n", "1:10", {"is a folder"}},
        {"extends: bad.yaml\n", "1:10", {"in a circle"}},
        {"extends: ./sub/../bad.yaml\n", "1:10", {"in a circle"}},
        {"extends: [a.yaml]\n", "1:10", {"extends: is a list"}},
        {"extends:\n", "1:9", {"extends: has no value"}},
    };
    assert_int_equal(mkdir("sub", 0777), 0);
    REFUSED(cases);

    folder_write_text("a.yaml", "extends: b.yaml\n");
    folder_write_text("b.yaml", "title: b\nextends: sub/c.yaml\n");
    folder_write_text("sub/c.yaml", "extends: ../a.yaml\n");
    const char *circle[] = {"sub/c.yaml:1:10: extends: ", "in a circle"};
    refused_file("a.yaml", "circle of three", circle, 2);

    folder_write_text("sub/c.yaml", "seed: 1\npopulation:\n  frms: 1\n");
    const char *inherited[] = {"sub/c.yaml:3:3: population.frms: unknown key"};
    refused_file("a.yaml", "fault in a grandparent", inherited, 1);

    char name[32], text[64];
    for (int i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "chain%d.yaml", i);
        snprintf(text, sizeof text, "extends: chain%d.yaml\n", i + 1);
        folder_write_text(name, text);
    }
    const char *chain[] = {"chain15.yaml:1:10: extends: ", "more than 16"};
    refused_file("chain0.yaml", "chain of twenty", chain, 2);
}

static void files_that_cannot_be_read(void **state)
{
    (void)state;
    const char *missing[] = {"missing.yaml", "No such file"};
    refused_file("missing.yaml", "missing", missing, 2);
    const char *folder[] = {"folder.yaml", "is a folder"};
    assert_int_equal(mkdir("folder.yaml", 0777), 0);
    refused_file("folder.yaml", "folder", folder, 2);
    folder_write_text("plain.yaml", "title: x\n");
    const char *through[] = {"plain.yaml/x.yaml", "Not a directory"};
    refused_file("plain.yaml/x.yaml", "through a file", through, 2);
    const char *loop[] = {"loop.yaml", "symbolic links"};
    assert_int_equal(symlink("loop.yaml", "loop.yaml"), 0);
    refused_file("loop.yaml", "symbolic link to itself", loop, 2);
    const char *endless[] = {"/dev/zero", "larger than 1 MiB"};
    refused_file("/dev/zero", "endless", endless, 2);
    char path[5000];
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    refused_file(path, "long path", NULL, 0);
    const char *line[] = {"two?lines.yaml"};
    refused_file("two\nlines.yaml", "line end in a name", line, 1);
    folder_write_text("locked.yaml", "title: x\n");
    assert_int_equal(chmod("locked.yaml", 0), 0);
    const char *locked[] = {"locked.yaml", "Permission denied"};
    if (access("locked.yaml", R_OK) != 0) /* the superuser may read everything */
        refused_file("locked.yaml", "unreadable", locked, 2);
}

static void settings_and_options(void **state)
{
    (void)state;
    static const struct {
        const char *arguments[3], *words[2];
    } cases[] = {
        {{"--set", "population.frms=1"},
         {"--set: population.frms", "did you mean population.firms"}},
        {{"--set", "population.firms=1"}, {"--set: population.firms: \"1\" is out of range"}},
        {{"--set", "population.firms="}, {"--set: population.firms: \"\""}},
        {{"--set", "population.firms"}, {"is not KEY=VALUE"}},
        {{"--set", "=5000"}, {"is not KEY=VALUE"}},
        {{"--set", "population=5000"}, {"--set: population: is a section"}},
        {{"--set", "extends=a.yaml"}, {"--set: extends"}},
        {{"--set", "policy.tariff.ZZZ=0.1"}, {"--set: policy.tariff: \"ZZZ\" is no region"}},
        {{"--set", "policy.tariff.USA=9"}, {"--set: policy.tariff.USA: \"9\" is out of range"}},
        {{"--set", "policy.tariff={USA: 9}"}, {"--set: policy.tariff.USA: \"9\" is out of range"}},
        {{"--set", "policy.tariff={USA"}, {"--set: policy.tariff: syntax"}},
        {{"--set", "events=none"}, {"--set: events: is a value"}},
        {{"--set", "events=[{kind: x}]"}, {"--set: events[1].kind: \"x\""}},
        {{"--set", "title=\xff"}, {"--set: title", "UTF-8"}},
        {{"--set", "world=nowhere"}, {"--set: world: there is no folder"}},
        {{"--firms", "1"}, {"--firms: population.firms: \"1\" is out of range"}},
        {{"--firms", "-5000"}, {"--firms: population.firms: \"-5000\" is out of range"}},
        {{"--seed", "-1"}, {"--seed: seed: \"-1\" is out of range"}},
        {{"--until", "2025-02-30"}, {"--until: clock.end: \"2025-02-30\" is not a day"}},
        {{"--until", "2020-01-01"}, {"--until: clock.end", "after clock.start"}},
        {{"--steps", "0"}, {"--steps: \"0\"", "from 1 to"}},
        {{"--steps", "-3"}, {"--steps: \"-3\""}},
        {{"--steps", "99999"}, {"--steps: 99999 steps end after"}},
        {{"--threads", "0"}, {"--threads: \"0\""}},
        {{"--threads", "two"}, {"--threads: \"two\""}},
        {{"--frims", "5000"}, {"unknown option --frims", "did you mean --firms"}},
        {{"--quiet=yes"}, {"--quiet takes no value"}},
        {{"--set"}, {"--set needs a value"}},
        {{"-x"}, {"unknown option -x"}},
        {{"second.yaml"}, {"needs one SCENARIO, got 2"}},
        {{"--output", "nowhere/out.h5"}, {"-o: nowhere/out.h5", "does not exist"}},
        {{"--output", "sub/"}, {"-o: sub/", "folder"}},
        {{"--output", "good.yaml"}, {"-o: good.yaml is the scenario"}},
        {{"--output", "existing.h5"}, {"-o: existing.h5 exists", "--force"}},
    };
    mkdir("sub", 0777);
    folder_write_text("good.yaml", "title: good\n");
    folder_write_text("existing.h5", "something");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const *a = cases[i].arguments;
        const char *const arguments[] = {"run", "good.yaml", "-o", "out.h5", a[0], a[1], NULL};
        refused(arguments, a[1] != NULL ? a[1] : a[0], cases[i].words, 2);
    }
    char kept[32];
    folder_read("existing.h5", kept, sizeof kept);
    assert_string_equal(kept, "something");
    const char *const both[] = {"run", "good.yaml", "--until", "2026-01-05", "--steps", "4", NULL};
    const char *word = "--until and --steps";
    refused(both, "both", &word, 1);
}

static void verbs(void **state)
{
    (void)state;
    static const struct {
        const char *arguments[5], *word;
    } cases[] = {
        {{"rnu"}, "unknown verb rnu (did you mean run?)"},
        {{"--versoin"}, "unknown option --versoin"},
        {{"help", "nothing"}, "unknown verb nothing"},
        {{"run"}, "needs one SCENARIO, got 0"},
        {{"check"}, "needs one SCENARIO, got 0"},
        {{"check", "missing.yaml"}, "missing.yaml"},
        {{"check", "good.yaml", "--force"}, "unknown option --force"},
        {{"params", "a", "b"}, "one PATTERN"},
        {{"params", "--jsn"}, "did you mean --json"},
        {{"inspect"}, "needs one FILE or two"},
        {{"inspect", "missing.h5"}, "missing.h5"},
        {{"inspect", "good.yaml"}, "good.yaml"},
        {{"inspect", "."}, "."},
        {{"recover", "missing.h5"}, "-o NEW"},
        {{"recover"}, "needs one FILE"},
        {{"why"}, "needs a FILE"},
        {{"why", "missing.h5"}, "missing.h5"},
        {{"why", "good.yaml"}, "good.yaml"},
        {{"why", "good.yaml", "--by", "taste"}, "size, depth or date"},
        {{"why", "good.yaml", "--top", "0"}, "--top"},
    };
    folder_write_text("good.yaml", "title: good\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(cases[i].arguments, cases[i].arguments[0], &cases[i].word, 1);
    const char *const recover[] = {"recover", "good.yaml", "-o", "out.h5", NULL};
    const char *word = "good.yaml";
    refused(recover, "recover", &word, 1);
    const char *const over[] = {"recover", "good.yaml", "-o", "good.yaml", NULL};
    refused(over, "recover over itself", &word, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys),
        cmocka_unit_test(types_and_ranges),
        cmocka_unit_test(dates),
        cmocka_unit_test(regions_and_worlds),
        cmocka_unit_test(syntax),
        cmocka_unit_test(bytes_that_are_no_text),
        cmocka_unit_test(deep_and_huge_files),
        cmocka_unit_test(parents),
        cmocka_unit_test(files_that_cannot_be_read),
        cmocka_unit_test(settings_and_options),
        cmocka_unit_test(verbs),
    };
    return cmocka_run_group_tests(tests, folder_create, folder_remove);
}
