/* What is traced and what of it is chosen: the scope, the falls in it, one of them and its path. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/format.h"
#include "viz/names.h"
#include "viz/select.h"
#include "viz/theme.h"
#include "viz/why.h"

char *why_amount(const struct view_why *why, double amount, char *text, size_t size)
{
    char number[FORMAT_MAX];
    bool dollars = why->unit[0] == '$';
    snprintf(text, size, "%s %s",
             dollars ? format_dollars(number, amount * why->factor)
                     : format_amount(number, amount * why->factor),
             why->unit + (dollars ? 2 : 0));
    return text;
}

uint32_t why_role_colour(const struct trace *trace, enum trace_role role, int cause)
{
    if (role == TRACE_UNKNOWN)
        return THEME_QUIET;
    for (int c = 0; c < trace->causes && cause < 0; c++)
        if (trace->cause_role[c] == role)
            cause = c;
    return theme_cause((uint64_t)(cause < 0 ? TRACE_CAUSES - 1 : cause));
}

const struct trace_fall *why_fall(const struct view_why *why)
{
    return why->chosen >= 0 && why->chosen < why->count ? &why->trace.fall[why->places[why->chosen]]
                                                        : NULL;
}

static void select_place(const struct view_why *why, struct view *view, int region, int industry)
{
    struct selection *selection = &view->ui->selection;
    selection->found_region = selection->found_industry = false;
    if (region >= 0 && region < why->trace.regions)
        snprintf(selection->cell_region, sizeof selection->cell_region, "%s",
                 why->trace.region[region]);
    if (industry >= 0 && industry < why->trace.industries)
        snprintf(selection->industry, sizeof selection->industry, "%s",
                 why->trace.industry[industry]);
}

static void go_to_day(struct view *view, double day)
{
    struct timeline *timeline = view->timeline;
    if (timeline->records == 0)
        return;
    timeline->playing = timeline->follow = false;
    timeline_go(timeline, (int64_t)playback_at(timeline->days, timeline->records, day + 1e-6));
}

void why_trace(const struct view_why *why, const struct trace_fall *fall, struct trace_chain *chain)
{
    playback_lock(why->playback);
    trace_follow(&why->trace, fall, chain);
    playback_unlock(why->playback);
}

static void follow(struct view_why *why)
{
    const struct trace_fall *fall = why_fall(why);
    why->chain = (struct trace_chain){0};
    why->step = 0;
    why->path_top = 0;
    if (fall != NULL)
        why_trace(why, fall, &why->chain);
}

void why_choose(struct view_why *why, struct view *view, int place)
{
    if (why->count == 0)
        return;
    why->chosen = place < 0 ? 0 : place >= why->count ? why->count - 1 : place;
    follow(why);
    const struct trace_fall *fall = why_fall(why);
    select_place(why, view, fall->region, fall->industry);
}

void why_choose_step(struct view_why *why, int step)
{
    int last = why->chain.count - 1;
    why->step = step > last ? last : step;
    why->step = why->step < 0 ? 0 : why->step;
}

void why_go_to_step(struct view_why *why, struct view *view)
{
    if (why->step >= why->chain.count)
        return;
    const struct trace_step *step = &why->chain.step[why->step];
    if (step->kind == TRACE_STEP_END)
        return;
    select_place(why, view, step->region, step->industry);
    go_to_day(view, step->day);
}

static void list_falls(struct view_why *why)
{
    struct trace_scope scope = {why->region, why->industry, -HUGE_VAL, HUGE_VAL, TRACE_SUM};
    bool one_region = why->region != TRACE_ALL, one_industry = why->industry != TRACE_ALL;
    bool one = (one_region || why->which == TRACE_INDUSTRIES) &&
               (one_industry || why->which == TRACE_REGIONS);
    int sums = one ? 0 : trace_falls(&why->trace, &scope, why->order, why->places, 1);
    sums = sums > 0;
    scope.which = why->which;
    int total = trace_falls(&why->trace, &scope, why->order, why->places + sums, WHY_FALLS - sums);
    why->count = sums + (total < WHY_FALLS - sums ? total : WHY_FALLS - sums);
    why->scrolled = 0;
    /* The sum is there for orientation; the first fall of a cell is the one to look at. */
    why->chosen = why->count == 0 ? -1 : sums > 0 && why->count > 1 ? 1 : 0;
    follow(why);
}

void why_set_scope(struct view_why *why, struct view *view, int region, int industry)
{
    why->region = region, why->industry = industry;
    select_place(why, view, region, industry);
    list_falls(why);
}

