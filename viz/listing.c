#include "viz/listing.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"

static void cell(struct listing *csv, const char *text)
{
    bool quoted = strpbrk(text, ",\"\r\n") != NULL;
    if (csv->cells++ > 0)
        fputc(',', csv->file);
    if (!quoted) {
        fputs(text, csv->file);
        return;
    }
    fputc('"', csv->file);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', csv->file);
        fputc(*text, csv->file);
    }
    fputc('"', csv->file);
}

void listing_header(struct listing *csv, const char *const *names)
{
    if (csv->headed)
        return;
    if (csv->runs)
        cell(csv, "run");
    for (int i = 0; names[i]; i++)
        cell(csv, names[i]);
    listing_end(csv);
    csv->headed = true;
}

void listing_text(struct listing *csv, const char *text)
{
    if (csv->cells == 0 && csv->runs)
        cell(csv, csv->run);
    cell(csv, text);
}

void listing_number(struct listing *csv, double number)
{
    char text[40] = "";
    for (int digits = 15; digits <= 17 && isfinite(number); digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    listing_text(csv, text);
}

void listing_count(struct listing *csv, uint64_t count)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, count);
    listing_text(csv, text);
}

void listing_day(struct listing *csv, const struct view *view, double day)
{
    char text[DATE_TEXT] = "";
    double date = isfinite(day) ? view->timeline->start_day + day : HUGE_VAL;
    if (date >= DATE_FIRST && date <= DATE_LAST)
        date_format(timeline_date(view->timeline, day), text);
    listing_text(csv, text);
}

void listing_end(struct listing *csv)
{
    fputs("\r\n", csv->file);
    csv->cells = 0;
}
