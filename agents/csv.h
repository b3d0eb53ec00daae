/* A strict reader of small CSV files: one header line, then rows with as many fields.
 *
 * UTF-8 text with LF line ends and a comma between fields. Lines that start with # and empty
 * lines are skipped. A field may stand in double quotes ("a, b"; "" inside for a quote); a
 * quoted field ends on its own line. Everything else is refused with one line that names
 * file, line and column: a byte order mark, CR, other control characters, text that is not
 * UTF-8, a last line without its line end (the file was cut off), too few or too many fields,
 * and numbers that are not plain decimal ones.
 */
#ifndef KEIRETSU_AGENTS_CSV_H
#define KEIRETSU_AGENTS_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "core/error.h"

struct csv {
    char path[768];
    char *text, *next; /* the whole file, cut into fields as it is read */
    char **column;     /* [columns] names in the header */
    char **field;      /* [columns] the current row; valid until csv_close */
    int columns;
    int line; /* of the current row, from 1 */
};

/* Reads folder/name and its header. On failure nothing is left allocated. */
bool csv_open(struct csv *csv, const char *folder, const char *name, struct error *err);
void csv_close(struct csv *csv);

/* The header must be exactly these names, separated by commas. */
bool csv_expect(const struct csv *csv, const char *names, struct error *err);

/* Reads the next row; *found is false at the end of the file. */
bool csv_next(struct csv *csv, bool *found, struct error *err);

/* The number in a field of the current row, which must be in [least, most]. */
bool csv_number(const struct csv *csv, int column, double least, double most, double *number,
                struct error *err);

/* Copies a field that must not be empty, nor longer than the room for it (with its end). */
bool csv_text(const struct csv *csv, int column, char *text, size_t room, struct error *err);

/* Fails with "file:line: column NAME: ..." for a field of the current row. */
bool csv_fail(const struct csv *csv, int column, struct error *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A whole text as a plain decimal number (12, -0.5, 1e-07), independent of the locale. False
 * if it is anything else: empty, spaces, hexadecimal, inf, nan, or too large for a double. */
bool csv_parse_number(const char *text, double *number);

#endif
