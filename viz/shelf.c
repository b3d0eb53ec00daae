#include "viz/shelf.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "viz/format.h"
#include "viz/text.h"

static bool is_run(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && dot != name && (strcmp(dot, ".h5") == 0 || strcmp(dot, ".hdf5") == 0) &&
           !strstr(name, ".checkpoint-");
}

static int newest_first(const void *a, const void *b)
{
    const struct shelf_card *left = a, *right = b;
    if (left->changed != right->changed)
        return left->changed > right->changed ? -1 : 1;
    return strcmp(left->name, right->name);
}

void shelf_path(const struct shelf *shelf, int card, char *path, size_t size)
{
    size_t length = strlen(shelf->folder);
    bool ends = length > 0 && shelf->folder[length - 1] == '/';
    snprintf(path, size, "%s%s%s", shelf->folder, ends ? "" : "/", shelf->card[card].name);
}

static bool add_card(struct shelf *shelf, int *room, const char *name)
{
    if (shelf->count == *room) {
        int more = *room ? 2 * *room : 64;
        struct shelf_card *cards = realloc(shelf->card, (size_t)more * sizeof *cards);
        if (!cards)
            return false;
        shelf->card = cards;
        *room = more;
    }
    struct shelf_card *card = &shelf->card[shelf->count];
    memset(card, 0, sizeof *card);
    if (strlen(name) >= sizeof card->name)
        return true;
    snprintf(card->name, sizeof card->name, "%s", name);
    char path[1400];
    struct stat status;
    shelf_path(shelf, shelf->count, path, sizeof path);
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return true;
    card->changed = (int64_t)status.st_mtime;
    card->size = (uint64_t)status.st_size;
    shelf->count++;
    return true;
}

struct shelf *shelf_open(const char *folder, struct error *err)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);
    DIR *listing = shelf && strlen(folder) < sizeof shelf->folder ? opendir(folder) : NULL;
    if (!listing) {
        fail(err, ERROR_FILE, "%s: the folder cannot be read: %s", folder,
             shelf ? strerror(errno) : "out of memory");
        free(shelf);
        return NULL;
    }
    snprintf(shelf->folder, sizeof shelf->folder, "%s", folder);
    shelf->open = shelf->painting = -1;
    int room = 0;
    bool good = true;
    for (struct dirent *entry; good && !shelf->more && (entry = readdir(listing));)
        if (is_run(entry->d_name) && !(shelf->more = shelf->count == SHELF_CARDS))
            good = add_card(shelf, &room, entry->d_name);
    closedir(listing);
    shelf->shown = calloc((size_t)shelf->count + 1, sizeof *shelf->shown);
    if (!good || !shelf->shown) {
        shelf_close(shelf);
        fail(err, ERROR_MEMORY, "%s: no memory for the list of runs", folder);
        return NULL;
    }
    if (shelf->count > 0)
        qsort(shelf->card, (size_t)shelf->count, sizeof *shelf->card, newest_first);
    shelf_filter(shelf);
    return shelf;
}

void shelf_close(struct shelf *shelf)
{
    if (!shelf)
        return;
    for (int i = 0; i < shelf->count; i++) {
        free(shelf->card[i].picture);
        free(shelf->card[i].fitted);
    }
    if (shelf->painter) {
        if (shelf->painter->run_count > 0)
            run_close(&shelf->painter->run[0]);
        draw_free(&shelf->painter->canvas);
        free(shelf->painter);
    }
    text_close(shelf->text);
    free(shelf->card);
    free(shelf->shown);
    free(shelf);
}

/* The word anywhere in the text, whatever the case; words are lower case. */
static bool holds(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (; *text; text++) {
        size_t i = 0;
        while (i < length && text[i] && tolower((unsigned char)text[i]) == word[i])
            i++;
        if (i == length)
            return true;
    }
    return length == 0;
}

void shelf_filter(struct shelf *shelf)
{
    int at = shelf->cursor < shelf->shown_count ? shelf->shown[shelf->cursor] : 0;
    shelf->shown_count = shelf->cursor = 0;
    for (int i = 0; i < shelf->count; i++) {
        const struct shelf_card *card = &shelf->card[i];
        if (!holds(card->name, shelf->filter) && !holds(card->title, shelf->filter) &&
            !holds(card->subtitle, shelf->filter))
            continue;
        if (i == at)
            shelf->cursor = shelf->shown_count;
        shelf->shown[shelf->shown_count++] = i;
    }
    shelf->follow = true;
}

