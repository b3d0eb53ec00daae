/* Broken scenarios and command lines, each through the real program: exit status 2, one line on
 * stderr that names the place and what is wrong, nothing on stdout, and no output file. */
#include "folder.h"

/* Runs the program; the one line on stderr must hold all the words. */
static void refused(const char *const *arguments, const char *label, const char *const *words,
                    int word_count)
{
    struct outcome outcome;
    program_run(arguments, &outcome);
    size_t length = strlen(outcome.err);
    bool left_file = unlink("out.h5") == 0 || access("runs", F_OK) == 0;
    if (outcome.status != 2)
        fail_msg("%s: exit status %d, said \"%s\"", label, outcome.status, outcome.err);
    if (length == 0 || strchr(outcome.err, '\n') != outcome.err + length - 1)
        fail_msg("%s: not one line: \"%s\"", label, outcome.err);
    for (int w = 0; w < word_count; w++)
        if (words[w] != NULL && strstr(outcome.err, words[w]) == NULL)
            fail_msg("%s: \"%s\" is not in \"%s\"", label, words[w], outcome.err);
    if (outcome.out[0] != '\0')
        fail_msg("%s: wrote to stdout: \"%s\"", label, outcome.out);
    if (left_file)
        fail_msg("%s: left a file behind", label);
}

static void refused_file(const char *name, const char *label, const char *const *words,
                         int word_count)
{
    const char *const arguments[] = {"run", name, "-o", "out.h5", NULL};
    refused(arguments, label, words, word_count);
}

struct broken {
    const char *text, *place; /* place: LINE:COLUMN, or NULL where the file as a whole is wrong */
    const char *words[3];
};

static void refused_texts(const struct broken *broken, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char place[64];
        snprintf(place, sizeof place, "bad.yaml%s%s%s", broken[i].place != NULL ? ":" : "",
                 broken[i].place != NULL ? broken[i].place : "",
                 broken[i].place != NULL ? ": " : "");
        folder_write_text("bad.yaml", broken[i].text);
        const char *words[] = {place, broken[i].words[0], broken[i].words[1], broken[i].words[2]};
        refused_file("bad.yaml", broken[i].text, words, 4);
    }
}

#define REFUSED(cases) refused_texts(cases, sizeof cases / sizeof *cases)

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

#define CAPACITY "events:\n  - kind: capacity_loss\n    start: 2026-01-05\n    share: 0.1\n"

#define WEEK ", start: 2026-01-05, weeks: 4"
#define EVENT_LINE(text) "events:\n  - {" text "}\n"

