/* The page of the facility that is shown: stages, money over time, projects, or who gains. */
#include <math.h>

#include "viz/facility.h"
#include "viz/listing.h"
#include "viz/names.h"

static void write_stages(const struct view_facility *facility, struct view *view,
                         struct listing *csv)
{
    struct facility_flow flow = facility_flow_count(&facility->data, view, facility->by_number);
    double unit = facility->by_number ? 1 : 100;
    const char *of = facility->by_number ? "projects" : "estimated cost (USD)";
    LISTING_HEADER(csv, "date", "stage", "left from", "what", "value", "unit");
    for (int s = STAGE_CANDIDATE; s < STAGES; s++) {
        const double values[] = {flow.come[s], flow.here[s]};
        for (int i = 0; i < 2; i++) {
            listing_day(csv, view, timeline_day(view->timeline));
            listing_text(csv, name_stage((size_t)s));
            listing_text(csv, "");
            listing_text(csv, i == 0 ? "reached so far" : "there now");
            listing_number(csv, values[i] / unit);
            listing_text(csv, of);
            listing_end(csv);
        }
        for (int from = STAGE_CANDIDATE; from < STAGES; from++) {
            if (!(flow.left[s][from] > 0))
                continue;
            listing_day(csv, view, timeline_day(view->timeline));
            listing_text(csv, name_stage((size_t)s));
            listing_text(csv, name_stage((size_t)from));
            listing_text(csv, "left so far");
            listing_number(csv, flow.left[s][from] / unit);
            listing_text(csv, of);
            listing_end(csv);
        }
    }
}

static void write_money(const struct facility_data *data, struct view *view, struct listing *csv)
{
    static const struct {
        enum facility_sum sum;
        const char *name;
    } SUMS[] = {
        {SUM_POLICY, "claims of the policy bank"},
        {SUM_COVERED, "bank loans covered by the insurer"},
        {SUM_UNCOVERED, "bank loans not covered"},
        {SUM_BONDS, "dollars raised by the policy bank"},
        {SUM_CAPITAL, "capital paid in by the government"},
        {SUM_BAD, "claims that do not earn their interest"},
        {SUM_RATIO, "capital of the policy bank over its claims"},
        {SUM_PREMIUM, "premiums so far"},
        {SUM_INTEREST, "interest to banks so far"},
        {SUM_PRINCIPAL, "principal to banks so far"},
        {SUM_TO_POLICY, "to the policy bank so far"},
        {SUM_TO_HOST, "to the host so far"},
        {SUM_OFFTAKE, "offtake payments so far"},
        {SUM_LEASE, "leases so far"},
    };
    LISTING_HEADER(csv, "date", "series", "value", "unit");
    for (size_t i = 0; i < sizeof SUMS / sizeof *SUMS; i++)
        for (uint64_t t = 0; t < data->records; t++) {
            double value = facility_sum(data, SUMS[i].sum)[t];
            bool share = SUMS[i].sum == SUM_RATIO;
            listing_day(csv, view, data->days[t]);
            listing_text(csv, SUMS[i].name);
            listing_number(csv, share ? value : value / 100);
            listing_text(csv, share ? "share" : "USD");
            listing_end(csv);
        }
}

/* The table in its order, or the project whose card is open. */
static void write_projects(const struct view_facility *facility, struct view *view,
                           struct listing *csv)
{
    int64_t one = facility->card ? facility_selected(&facility->data, view) : -1;
    LISTING_HEADER(csv, "date", "project", "site", "stage", "cost (USD)", "paid out (USD)",
                   "delay (weeks)", "overrun (share)", "IRR of the lender (a year)",
                   "NPV to the lender (USD)", "lost (USD)");
    for (int i = 0; i < facility->count; i++) {
        const struct facility_project *project = &facility->data.projects[facility->row[i]];
        if (one >= 0 && facility->row[i] != (uint64_t)one)
            continue;
        listing_day(csv, view, timeline_day(view->timeline));
        listing_text(csv, project->name);
        listing_text(csv, project->site);
        listing_text(csv, name_stage((size_t)project->stage));
        listing_number(csv, project->cost / 100);
        listing_number(csv, project->paid_out / 100);
        listing_number(csv, project->delay);
        listing_number(csv, project->overrun);
        listing_number(csv, project->irr_home);
        listing_number(csv, project->npv_home / 100);
        listing_number(csv, project->lost / 100);
        listing_end(csv);
    }
}

/* Against the other run: every measure of every region, quarter by quarter. */
static bool write_gains(struct gains_page *page, struct view *view, struct listing *csv)
{
    if (gains_page_update(page, view))
        return false;
    const struct gains *gains = &page->gains;
    LISTING_HEADER(csv, "end of quarter", "measure", "region", "this run", "other run", "unit");
    for (int m = 0; m < GAINS_SERIES; m++)
        for (int r = 0; r <= gains->regions; r++)
            for (uint64_t q = 0; q < gains->quarters; q++) {
                uint64_t at =
                    ((uint64_t)m * (uint64_t)(gains->regions + 1) + (uint64_t)r) * gains->quarters +
                    q;
                listing_day(csv, view, gains->end[q]);
                listing_text(csv, gains_name(m));
                listing_text(csv, r < gains->regions ? gains->region[r] : "world");
                listing_number(csv, gains->mine[at]);
                listing_number(csv, gains->theirs[at]);
                listing_text(csv, m == GAINS_WORK ? "persons" : "USD in the quarter, of the start");
                listing_end(csv);
            }
    return true;
}

bool listing_facility(void *state, struct view *view, struct listing *csv)
{
    struct view_facility *facility = state;
    if (facility->page == PAGE_GAINS)
        return view->run_count > 0 && view->runs[0] != view /* it has both */
                   ? true
                   : write_gains(&facility->gains, view, csv);
    if (facility->data.shown == 0 || !facility->data.projects)
        return false;
    if (facility->page == PAGE_PIPELINE)
        write_stages(facility, view, csv);
    else if (facility->page == PAGE_MONEY)
        write_money(&facility->data, view, csv);
    else
        write_projects(facility, view, csv);
    return true;
}
