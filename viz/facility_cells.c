/* What the cells of the table of projects say. */
#include <math.h>
#include <stdio.h>

#include "viz/facility.h"
#include "viz/format.h"
#include "viz/names.h"

bool facility_cell_is_text(int column)
{
    return column <= ORDER_STAGE;
}

/* Those on their way first, the furthest before the others. */
static double stage_rank(enum facility_stage stage)
{
    return stage <= STAGE_OPERATING ? STAGE_OPERATING - (double)stage : (double)stage;
}

double facility_number(const struct facility_project *project, enum facility_order order)
{
    switch (order) {
    case ORDER_STAGE:
        return stage_rank(project->stage);
    case ORDER_COST:
        return project->cost;
    case ORDER_PAID_OUT:
        return project->paid_out;
    case ORDER_DELAY:
        return project->delay;
    case ORDER_OVERRUN:
        return project->overrun;
    case ORDER_IRR:
        return project->irr_home;
    case ORDER_NPV:
        return project->npv_home;
    case ORDER_LOST:
        return project->lost;
    default:
        return NAN;
    }
}

const char *facility_cell(const struct facility_project *project, int column,
                          char text[static FORMAT_MAX])
{
    char number[FORMAT_MAX];
    double value = facility_number(project, (enum facility_order)column);
    switch (column) {
    case ORDER_NAME:
        return project->name;
    case ORDER_SITE:
        return project->site[0] ? project->site : "–";
    case ORDER_STAGE:
        return name_stage(project->stage);
    case ORDER_DELAY:
        if (!isfinite(value))
            return "–";
        snprintf(text, FORMAT_MAX, "%.24s wk", format_signed(number, value, 0));
        return text;
    case ORDER_OVERRUN:
        return format_signed_percent(text, value, 0);
    case ORDER_IRR:
        return format_percent(text, value, 1);
    default:
        return value == 0 && column != ORDER_COST ? "–" : facility_money(text, value);
    }
}

bool facility_cell_is_bad(const struct facility_project *project, int column)
{
    double value = facility_number(project, (enum facility_order)column);
    return (column == ORDER_LOST && value > 0) ||
           ((column == ORDER_IRR || column == ORDER_NPV) && value < 0);
}

/* How a cell differs from that of the project of the same name in the other run. */
const char *facility_cell_change(const struct facility_project *project,
                                 const struct facility_project *twin, int column,
                                 char text[static FORMAT_MAX])
{
    char number[FORMAT_MAX];
    enum facility_order order = (enum facility_order)column;
    double change = twin && !facility_cell_is_text(column)
                        ? facility_number(project, order) - facility_number(twin, order)
                        : NAN;
    text[0] = '\0';
    if (column == ORDER_NAME && !twin)
        return "not in the other run";
    if (column == ORDER_STAGE && twin && twin->stage != project->stage) {
        snprintf(text, FORMAT_MAX, "other: %.24s", name_stage(twin->stage));
        return text;
    }
    if (!isfinite(change) || change == 0)
        return text;
    if (column == ORDER_DELAY)
        snprintf(text, FORMAT_MAX, "%.24s wk", format_signed(number, change, 0));
    else if (column == ORDER_OVERRUN || column == ORDER_IRR)
        snprintf(text, FORMAT_MAX, "%.24s pt",
                 format_signed(number, 100 * change, column == ORDER_IRR ? 1 : 0));
    else
        facility_more(text, change);
    return text;
}
