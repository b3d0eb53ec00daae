#include "viz/format.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/date.h"

#define MINUS "\xe2\x88\x92" /* U+2212, as wide as a plus */
#define DASH "\xe2\x80\x93"  /* U+2013, no value */

static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

char *format_number(char text[static FORMAT_MAX], double value, int decimals)
{
    if (!isfinite(value)) {
        snprintf(text, FORMAT_MAX, DASH);
        return text;
    }
    if (fabs(value) >= 1e12) {
        snprintf(text, FORMAT_MAX, "%s%.2e", value < 0 ? MINUS : "", fabs(value));
        return text;
    }
    decimals = decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
    char digits[FORMAT_MAX];
    int length = snprintf(digits, sizeof digits, "%.*f", decimals, fabs(value));
    int whole = length - (decimals > 0 ? decimals + 1 : 0);
    bool negative = value < 0 && strspn(digits, "0.") < (size_t)length;
    size_t used = 0;
    if (negative)
        used = (size_t)snprintf(text, FORMAT_MAX, MINUS);
    for (int i = 0; i < length && used + 2 < FORMAT_MAX; i++) {
        if (i > 0 && i < whole && whole > 4 && (whole - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
    return text;
}

char *format_signed(char text[static FORMAT_MAX], double value, int decimals)
{
    char plain[FORMAT_MAX];
    format_number(plain, value, decimals);
    bool zero = strspn(plain, "0.") == strlen(plain);
    snprintf(text, FORMAT_MAX, "%s%.*s", isfinite(value) && value > 0 && !zero ? "+" : "",
             FORMAT_MAX - 2, plain);
    return text;
}

static int32_t valid_day(double day)
{
    return day < DATE_FIRST ? DATE_FIRST : day > DATE_LAST ? DATE_LAST : (int32_t)floor(day);
}

char *format_date(char text[static FORMAT_MAX], int32_t day)
{
    struct date date = date_of(valid_day(day));
    snprintf(text, FORMAT_MAX, "%d %s %d", date.day, MONTHS[date.month - 1], date.year);
    return text;
}

struct format_scale format_scale_of(double size)
{
    size = fabs(size);
    if (size >= 0.9995e12)
        return (struct format_scale){1e-12, "tn"};
    if (size >= 0.9995e9)
        return (struct format_scale){1e-9, "bn"};
    if (size >= 0.9995e6)
        return (struct format_scale){1e-6, "m"};
    if (size >= 1e4)
        return (struct format_scale){1e-3, "thousand"};
    return (struct format_scale){1, ""};
}

static char *write_amount(char text[static FORMAT_MAX], double amount, const char *sign)
{
    char number[FORMAT_MAX];
    if (!isfinite(amount))
        return format_number(text, amount, 0);
    struct format_scale scale = format_scale_of(amount);
    double size = fabs(amount) * scale.factor;
    bool round_amount = size < 0.005 || fabs(size - round(size)) < 1e-9;
    format_number(number, size, round_amount || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
    snprintf(text, FORMAT_MAX, "%s%s%.16s%s%s", amount < 0 && size >= 0.005 ? "−" : "", sign,
             number, scale.name[0] ? " " : "", scale.name);
    return text;
}

char *format_amount(char text[static FORMAT_MAX], double amount)
{
    return write_amount(text, amount, "");
}

char *format_dollars(char text[static FORMAT_MAX], double dollars)
{
    return write_amount(text, dollars, "$");
}

static char *write_percent(char text[static FORMAT_MAX], double share, const char *number)
{
    snprintf(text, FORMAT_MAX, "%.24s%s", number, isfinite(share) ? " %" : "");
    return text;
}

char *format_percent(char text[static FORMAT_MAX], double share, int decimals)
{
    char number[FORMAT_MAX];
    return write_percent(text, share, format_number(number, 100 * share, decimals));
}

char *format_signed_percent(char text[static FORMAT_MAX], double share, int decimals)
{
    char number[FORMAT_MAX];
    return write_percent(text, share, format_signed(number, 100 * share, decimals));
}

struct ticks format_ticks(double low, double high, int most)
{
    struct ticks ticks = {0};
    if (most > TICKS_MAX)
        most = TICKS_MAX;
    if (!(high > low) || !isfinite(high - low) || most < 1)
        return ticks;
    double power = pow(10, floor(log10((high - low) / most)));
    static const double STEPS[] = {1, 2, 2.5, 5, 10, 20};
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
        double step = STEPS[i] * power;
        if (STEPS[i] == 2.5 && power < 10)
            continue; /* would cost a decimal more */
        double first = ceil(low / step - 1e-9), last = floor(high / step + 1e-9);
        if (!(last - first + 1 <= most))
            continue;
        ticks.decimals = (int)fmax(0, ceil(-log10(step) - 1e-9));
        while (ticks.count < (int)(last - first + 1))
            ticks.at[ticks.count] = (first + ticks.count) * step, ticks.count++;
        return ticks;
    }
    return ticks;
}

static struct ticks decade_ticks(double low, double high, int most, const double *steps, int count,
                                 int decades)
{
    struct ticks ticks = {0};
    int first = (int)floor(log10(low)), last = (int)ceil(log10(high));
    for (int power = first; power <= last; power++)
        for (int i = 0; i < count; i++) {
            double at = steps[i] * pow(10, power);
            if (at < low * (1 - 1e-9) || at > high * (1 + 1e-9) || power % decades != 0)
                continue;
            if (ticks.count == most)
                return (struct ticks){.count = most + 1};
            ticks.at[ticks.count++] = at;
        }
    return ticks;
}

struct ticks format_log_ticks(double low, double high, int most)
{
    static const double STEPS[] = {1, 2, 5};
    if (most > TICKS_MAX)
        most = TICKS_MAX;
    if (!(low > 0) || !(high > low) || !isfinite(high) || most < 1)
        return (struct ticks){0};
    struct ticks ticks = decade_ticks(low, high, most, STEPS, 3, 1);
    if (ticks.count < 3 && ticks.count < most)
        return format_ticks(low, high, most);
    if (ticks.count > most)
        ticks = decade_ticks(low, high, most, STEPS, 1, 1);
    for (int decades = 2; ticks.count > most && decades < 1000; decades++)
        ticks = decade_ticks(low, high, most, STEPS, 1, decades);
    return ticks.count > most ? (struct ticks){0} : ticks;
}

/* Ticks every so many months, from January on. */
static bool month_ticks(struct date_ticks *ticks, int months, double first, double last, int most)
{
    struct date date = date_of(valid_day(first));
    int month = (date.year * 12 + date.month - 1) / months * months; /* since year 0 */
    ticks->count = 0;
    for (;; month += months) {
        if (month / 12 < 1 || month / 12 > 9999)
            return true;
        double day = date_day(month / 12, month % 12 + 1, 1);
        if (day < first)
            continue;
        if (day > last)
            return true;
        if (ticks->count == most)
            return false;
        char *label = ticks->label[ticks->count];
        if (month % 12 == 0 || months >= 12)
            snprintf(label, FORMAT_MAX, "%d", month / 12);
        else
            snprintf(label, FORMAT_MAX, "%s", MONTHS[month % 12]);
        ticks->at[ticks->count++] = day;
    }
}

struct date_ticks format_date_ticks(double first, double last, int most)
{
    struct date_ticks ticks = {0};
    if (most > TICKS_MAX)
        most = TICKS_MAX;
    if (!(last >= first) || !isfinite(last - first) || most < 1)
        return ticks;
    if (last - first > 120) {
        static const int MONTH_STEPS[] = {1,   3,   6,   12,   24,   48,   60,
                                          120, 240, 600, 1200, 6000, 12000};
        /* Names of months only where they are few enough to be told apart from years. */
        for (size_t i = 0; i < sizeof MONTH_STEPS / sizeof *MONTH_STEPS; i++)
            if ((MONTH_STEPS[i] >= 12 || last - first < 1100) &&
                month_ticks(&ticks, MONTH_STEPS[i], first, last, most))
                return ticks;
    }
    ticks.count = 0;
    static const int DAY_STEPS[] = {1, 2, 7, 14, 28, 56, 112};
    for (size_t i = 0; i < sizeof DAY_STEPS / sizeof *DAY_STEPS; i++) {
        double step = DAY_STEPS[i];
        if ((last - first) / step + 1 > most)
            continue;
        for (double day = first; day <= last; day += step) {
            struct date date = date_of(valid_day(day));
            snprintf(ticks.label[ticks.count], FORMAT_MAX, "%d %s", date.day,
                     MONTHS[date.month - 1]);
            ticks.at[ticks.count++] = day;
        }
        break;
    }
    return ticks;
}
