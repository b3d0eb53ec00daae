/* Where a run file comes from: the program, its version and how it was built. Nothing here
 * tells one machine or user from another. */
#ifndef KEIRETSU_OUTPUT_PROVENANCE_H
#define KEIRETSU_OUTPUT_PROVENANCE_H

#include "output/run_file.h"

#define RUN_FILE_FORMAT "keiretsu-run"
enum { RUN_FILE_MAJOR = 1, RUN_FILE_MINOR = 0 }; /* a reader refuses a newer major version */

const char *provenance_version(void);  /* "0.1.0" */
const char *provenance_commit(void);   /* short hash, "+" if changed since; or "unknown" */
const char *provenance_compiler(void); /* "gcc 12.2.0" */
const char *provenance_flags(void);

/* The attributes program, program_version, commit, compiler and flags; returns how many (<= 8). */
int provenance_attributes(struct attribute attributes[8]);

#endif
