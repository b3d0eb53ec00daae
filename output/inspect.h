/* What a run file is: the summary of `keiretsu inspect FILE`. */
#ifndef KEIRETSU_OUTPUT_INSPECT_H
#define KEIRETSU_OUTPUT_INSPECT_H

#include <stdbool.h>
#include <stdio.h>

#include "core/error.h"

/* Prints the summary of a run file, as text or as one JSON object with the members file,
 * scenario, seed, steps, start, end, complete, firms, links, state_hash, tables [{name,
 * meaning, every, records, dimensions [{name, size}], columns [{name, type, nature, unit,
 * meaning, time}]}] and scoreboard (output/board_text.h). What the file does not say is null. */
bool inspect_file(const char *path, FILE *out, bool json, struct error *err);

#endif
