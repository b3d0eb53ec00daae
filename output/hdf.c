#include "output/hdf.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void hdf_quiet(void)
{
    /* At exit the library would close files again that it failed to close, and crash. Nothing
     * is left to it: every file is closed by whoever opened it. */
    H5dont_atexit();
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

/* Texts of one error stack: the system's own message if there is one, and the first cause. */
struct reason {
    char system[160], cause[160];
};

static herr_t collect_reason(unsigned n, const H5E_error2_t *entry, void *data)
{
    struct reason *reason = data;
    const char *text = entry->desc != NULL ? entry->desc : "";
    const char *quoted = strstr(text, "error message = '");
    if (quoted != NULL && reason->system[0] == '\0') {
        quoted += strlen("error message = '");
        snprintf(reason->system, sizeof reason->system, "%.*s", (int)strcspn(quoted, "'"), quoted);
    }
    if (n == 0)
        snprintf(reason->cause, sizeof reason->cause, "%s", text);
    return 0;
}

bool hdf_fail(struct error *err, const char *path, const char *format, ...)
{
    struct reason reason = {{0}, {0}};
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect_reason, &reason);
    H5Eclear2(H5E_DEFAULT);
    char doing[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(doing, sizeof doing, format, arguments);
    va_end(arguments);
    const char *why = reason.system[0] != '\0' ? reason.system : reason.cause;
    return fail(err, ERROR_FILE, "%s: %s%s%s", path, doing, why[0] != '\0' ? ": " : "", why);
}

hid_t hdf_text_type(size_t size)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    if (type < 0)
        return type;
    if (H5Tset_size(type, size) < 0 || H5Tset_strpad(type, H5T_STR_NULLPAD) < 0 ||
        H5Tset_cset(type, H5T_CSET_UTF8) < 0) {
        H5Tclose(type);
        return H5I_INVALID_HID;
    }
    return type;
}

size_t hdf_text_fit(const char *text, size_t most)
{
    size_t length = strlen(text);
    if (length <= most)
        return length;
    while (most > 0 && ((unsigned char)text[most] & 0xc0u) == 0x80u) /* inside a character */
        most--;
    return most;
}

static bool put(hid_t object, const char *name, hid_t type, hid_t memory_type, hid_t space,
                const void *value)
{
    hid_t attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute < 0)
        return false;
    bool done = H5Awrite(attribute, memory_type, value) >= 0;
    return H5Aclose(attribute) >= 0 && done;
}

static bool put_scalar(hid_t object, const char *name, hid_t type, hid_t memory_type,
                       const void *value)
{
    hid_t space = H5Screate(H5S_SCALAR);
    bool done = space >= 0 && put(object, name, type, memory_type, space, value);
    H5Sclose(space);
    return done;
}

bool hdf_put_text(hid_t object, const char *name, const char *text, size_t size)
{
    if (size == 0)
        size = strlen(text) > 0 ? strlen(text) : 1;
    char *padded = calloc(size, 1);
    hid_t type = hdf_text_type(size);
    bool done = false;
    if (padded != NULL && type >= 0) {
        memcpy(padded, text, hdf_text_fit(text, size));
        done = put_scalar(object, name, type, type, padded);
    }
    H5Tclose(type);
    free(padded);
    return done;
}

bool hdf_put_integer(hid_t object, const char *name, int64_t value)
{
    return put_scalar(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, &value);
}

bool hdf_put_real(hid_t object, const char *name, double value)
{
    return put_scalar(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value);
}

bool hdf_put_integers(hid_t object, const char *name, int length, const int64_t *values)
{
    hsize_t size = (hsize_t)length;
    hid_t space = H5Screate_simple(1, &size, NULL);
    bool done = space >= 0 && put(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, space, values);
    H5Sclose(space);
    return done;
}

/* Opens an attribute of `length` values of a class; its type must be closed by the caller. */
static hid_t open_attribute(hid_t object, const char *name, hssize_t length, hid_t *type)
{
    *type = H5I_INVALID_HID;
    if (H5Aexists(object, name) <= 0)
        return H5I_INVALID_HID;
    hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    if (attribute < 0)
        return attribute;
    hid_t space = H5Aget_space(attribute);
    *type = H5Aget_type(attribute);
    bool good = space >= 0 && *type >= 0 && H5Sget_simple_extent_npoints(space) == length;
    H5Sclose(space);
    if (good)
        return attribute;
    H5Tclose(*type);
    H5Aclose(attribute);
    *type = H5I_INVALID_HID;
    return H5I_INVALID_HID;
}

static bool read_text(hid_t attribute, hid_t type, char *text, size_t size)
{
    enum { LONGEST = 64 << 20 };
    if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0)
        return false;
    size_t stored = H5Tget_size(type);
    if (stored == 0 || stored > LONGEST)
        return false;
    char *whole = calloc(stored + 1, 1);
    bool done = whole != NULL && H5Aread(attribute, type, whole) >= 0;
    if (done) {
        size_t fit = hdf_text_fit(whole, size - 1);
        memcpy(text, whole, fit);
        text[fit] = '\0';
    }
    free(whole);
    return done;
}

bool hdf_get_text(hid_t object, const char *name, char *text, size_t size)
{
    hid_t type, attribute = open_attribute(object, name, 1, &type);
    if (attribute < 0)
        return false;
    bool done = read_text(attribute, type, text, size);
    H5Tclose(type);
    H5Aclose(attribute);
    return done;
}

bool hdf_get_integers(hid_t object, const char *name, int length, int64_t *values)
{
    hid_t type, attribute = open_attribute(object, name, length, &type);
    if (attribute < 0)
        return false;
    bool done =
        H5Tget_class(type) == H5T_INTEGER && H5Aread(attribute, H5T_NATIVE_INT64, values) >= 0;
    H5Tclose(type);
    H5Aclose(attribute);
    return done;
}

bool hdf_get_as_text(hid_t object, const char *name, char *text, size_t size)
{
    hid_t type, attribute = open_attribute(object, name, 1, &type);
    if (attribute < 0)
        return false;
    bool done = false;
    int64_t integer;
    double number;
    switch (H5Tget_class(type)) {
    case H5T_STRING:
        done = read_text(attribute, type, text, size);
        break;
    case H5T_INTEGER:
        done = H5Aread(attribute, H5T_NATIVE_INT64, &integer) >= 0;
        if (done)
            snprintf(text, size, "%" PRId64, integer);
        break;
    case H5T_FLOAT:
        done = H5Aread(attribute, H5T_NATIVE_DOUBLE, &number) >= 0;
        if (done)
            snprintf(text, size, "%.17g", number);
        break;
    default:
        break;
    }
    H5Tclose(type);
    H5Aclose(attribute);
    return done;
}
