#include "sim/cli/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

#include "agents/parameters.h"

static void write_text(FILE *stream, const char *text)
{
    fputc('"', stream);
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(stream, "\\%c", c);
        else if (c < 0x20)
            fprintf(stream, "\\u%04x", c);
        else
            fputc(c, stream);
    }
    fputc('"', stream);
}

/* The two outer levels take a line for each value, what is inside them one line in all: both
 * people and line tools can read that. */
static void begin_value(struct json *json, const char *key)
{
    if (json->depth > 0) {
        bool started = json->started[json->depth - 1];
        json->started[json->depth - 1] = true;
        if (json->depth <= 2)
            fprintf(json->stream, "%s\n%*s", started ? "," : "", 2 * json->depth, "");
        else if (started)
            fputs(", ", json->stream);
    }
    if (key != NULL) {
        write_text(json->stream, key);
        fputs(": ", json->stream);
    }
}

static void begin_block(struct json *json, const char *key, char bracket)
{
    begin_value(json, key);
    fputc(bracket, json->stream);
    assert(json->depth < JSON_DEPTH);
    json->started[json->depth++] = false;
}

static void end_block(struct json *json, char bracket)
{
    json->depth--;
    if (json->depth < 2 && json->started[json->depth])
        fprintf(json->stream, "\n%*s", 2 * json->depth, "");
    fputc(bracket, json->stream);
    if (json->depth == 0)
        fputc('\n', json->stream);
}

void json_object(struct json *json, const char *key)
{
    begin_block(json, key, '{');
}
void json_array(struct json *json, const char *key)
{
    begin_block(json, key, '[');
}
void json_end_object(struct json *json)
{
    end_block(json, '}');
}
void json_end_array(struct json *json)
{
    end_block(json, ']');
}

void json_text(struct json *json, const char *key, const char *value)
{
    begin_value(json, key);
    if (value == NULL)
        fputs("null", json->stream);
    else
        write_text(json->stream, value);
}

void json_integer(struct json *json, const char *key, int64_t value)
{
    begin_value(json, key);
    fprintf(json->stream, "%" PRId64, value);
}

void json_real(struct json *json, const char *key, double value)
{
    char text[32];
    begin_value(json, key);
    fputs(isfinite(value) ? number_format(value, text) : "null", json->stream);
}

void json_flag(struct json *json, const char *key, bool value)
{
    begin_value(json, key);
    fputs(value ? "true" : "false", json->stream);
}
