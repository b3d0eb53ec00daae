/* Making a plain file of one that was not closed, because its writer was killed or is still at
 * work: other programs refuse to open such a file, though every flushed record is in it. */
#ifndef KEIRETSU_OUTPUT_RECOVER_H
#define KEIRETSU_OUTPUT_RECOVER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"

struct recover_result {
    uint64_t records, lost; /* of all groups together; lost: there, but damaged */
    uint64_t events;
    double days; /* of the last record of any group */
    char last_date[16];
};

/* Copies all records, parameters, events and attributes of a run file. A damaged record ends its
 * group; what can be read before it is kept. result may be NULL. The new file has the attribute
 * recovered = 1. An existing `out` is refused unless `overwrite`; a failure leaves none. */
bool run_file_recover(const char *in, const char *out, bool overwrite,
                      struct recover_result *result, struct error *err);

#endif