void why_set_order(struct view_why *why, struct view *view, enum trace_order order)
{
    (void)view;
    why->order = order;
    list_falls(why);
}

void why_set_which(struct view_why *why, struct view *view, enum trace_which which)
{
    (void)view;
    why->which = which;
    list_falls(why);
}

static void release(struct view_why *why)
{
    free(why->hit);
    why->hit = NULL;
    if (why->ready)
        trace_close(&why->trace);
    free(why->places), free(why->cause), free(why->scratch);
    why->places = NULL, why->cause = NULL, why->scratch = NULL;
    why->ready = false;
    why->count = 0, why->chosen = -1;
}

static void set_unit(struct view_why *why, const struct reader *reader)
{
    const struct reader_column *output = reader_column(reader_group(reader, "industry"), "output");
    bool cents = output != NULL && strncmp(output->unit, "cent", 4) == 0;
    why->factor = 1;
    if (cents && reader->days_per_step > 0) {
        why->factor = 0.01 * 7 / reader->days_per_step;
        snprintf(why->unit, sizeof why->unit, "$ a week");
    } else {
        snprintf(why->unit, sizeof why->unit, "%s", output != NULL ? output->unit : "");
    }
}

/* A run that goes on is traced anew when it has grown by a twentieth: that takes a moment. */
static bool is_due(const struct view_why *why, const struct playback *playback)
{
    const struct reader_group *group = playback_group(playback, "industry");
    uint64_t records = group != NULL ? group->records : 0;
    if (!why->ready && why->trouble[0] == '\0')
        return true;
    if (records == why->records)
        return false;
    return !why->ready || records >= why->records + why->records / 20 + 1 || !playback->reader.live;
}

static void take_scope(struct view_why *why, const struct view *view)
{
    const struct selection *selection = &view->ui->selection;
    bool cell = selection->cell_region[0] != '\0' && !selection->found_region;
    const char *region = cell ? selection->cell_region : selection->region;
    why->region = trace_region(&why->trace, region);
    why->industry =
        selection->found_industry ? -1 : trace_industry(&why->trace, selection->industry);
    why->region = why->region < 0 ? TRACE_ALL : why->region;
    why->industry = why->industry < 0 ? TRACE_ALL : why->industry;
}

static bool open_trace(struct reader *reader, void *of, struct error *err)
{
    return trace_open(of, reader, err);
}

bool why_update(struct view_why *why, struct view *view)
{
    struct playback *playback = view->playback;
    why->playback = playback;
    if (!is_due(why, playback))
        return why->ready;
    if (!why->reading.work)
        why->reading = (struct loader_job){.work = open_trace, .of = &why->next};
    enum playback_answer answer = playback_work(playback, &why->reading);
    if (answer == PLAYBACK_READING)
        return why->ready;
    int chosen = why->chosen;
    bool before = why->ready;
    release(why);
    const struct reader_group *group = playback_group(playback, "industry");
    why->records = group != NULL ? group->records : 0;
    why->trouble[0] = '\0';
    struct loader_job done = why->reading;
    why->reading = (struct loader_job){0};
    if (answer == PLAYBACK_NONE) {
        snprintf(why->trouble, sizeof why->trouble, "%s", done.err.text);
        return false;
    }
    why->trace = why->next;
    why->ready = true;
    why->trace.region_name = name_region, why->trace.industry_name = name_industry;
    why->places = calloc(WHY_FALLS + 1, sizeof *why->places);
    why->cause = calloc((size_t)why->trace.fall_count + 1, sizeof *why->cause);
    why->scratch = malloc((4 * why->trace.records + 1) * sizeof *why->scratch);
    if (!why->places || !why->cause || !why->scratch) {
        release(why);
        snprintf(why->trouble, sizeof why->trouble, "out of memory");
        return false;
    }
    set_unit(why, &playback->reader);
    if (!before) {
        take_scope(why, view);
        why->seen = view->ui->selection;
    }
    list_falls(why);
    if (before && chosen >= 0 && chosen < why->count) {
        why->chosen = chosen;
        follow(why);
    }
    return true;
}

void why_follow(struct view_why *why, const struct view *view)
{
    if (why->asked != view->ui->asked && !selection_same(&view->ui->selection, &why->seen)) {
        take_scope(why, view);
        list_falls(why);
    }
    why->asked = view->ui->asked;
}

void why_free(struct view_why *why)
{
    if (why->reading.state == LOADER_DONE && why->reading.good)
        trace_close(&why->next);
    release(why);
}
