/* Files for tests of the reader. */
#ifndef KEIRETSU_TESTS_READER_SUPPORT_H
#define KEIRETSU_TESTS_READER_SUPPORT_H

#include "run_file_folder.h"

#include "output/reader.h"

static inline void write_bytes(const char *path, const void *bytes, size_t length)
{
    FILE *stream = fopen(path, "wb");
    assert_true(fwrite(bytes, 1, length, stream) == length);
    fclose(stream);
}

#endif
