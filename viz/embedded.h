/* Files that are part of the program (cmake/embed.cmake). */
#ifndef KEIRETSU_VIZ_EMBEDDED_H
#define KEIRETSU_VIZ_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const unsigned char *bytes;
    size_t size;
};

extern const struct embedded_file Inter_Regular_otf, Inter_SemiBold_otf;

#endif
