/* Writing JSON: one value after the other, commas and quotes taken care of. */
#ifndef KEIRETSU_SIM_CLI_JSON_H
#define KEIRETSU_SIM_CLI_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { JSON_DEPTH = 8 };

struct json {
    FILE *stream;
    int depth;
    bool started[JSON_DEPTH]; /* something was written at this depth */
};

/* key is NULL inside arrays and for the outermost value. */
void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
void json_end_object(struct json *json);
void json_end_array(struct json *json);
void json_text(struct json *json, const char *key, const char *value); /* NULL: null */
void json_integer(struct json *json, const char *key, int64_t value);
void json_real(struct json *json, const char *key, double value); /* not finite: null */
void json_flag(struct json *json, const char *key, bool value);

#endif
