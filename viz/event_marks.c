#include "viz/event_marks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A screen shows no more, and a damaged file may claim anything. */
enum { EVENTS_MAX = 4096 };

enum { KIND, WHERE, WHAT, TEXTS };

static void copy_words(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from);
    for (char *c = to; *c != '\0'; c++)
        if (*c == '_')
            *c = ' ';
}

static int by_day(const void *a, const void *b)
{
    const struct event_mark *left = a, *right = b;
    return left->day < right->day ? -1 : left->day > right->day ? 1 : left->place - right->place;
}

static void fill(struct event_marks *marks, struct reader *reader, const double *days,
                 uint64_t events)
{
    static const char *const LISTS[TEXTS] = {"event/kind", "event/where", "event/what"};
    char **texts[TEXTS] = {NULL};
    uint64_t lengths[TEXTS] = {0}, ends = 0;
    double *until = NULL;
    for (int i = 0; i < TEXTS; i++)
        if (!reader_texts(reader, LISTS[i], &texts[i], &lengths[i], NULL))
            lengths[i] = 0;
    if (!reader_event_numbers(reader, "until", &until, &ends, NULL))
        ends = 0;
    for (uint64_t e = 0; e < events; e++) {
        if (!isfinite(days[e]))
            continue;
        struct event_mark *mark = &marks->mark[marks->count++];
        *mark = (struct event_mark){.day = days[e], .until = HUGE_VAL, .place = (int)e};
        if (e < ends && isfinite(until[e]))
            mark->until = fmax(until[e], mark->day);
        copy_words(mark->kind, sizeof mark->kind, e < lengths[KIND] ? texts[KIND][e] : "event");
        if (e < lengths[WHERE])
            snprintf(mark->where, sizeof mark->where, "%s", texts[WHERE][e]);
        if (e < lengths[WHAT])
            snprintf(mark->what, sizeof mark->what, "%s", texts[WHAT][e]);
    }
    for (int i = 0; i < TEXTS; i++)
        reader_texts_free(texts[i], lengths[i]);
    free(until);
}

void event_marks_read(struct event_marks *marks, struct reader *reader)
{
    double *days = NULL;
    uint64_t events = 0;
    if (!reader_event_days(reader, &days, &events, NULL) || events == marks->read) {
        free(days);
        return;
    }
    event_marks_free(marks);
    marks->read = events;
    events = events < EVENTS_MAX ? events : EVENTS_MAX;
    marks->mark = calloc(events + 1, sizeof *marks->mark);
    if (marks->mark != NULL) {
        fill(marks, reader, days, events);
        qsort(marks->mark, (size_t)marks->count, sizeof *marks->mark, by_day);
    }
    free(days);
}

void event_marks_free(struct event_marks *marks)
{
    free(marks->mark);
    *marks = (struct event_marks){0};
}

int event_marks_from(const struct event_marks *marks, double day)
{
    int low = 0, high = marks->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (marks->mark[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
