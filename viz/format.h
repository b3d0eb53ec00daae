/* Numbers, dates and axis ticks as people write them. */
#ifndef KEIRETSU_VIZ_FORMAT_H
#define KEIRETSU_VIZ_FORMAT_H

#include <stddef.h>
#include <stdint.h>

enum { FORMAT_MAX = 32, TICKS_MAX = 16 };

/* With `decimals` places, a real minus sign, thousands separated; "–" where not finite. */
char *format_number(char text[static FORMAT_MAX], double value, int decimals);

/* As format_number with a sign also on positive values; what rounds to zero has none. */
char *format_signed(char text[static FORMAT_MAX], double value, int decimals);

/* "1.23 bn", "−340 m": three digits, round amounts without places. */
char *format_amount(char text[static FORMAT_MAX], double amount);

/* The same with a dollar sign: "−$340 m"; "$0" below half a cent. */
char *format_dollars(char text[static FORMAT_MAX], double dollars);

/* "3.4 %" of a share of 0.034. */
char *format_percent(char text[static FORMAT_MAX], double share, int decimals);

/* "+3.4 %" of a share of 0.034, with the sign of format_signed. */
char *format_signed_percent(char text[static FORMAT_MAX], double share, int decimals);

/* "6 Jan 2025" */
char *format_date(char text[static FORMAT_MAX], int32_t day);

/* The largest power of a thousand that leaves a number of this size above one. */
struct format_scale {
    double factor;    /* shown = value * factor */
    const char *name; /* "", "thousand", "m", "bn", "tn" */
};
struct format_scale format_scale_of(double size);

struct ticks {
    int count;
    int decimals;
    double at[TICKS_MAX];
};

/* Round values (1, 2 or 5 times a power of ten, or 25, 250, ...) within low..high, at most `most`.
 */
struct ticks format_ticks(double low, double high, int most);

/* The same for a logarithmic axis, 0 < low < high: 1, 2 and 5 times powers of ten, fewer where these
 * are too many, and the round values of a linear axis where they are too few. `decimals` are those
 * of values from one on. */
struct ticks format_log_ticks(double low, double high, int most);

struct date_ticks {
    int count;
    double at[TICKS_MAX]; /* days since 1970-01-01 */
    char label[TICKS_MAX][FORMAT_MAX];
};

/* First days of years, quarters or months, else Mondays or days, within first..last. */
struct date_ticks format_date_ticks(double first, double last, int most);

#endif