/* Keys of the kinds of events, one by one. */
static void kinds_of_events(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {EVENT_LINE("kind: labour_loss, share: 2" WEEK),
         "2:32",
         {"events[1].share: \"2\" is out of range", "0 to 1, the share of staff"}},
        {EVENT_LINE("kind: finished_stock_loss, share: 0.2" WEEK),
         "2:71",
         {"events[1].weeks: \"4\" means nothing for finished_stock_loss",
          "kind, start, share, region, industry, firms, firms_share"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, firms: bigest, firms_share: 1" WEEK),
         "2:46",
         {"events[1].firms: \"bigest\" is not known", "all, random, largest, smallest"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, firms: largst, firms_share: 1" WEEK),
         "2:46",
         {"did you mean largest?"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, firms: random" WEEK),
         "2:5",
         {"events[1].firms_share: is missing", "0 to 1, the share of the firms"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, firms_share: 0.5" WEEK),
         "2:52",
         {"events[1].firms_share: \"0.5\" needs a rule", "firms: random"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, firms: random, firms_share: 1.5" WEEK),
         "2:67",
         {"events[1].firms_share: \"1.5\" is out of range"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, firms: []" WEEK),
         "2:46",
         {"events[1].firms: the list is empty", "[3, 17]"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, firms: [3, 20000]" WEEK),
         "2:50",
         {"events[1].firms: \"20000\" is no firm", "0 to 19999"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, firms: [3, x]" WEEK),
         "2:50",
         {"events[1].firms: \"x\" is no firm"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, firms: [3, 1.5]" WEEK), "2:50", {"\"1.5\""}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, firms: [3], region: JPN" WEEK),
         "2:59",
         {"events[1].region: \"JPN\" means nothing where firms are listed"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, region: [JPN, QQQ]" WEEK),
         "2:53",
         {"events[1].region: \"QQQ\""}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, region: [JPN, JPN]" WEEK),
         "2:53",
         {"events[1].region: \"JPN\" is named twice"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, region: [all]" WEEK),
         "2:48",
         {"events[1].region: \"all\" stands alone"}},
        {EVENT_LINE("kind: capacity_loss, share: 0.2, industry: []" WEEK),
         "2:49",
         {"events[1].industry: is an empty list"}},
        {EVENT_LINE("kind: capacity_loss, share: [0.2]" WEEK),
         "2:34",
         {"events[1].share: is a list"}},
        {EVENT_LINE("kind: government_spending, share: 0.2, industry: C26" WEEK),
         "2:55",
         {"events[1].industry: \"C26\" means nothing for government_spending",
          "kind, start, share, region, weeks, recovery, recovery_weeks"}},
        {EVENT_LINE("kind: productivity, share: -1" WEEK), "2:33", {"-0.9 to 2"}},
        {EVENT_LINE("kind: price, share: 11, industry: C19" WEEK), "2:26", {"-0.9 to 10"}},
        {EVENT_LINE("kind: final_demand, share: 0.1, of: sellers" WEEK),
         "2:42",
         {"events[1].of: \"sellers\" is not known", "households, government, investors"}},
        {EVENT_LINE("kind: confidence, share: 0.1" WEEK),
         "2:5",
         {"events[1].of: is missing", "households, investors, sellers"}},
        {EVENT_LINE("kind: confidence, share: 0.1, of: seller" WEEK),
         "2:40",
         {"did you mean sellers?"}},
        {EVENT_LINE("kind: confidence, share: 0.1, of: households, industry: C26" WEEK),
         "2:62",
         {"events[1].industry: \"C26\" means nothing for households"}},
        {EVENT_LINE("kind: confidence, share: -0.6, of: investors" WEEK), "2:31", {"-0.5 to 0.5"}},
        {EVENT_LINE("kind: tariff, share: 0.1, importer: USA, exporter: JPN" WEEK),
         "2:27",
         {"events[1].share: \"0.1\" means nothing for tariff", "rate, old_rate, importer"}},
        {EVENT_LINE("kind: tariff, rate: 0.1, importer: USA" WEEK),
         "2:5",
         {"events[1].exporter: is missing", "all, or the code of a region"}},
        {EVENT_LINE("kind: tariff, rate: 0.1, importer: US, exporter: JPN" WEEK),
         "2:41",
         {"events[1].importer: \"US\"", "did you mean USA?"}},
        {EVENT_LINE("kind: tariff, rate: 0.1, old_rate: -1, importer: USA, exporter: JPN" WEEK),
         "2:41",
         {"events[1].old_rate: \"-1\" is out of range"}},
        {EVENT_LINE("kind: tariff, rate: 0.1, importer: USA, exporter: JPN, start: 2026-01-05, "
                    "recovery: linear"),
         "2:90",
         {"events[1].recovery: \"linear\" needs an end"}},
        {EVENT_LINE("kind: policy_rate, region: USA" WEEK),
         "2:5",
         {"events[1].change: is missing", "or level"}},
        {EVENT_LINE("kind: policy_rate, region: USA, change: 2" WEEK),
         "2:46",
         {"events[1].change: \"2\" is out of range", "-0.2 to 0.5 a year"}},
        {EVENT_LINE("kind: policy_rate, region: USA, change: 0.02, level: 0.03" WEEK),
         "2:59",
         {"events[1].level: \"0.03\" stands beside a change"}},
        {EVENT_LINE("kind: policy_rate, region: USA, level: 4" WEEK),
         "2:45",
         {"events[1].level: \"4\" is out of range", "-0.05 to 1"}},
        {EVENT_LINE("kind: chokepoint_closure, share: 0.7" WEEK),
         "2:5",
         {"events[1].chokepoint: is missing", "Taiwan Strait, Malacca, Hormuz"}},
        {EVENT_LINE("kind: chokepoint_closure, share: 0.7, chokepoint: Taiwan strait" WEEK),
         "2:56",
         {"\"Taiwan strait\" is not known", "did you mean Taiwan Strait?"}},
        {EVENT_LINE("kind: chokepoint_closure, share: 0.7, chokepoint: Suez, delay: 60" WEEK),
         "2:69",
         {"events[1].delay: \"60\" is out of range", "0 to 52 weeks more"}},
        {EVENT_LINE("kind: route_closure, share: 0.7, origin: JPN" WEEK),
         "2:5",
         {"events[1].destination: is missing"}},
        {EVENT_LINE("kind: route_closure, share: 0.7, region: JPN" WEEK),
         "2:47",
         {"events[1].region: \"JPN\" means nothing for route_closure", "origin, destination"}},
        {EVENT_LINE("kind: chokepoint_close, share: 0.7" WEEK),
         "2:12",
         {"did you mean chokepoint_closure?"}},
        {"events_scale: -1\n", "1:15", {"events_scale", "0 to 100"}},
        {"event_scale: 2\n", "1:1", {"event_scale: unknown key", "did you mean events_scale?"}},
    };
    REFUSED(cases);
}

static void events(void **state)
{
    (void)state;
    static const struct broken cases[] = {
        {"events:\n  - kind: capacity_los\n    start: 2026-01-05\n",
         "2:11",
         {"events[1].kind: \"capacity_los\"", "did you mean capacity_loss"}},
        {"events:\n  - start: 2026-01-05\n    share: 0.1\n",
         "2:5",
         {"events[1].kind: is missing", "input_stock_loss, capacity_loss, final_demand"}},
        {"events:\n  - kind: capacity_loss\n    start: 2026-01-05\n    weeks: 1\n",
         "2:5",
         {"events[1].share: is missing", "0 to 1"}},
        {"events:\n  - kind: capacity_loss\n    share: 0.1\n    weeks: 1\n",
         "2:5",
         {"events[1].start: is missing"}},
        {CAPACITY, "2:5", {"events[1].weeks: is missing"}},
        {CAPACITY "    weeks: -1\n", "5:12", {"events[1].weeks: \"-1\" is out of range"}},
        {CAPACITY "    weeks: 0\n", "5:12", {"events[1].weeks: \"0\""}},
        {CAPACITY "    weeks: 1\n    region: ZZZ\n", "6:13", {"events[1].region: \"ZZZ\""}},
        {CAPACITY "    weeks: 1\n    industry: C99\n", "6:15", {"events[1].industry: \"C99\""}},
        {CAPACITY "    weeks: 1\n    when: now\n", "6:5", {"events[1].when: unknown key"}},
        {CAPACITY "    weeks: 1\n    weeks: 2\n", "6:5", {"events[1].weeks: is set twice"}},
        {CAPACITY "    weeks: 1\n    recovery: slow\n", "6:15", {"at_once, linear, exponential"}},
        {CAPACITY "    weeks: 1\n    recovery: linear\n", "2:5", {"recovery_weeks: is missing"}},
        {CAPACITY "    weeks: 1\n    recovery_weeks: 3\n", "6:21", {"events[1].recovery_weeks"}},
        {"events:\n  - {kind: capacity_loss, start: 2026-01-05, share: 1.5, weeks: 1}\n",
         "2:53",
         {"events[1].share: \"1.5\" is out of range"}},
        {"events:\n  - {kind: capacity_loss, start: 2026-01-05, share: -0.1, weeks: 1}\n",
         "2:53",
         {"events[1].share: \"-0.1\" is out of range"}},
        {"events:\n  - {kind: capacity_loss, start: 2026-01-32, share: 0.1, weeks: 1}\n",
         "2:34",
         {"events[1].start: \"2026-01-32\" is not a day"}},
        {"events:\n  - {kind: capacity_loss, start: 2024-01-05, share: 0.1, weeks: 1}\n",
         "2:34",
         {"before the run begins", "2025-01-06"}},
        {"events:\n  - {kind: input_stock_loss, start: 2026-01-05, share: 0.1}\n"
         "  - {kind: input_stock_loss, start: 2026-01-05, share: 0.1, weeks: 3}\n",
         "3:68",
         {"events[2].weeks: \"3\" means nothing for input_stock_loss"}},
        {"events:\n  kind: capacity_loss\n", "2:3", {"events: is a mapping", "a list"}},
        {"events: all\n", "1:9", {"events: is a value"}},
        {"events:\n  - capacity_loss\n", "2:5", {"events[1]: is a value"}},
        {"events:\n  - {kind: [a], start: 2026-01-05}\n", "2:12", {"events[1].kind: is a list"}},
    };
    REFUSED(cases);
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
        const char *arguments[4], *word;
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
        cmocka_unit_test(events),
        cmocka_unit_test(kinds_of_events),
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
