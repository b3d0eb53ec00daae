/* Every parameter of a scenario, from one list (parameters.def): key, type, default, range,
 * unit, source and meaning. The list drives the reader of scenarios, --set, `keiretsu params`,
 * the error messages, the manual and what a run file records. Rates are per year. */
#ifndef KEIRETSU_AGENTS_PARAMETERS_H
#define KEIRETSU_AGENTS_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agents/event.h"
#include "agents/world.h"
#include "core/error.h"
#include "core/suggest.h"

/* C types behind the parameter types. REAL_BY_REGION and CHOICE_BY_REGION: one value per region, in
 * a scenario either one for all or a mapping from region codes (others keep the default). */
typedef double parameter_REAL;
typedef int64_t parameter_WHOLE;
typedef bool parameter_FLAG;
typedef int parameter_CHOICE; /* index into the list of choices */
typedef double parameter_REAL_BY_REGION[REGIONS_MAX];
typedef int parameter_CHOICE_BY_REGION[REGIONS_MAX];
typedef char parameter_TEXT[512];
typedef char parameter_DATE[16]; /* ISO, checked */

enum clock_step { CLOCK_WEEK, CLOCK_DAY };
enum exchange_regime { EXCHANGE_FLOAT, EXCHANGE_FIXED };
enum resolution { RESOLUTION_MERGER, RESOLUTION_STATE };

/* Members carry the parameter's name without its section, so names are unique over sections. */
struct parameters {
#define PARAMETER(section, name, type, initial, least, most, unit, source, meaning)                \
    parameter_##type name;
#include "agents/parameters.def"
#undef PARAMETER
};

/* Position of every parameter in parameter_list. */
enum parameter_id {
#define PARAMETER(section, name, type, initial, least, most, unit, source, meaning)                \
    PARAMETER_##section##_##name,
#include "agents/parameters.def"
#undef PARAMETER
    PARAMETER_COUNT
};

enum parameter_type {
    PARAMETER_TYPE_REAL,
    PARAMETER_TYPE_WHOLE,
    PARAMETER_TYPE_FLAG,
    PARAMETER_TYPE_CHOICE,
    PARAMETER_TYPE_REAL_BY_REGION,
    PARAMETER_TYPE_CHOICE_BY_REGION,
    PARAMETER_TYPE_TEXT,
    PARAMETER_TYPE_DATE,
};

/* What parameters.def says of one parameter. */
struct parameter {
    const char *key;     /* "population.firms"; "seed" at the top level */
    const char *section; /* "population"; "" at the top level */
    const char *name;    /* "firms" */
    enum parameter_type type;
    const char *initial; /* default, as text */
    double least, most;  /* WHOLE, REAL and REAL_BY_REGION: both are allowed */
    const char *unit;    /* of choices the choices, with | between them */
    const char *source, *meaning;
    size_t offset, size; /* of the member in struct parameters */
};

extern const struct parameter parameter_list[PARAMETER_COUNT];

/* Bytes that any formatted value fits in. */
enum { PARAMETER_VALUE = 800 };

/* The parameter with this key, or NULL. */
const struct parameter *parameter_find(const char *key);

/* " (did you mean KEY?)" for a key that does not exist, or "". A bare name of a section's
 * parameter suggests the whole key. */
char *parameter_suggest(const char *key, char text[static SUGGEST_TEXT]);

const char *parameter_type_name(enum parameter_type type); /* "number", "whole number", ... */

/* What a scenario may say: "2000 to 10000000 firms", "true or false", "week, day". */
char *parameter_allowed(const struct parameter *parameter, char text[static PARAMETER_VALUE]);

/* Every parameter at its default; every byte is set. */
void parameters_default(struct parameters *parameters);

/* Reads the value from text. A wrong type or a value out of range fails with one line
 * "where: key: what is wrong, what is allowed", and leaves the member as it was. */
bool parameter_read(const struct parameter *parameter, const char *text, const char *where,
                    struct parameters *parameters, struct error *err);

/* Whether regions have values of their own. */
bool parameter_is_by_region(const struct parameter *parameter);

/* The same as parameter_read for one region of a parameter by region. */
bool parameter_read_region(const struct parameter *parameter, int region, const char *code,
                           const char *text, const char *where, struct parameters *parameters,
                           struct error *err);

/* Writes the value as parameter_read takes it and returns text: numbers with as few digits as
 * give the same number again. A value by region that differs between regions becomes
 * "{JPN: 1, USA: 2}"; world may be NULL, then its regions are numbered. */
char *parameter_format(const struct parameter *parameter, const struct parameters *parameters,
                       const struct world *world, char text[static PARAMETER_VALUE]);

bool parameter_is_default(const struct parameter *parameter, const struct parameters *parameters);

/* A decimal number, all of the text: no hexadecimals, no "inf", no "nan", no blanks. One too
 * large for a double reads as infinite. */
bool number_read(const char *text, double *number);

/* The number with as few digits as give the same number again. */
char *number_format(double number, char text[static 32]);

#endif
