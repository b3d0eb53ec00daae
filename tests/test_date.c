/* Dates: every day of the calendar, and only what is a date. */
#include "support.h"

#include <string.h>
#include <time.h>

#include "core/date.h"

/* Walks through the calendar day by day, as one would on paper. */
static void every_day_from_year_1_to_9999(void **unused)
{
    (void)unused;
    int year = 1, month = 1, day = 1, weekday = 1;
    for (int32_t n = DATE_FIRST; n <= DATE_LAST; n++) {
        struct date date = date_of(n);
        if (date.year != year || date.month != month || date.day != day ||
            date_day(year, month, day) != n || date_day_of_week(n) != weekday)
            fail_msg("day %d is not %04d-%02d-%02d", n, year, month, day);
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        int days = month == 2 ? (leap ? 29 : 28)
                              : (int[]){31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month - 1];
        weekday = weekday % 7 + 1;
        if (++day > days) {
            day = 1;
            if (++month > 12) {
                month = 1;
                year++;
            }
        }
    }
    assert_int_equal(year, 10000); /* DATE_LAST was the last day of 9999 */
}

static void known_dates(void **unused)
{
    (void)unused;
    int32_t day = -1;
    assert_true(date_parse("1970-01-01", &day));
    assert_int_equal(day, 0);
    assert_true(date_parse("2025-01-06", &day));
    assert_int_equal(day, 20094);
    assert_int_equal(date_day_of_week(day), 1);
    assert_true(date_parse("2000-02-29", &day));
    assert_int_equal(day, 11016);
    struct tm tm = {.tm_year = 2031 - 1900, .tm_mon = 10, .tm_mday = 30};
    assert_int_equal(date_day(2031, 11, 30), timegm(&tm) / 86400);
}

static void text_there_and_back(void **unused)
{
    (void)unused;
    for (int32_t n = DATE_FIRST; n <= DATE_LAST; n += 101) {
        char text[DATE_TEXT];
        int32_t day = INT32_MAX;
        assert_ptr_equal(date_format(n, text), text);
        assert_int_equal(strlen(text), 10);
        assert_true(date_parse(text, &day));
        assert_int_equal(day, n);
    }
    char text[DATE_TEXT];
    assert_string_equal(date_format(DATE_FIRST, text), "0001-01-01");
    assert_string_equal(date_format(DATE_LAST, text), "9999-12-31");
    assert_string_equal(date_format(20094 + 7 * 52, text), "2026-01-05");
}

static void what_is_no_date_is_refused(void **unused)
{
    (void)unused;
    const char *wrong[] = {
        "",
        "2",
        "2025",
        "2025-",
        "2025-01",
        "2025-01-",
        "2025-01-0",
        "2025-1-06",
        "2025-01-6",
        "25-01-06",
        "2025-01-061",
        "2025-01-06 ",
        " 2025-01-06",
        "2025-01-06T00:00",
        "2025/01/06",
        "2025-13-01",
        "2025-00-01",
        "2025-01-00",
        "2025-01-32",
        "2025-04-31",
        "2025-02-29",
        "1900-02-29",
        "2100-02-29",
        "0000-01-01",
        "-001-01-01",
        "+025-01-06",
        "2025-+1-06",
        "2025-01-0x",
        "20250106",
        "today",
        "２０２５-01-06",
    };
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        int32_t day = 77;
        if (date_parse(wrong[k], &day))
            fail_msg("'%s' was taken for a date", wrong[k]);
        assert_int_equal(day, 77);
    }
    int32_t day = 77;
    assert_false(date_parse(NULL, &day));
}

static void months_and_quarters(void **unused)
{
    (void)unused;
    const int quarter[] = {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4};
    for (int month = 1; month <= 12; month++) {
        int32_t day = date_day(2024, month, date_days_in_month(2024, month));
        assert_int_equal(date_year(day), 2024);
        assert_int_equal(date_month(day), month);
        assert_int_equal(date_quarter(day), quarter[month - 1]);
        assert_int_equal(date_quarter(day + 1), quarter[month % 12]);
    }
    assert_int_equal(date_days_in_month(2024, 2), 29);
    assert_int_equal(date_days_in_month(2025, 2), 28);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_from_year_1_to_9999),
        cmocka_unit_test(known_dates),
        cmocka_unit_test(text_there_and_back),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(months_and_quarters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
