/* The groups of a run file that are lists of texts: /parameter, written once, and /event, which
 * grows. Part of run_file.c, and used by nothing else. */
#ifndef KEIRETSU_OUTPUT_RUN_FILE_LIST_H
#define KEIRETSU_OUTPUT_RUN_FILE_LIST_H

#include "output/run_file_group.h"

bool run_file_list_parameters(hid_t file, const struct run_parameter *parameters, int length);

enum { EVENT_TEXTS = 6 };

/* Names of the columns of /event. */
const char *run_event_text_name(int text);
const char *run_event_value_name(int value);

struct run_event_group {
    bool exists;
    hid_t time, text[EVENT_TEXTS], value[EVENT_VALUES];
    uint64_t visible, written; /* records with and without their time */
    uint64_t dropped, most;
    double *pending; /* times of the records that are written and not visible yet */
    uint64_t pending_most;
};

bool run_event_group_create(struct run_event_group *group, hid_t file,
                            const struct run_file_clock *clock, int most);
bool run_event_group_reopen(struct run_event_group *group, hid_t file);
bool run_event_group_add(struct run_event_group *group, const struct run_event *event);

/* Makes the events added so far visible; the file must have been flushed since. */
bool run_event_group_commit(struct run_event_group *group);
void run_event_group_free(struct run_event_group *group);

#endif