int shelf_place_chosen(const struct shelf *shelf, int card)
{
    for (int i = 0; i < shelf->chosen_count; i++)
        if (shelf->chosen[i] == card)
            return i;
    return -1;
}

void shelf_choose(struct shelf *shelf, int card)
{
    int place = shelf_place_chosen(shelf, card);
    if (place < 0 && shelf->chosen_count < SHELF_CHOSEN) {
        shelf->chosen[shelf->chosen_count++] = card;
    } else if (place >= 0) {
        shelf->chosen_count--;
        memmove(shelf->chosen + place, shelf->chosen + place + 1,
                (size_t)(shelf->chosen_count - place) * sizeof *shelf->chosen);
    }
}

/* Title, dates and state from the head of the file. */
static void read_head(struct shelf *shelf, int at)
{
    struct shelf_card *card = &shelf->card[at];
    struct error err = {0};
    char path[1400];
    struct run *run = calloc(1, sizeof *run);
    shelf_path(shelf, at, path, sizeof path);
    if (!run || !run_open(run, path, NULL, &err)) {
        size_t length = strlen(path); /* the card says which file it is */
        bool named = strncmp(err.text, path, length) == 0 && err.text[length] == ':';
        card->state = SHELF_UNREADABLE;
        snprintf(card->trouble, sizeof card->trouble, "%s",
                 !run    ? "out of memory"
                 : named ? err.text + length + 2
                         : err.text);
        free(run);
        return;
    }
    const struct timeline *timeline = &run->timeline;
    card->state = timeline->live                  ? SHELF_LIVE
                  : run->playback.reader.complete ? SHELF_COMPLETE
                                                  : SHELF_STOPPED;
    snprintf(card->title, sizeof card->title, "%s", run->playback.title);
    snprintf(card->subtitle, sizeof card->subtitle, "%s", run->playback.subtitle);
    char first[FORMAT_MAX], last[FORMAT_MAX], number[FORMAT_MAX];
    format_date(first, timeline_date(timeline, timeline_first(timeline)));
    format_date(last, timeline_date(timeline, timeline_last(timeline)));
    format_number(number, (double)timeline->records, 0);
    if (timeline->records > 0)
        snprintf(card->dates, sizeof card->dates, "%s – %s  ·  %s records", first, last, number);
    else
        snprintf(card->dates, sizeof card->dates, "No records yet");
    run_close(run);
    free(run);
}

static bool in_sight(const struct shelf *shelf, const struct shelf_card *card)
{
    return shelf->frame > 0 && card->seen == shelf->frame;
}

/* Where there are many, the picture that was in sight longest ago makes room; those in sight stay. */
static void forget_pictures(struct shelf *shelf)
{
    int kept = 0, oldest = -1;
    for (int i = 0; i < shelf->count; i++) {
        const struct shelf_card *card = &shelf->card[i];
        kept += card->picture != NULL;
        if (card->picture && !in_sight(shelf, card) &&
            (oldest < 0 || card->seen < shelf->card[oldest].seen))
            oldest = i;
    }
    if (kept < SHELF_PICTURES || oldest < 0)
        return;
    struct shelf_card *card = &shelf->card[oldest];
    free(card->picture), free(card->fitted);
    card->picture = card->fitted = NULL;
    card->drawn_as = 0;
}

bool shelf_work(struct shelf *shelf, const struct app *app)
{
    if (shelf->painting >= 0) {
        shelf_paint(shelf, app);
        return true;
    }
    int head = -1, picture = -1, later = -1;
    for (int i = shelf->count - 1; i >= 0; i--) { /* backwards: the first ones are left */
        const struct shelf_card *card = &shelf->card[i];
        bool here = in_sight(shelf, card);
        if (card->state == SHELF_UNKNOWN)
            *(here ? &head : &later) = i;
        else if (here && card->state != SHELF_UNREADABLE && card->drawn_as != shelf_look(app))
            picture = i;
    }
    if (picture >= 0 && (head < 0 || picture < head)) {
        forget_pictures(shelf);
        shelf->painting = picture;
        shelf_paint(shelf, app);
    } else if (head >= 0 || later >= 0) {
        read_head(shelf, head >= 0 ? head : later);
        if (shelf->filter[0])
            shelf_filter(shelf);
    } else {
        return false;
    }
    return true;
}
