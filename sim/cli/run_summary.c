#include "sim/cli/run_summary.h"

#include <inttypes.h>

#include "core/progress.h"
#include "sim/cli/json.h"

/* Seconds with a digit more than progress_duration gives, where they are few. */
static char *duration(double seconds, char text[static 32])
{
    if (seconds >= 100)
        return progress_duration(seconds, text);
    snprintf(text, 32, "%.1f s", seconds);
    return text;
}

/* 1234567 as "1,234,567". */
static char *grouped(uint64_t number, char text[static 32])
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number), used = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
    return text;
}

static void print_regions(const struct simulation_summary *summary)
{
    if (summary->regions == 0)
        return;
    printf("\n%-8s %16s %10s %10s %13s %10s\n", "region", "GDP, USD bn/yr", "change", "prices",
           "unemployment", "change");
    for (int r = 0; r < summary->regions; r++) {
        const struct simulation_region *region = &summary->region[r];
        printf("%-8s %16.1f %+9.3f%% %+9.3f%% %12.3f%% %+8.3fpp\n", region->code, region->gdp / 1e9,
               100 * (region->gdp / region->gdp_start - 1),
               100 * (region->price / region->price_start - 1), 100 * region->unemployment,
               100 * (region->unemployment - region->unemployment_start));
    }
    printf("Real GDP of the last step at opening prices; changes against the opening.\n");
}

void run_summary_print(const struct run_report *report)
{
    const struct simulation_summary *s = report->summary;
    char firms[32], links[32], households[32], wall[32], end[16];
    printf("%s: %s to %s, %u steps of a %s, seed %" PRId64 "%s\n", report->scenario->name,
           report->scenario->p.start, scenario_date(report->scenario, s->steps, end), s->steps,
           report->scenario->p.step == CLOCK_DAY ? "day" : "week", report->scenario->p.seed,
           report->complete ? "" : " (interrupted)");
    printf("file        %s\n", report->file);
    printf("population  %s firms, %s links, %s household rows, %" PRIu64 " banks\n",
           grouped(s->firms, firms), grouped(s->links, links), grouped(s->households, households),
           s->banks);
    printf("time        %s in all: set-up %.2f s, steps %.2f s (%.1f ms each), output %.2f s; "
           "%d thread%s\n",
           duration(s->wall_seconds, wall), s->setup_seconds, s->step_seconds,
           s->steps > 0 ? 1000 * s->step_seconds / s->steps : 0, s->output_seconds, report->threads,
           report->threads == 1 ? "" : "s");
    printf("memory      %.0f MB at most\n", (double)s->peak_rss_bytes / 1e6);
    if (s->identities_checked > 0)
        printf("identities  %s checks of %d identities, worst difference %" PRId64 " cents\n",
               grouped(s->identities_checked, firms), s->identities_distinct,
               s->identities_worst_cents);
    printf("opening     %d of %d cells moved by more than 5 %% from the world table "
           "('keiretsu check' lists them)\n",
           s->cells_moved, s->cells);
    if (s->bounds_bound > 0)
        printf("bounds      held a rule back %s times\n", grouped(s->bounds_bound, firms));
    printf("state hash  %016" PRIx64 "\n", s->state_hash);
    print_regions(s);
}

static void write_phases(struct json *json, const struct simulation_summary *summary)
{
    json_array(json, "phases");
    for (int p = 0; p < summary->phases; p++) {
        json_object(json, NULL);
        json_text(json, "name", summary->phase_names[p]);
        json_real(json, "seconds", summary->phase_seconds[p]);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_identities(struct json *json, const struct simulation_summary *summary)
{
    json_object(json, "identities");
    json_integer(json, "checked", (int64_t)summary->identities_checked);
    json_integer(json, "distinct", summary->identities_distinct);
    json_integer(json, "worst_cents", summary->identities_worst_cents);
    json_array(json, "names");
    for (int i = 0; i < summary->identities_distinct && i < SUMMARY_IDENTITIES_MAX; i++)
        json_text(json, NULL, summary->identity_names[i]);
    json_end_array(json);
    json_end_object(json);
}

static void write_regions(struct json *json, const struct simulation_summary *summary)
{
    json_array(json, "regions");
    for (int r = 0; r < summary->regions; r++) {
        const struct simulation_region *region = &summary->region[r];
        json_object(json, NULL);
        json_text(json, "region", region->code);
        json_real(json, "gdp", region->gdp);
        json_real(json, "gdp_start", region->gdp_start);
        json_real(json, "price", region->price);
        json_real(json, "price_start", region->price_start);
        json_real(json, "unemployment", region->unemployment);
        json_real(json, "unemployment_start", region->unemployment_start);
        json_end_object(json);
    }
    json_end_array(json);
}

void run_summary_json(const struct run_report *report)
{
    const struct simulation_summary *s = report->summary;
    struct json json = {.stream = stdout};
    char hash[20];
    snprintf(hash, sizeof hash, "%016" PRIx64, s->state_hash);
    json_object(&json, NULL);
    json_text(&json, "file", report->file);
    json_text(&json, "scenario", report->scenario->name);
    json_integer(&json, "seed", report->scenario->p.seed);
    json_integer(&json, "threads", report->threads);
    json_integer(&json, "firms", (int64_t)s->firms);
    json_integer(&json, "links", (int64_t)s->links);
    json_integer(&json, "households", (int64_t)s->households);
    json_integer(&json, "banks", (int64_t)s->banks);
    json_integer(&json, "steps", s->steps);
    json_flag(&json, "complete", report->complete);
    json_real(&json, "setup_seconds", s->setup_seconds);
    json_real(&json, "step_seconds", s->step_seconds);
    json_real(&json, "output_seconds", s->output_seconds);
    json_real(&json, "wall_seconds", s->wall_seconds);
    json_integer(&json, "peak_rss_bytes", (int64_t)s->peak_rss_bytes);
    json_text(&json, "state_hash", hash);
    json_integer(&json, "bounds_bound", (int64_t)s->bounds_bound);
    write_phases(&json, s);
    write_identities(&json, s);
    write_regions(&json, s);
    json_end_object(&json);
}
