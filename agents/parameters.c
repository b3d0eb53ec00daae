#include "agents/parameters.h"

#include <assert.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"

const struct parameter parameter_list[PARAMETER_COUNT] = {
#define PARAMETER(section, name, type, initial, least, most, unit, source, meaning)                \
    {sizeof #section > 1 ? #section "." #name : #name,                                             \
     #section,                                                                                     \
     #name,                                                                                        \
     PARAMETER_TYPE_##type,                                                                        \
     initial,                                                                                      \
     least,                                                                                        \
     most,                                                                                         \
     unit,                                                                                         \
     source,                                                                                       \
     meaning,                                                                                      \
     offsetof(struct parameters, name),                                                            \
     sizeof(parameter_##type)},
#include "agents/parameters.def"
#undef PARAMETER
};

/* Scenarios are about economies that have such a table: other years are slips of the pen. */
enum { YEAR_FIRST = 1900, YEAR_LAST = 2199 };

enum { NAME_MAX_LENGTH = 64 }; /* of one choice */

const struct parameter *parameter_find(const char *key)
{
    for (int p = 0; p < PARAMETER_COUNT; p++)
        if (strcmp(parameter_list[p].key, key) == 0)
            return &parameter_list[p];
    return NULL;
}

char *parameter_suggest(const char *key, char text[static SUGGEST_TEXT])
{
    const char *dot = strrchr(key, '.');
    const char *name = dot != NULL ? dot + 1 : key;
    struct suggest suggest = suggest_for(key);
    for (int p = 0; p < PARAMETER_COUNT; p++)
        suggest_offer(&suggest, parameter_list[p].key);
    if (suggest.best == NULL) { /* the right name, in the wrong section or in none */
        struct suggest by_name = suggest_for(name);
        for (int p = 0; p < PARAMETER_COUNT; p++) {
            int before = by_name.distance;
            const char *best = by_name.best;
            suggest_offer(&by_name, parameter_list[p].name);
            if (by_name.best != best || by_name.distance != before)
                suggest.best = parameter_list[p].key;
        }
    }
    return suggest_text(&suggest, text);
}

const char *parameter_type_name(enum parameter_type type)
{
    static const char *const names[] = {
        [PARAMETER_TYPE_REAL] = "number", [PARAMETER_TYPE_WHOLE] = "whole number",
        [PARAMETER_TYPE_FLAG] = "flag",   [PARAMETER_TYPE_CHOICE] = "choice",
        [PARAMETER_TYPE_TEXT] = "text",   [PARAMETER_TYPE_REAL_BY_REGION] = "number by region",
        [PARAMETER_TYPE_DATE] = "date",   [PARAMETER_TYPE_CHOICE_BY_REGION] = "choice by region",
    };
    return names[type];
}

char *number_format(double number, char text[static 32])
{
    for (int digits = 1; digits <= DBL_DECIMAL_DIG; digits++) {
        snprintf(text, 32, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    /* Whole numbers of everyday size read better without an exponent. */
    if (strchr(text, 'e') != NULL && fabs(number) < 1e15 && number == floor(number))
        snprintf(text, 32, "%.0f", number);
    return text;
}

/* Copies the choice at this index and returns its name, or NULL behind the last. */
static char *choice_name(const struct parameter *parameter, int index,
                         char name[static NAME_MAX_LENGTH])
{
    const char *from = parameter->unit;
    for (int i = 0; i < index; i++) {
        from = strchr(from, '|');
        if (from == NULL)
            return NULL;
        from++;
    }
    size_t length = strcspn(from, "|");
    assert(length < NAME_MAX_LENGTH);
    memcpy(name, from, length);
    name[length] = '\0';
    return name;
}

char *parameter_allowed(const struct parameter *parameter, char text[static PARAMETER_VALUE])
{
    char least[32], most[32], name[NAME_MAX_LENGTH];
    bool has_unit = parameter->unit[0] != '\0' && strcmp(parameter->unit, "1") != 0;
    size_t used = 0;
    switch (parameter->type) {
    case PARAMETER_TYPE_REAL:
    case PARAMETER_TYPE_WHOLE:
    case PARAMETER_TYPE_REAL_BY_REGION:
        snprintf(text, PARAMETER_VALUE, "%s to %s%s%s", number_format(parameter->least, least),
                 number_format(parameter->most, most), has_unit ? " " : "",
                 has_unit ? parameter->unit : "");
        break;
    case PARAMETER_TYPE_FLAG:
        snprintf(text, PARAMETER_VALUE, "true or false");
        break;
    case PARAMETER_TYPE_CHOICE:
    case PARAMETER_TYPE_CHOICE_BY_REGION:
        text[0] = '\0';
        for (int i = 0; choice_name(parameter, i, name) != NULL && used < PARAMETER_VALUE; i++)
            used += (size_t)snprintf(text + used, PARAMETER_VALUE - used, "%s%s", i > 0 ? ", " : "",
                                     name);
        break;
    case PARAMETER_TYPE_TEXT:
        snprintf(text, PARAMETER_VALUE, "text of at most %zu bytes", sizeof(parameter_TEXT) - 1);
        break;
    case PARAMETER_TYPE_DATE:
        snprintf(text, PARAMETER_VALUE, "a day as YYYY-MM-DD, %d to %d", YEAR_FIRST, YEAR_LAST);
        break;
    }
    return text;
}

bool number_read(const char *text, double *number)
{
    size_t length = strlen(text);
    if (length == 0 || length > 400 || strspn(text, "0123456789+-.eE") != length)
        return false;
    char *end;
    *number = strtod(text, &end);
    return *end == '\0';
}

static bool refuse(const struct parameter *parameter, const char *region, const char *text,
                   const char *what, const char *where, struct error *err)
{
    char allowed[PARAMETER_VALUE];
    return fail(err, ERROR_CONFIG, "%s: %s%s%s: \"%.60s%s\" %s; allowed: %s", where, parameter->key,
                region != NULL ? "." : "", region != NULL ? region : "", text,
                strlen(text) > 60 ? "..." : "", what, parameter_allowed(parameter, allowed));
}

static bool real_read(const struct parameter *parameter, const char *region, const char *text,
                      const char *where, double *value, struct error *err)
{
    double number;
    if (!number_read(text, &number))
        return refuse(parameter, region, text, "is not a number", where, err);
    if (!(number >= parameter->least && number <= parameter->most))
        return refuse(parameter, region, text, "is out of range", where, err);
    *value = number + 0.0; /* -0 is 0 */
    return true;
}

static bool whole_read(const struct parameter *parameter, const char *text, const char *where,
                       int64_t *value, struct error *err)
{
    double number;
    if (!number_read(text, &number) || (isfinite(number) && number != floor(number)))
        return refuse(parameter, NULL, text, "is not a whole number", where, err);
    if (!(number >= parameter->least && number <= parameter->most))
        return refuse(parameter, NULL, text, "is out of range", where, err);
    *value = (int64_t)number; /* ranges end below 2^53, where doubles are exact */
    return true;
}

static bool choice_read(const struct parameter *parameter, const char *region, const char *text,
                        const char *where, int *value, struct error *err)
{
    char name[NAME_MAX_LENGTH], nearest[NAME_MAX_LENGTH] = "", allowed[PARAMETER_VALUE];
    char hint[SUGGEST_TEXT];
    struct suggest suggest = suggest_for(text);
    for (int i = 0; choice_name(parameter, i, name) != NULL; i++) {
        if (strcmp(text, name) == 0) {
            *value = i;
            return true;
        }
        const int before = suggest.best != NULL ? suggest.distance : 1000;
        suggest_offer(&suggest, name);
        if (suggest.best != NULL && suggest.distance < before)
            memcpy(nearest, name, sizeof nearest);
    }
    if (suggest.best != NULL)
        suggest.best = nearest; /* `name` has moved on since */
    return fail(err, ERROR_CONFIG, "%s: %s%s%s: \"%.60s\" is not known; allowed: %s%s", where,
                parameter->key, region != NULL ? "." : "", region != NULL ? region : "", text,
                parameter_allowed(parameter, allowed), suggest_text(&suggest, hint));
}

static bool date_read(const struct parameter *parameter, const char *text, const char *where,
                      char *value, struct error *err)
{
    int32_t day;
    if (!date_parse(text, &day))
        return refuse(parameter, NULL, text, "is not a day of the calendar", where, err);
    if (date_year(day) < YEAR_FIRST || date_year(day) > YEAR_LAST)
        return refuse(parameter, NULL, text, "is out of range", where, err);
    memset(value, 0, sizeof(parameter_DATE));
    memcpy(value, text, strlen(text));
    return true;
}

static bool text_read(const struct parameter *parameter, const char *text, const char *where,
                      char *value, struct error *err)
{
    size_t length = strlen(text);
    if (length >= sizeof(parameter_TEXT))
        return refuse(parameter, NULL, text, "is too long", where, err);
    memset(value, 0, sizeof(parameter_TEXT));
    memcpy(value, text, length);
    return true;
}

bool parameter_read(const struct parameter *parameter, const char *text, const char *where,
                    struct parameters *parameters, struct error *err)
{
    void *member = (char *)parameters + parameter->offset;
    double number;
    int choice;
    switch (parameter->type) {
    case PARAMETER_TYPE_REAL:
        return real_read(parameter, NULL, text, where, member, err);
    case PARAMETER_TYPE_WHOLE:
        return whole_read(parameter, text, where, member, err);
    case PARAMETER_TYPE_FLAG:
        if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
            return refuse(parameter, NULL, text, "is not a flag", where, err);
        *(bool *)member = text[0] == 't';
        return true;
    case PARAMETER_TYPE_CHOICE:
        return choice_read(parameter, NULL, text, where, member, err);
    case PARAMETER_TYPE_CHOICE_BY_REGION:
        if (!choice_read(parameter, NULL, text, where, &choice, err))
            return false;
        for (int r = 0; r < REGIONS_MAX; r++)
            ((int *)member)[r] = choice;
        return true;
    case PARAMETER_TYPE_REAL_BY_REGION:
        if (!real_read(parameter, NULL, text, where, &number, err))
            return false;
        for (int r = 0; r < REGIONS_MAX; r++)
            ((double *)member)[r] = number;
        return true;
    case PARAMETER_TYPE_TEXT:
        return text_read(parameter, text, where, member, err);
    case PARAMETER_TYPE_DATE:
        return date_read(parameter, text, where, member, err);
    }
    return false;
}

bool parameter_is_by_region(const struct parameter *parameter)
{
    return parameter->type == PARAMETER_TYPE_REAL_BY_REGION ||
           parameter->type == PARAMETER_TYPE_CHOICE_BY_REGION;
}

bool parameter_read_region(const struct parameter *parameter, int region, const char *code,
                           const char *text, const char *where, struct parameters *parameters,
                           struct error *err)
{
    assert(parameter_is_by_region(parameter) && region >= 0 && region < REGIONS_MAX);
    void *member = (char *)parameters + parameter->offset;
    if (parameter->type == PARAMETER_TYPE_CHOICE_BY_REGION)
        return choice_read(parameter, code, text, where, (int *)member + region, err);
    return real_read(parameter, code, text, where, (double *)member + region, err);
}

void parameters_default(struct parameters *parameters)
{
    memset(parameters, 0, sizeof *parameters); /* padding too: values are compared by bytes */
    for (int p = 0; p < PARAMETER_COUNT; p++) {
        struct error err = {0};
        bool good = parameter_read(&parameter_list[p], parameter_list[p].initial, "default",
                                   parameters, &err);
        assert(good && "parameters.def holds a default that its own range refuses");
        (void)good;
    }
}

/* The value of one region. */
static char *region_format(const struct parameter *parameter, const void *member, int region,
                           char text[static NAME_MAX_LENGTH])
{
    if (parameter->type == PARAMETER_TYPE_CHOICE_BY_REGION)
        return choice_name(parameter, ((const int *)member)[region], text);
    return number_format(((const double *)member)[region], text);
}

static void regions_format(const struct parameter *parameter, const void *member,
                           const struct world *world, char text[static PARAMETER_VALUE])
{
    int regions = world != NULL ? world->regions : REGIONS_MAX;
    bool equal = true;
    char first[NAME_MAX_LENGTH], value[NAME_MAX_LENGTH];
    region_format(parameter, member, 0, first);
    for (int r = 1; r < regions; r++)
        equal &= strcmp(region_format(parameter, member, r, value), first) == 0;
    if (equal) {
        snprintf(text, PARAMETER_VALUE, "%s", first);
        return;
    }
    size_t used = 0;
    for (int r = 0; r < regions; r++) {
        char code[16];
        if (world == NULL)
            snprintf(code, sizeof code, "%d", r);
        used += (size_t)snprintf(text + used, PARAMETER_VALUE - used, "%s%s: %s",
                                 r == 0 ? "{" : ", ", world != NULL ? world->region[r].code : code,
                                 region_format(parameter, member, r, value));
    }
    snprintf(text + used, PARAMETER_VALUE - used, "}");
}

char *parameter_format(const struct parameter *parameter, const struct parameters *parameters,
                       const struct world *world, char text[static PARAMETER_VALUE])
{
    const void *member = (const char *)parameters + parameter->offset;
    char name[NAME_MAX_LENGTH];
    switch (parameter->type) {
    case PARAMETER_TYPE_REAL:
        number_format(*(const double *)member, text);
        break;
    case PARAMETER_TYPE_WHOLE:
        snprintf(text, PARAMETER_VALUE, "%lld", (long long)*(const int64_t *)member);
        break;
    case PARAMETER_TYPE_FLAG:
        snprintf(text, PARAMETER_VALUE, "%s", *(const bool *)member ? "true" : "false");
        break;
    case PARAMETER_TYPE_CHOICE:
        snprintf(text, PARAMETER_VALUE, "%s", choice_name(parameter, *(const int *)member, name));
        break;
    case PARAMETER_TYPE_REAL_BY_REGION:
    case PARAMETER_TYPE_CHOICE_BY_REGION:
        regions_format(parameter, member, world, text);
        break;
    case PARAMETER_TYPE_TEXT:
    case PARAMETER_TYPE_DATE:
        snprintf(text, PARAMETER_VALUE, "%s", (const char *)member);
        break;
    }
    return text;
}

bool parameter_is_default(const struct parameter *parameter, const struct parameters *parameters)
{
    struct parameters initial;
    memset(&initial, 0, sizeof initial);
    if (!parameter_read(parameter, parameter->initial, "default", &initial, NULL))
        return false;
    return memcmp((const char *)&initial + parameter->offset,
                  (const char *)parameters + parameter->offset, parameter->size) == 0;
}
