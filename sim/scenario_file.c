#include "sim/scenario_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20 };
enum { DEPTH_MAX = 16 }; /* the deepest thing a scenario holds is three levels deep */

struct position {
    size_t line, column; /* from 1, the column in characters */
};

static struct position position_of(const char *text, size_t offset)
{
    struct position position = {1, 1};
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n')
            position = (struct position){position.line + 1, 1};
        else if (((unsigned char)text[i] & 0xc0) != 0x80) /* not inside a character */
            position.column++;
    }
    return position;
}

static size_t offset_of(const char *text, size_t length, size_t line, size_t column)
{
    size_t i = 0;
    for (; line > 0 && i < length; i++)
        line -= text[i] == '\n';
    for (; column > 0 && i < length && text[i] != '\n'; i++)
        column -= ((unsigned char)text[i] & 0xc0) != 0x80;
    return i;
}

/* Length of the UTF-8 character at text, or 0. */
static size_t character_length(const unsigned char *text, size_t left)
{
    size_t length = text[0] < 0x80             ? 1
                    : (text[0] & 0xe0) == 0xc0 ? 2
                    : (text[0] & 0xf0) == 0xe0 ? 3
                    : (text[0] & 0xf8) == 0xf0 ? 4
                                               : 0;
    if (length == 0 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    /* Overlong forms, surrogates and what lies beyond Unicode. */
    if ((length == 2 && text[0] < 0xc2) || (length == 3 && text[0] == 0xe0 && text[1] < 0xa0) ||
        (length == 3 && text[0] == 0xed && text[1] >= 0xa0) ||
        (length == 4 && text[0] == 0xf0 && text[1] < 0x90) ||
        (length == 4 && (text[0] > 0xf4 || (text[0] == 0xf4 && text[1] >= 0x90))))
        return 0;
    return length;
}

bool scenario_text_is_clean(const char *text, size_t length, size_t *bad)
{
    for (size_t i = 0; i < length;) {
        unsigned char c = (unsigned char)text[i];
        bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
        size_t step = control ? 0 : character_length((const unsigned char *)text + i, length - i);
        if (step == 0) {
            *bad = i;
            return false;
        }
        i += step;
    }
    return true;
}

static bool refuse_file(const char *path, const char *asked_by, const char *what, struct error *err)
{
    if (asked_by != NULL)
        return fail(err, ERROR_CONFIG, "%s: %.300s %s", asked_by, path, what);
    return fail(err, ERROR_CONFIG, "%.800s: %s", path, what);
}

/* The file's bytes, to be freed, or NULL with a failure. */
static char *read_bytes(struct scenario_file *file, const char *asked_by, size_t *length,
                        struct error *err)
{
    char what[160];
    int descriptor = open(file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat status;
    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        snprintf(what, sizeof what, "cannot be read: %s", strerror(errno));
        refuse_file(file->path, asked_by, what, err);
        if (descriptor >= 0)
            close(descriptor);
        return NULL;
    }
    file->device = status.st_dev;
    file->inode = status.st_ino;

    char *bytes = malloc(FILE_MAX + 1);
    if (bytes == NULL)
        fail(err, ERROR_MEMORY, "out of memory while reading %.800s", file->path);
    else if (S_ISDIR(status.st_mode))
        refuse_file(file->path, asked_by, "is a folder, not a scenario file", err);
    else {
        ssize_t got = 1;
        for (*length = 0; *length <= FILE_MAX && got > 0; *length += got > 0 ? (size_t)got : 0)
            got = read(descriptor, bytes + *length, FILE_MAX + 1 - *length);
        if (got < 0) {
            snprintf(what, sizeof what, "cannot be read: %s", strerror(errno));
            refuse_file(file->path, asked_by, what, err);
        } else if (*length > FILE_MAX) {
            refuse_file(file->path, asked_by, "is larger than 1 MiB; a scenario is a short text",
                        err);
        } else {
            close(descriptor);
            return bytes;
        }
    }
    free(bytes);
    close(descriptor);
    return NULL;
}

static bool refuse_at(const struct scenario_file *file, struct position at, const char *what,
                      struct error *err)
{
    if (file->option != NULL)
        return fail(err, ERROR_CONFIG, "%s: %.300s: %s", file->option, file->path, what);
    return fail(err, ERROR_CONFIG, "%.800s:%zu:%zu: %s", file->path, at.line, at.column, what);
}

static bool refuse_syntax(const struct scenario_file *file, const yaml_parser_t *parser,
                          const char *text, size_t length, struct error *err)
{
    char what[300];
    if (parser->error == YAML_MEMORY_ERROR)
        return fail(err, ERROR_MEMORY, "out of memory while reading %.800s", file->path);
    if (parser->error == YAML_READER_ERROR)
        return refuse_at(file, position_of(text, parser->problem_offset),
                         "a character that YAML does not allow", err);

    const char *problem = parser->problem != NULL ? parser->problem : "syntax error";
    yaml_mark_t mark = parser->problem_mark;
    struct position at = {mark.line + 1, mark.column + 1};
    size_t offset = offset_of(text, length, mark.line, mark.column);
    if (offset < length && text[offset] == '\t')
        snprintf(what, sizeof what, "a tab; YAML is indented with blanks");
    else if (parser->context != NULL && parser->context_mark.line != mark.line)
        snprintf(what, sizeof what, "syntax: %s, %s that begins in line %zu", problem,
                 parser->context, parser->context_mark.line + 1);
    else
        snprintf(what, sizeof what, "syntax: %s", problem);
    return refuse_at(file, at, what, err);
}

/* Ahead of loading: the loader takes time quadratic in the depth, and would take minutes over
 * a megabyte of brackets. */
static bool check_depth(const struct scenario_file *file, const char *text, size_t length,
                        struct error *err)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return fail(err, ERROR_MEMORY, "out of memory while reading %.800s", file->path);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    bool good = true, end = false;
    for (int depth = 0; good && !end;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            good = refuse_syntax(file, &parser, text, length, err);
            break;
        }
        if (event.type == YAML_MAPPING_START_EVENT || event.type == YAML_SEQUENCE_START_EVENT)
            depth++;
        if (event.type == YAML_MAPPING_END_EVENT || event.type == YAML_SEQUENCE_END_EVENT)
            depth--;
        end = event.type == YAML_STREAM_END_EVENT;
        if (depth > DEPTH_MAX)
            good = refuse_at(
                file, (struct position){event.start_mark.line + 1, event.start_mark.column + 1},
                "is nested too deep; a scenario has sections with keys", err);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return good;
}

