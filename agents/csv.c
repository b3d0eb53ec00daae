#include "agents/csv.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_MOST = 64 * 1024 * 1024, /* bytes; the largest table of the released data has 0.4 MB */
    LINE_MOST = 64 * 1024,
    COLUMNS_MOST = 4096,
    QUOTED_MOST = 60, /* characters of a wrong field that a message shows */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number of at most 15 digits and a power of ten up to 22 are exact doubles, and one
 * division or multiplication of them rounds correctly. That covers nearly every field of a
 * table, and is several times faster than strtod, which takes the rest. */
static bool number_exact(const char *digits, const char *end, int exponent, double *number)
{
    static const double power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    int64_t mantissa = 0;
    int count = 0;
    for (const char *c = digits; c < end; c++)
        if (*c != '.') {
            mantissa = mantissa * 10 + (*c - '0');
            if (++count > 15)
                return false;
        }
    if (exponent < -22 || exponent > 22)
        return false;
    *number =
        exponent < 0 ? (double)mantissa / power[-exponent] : (double)mantissa * power[exponent];
    return true;
}

static double number_any(const char *text)
{
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (c_locale == (locale_t)0)
        return NAN;
    double number = strtod_l(text, NULL, c_locale);
    freelocale(c_locale);
    return number;
}

bool csv_parse_number(const char *text, double *number)
{
    const char *c = text;
    bool negative = *c == '-';
    if (*c == '-' || *c == '+')
        c++;
    const char *digits = c;
    int decimals = 0;
    while (is_digit(*c))
        c++;
    bool any = c > digits;
    if (*c == '.') {
        const char *point = c++;
        while (is_digit(*c))
            c++;
        decimals = (int)(c - point) - 1;
        any = any || decimals > 0;
    }
    if (!any)
        return false;
    const char *end = c;
    int exponent = 0;
    if (*c == 'e' || *c == 'E') {
        c++;
        bool down = *c == '-';
        if (*c == '-' || *c == '+')
            c++;
        if (!is_digit(*c))
            return false;
        while (is_digit(*c)) {
            if (exponent < 100000)
                exponent = exponent * 10 + (*c - '0');
            c++;
        }
        if (down)
            exponent = -exponent;
    }
    if (*c != '\0')
        return false;
    if (number_exact(digits, end, exponent - decimals, number)) {
        if (negative)
            *number = -*number;
        return true;
    }
    *number = number_any(text);
    return isfinite(*number);
}

/* Length of the UTF-8 character at s with `left` bytes to go, or 0 if it is not one. */
static int utf8_length(const unsigned char *s, size_t left)
{
    int length = s[0] < 0x80   ? 1
                 : s[0] < 0xc2 ? 0
                 : s[0] < 0xe0 ? 2
                 : s[0] < 0xf0 ? 3
                 : s[0] < 0xf5 ? 4
                               : 0;
    if ((size_t)length > left)
        return 0;
    for (int n = 1; n < length; n++)
        if ((s[n] & 0xc0) != 0x80)
            return 0;
    bool overlong = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xf0 && s[1] < 0x90);
    bool beyond = (s[0] == 0xed && s[1] >= 0xa0) || (s[0] == 0xf4 && s[1] >= 0x90);
    return overlong || beyond ? 0 : length;
}

