/* Calendar dates as day numbers: days since 1970-01-01 in the proleptic Gregorian calendar, so
 * that adding days and counting the days between two dates are plain arithmetic. */
#ifndef KEIRETSU_CORE_DATE_H
#define KEIRETSU_CORE_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* 0001-01-01 and 9999-12-31: what can be written as YYYY-MM-DD. */
enum { DATE_FIRST = -719162, DATE_LAST = 2932896 };

enum { DATE_TEXT = 11 }; /* bytes of "YYYY-MM-DD" with its end */

struct date {
    int year;  /* 1 .. 9999 */
    int month; /* 1 .. 12 */
    int day;   /* 1 .. 31 */
};

/* Exactly "YYYY-MM-DD", a day that exists, and nothing before or after it; else false, and
 * *day is untouched. */
bool date_parse(const char *text, int32_t *day);

/* Writes "YYYY-MM-DD" and returns text. day in DATE_FIRST .. DATE_LAST. */
char *date_format(int32_t day, char text[static DATE_TEXT]);

int32_t date_day(int year, int month, int day);
struct date date_of(int32_t day);

int date_year(int32_t day);
int date_month(int32_t day);       /* 1 .. 12 */
int date_quarter(int32_t day);     /* 1 .. 4 */
int date_day_of_week(int32_t day); /* 1 Monday .. 7 Sunday, as ISO 8601 */
int date_days_in_month(int year, int month);

#endif
