#include "output/provenance.h"

/* Set by the build; a source that is compiled by hand says so. */
#ifndef KEIRETSU_VERSION
#define KEIRETSU_VERSION "0.1.0"
#endif
#ifndef KEIRETSU_COMMIT
#define KEIRETSU_COMMIT "unknown"
#endif
#ifndef KEIRETSU_FLAGS
#define KEIRETSU_FLAGS "unknown"
#endif

const char *provenance_version(void)
{
    return KEIRETSU_VERSION;
}

const char *provenance_commit(void)
{
    return KEIRETSU_COMMIT;
}

const char *provenance_compiler(void)
{
#if defined(__clang__)
    return "clang " __clang_version__;
#elif defined(__GNUC__)
    return "gcc " __VERSION__;
#else
    return "unknown";
#endif
}

const char *provenance_flags(void)
{
    return KEIRETSU_FLAGS;
}

int provenance_attributes(struct attribute attributes[8])
{
    const char *const pairs[][2] = {
        {"program", "keiretsu"},         {"program_version", provenance_version()},
        {"commit", provenance_commit()}, {"compiler", provenance_compiler()},
        {"flags", provenance_flags()},
    };
    int length = (int)(sizeof pairs / sizeof pairs[0]);
    for (int i = 0; i < length; i++)
        attributes[i] =
            (struct attribute){.name = pairs[i][0], .type = ATTRIBUTE_TEXT, .text = pairs[i][1]};
    return length;
}
