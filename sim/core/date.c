#include "core/date.h"

#include <assert.h>
#include <stddef.h>

/* The calendar repeats after 400 years. Counting years from 1 March puts the leap day at the
 * end of the year, so that the days before a month follow one formula: month m = 0 (March) .. 11
 * begins after (153 m + 2) / 5 days. */
enum { DAYS_IN_400_YEARS = 146097, MARCH_OF_YEAR_0 = -719468 };

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_days_in_month(int year, int month)
{
    assert(month >= 1 && month <= 12);
    if (month == 2)
        return is_leap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

int32_t date_day(int year, int month, int day)
{
    assert(year >= 1 && year <= 9999);
    assert(day >= 1 && day <= date_days_in_month(year, month));
    int y = month > 2 ? year : year - 1;
    int m = (month + 9) % 12;
    int era = y / 400, of_era = y % 400;
    return era * DAYS_IN_400_YEARS + of_era * 365 + of_era / 4 - of_era / 100 + (153 * m + 2) / 5 +
           day - 1 + MARCH_OF_YEAR_0;
}

struct date date_of(int32_t day)
{
    assert(day >= DATE_FIRST && day <= DATE_LAST);
    int n = day - MARCH_OF_YEAR_0;
    int era = n / DAYS_IN_400_YEARS, of_era = n % DAYS_IN_400_YEARS;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int m = (5 * of_year + 2) / 153;
    struct date date = {.month = m < 10 ? m + 3 : m - 9, .day = of_year - (153 * m + 2) / 5 + 1};
    date.year = era * 400 + year + (date.month <= 2);
    return date;
}

static bool read_digits(const char *text, int count, int *number)
{
    *number = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *number = 10 * *number + (text[i] - '0');
    }
    return true;
}

bool date_parse(const char *text, int32_t *day)
{
    /* Each test stops at the end of a text that is too short. */
    int year, month, of_month;
    if (text == NULL || !read_digits(text, 4, &year) || text[4] != '-' ||
        !read_digits(text + 5, 2, &month) || text[7] != '-' ||
        !read_digits(text + 8, 2, &of_month) || text[10] != '\0')
        return false;
    if (year < 1 || month < 1 || month > 12 || of_month < 1 ||
        of_month > date_days_in_month(year, month))
        return false;
    *day = date_day(year, month, of_month);
    return true;
}

static void write_digits(char *text, int count, int number)
{
    for (int i = count - 1; i >= 0; i--, number /= 10)
        text[i] = (char)('0' + number % 10);
}

char *date_format(int32_t day, char text[static DATE_TEXT])
{
    struct date date = date_of(day);
    write_digits(text, 4, date.year);
    text[4] = '-';
    write_digits(text + 5, 2, date.month);
    text[7] = '-';
    write_digits(text + 8, 2, date.day);
    text[10] = '\0';
    return text;
}

int date_year(int32_t day)
{
    return date_of(day).year;
}

int date_month(int32_t day)
{
    return date_of(day).month;
}

int date_quarter(int32_t day)
{
    return (date_of(day).month + 2) / 3;
}

int date_day_of_week(int32_t day)
{
    assert(day >= DATE_FIRST && day <= DATE_LAST);
    return (day - DATE_FIRST) % 7 + 1; /* 0001-01-01 is a Monday */
}
