/* Words that people use for what a file calls otherwise, and the days that they mean. */
#include <string.h>

#include "core/date.h"
#include "viz/search.h"

static const struct {
    const char *code, *words;
} WORDS[] = {
    {"JPN", "Japanese Tokyo yen"},
    {"USA", "US America American Washington dollar"},
    {"TWN", "Taiwanese Taipei"},
    {"CHN", "Chinese Beijing"},
    {"KOR", "South Korea Korean Seoul"},
    {"EUR", "EU European Union euro"},
    {"ROW", "others"},
    {"A", "farms farming fish"},
    {"B05_06", "oil gas coal crude"},
    {"B07_09", "ores minerals metals"},
    {"C10T12", "drinks"},
    {"C13T15", "clothes"},
    {"C19", "oil refineries petrol fuel"},
    {"C21", "medicines drugs pharma"},
    {"C23", "non-metallic minerals"},
    {"C24", "steel iron aluminium copper"},
    {"C26", "chips semiconductors"},
    {"C27", "batteries"},
    {"C28", "machines tools"},
    {"C29", "cars automobiles vehicles trucks"},
    {"C301", "shipbuilding shipyards"},
    {"C302", "planes aerospace trains"},
    {"D35", "power energy utilities"},
    {"F", "building"},
    {"G", "shops"},
    {"H49", "trucks railways"},
    {"H50", "shipping"},
    {"H51", "airlines"},
    {"I", "tourism"},
    {"J", "software telecoms IT"},
    {"K", "banks"},
    {"L", "housing"},
    {"O", "government"},
    {"P", "schools"},
    {"Q", "hospitals doctors"},
};

/* By title: keys of views mean something else in each. */
static const struct {
    const char *title, *words;
} COMMANDS[] = {
    {"List of runs", "open file folder load compare"},
    {"Runs side by side, as difference, alone", "compare"},
    {"Save a picture (PNG)", "export image screenshot chart"},
    {"Save a figure for slides (SVG)", "export image vector slide chart"},
    {"Save what is shown as a table (CSV)", "export data excel spreadsheet"},
    {"Save a video of the run (MP4; shift: GIF)", "export animation film movie"},
    {"Light or dark theme", "colours night mode"},
    {"These keys", "help shortcuts keyboard"},
    {"Quit", "exit close"},
};

const char *search_command_words(const char *title)
{
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
        if (strcmp(COMMANDS[i].title, title) == 0)
            return COMMANDS[i].words;
    return "";
}

const char *search_words(const char *code)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcmp(WORDS[i].code, code) == 0)
            return WORDS[i].words;
    return "";
}

static const char *const KINDS[SEARCH_KINDS] = {
    "Day",     "View",   "Region",          "Industry", "Region, industry", "Firm",
    "Project", "Series", "Industry series", "Event",    "Command",
};

const char *search_kind_name(enum search_kind kind)
{
    return KINDS[kind];
}

/* "mar", "march"; 0 for none. */
static int month_of(const char *word)
{
    static const char *const MONTHS[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    size_t length = strlen(word);
    for (int i = 0; i < 12 && length >= 3; i++)
        if (strncmp(MONTHS[i], word, length) == 0)
            return i + 1;
    return 0;
}

/* Digits, no more than `most`; returns what follows them, NULL where there are none. */
static const char *number(const char *text, int most, int *value)
{
    int digits = 0;
    for (*value = 0; text[digits] >= '0' && text[digits] <= '9'; digits++) {
        if (digits == most)
            return NULL;
        *value = 10 * *value + (text[digits] - '0');
    }
    return digits > 0 ? text + digits : NULL;
}

/* "2027", "2027-03", "2027-03-15" */
static bool iso_day(const char *text, int *year, int *month, int *day)
{
    const char *rest = number(text, 4, year);
    *month = *day = 1;
    if (rest && *rest == '-' && (rest = number(rest + 1, 2, month)) && *rest == '-')
        rest = number(rest + 1, 2, day);
    return rest && !*rest;
}

/* "mar 2027", "15 march 2027" */
static bool spoken_day(const char *text, int *year, int *month, int *day)
{
    char word[16];
    const char *rest = number(text, 2, day);
    if (!rest)
        rest = text, *day = 1;
    rest += strspn(rest, " ");
    size_t length = strspn(rest, "abcdefghijklmnopqrstuvwxyz");
    if (length >= sizeof word)
        return false;
    memcpy(word, rest, length);
    word[length] = '\0';
    *month = month_of(word);
    rest = number(rest + length + strspn(rest + length, " "), 4, year);
    return rest && !*rest;
}

bool search_date(const char *query, int32_t *day)
{
    int year = 0, month = 0, at = 0;
    if ((!iso_day(query, &year, &month, &at) && !spoken_day(query, &year, &month, &at)) ||
        year < 1900 || year > 2999 || month < 1 || month > 12 || at < 1 ||
        at > date_days_in_month(year, month))
        return false;
    *day = date_day(year, month, at);
    return true;
}