static bool check_text(const char *path, const char *text, size_t size, struct error *err)
{
    const unsigned char *s = (const unsigned char *)text;
    if (size == 0)
        return fail(err, ERROR_CONFIG, "%s: the file is empty", path);
    if (size >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
        return fail(err, ERROR_CONFIG,
                    "%s:1: the file starts with a byte order mark; save it as UTF-8 without one",
                    path);
    int line = 1;
    size_t line_start = 0;
    for (size_t n = 0; n < size;) {
        if (s[n] == '\n') {
            line++;
            line_start = ++n;
            continue;
        }
        if (n - line_start >= LINE_MOST)
            return fail(err, ERROR_CONFIG, "%s:%d: the line is longer than %d bytes", path, line,
                        LINE_MOST);
        if (s[n] == '\r')
            return fail(err, ERROR_CONFIG,
                        "%s:%d: the line ends in CR; save the file with LF line ends", path, line);
        if (s[n] < 0x20 || s[n] == 0x7f)
            return fail(
                err, ERROR_CONFIG,
                "%s:%d: control character 0x%02x; only text is allowed, separated by commas", path,
                line, s[n]);
        int length = utf8_length(s + n, size - n);
        if (length == 0)
            return fail(err, ERROR_CONFIG, "%s:%d: byte 0x%02x is not UTF-8 text", path, line,
                        s[n]);
        n += (size_t)length;
    }
    if (s[size - 1] != '\n')
        return fail(err, ERROR_CONFIG,
                    "%s:%d: the last line has no line end; the file may have been cut off", path,
                    line);
    return true;
}

static bool read_file(struct csv *csv, struct error *err)
{
    FILE *file = fopen(csv->path, "rb");
    if (file == NULL)
        return fail(err, ERROR_CONFIG, "%s: cannot be opened: %s", csv->path, strerror(errno));
    size_t room = 64 * 1024, size = 0;
    bool ok = true;
    for (bool end = false; ok && !end;) {
        if (csv->text == NULL || size + 1 >= room) {
            room *= 2;
            char *grown = realloc(csv->text, room);
            if (grown == NULL) {
                ok = fail(err, ERROR_MEMORY, "%s: no memory for %zu bytes", csv->path, room);
                break;
            }
            csv->text = grown;
        }
        size_t got = fread(csv->text + size, 1, room - size - 1, file);
        size += got;
        end = got == 0;
        if (ferror(file))
            ok = fail(err, ERROR_CONFIG, "%s: cannot be read: %s", csv->path, strerror(errno));
        else if (size > FILE_MOST)
            ok = fail(err, ERROR_CONFIG, "%s: the file is larger than %d MiB", csv->path,
                      FILE_MOST / 1024 / 1024);
    }
    fclose(file);
    if (!ok)
        return false;
    csv->text[size] = '\0';
    csv->next = csv->text;
    return check_text(csv->path, csv->text, size, err);
}

/* Cuts one field off at *position, in place. Returns NULL after a message if it is malformed. */
static char *cut_field(const struct csv *csv, char **position, bool *last, struct error *err)
{
    char *in = *position, *field = in, *out = in;
    if (*in == '"') {
        for (in++;; in++) {
            if (*in == '\0') {
                fail(err, ERROR_CONFIG, "%s:%d: a quoted field has no closing quote on its line",
                     csv->path, csv->line);
                return NULL;
            }
            if (*in == '"' && *++in != '"')
                break;
            *out++ = *in;
        }
        if (*in != ',' && *in != '\0') {
            fail(err, ERROR_CONFIG,
                 "%s:%d: text follows the closing quote of a field; a comma must", csv->path,
                 csv->line);
            return NULL;
        }
    } else {
        in += strcspn(in, ",\"");
        if (*in == '"') {
            fail(err, ERROR_CONFIG,
                 "%s:%d: a quote inside a field; put the whole field in quotes and double it",
                 csv->path, csv->line);
            return NULL;
        }
        out = in;
    }
    *last = *in == '\0';
    *position = *last ? in : in + 1;
    *out = '\0';
    return field;
}

/* The next line that is neither empty nor a comment, or NULL at the end. */
static char *next_line(struct csv *csv)
{
    while (*csv->next != '\0') {
        char *line = csv->next;
        char *end = strchr(line, '\n');
        *end = '\0';
        csv->next = end + 1;
        csv->line++;
        if (*line != '\0' && *line != '#')
            return line;
    }
    return NULL;
}

static bool read_header(struct csv *csv, struct error *err)
{
    char *line = next_line(csv);
    if (line == NULL)
        return fail(err, ERROR_CONFIG, "%s: the file has no header line", csv->path);
    csv->columns = 1;
    for (const char *c = line; *c != '\0'; c++)
        csv->columns += *c == ',';
    if (csv->columns > COLUMNS_MOST)
        return fail(err, ERROR_CONFIG, "%s:%d: %d columns; at most %d are allowed", csv->path,
                    csv->line, csv->columns, COLUMNS_MOST);
    csv->column = calloc((size_t)csv->columns, sizeof *csv->column);
    csv->field = calloc((size_t)csv->columns, sizeof *csv->field);
    if (csv->column == NULL || csv->field == NULL)
        return fail(err, ERROR_MEMORY, "%s: no memory for %d columns", csv->path, csv->columns);
    bool last = false;
    int n = 0;
    while (!last && n < csv->columns) {
        csv->column[n] = cut_field(csv, &line, &last, err);
        if (csv->column[n++] == NULL)
            return false;
    }
    csv->columns = n; /* fewer than commas if one of them is in quotes */
    return true;
}

bool csv_open(struct csv *csv, const char *folder, const char *name, struct error *err)
{
    *csv = (struct csv){.line = 0};
    int length = snprintf(csv->path, sizeof csv->path, "%s/%s", folder, name);
    if (length < 0 || (size_t)length >= sizeof csv->path)
        return fail(err, ERROR_CONFIG, "%s: the path of the folder is too long", folder);
    if (read_file(csv, err) && read_header(csv, err))
        return true;
    csv_close(csv);
    return false;
}

void csv_close(struct csv *csv)
{
    free(csv->text);
    free(csv->column);
    free(csv->field);
    csv->text = csv->next = NULL;
    csv->column = csv->field = NULL;
    csv->columns = 0;
}

bool csv_expect(const struct csv *csv, const char *names, struct error *err)
{
    const char *name = names;
    for (int n = 0;; n++) {
        size_t length = strcspn(name, ",");
        bool last = name[length] == '\0';
        if (n >= csv->columns || strlen(csv->column[n]) != length ||
            memcmp(csv->column[n], name, length) != 0 || (last && csv->columns != n + 1))
            return fail(err, ERROR_CONFIG, "%s:%d: the header is wrong; it must be %.400s",
                        csv->path, csv->line, names);
        if (last)
            return true;
        name += length + 1;
    }
}

bool csv_next(struct csv *csv, bool *found, struct error *err)
{
    char *line = next_line(csv);
    *found = line != NULL;
    if (line == NULL)
        return true;
    bool last = false;
    int n = 0;
    for (; !last; n++) {
        char *field = cut_field(csv, &line, &last, err);
        if (field == NULL)
            return false;
        if (n < csv->columns)
            csv->field[n] = field;
    }
    if (n != csv->columns)
        return fail(err, ERROR_CONFIG, "%s:%d: %d fields; the header has %d columns", csv->path,
                    csv->line, n, csv->columns);
    return true;
}

bool csv_fail(const struct csv *csv, int column, struct error *err, const char *format, ...)
{
    char text[640];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return fail(err, ERROR_CONFIG, "%s:%d: column %.*s: %s", csv->path, csv->line, QUOTED_MOST,
                csv->column[column], text);
}

bool csv_number(const struct csv *csv, int column, double least, double most, double *number,
                struct error *err)
{
    if (!csv_parse_number(csv->field[column], number))
        return csv_fail(csv, column, err, "'%.*s' is not a number; write it as 12, -0.5 or 1e-7",
                        QUOTED_MOST, csv->field[column]);
    if (!(*number >= least && *number <= most))
        return csv_fail(csv, column, err, "%.*s must be in [%g, %g]", QUOTED_MOST,
                        csv->field[column], least, most);
    return true;
}

bool csv_text(const struct csv *csv, int column, char *text, size_t room, struct error *err)
{
    size_t length = strlen(csv->field[column]);
    if (length == 0)
        return csv_fail(csv, column, err, "must not be empty");
    if (length >= room)
        return csv_fail(csv, column, err, "'%.*s' has %zu bytes; at most %zu are allowed",
                        QUOTED_MOST, csv->field[column], length, room - 1);
    memcpy(text, csv->field[column], length + 1);
    return true;
}
