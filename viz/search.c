/* Finds what was typed, the best first: a code before the beginning of a word, this before the
 * middle of one, and that before letters that only stand in the same order. */
#include "viz/search.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/format.h"
#include "viz/names.h"

enum { WORDS_MAX = 8, FIRMS_LISTED = 5 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins_word(const char *text, size_t at)
{
    return at == 0 || (!isalnum((unsigned char)text[at - 1]) && !(text[at - 1] & 0x80));
}

static size_t same(const char *word, size_t length, const char *text)
{
    size_t i = 0;
    while (i < length && text[i] && lower(text[i]) == word[i])
        i++;
    return i;
}

/* The letters in this order from the beginning of a word, not too far apart. */
static double scattered(const char *word, size_t length, const char *text)
{
    double best = 0;
    for (size_t start = 0; text[start]; start++) {
        if (lower(text[start]) != word[0] || !begins_word(text, start))
            continue;
        size_t found = 0, at = start;
        for (; text[at] && found < length; at++)
            found += lower(text[at]) == word[found];
        size_t span = at - start;
        if (found == length && span <= 5 * length)
            best = fmax(best, 10 + 20 * (double)length / (double)span);
    }
    return best;
}

double search_score(const char *word, size_t length, const char *text)
{
    double best = 0;
    if (length == 0)
        return 0;
    for (size_t at = 0; text[at] && best < 80; at++) {
        if (same(word, length, text + at) < length)
            continue;
        bool whole = !text[at + length] || begins_word(text, at + length + 1);
        if (at == 0)
            best = text[length] ? (whole ? 85 : 80) : 100;
        else
            best = fmax(best, begins_word(text, at) ? (whole ? 70 : 65) : 45);
    }
    return best > 0 || length < 2 ? best : scattered(word, length, text);
}

struct words {
    const char *word[WORDS_MAX];
    size_t length[WORDS_MAX];
    int count;
};

static double word_score(const struct search_item *item, const char *word, size_t length)
{
    double code = search_score(word, length, item->code), text = 0;
    /* A code is known by heart: whole it beats all, in parts it is worth no more than a name. */
    double best = code == 100 ? 120 : code >= 45 ? code - 4 : 0;
    best = fmax(best, search_score(word, length, item->name));
    if (best < 86) /* whole, what people say is worth as much as a name */
        text = search_score(word, length, item->words);
    best = fmax(best, text >= 70 && text != 80 ? 86 : text >= 65 ? 66 : 0);
    if (best < 45)
        text = search_score(word, length, item->more);
    return fmax(best, text >= 45 ? text / 2 : 0);
}

/* The mean over the words, 0 where one of them is missing. */
static double item_score(const struct search_item *item, const struct words *words,
                         const char *query)
{
    double sum = 0;
    for (int i = 0; i < words->count; i++) {
        double score = word_score(item, words->word[i], words->length[i]);
        if (score <= 0)
            return 0;
        sum += score;
    }
    double whole = words->count > 1 ? search_score(query, strlen(query), item->name) : 0;
    double score = fmax(sum / words->count, whole >= 45 ? whole : 0);
    return score + item->bonus - 0.02 * (double)strlen(item->name);
}

static void keep(struct search *search, double score, int kind, int place)
{
    if (search->found_count == search->found_capacity) {
        int capacity = search->found_capacity ? 2 * search->found_capacity : 1024;
        struct search_found *found =
            realloc(search->found, (size_t)capacity * sizeof *search->found);
        if (!found)
            return; /* what is found so far is shown */
        search->found = found;
        search->found_capacity = capacity;
    }
    search->found[search->found_count++] = (struct search_found){score, kind, place};
}

static int by_score(const void *a, const void *b)
{
    const struct search_found *left = a, *right = b;
    if (left->score != right->score)
        return left->score > right->score ? -1 : 1;
    return left->kind != right->kind ? left->kind - right->kind : left->place - right->place;
}

/* "japan cars": some words name the region, the others the industry. */
static void find_cells(struct search *search, const struct words *words)
{
    if (words->count < 2)
        return;
    const struct search_item *industry = search->items + search->regions;
    for (int r = 0; r < search->regions; r++) {
        double of_region[WORDS_MAX], most = 0;
        for (int i = 0; i < words->count; i++) {
            double score = word_score(&search->items[r], words->word[i], words->length[i]);
            of_region[i] = score >= 60 ? score : 0;
            most = fmax(most, of_region[i]);
        }
        for (int k = 0; k < search->industries && most > 0; k++) {
            double sum = 0;
            int regions = 0, industries = 0;
            for (int i = 0; i < words->count; i++) {
                double score = word_score(&industry[k], words->word[i], words->length[i]);
                bool region = of_region[i] > 0 && of_region[i] >= score;
                score = region ? of_region[i] : score;
                if (score < 40) {
                    regions = 0;
                    break;
                }
                sum += score;
                regions += region, industries += !region;
            }
            if (regions > 0 && industries > 0)
                keep(search, sum / words->count, SEARCH_CELL, r * search->industries + k);
        }
    }
}

static void make_cell(const struct search *search, int place, struct search_item *item)
{
    const struct search_item *region = &search->items[place / search->industries];
    const struct search_item *industry =
        &search->items[search->regions + place % search->industries];
    *item = (struct search_item){.kind = SEARCH_CELL, .words = "", .view = -1};
    snprintf(item->region, sizeof item->region, "%s", region->code);
    snprintf(item->industry, sizeof item->industry, "%s", industry->code);
    snprintf(item->name, sizeof item->name, "%.70s, %.70s", region->name, industry->name);
    snprintf(item->more, sizeof item->more, "%s/%s", region->code, industry->code);
}

/* --- firms ---------------------------------------------------------------------------------- */

static void make_firm(const struct search *search, uint64_t row, struct search_item *item)
{
    const struct network *network = search->source.network;
    char number[24], number2[24];
    *item = (struct search_item){.kind = SEARCH_FIRM, .words = "", .view = -1, .row = row};
    snprintf(item->name, sizeof item->name, "Firm %" PRIu64, row);
    snprintf(item->more, sizeof item->more, "row %" PRIu64 " of /firm", row);
    if (!network || !network->ready || row >= network->rows || network->place[row] == UINT32_MAX)
        return;
    const struct network_firm *firm = &network->firm[network->place[row]];
    const char *region = network_region_code(network, firm->cell / network->industries, number);
    const char *industry =
        network_industry_code(network, firm->cell % network->industries, number2);
    snprintf(item->region, sizeof item->region, "%s", region);
    snprintf(item->industry, sizeof item->industry, "%s", industry);
    snprintf(item->more, sizeof item->more, "%s, %s", name_region(region), name_industry(industry));
}

/* "firm 123", "firm:123", "123". */
static void find_firm(struct search *search, const char *query)
{
    const struct reader_group *group = playback_group(search->source.view->playback, "firm");
    bool named = strncmp(query, "firm", 4) == 0;
    const char *digits = query + (named ? 4 + strspn(query + 4, "s :#") : 0);
    uint64_t row = 0;
    int count = 0;
    for (const char *c = digits; *c; c++) {
        if (*c == ',' && count > 0)
            continue;
        if (*c < '0' || *c > '9' || ++count > 12)
            return;
        row = 10 * row + (uint64_t)(*c - '0');
    }
    if (count > 0 && group && row < group->rows && row <= INT32_MAX)
        keep(search, named ? 130 : 60, SEARCH_FIRM, (int)row);
}

/* The largest firms of the place that was found best. */
static void find_largest(struct search *search)
{
    const struct network *network = search->source.network;
    const struct search_found *best = search->found;
    for (int i = 1; i < search->found_count; i++)
        if (by_score(&search->found[i], best) < 0)
            best = &search->found[i];
    if (!network || !network->ready || search->found_count == 0 || best->score < 60 ||
        (best->kind != SEARCH_CELL && best->kind != SEARCH_INDUSTRY))
        return;
    struct search_item place;
    if (best->kind == SEARCH_CELL)
        make_cell(search, best->place, &place);
    else
        place = search->items[best->place];
    int64_t industry =
        playback_position(network->names, network->industry_dimension, place.industry);
    int64_t region =
        place.region[0] ? playback_position(network->names, network->region_dimension, place.region)
                        : -1;
    uint64_t taken[64] = {0};
    double score = best->score - 0.5;
    for (int n = 0; n < FIRMS_LISTED && industry >= 0; n++) {
        int64_t largest = -1, of = -1;
        for (uint64_t r = 0; r < network->regions && r < 64; r++) {
            uint64_t cell = r * network->industries + (uint64_t)industry;
            uint64_t at = network->first[cell] + taken[r];
            if ((region >= 0 && r != (uint64_t)region) || at >= network->first[cell + 1])
                continue;
            if (largest < 0 || network->firm[at].start > network->firm[largest].start)
                largest = (int64_t)at, of = (int64_t)r;
        }
        if (largest < 0)
            return;
        taken[of]++;
        keep(search, score - 0.01 * n, SEARCH_FIRM, (int)network->firm[largest].row);
    }
}

/* --- days ----------------------------------------------------------------------------------- */

static void make_day(const struct search *search, int day, struct search_item *item)
{
    const struct timeline *timeline = search->source.view->timeline;
    char date[FORMAT_MAX], end[FORMAT_MAX];
    *item = (struct search_item){.kind = SEARCH_DATE, .words = "", .view = -1};
    item->day = (double)day - timeline->start_day;
    snprintf(item->name, sizeof item->name, "%s", format_date(date, day));
    if (item->day < floor(timeline_first(timeline)))
        snprintf(item->more, sizeof item->more, "before the run, which begins on %s",
                 format_date(end, timeline_date(timeline, timeline_first(timeline))));
    else if (item->day > ceil(timeline_last(timeline)))
        snprintf(item->more, sizeof item->more, "after the last record, %s",
                 format_date(end, timeline_date(timeline, timeline_last(timeline))));
    else
        snprintf(item->more, sizeof item->more, "go to this day");
}

/* --- all ------------------------------------------------------------------------------------ */

static struct words split(char *text)
{
    struct words words = {.count = 0};
    for (char *c = text; *c && words.count < WORDS_MAX;) {
        c += strspn(c, " ,/");
        size_t length = strcspn(c, " ,/");
        if (length > 0) {
            words.word[words.count] = c;
            words.length[words.count++] = length;
        }
        c += length;
    }
    return words;
}

static void find_items(struct search *search, const struct words *words, const char *query,
                       bool commands)
{
    for (int i = 0; i < search->item_count; i++) {
        const struct search_item *item = &search->items[i];
        if (commands && item->kind != SEARCH_COMMAND)
            continue;
        double score = words->count == 0 ? item->bonus - 1000.0 * (int)item->kind
                                         : item_score(item, words, query);
        if (words->count == 0 || score > 0)
            keep(search, score, (int)item->kind, i);
    }
}

static void list_hits(struct search *search)
{
    search->matches = search->found_count;
    search->hit_count = search->found_count < SEARCH_HITS ? search->found_count : SEARCH_HITS;
    for (int i = 0; i < search->hit_count; i++) {
        const struct search_found *found = &search->found[i];
        struct search_item *hit = &search->hit[i];
        if (found->kind == SEARCH_CELL)
            make_cell(search, found->place, hit);
        else if (found->kind == SEARCH_FIRM)
            make_firm(search, (uint64_t)found->place, hit);
        else if (found->kind == SEARCH_DATE)
            make_day(search, found->place, hit);
        else
            *hit = search->items[found->place];
    }
}

void search_find(struct search *search, const char *typed)
{
    char query[SEARCH_QUERY];
    typed += strspn(typed, " ");
    bool commands = typed[0] == '>';
    typed += commands ? 1 + strspn(typed + 1, " ") : 0;
    snprintf(query, sizeof query, "%s", typed);
    size_t length = strlen(query);
    while (length > 0 && query[length - 1] == ' ')
        query[--length] = '\0';
    for (char *c = query; *c; c++)
        *c = lower(*c);
    struct words words = split(query);
    search->found_count = 0;
    find_items(search, &words, query, commands);
    if (!commands && words.count > 0) {
        int32_t day;
        find_cells(search, &words);
        find_largest(search);
        find_firm(search, query);
        if (search->source.view->timeline->records > 0 && search_date(query, &day))
            keep(search, 125, SEARCH_DATE, day);
    }
    if (search->found_count > 0)
        qsort(search->found, (size_t)search->found_count, sizeof *search->found, by_score);
    list_hits(search);
}
