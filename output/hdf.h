/* The few things that every user of the HDF5 library here needs: quiet errors with the
 * library's own reason, and attributes of fixed length. */
#ifndef KEIRETSU_OUTPUT_HDF_H
#define KEIRETSU_OUTPUT_HDF_H

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

/* Stops the library from printing its error stack (a setting of each thread) and from cleaning
 * up at exit. Comes before any other call of the library. */
void hdf_quiet(void);

/* Fails with ERROR_FILE: "path: doing: reason". The reason is taken from the library's error
 * stack; `doing` reads like "cannot write firm/price". */
bool hdf_fail(struct error *err, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* UTF-8 text of a fixed number of bytes, padded with zeros. size >= 1. */
hid_t hdf_text_type(size_t size);

/* Attributes of an object; text is kept in `size` bytes (cut off there, at a whole character)
 * or in as many as it needs where size is 0. */
bool hdf_put_text(hid_t object, const char *name, const char *text, size_t size);
bool hdf_put_integer(hid_t object, const char *name, int64_t value);
bool hdf_put_integers(hid_t object, const char *name, int length, const int64_t *values);
bool hdf_put_real(hid_t object, const char *name, double value);

/* Bytes of the longest start of text that fits into `most` bytes without cutting a character. */
size_t hdf_text_fit(const char *text, size_t most);

/* Scalar attributes and scalar datasets; false if it is not there or is something else. Text
 * longer than size - 1 bytes is cut off. */
bool hdf_get_text(hid_t object, const char *name, char *text, size_t size);
bool hdf_get_integers(hid_t object, const char *name, int length, int64_t *values);

/* Any scalar attribute as text: numbers are formatted. */
bool hdf_get_as_text(hid_t object, const char *name, char *text, size_t size);

#endif