static bool load(struct scenario_file *file, const char *text, size_t length, struct error *err)
{
    if (!check_depth(file, text, length, err))
        return false;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return fail(err, ERROR_MEMORY, "out of memory while reading %.800s", file->path);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    bool good = yaml_parser_load(&parser, &file->document);
    if (!good) {
        refuse_syntax(file, &parser, text, length, err);
    } else if (yaml_document_get_root_node(&file->document) == NULL) {
        yaml_document_delete(&file->document);
        good = refuse_at(file, (struct position){1, 1},
                         "holds nothing; the shortest scenario is one line such as \"title: ...\"",
                         err);
    } else {
        file->loaded = true;
        yaml_document_t second;
        good = yaml_parser_load(&parser, &second);
        if (!good) {
            refuse_syntax(file, &parser, text, length, err);
        } else {
            const yaml_node_t *root = yaml_document_get_root_node(&second);
            if (root != NULL)
                good = refuse_at(
                    file,
                    (struct position){second.start_mark.line + 1, second.start_mark.column + 1},
                    "a second YAML document; a scenario is one", err);
            yaml_document_delete(&second);
        }
    }
    yaml_parser_delete(&parser);
    if (!good)
        scenario_file_free(file);
    return good;
}

bool scenario_file_read(struct scenario_file *file, const char *path, const char *asked_by,
                        struct error *err)
{
    memset(file, 0, sizeof *file);
    if (strlen(path) >= sizeof file->path)
        return refuse_file(path, asked_by, "has too long a path", err);
    snprintf(file->path, sizeof file->path, "%s", path);

    size_t length, bad;
    char *text = read_bytes(file, asked_by, &length, err);
    if (text == NULL)
        return false;
    bool good;
    if (!scenario_text_is_clean(text, length, &bad))
        good = refuse_at(file, position_of(text, bad),
                         "a byte that no text holds; a scenario is YAML in UTF-8", err);
    else
        good = load(file, text, length, err);
    free(text);
    const yaml_node_t *root = good ? scenario_file_root(file) : NULL;
    if (good && root->type != YAML_MAPPING_NODE) {
        char what[120];
        snprintf(what, sizeof what, "is %s; a scenario is a mapping of \"key: value\" lines",
                 scenario_node_kind(root));
        good = refuse_at(file,
                         (struct position){root->start_mark.line + 1, root->start_mark.column + 1},
                         what, err);
        scenario_file_free(file);
    }
    return good;
}

bool scenario_file_parse(struct scenario_file *file, const char *option, const char *key,
                         const char *value, struct error *err)
{
    memset(file, 0, sizeof *file);
    file->option = option;
    snprintf(file->path, sizeof file->path, "%s", key);
    return load(file, value, strlen(value), err);
}

void scenario_file_free(struct scenario_file *file)
{
    if (file->loaded)
        yaml_document_delete(&file->document);
    file->loaded = false;
}

/* libyaml's accessors take the document without const, though they only read it. */
const yaml_node_t *scenario_file_node(const struct scenario_file *file, int index)
{
    return file->document.nodes.start + index - 1;
}

const yaml_node_t *scenario_file_root(const struct scenario_file *file)
{
    return scenario_file_node(file, 1);
}

char *scenario_file_place(const struct scenario_file *file, const yaml_node_t *node,
                          char text[static PLACE_TEXT])
{
    if (file->option != NULL)
        snprintf(text, PLACE_TEXT, "%s", file->option);
    else
        snprintf(text, PLACE_TEXT, "%.800s:%zu:%zu", file->path, node->start_mark.line + 1,
                 node->start_mark.column + 1);
    return text;
}

const char *scenario_node_kind(const yaml_node_t *node)
{
    return node->type == YAML_MAPPING_NODE    ? "a mapping"
           : node->type == YAML_SEQUENCE_NODE ? "a list"
                                              : "a value";
}

const char *scenario_node_text(const struct scenario_file *file, const yaml_node_t *node,
                               const char *key, struct error *err)
{
    char place[PLACE_TEXT];
    scenario_file_place(file, node, place);
    if (node->type != YAML_SCALAR_NODE) {
        fail(err, ERROR_CONFIG, "%s: %s: is %s; allowed: one value", place, key,
             scenario_node_kind(node));
        return NULL;
    }
    const char *text = (const char *)node->data.scalar.value;
    size_t length = node->data.scalar.length, bad;
    if (strcmp((const char *)node->tag, YAML_STR_TAG) != 0)
        fail(err, ERROR_CONFIG, "%s: %s: has the YAML tag %.60s; allowed: no tags", place, key,
             (const char *)node->tag);
    else if (length == 0 && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        fail(err, ERROR_CONFIG, "%s: %s: has no value; leave the line out for the default", place,
             key);
    else if (!scenario_text_is_clean(text, length, &bad))
        fail(err, ERROR_CONFIG, "%s: %s: holds a control character; allowed: plain text", place,
             key);
    else
        return text;
    return NULL;
}
