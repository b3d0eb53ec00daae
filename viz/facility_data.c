#include "viz/facility_data.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viz/facility_sums.h"
#include "viz/names.h"

static const char *const COLUMN_NAMES[PROJECT_COLUMNS] = {
#define PROJECT_COLUMN(name) #name,
#include "viz/facility_columns.def"
#undef PROJECT_COLUMN
};

void facility_data_free(struct facility_data *data)
{
    free(data->projects), free(data->sums);
    memset(data, 0, sizeof *data);
}

double facility_value_at(const struct facility_data *data, enum project_column column, uint64_t row,
                         uint64_t record)
{
    const struct playback_column *from = data->column[column];
    if (!from || row >= from->rows || (from->has_time ? record : 0) >= from->records)
        return NAN;
    return from->values[(from->has_time ? record : 0) * from->rows + row];
}

double facility_value(const struct facility_data *data, enum project_column column, uint64_t row)
{
    return facility_value_at(data, column, row, data->record);
}

double facility_day(const struct facility_data *data, double step)
{
    return step * data->days_per_step;
}

double facility_now(struct view *view, const char *group, const char *name)
{
    const struct playback_column *column = playback_column(view->playback, group, name);
    if (!column || column->records == 0 || column->rows == 0)
        return NAN;
    if (!column->has_time)
        return column->values[0];
    uint64_t t = playback_at(column->days, column->records, timeline_day(view->timeline));
    return column->values[t * column->rows];
}

int64_t facility_selected(const struct facility_data *data, const struct view *view)
{
    const char *code = view->ui->selection.project;
    const struct reader_group *group = playback_group(view->playback, "project");
    if (!code[0] || !group || group->dimension_count != 1)
        return -1;
    int64_t row = playback_position(group, 0, code);
    return row < (int64_t)data->rows ? row : -1;
}

void facility_select(struct view *view, uint64_t row)
{
    char number[24];
    struct selection *selection = &view->ui->selection;
    const struct reader_group *group = playback_group(view->playback, "project");
    if (group && group->dimension_count == 1)
        snprintf(selection->project, sizeof selection->project, "%s",
                 playback_label(group, 0, row, number));
}

char *facility_money(char text[static FORMAT_MAX], double cents)
{
    return format_dollars(text, cents / 100);
}

/* --- one project --------------------------------------------------------------------------- */

/* The label of a position in the first dimension of a group; "" if there is none. */
static const char *label_of(const struct view *view, const char *name, double position)
{
    const struct reader_group *group = playback_group(view->playback, name);
    if (!group || group->dimension_count != 1 || !(position >= 0) ||
        position >= (double)group->dimensions[0].size || !group->dimensions[0].labels)
        return "";
    const char *label = group->dimensions[0].labels[(uint64_t)position];
    return label ? label : "";
}

static void name_project(const struct facility_data *data, const struct view *view, uint64_t row,
                         struct facility_project *project)
{
    const char *official =
        label_of(view, "project_candidate", facility_value(data, PROJECT_official, row) - 1);
    const char *kind = label_of(view, "project_kind", facility_value(data, PROJECT_kind, row));
    if (official[0])
        snprintf(project->name, sizeof project->name, "%s", official);
    else
        snprintf(project->name, sizeof project->name, "%.70s %" PRIu64, kind[0] ? kind : "Project",
                 row + 1);
    snprintf(project->site, sizeof project->site, "%s",
             label_of(view, "project_site", facility_value(data, PROJECT_site, row) - 1));
}

static enum facility_stage stage_of(double number)
{
    return number > 0 && number < STAGES ? (enum facility_stage)number : STAGE_EMPTY;
}

/* By the dates of the stages that it has passed; an audit may have sent it back since. */
static enum facility_stage reached_by(const struct facility_data *data, uint64_t row,
                                      enum facility_stage stage)
{
    static const enum project_column DATES[] = {
        [STAGE_SCREENED] = PROJECT_screened,  [STAGE_RECOMMENDED] = PROJECT_recommended,
        [STAGE_SELECTED] = PROJECT_selected,  [STAGE_NOTICED] = PROJECT_noticed,
        [STAGE_FUNDED] = PROJECT_funded,      [STAGE_CONSTRUCTION] = PROJECT_started,
        [STAGE_OPERATING] = PROJECT_finished,
    };
    if (stage >= STAGE_CANDIDATE && stage <= STAGE_OPERATING)
        return stage;
    enum facility_stage reached = stage == STAGE_DECLINED ? STAGE_NOTICED
                                  : stage == STAGE_FAILED ? STAGE_CONSTRUCTION
                                                          : STAGE_CANDIDATE;
    for (int k = STAGE_SCREENED; k <= STAGE_OPERATING; k++)
        if (facility_value(data, DATES[k], row) > 0 && k > (int)reached)
            reached = (enum facility_stage)k;
    return reached;
}

/* Weeks of construction beyond the plan: of the whole where it is over, else of the time so far,
 * which says something only when the plan has run out. */
static double delay_of(const struct facility_data *data, uint64_t row)
{
    double started = facility_value(data, PROJECT_started, row);
    double finished = facility_value(data, PROJECT_finished, row);
    double ended = facility_value(data, PROJECT_ended, row);
    double planned = facility_value(data, PROJECT_build_weeks, row);
    if (!(started > 0))
        return NAN;
    double until = finished > 0 ? facility_day(data, finished)
                   : ended > 0  ? facility_day(data, ended)
                                : data->days[data->record];
    double late = (until - facility_day(data, started)) / 7 - planned;
    return finished > 0 || late > 0 ? late : NAN;
}

