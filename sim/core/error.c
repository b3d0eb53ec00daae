#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>

bool fail(struct error *err, enum error_kind kind, const char *format, ...)
{
    if (err == NULL || err->kind != ERROR_NONE)
        return false;
    err->kind = kind;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->text, sizeof err->text, format, arguments);
    va_end(arguments);
    return false;
}

int error_exit_code(const struct error *err)
{
    switch (err->kind) {
    case ERROR_NONE:
        return 0;
    case ERROR_USAGE:
    case ERROR_CONFIG:
        return 2;
    case ERROR_IDENTITY:
        return 3;
    case ERROR_INTERRUPTED:
        return 130;
    case ERROR_FILE:
    case ERROR_MEMORY:
        break;
    }
    return 1;
}
