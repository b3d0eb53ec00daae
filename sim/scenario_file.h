/* One YAML file as a tree of nodes that know their line and column. Inside sim/ only: the
 * rest of the program sees scenarios, not YAML. */
#ifndef KEIRETSU_SIM_SCENARIO_FILE_H
#define KEIRETSU_SIM_SCENARIO_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <yaml.h>

#include "core/error.h"

enum { PLACE_TEXT = 900 };

struct scenario_file {
    char path[1024];
    const char *option; /* of the command line, where the text comes from there; else NULL */
    dev_t device;       /* with inode: which file it is, however it is named */
    ino_t inode;
    yaml_document_t document;
    bool loaded;
};

/* Reads the file: UTF-8 text of at most 1 MiB with exactly one YAML document, whose root is a
 * mapping. asked_by is the place that named the file ("a.yaml:1:10: extends"), or NULL for the
 * file that the user named. */
bool scenario_file_read(struct scenario_file *file, const char *path, const char *asked_by,
                        struct error *err);

/* The same for a value given on the command line; any root will do. */
bool scenario_file_parse(struct scenario_file *file, const char *option, const char *key,
                         const char *value, struct error *err);

void scenario_file_free(struct scenario_file *file);

const yaml_node_t *scenario_file_root(const struct scenario_file *file);
const yaml_node_t *scenario_file_node(const struct scenario_file *file, int index);

/* Writes "FILE:LINE:COLUMN" of a node, or the option's name, and returns text. */
char *scenario_file_place(const struct scenario_file *file, const yaml_node_t *node,
                          char text[static PLACE_TEXT]);

/* "a value", "a list", "a mapping" */
const char *scenario_node_kind(const yaml_node_t *node);

/* Text of a scalar, or NULL with a failure: for lists, mappings, tags, NUL bytes, and where
 * nothing was written behind the colon. */
const char *scenario_node_text(const struct scenario_file *file, const yaml_node_t *node,
                               const char *key, struct error *err);

/* Whether a byte string is UTF-8 without control characters (tabs, line feeds and carriage
 * returns are fine); else *bad is where it stops being that. */
bool scenario_text_is_clean(const char *text, size_t length, size_t *bad);

#endif