/* Cash spent over the estimate less 1, as delay_of. */
static double overrun_of(const struct facility_data *data, uint64_t row)
{
    double kind = facility_value(data, PROJECT_in_kind, row);
    double planned = facility_value(data, PROJECT_cost, row) * (1 - (isfinite(kind) ? kind : 0));
    double over = facility_value(data, PROJECT_spent, row) / planned - 1;
    bool finished = facility_value(data, PROJECT_finished, row) > 0;
    return planned > 0 && (finished || over > 0) ? over : NAN;
}

static void describe(const struct facility_data *data, const struct view *view, uint64_t row)
{
    struct facility_project *project = &data->projects[row];
    memset(project, 0, sizeof *project);
    project->stage = stage_of(facility_value(data, PROJECT_stage, row));
    if (project->stage == STAGE_EMPTY)
        return;
    project->reached = reached_by(data, row, project->stage);
    name_project(data, view, row, project);
    project->cost = facility_value(data, PROJECT_cost, row);
    project->paid_out = facility_value(data, PROJECT_paid_out, row);
    project->lost = facility_value(data, PROJECT_lost, row);
    project->delay = delay_of(data, row);
    project->overrun = overrun_of(data, row);
    /* Returns are reckoned at the end of a year: until then the file has a zero. */
    bool paid = project->paid_out > 0;
    double npv = facility_value(data, PROJECT_npv_home, row);
    double irr = facility_value(data, PROJECT_irr_home, row);
    bool reckoned = paid && isfinite(npv) && npv != 0;
    project->npv_home = reckoned ? npv : NAN;
    project->irr_home = reckoned || (paid && irr != 0) ? irr : NAN;
}

/* --- the whole ------------------------------------------------------------------------------ */

void facility_parties(const struct view *view, char home[static 64], char host[static 64])
{
    const struct reader_group *regions = playback_group(view->playback, "region");
    const struct playback_column *bank = playback_column(view->playback, "policy_bank", "region");
    char number[24], named[64];
    snprintf(home, 64, "JPN");
    snprintf(host, 64, "USA");
    if (bank && bank->records > 0 && bank->rows > 0 && regions && regions->dimension_count == 1 &&
        bank->values[0] >= 0 && bank->values[0] < (double)regions->dimensions[0].size)
        snprintf(home, 64, "%s", playback_label(regions, 0, (uint64_t)bank->values[0], number));
    if (playback_parameter(view->playback, "framework.host", named, sizeof named) && named[0])
        snprintf(host, 64, "%s", named);
}

static bool make(struct facility_data *data, struct view *view, const struct reader_group *group)
{
    facility_data_free(data);
    data->version = view->playback->version + 1;
    data->rows = group->rows;
    data->records = group->records;
    data->days = group->days;
    data->days_per_step = view->playback->reader.days_per_step;
    if (!(data->days_per_step > 0))
        data->days_per_step = 7;
    for (int c = 0; c < PROJECT_COLUMNS; c++)
        data->column[c] = playback_column(view->playback, "project", COLUMN_NAMES[c]);
    data->projects = calloc(data->rows + 1, sizeof *data->projects);
    data->sums = calloc(FACILITY_SUMS * data->records + 1, sizeof *data->sums);
    if (!data->projects || !data->sums)
        return false;
    facility_parties(view, data->home, data->host);
    facility_sums_make(data, view->playback);
    return true;
}

/* A run writes the groups also where there is no facility: then nothing was pledged or proposed. */
bool facility_exists(const struct view *view)
{
    const struct reader_group *group = playback_group(view->playback, "project");
    const struct playback_column *envelope =
        playback_column(view->playback, "facility", "envelope");
    if (!group || group->dimension_count != 1 || group->rows == 0 || !reader_column(group, "stage"))
        return false;
    return !envelope || envelope->rows == 0 || envelope->records == 0 || envelope->values[0] != 0;
}

const char *facility_data_make(struct facility_data *data, struct view *view)
{
    const struct reader_group *group = playback_group(view->playback, "project");
    if (!facility_exists(view))
        return "No investment facility in this run\nIt is there where framework.facility is true: "
               "framework.yaml and its variants.";
    if (group->records == 0)
        return "No records yet\nProjects appear as the run goes on.";
    if ((data->version != view->playback->version + 1 && !make(data, view, group)) ||
        !data->column[PROJECT_stage] || !data->projects || !data->sums)
        return view->playback->waiting
                   ? "Reading the projects\n"
                   : "Nothing to show\nThe projects of this file cannot be read.";
    data->record = playback_at(data->days, data->records, timeline_day(view->timeline));
    if (data->shown != data->record + 1)
        for (uint64_t row = 0; row < data->rows; row++)
            describe(data, view, row);
    data->shown = data->record + 1;
    return NULL;
}

bool facility_data_update(struct facility_data *data, struct view *view, struct box box)
{
    const char *message = facility_data_make(data, view);
    if (!message)
        return true;
    char first[96];
    snprintf(first, sizeof first, "%.*s", (int)strcspn(message, "\n"), message);
    ui_message(view->ui, box, first, strchr(message, '\n') + 1);
    return false;
}

int64_t facility_twin(const struct facility_data *mine, uint64_t row,
                      const struct facility_data *theirs)
{
    for (uint64_t i = 0; i < theirs->rows; i++) {
        /* Most often it is the same row. */
        uint64_t at = (i + row) % theirs->rows;
        if (theirs->projects[at].stage != STAGE_EMPTY &&
            strcmp(theirs->projects[at].name, mine->projects[row].name) == 0)
            return (int64_t)at;
    }
    return -1;
}

char *facility_more(char text[static FORMAT_MAX], double cents)
{
    char plain[FORMAT_MAX];
    snprintf(text, FORMAT_MAX, "%s%.28s", cents >= 0.5 ? "+" : "", facility_money(plain, cents));
    return text;
}
