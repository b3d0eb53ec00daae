#include "output/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/date.h"
#include "output/hdf.h"
#include "output/provenance.h"
#include "output/reader_file.h"

/* Byte 11 of the superblock. */
enum { SUPERBLOCK_BYTES = 48, FLAG_WRITING = 1, FLAG_SWMR = 4 };

/* Reads of a piece of metadata before its checksum counts as wrong. The library sleeps twice as
 * long after each: 20 are a millisecond, the 100 that it would try are longer than anyone waits. */
enum { METADATA_ATTEMPTS = 20 };

uint64_t reader_file_bytes(const struct reader_state *state)
{
    struct stat status;
    return fstat(state->descriptor, &status) == 0 && status.st_size > 0 ? (uint64_t)status.st_size
                                                                        : 0;
}

/* Older superblocks have no checksums, and what has none is not handed to the library. */
static bool check_superblock(const char *path, int descriptor, unsigned *flags, struct error *err)
{
    unsigned char block[SUPERBLOCK_BYTES];
    const unsigned char signature[8] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    ssize_t length = pread(descriptor, block, sizeof block, 0);
    if (length < 0)
        return fail(err, ERROR_FILE, "%s: cannot read: %s", path, strerror(errno));
    if (length < 9 || memcmp(block, signature, sizeof signature) != 0)
        return fail(err, ERROR_FILE, "%s: is not a run file (it is not HDF5)", path);
    if (block[8] < 2 || block[8] > 3)
        return fail(err, ERROR_FILE,
                    "%s: is not a run file (HDF5 superblock version %d, must be 2 or 3)", path,
                    block[8]);
    if (length < SUPERBLOCK_BYTES)
        return fail(err, ERROR_FILE, "%s: is cut off after %zd bytes", path, length);
    if (block[9] != 8 || block[10] != 8)
        return fail(err, ERROR_FILE, "%s: is not a run file (%d-byte offsets, must be 8)", path,
                    block[9]);
    *flags = block[8] >= 3 ? block[11] : 0;
    return true;
}

static hid_t open_hdf5(const char *path, bool live)
{
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    H5Pset_file_locking(access, true, true); /* a file system without locks is read all the same */
    if (live)
        H5Pset_metadata_read_attempts(access, METADATA_ATTEMPTS);
    hid_t file = H5Fopen(path, live ? H5F_ACC_RDONLY | H5F_ACC_SWMR_READ : H5F_ACC_RDONLY, access);
    if (file >= 0)
        H5Pclose(access);
    return file;
}

static bool check_format(struct reader *reader, struct error *err)
{
    hid_t file = reader_state(reader)->file;
    char format[64];
    if (!hdf_get_text(file, "format", format, sizeof format) ||
        strcmp(format, RUN_FILE_FORMAT) != 0)
        return fail(err, ERROR_FILE, "%s: is not a run file (an HDF5 file of another kind)",
                    reader->path);
    int64_t version[2];
    if (!hdf_get_integers(file, "format_version", 2, version))
        return fail(err, ERROR_FILE, "%s: is damaged: no format version", reader->path);
    if (version[0] > RUN_FILE_MAJOR)
        return fail(err, ERROR_FILE,
                    "%s: has format version %lld.%lld, this program reads up to %d.x", reader->path,
                    (long long)version[0], (long long)version[1], RUN_FILE_MAJOR);
    int32_t day;
    if (!hdf_get_text(file, "start_date", reader->start_date, sizeof reader->start_date) ||
        !date_parse(reader->start_date, &day))
        return fail(err, ERROR_FILE, "%s: is damaged: no start date", reader->path);
    char number[64];
    if (hdf_get_as_text(file, "days_per_step", number, sizeof number))
        reader->days_per_step = strtod(number, NULL);
    if (!(reader->days_per_step > 0 && reader->days_per_step < 1e6))
        return fail(err, ERROR_FILE, "%s: is damaged: no days per step", reader->path);
    return true;
}

static void read_complete(struct reader *reader)
{
    int64_t complete = 0;
    reader->complete =
        hdf_get_integers(reader_state(reader)->file, "complete", 1, &complete) && complete == 1;
}

bool reader_open(struct reader *reader, const char *path, struct error *err)
{
    hdf_quiet();
    *reader = (struct reader){0};
    if (strlen(path) >= sizeof reader->path)
        return fail(err, ERROR_FILE, "%.100s...: the path is too long", path);
    memcpy(reader->path, path, strlen(path) + 1);
    struct reader_state *state = calloc(1, sizeof *state);
    if (state == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for %s", path);
    reader->file = state;
    state->file = H5I_INVALID_HID;
    state->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    unsigned flags = 0;
    bool done = state->descriptor >= 0 ||
                fail(err, ERROR_FILE, "%s: cannot open: %s", path, strerror(errno));
    if (done && (fstat(state->descriptor, &status) != 0 || !S_ISREG(status.st_mode)))
        done = fail(err, ERROR_FILE, "%s: is not a file", path);
    done = done && check_superblock(path, state->descriptor, &flags, err);
    if (done) {
        reader->live = (flags & FLAG_SWMR) != 0;
        state->file = open_hdf5(path, reader->live);
        done = state->file >= 0 || hdf_fail(err, path, "cannot open, damaged or cut off");
    }
    done = done && check_format(reader, err) && reader_scan(reader, err);
    if (done)
        read_complete(reader);
    else
        reader_close(reader);
    return done;
}

static void free_group(struct reader_group *group)
{
    for (int d = 0; d < group->dimension_count; d++)
        reader_texts_free(group->dimensions[d].labels, group->dimensions[d].size);
    free(group->days);
    free(group->columns);
}

void reader_close(struct reader *reader)
{
    struct reader_state *state = reader_state(reader);
    if (state == NULL)
        return;
    hdf_quiet();
    if (state->file >= 0)
        H5Fclose(state->file); /* and everything in it */
    if (state->descriptor >= 0)
        close(state->descriptor);
    for (int g = 0; g < reader->group_count; g++) {
        free_group(&reader->groups[g]);
        free(state->datasets[g]);
    }
    free(reader->groups);
    free(state->time);
    free(state->datasets);
    chunk_worker_free(state->worker);
    free(state->stored);
    free(state->chunk);
    free(state->record);
    free(state);
    *reader = (struct reader){0};
}

bool reader_by_threads(void)
{
    hbool_t safe = false;
    return H5is_library_threadsafe(&safe) >= 0 && safe;
}

bool reader_refresh(struct reader *reader, struct error *err)
{
    struct reader_state *state = reader_state(reader);
    if (!reader->live)
        return true;
    hdf_quiet();
    unsigned flags = 0;
    if (!check_superblock(reader->path, state->descriptor, &flags, err))
        return false;
    for (int g = 0; g < reader->group_count; g++) {
        if (H5Drefresh(state->time[g]) < 0)
            return hdf_fail(err, reader->path, "cannot read %s/time", reader->groups[g].name);
        if (!reader_scan_days(reader, g, err))
            return false;
    }
    hid_t root = H5Gopen2(state->file, "/", H5P_DEFAULT);
    bool done = root >= 0 && H5Grefresh(root) >= 0;
    H5Gclose(root);
    if (!done)
        return hdf_fail(err, reader->path, "cannot read its attributes");
    read_complete(reader);
    reader->live = (flags & FLAG_SWMR) != 0; /* after a last look at the records */
    return true;
}

const struct reader_group *reader_group(const struct reader *reader, const char *name)
{
    for (int g = 0; g < reader->group_count; g++)
        if (strcmp(reader->groups[g].name, name) == 0)
            return &reader->groups[g];
    return NULL;
}

const struct reader_column *reader_column(const struct reader_group *group, const char *name)
{
    for (int c = 0; c < group->column_count; c++)
        if (strcmp(group->columns[c].name, name) == 0)
            return &group->columns[c];
    return NULL;
}

char *reader_date(const struct reader *reader, double days, char text[static 16])
{
    int32_t start = 0;
    date_parse(reader->start_date, &start); /* checked when the file was opened */
    double day = floor(start + days);
    if (day >= DATE_FIRST && day <= DATE_LAST)
        date_format((int32_t)day, text);
    else
        snprintf(text, 16, "day %.0f", fmin(fmax(days, -1e9), 1e9));
    return text;
}

int64_t reader_record_at(const struct reader_group *group, double days)
{
    uint64_t low = 0, high = group->records; /* days[low - 1] <= days < days[high] */
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (group->days[middle] <= days)
            low = middle + 1;
        else
            high = middle;
    }
    return (int64_t)low - 1;
}

void reader_row_name(const struct reader_group *group, uint64_t row, char *text, uint64_t size)
{
    uint64_t used = 0, behind = group->rows;
    if (size > 0)
        text[0] = '\0';
    for (int d = 0; d < group->dimension_count && used < size; d++) {
        const struct reader_dimension *dimension = &group->dimensions[d];
        behind /= dimension->size;
        uint64_t index = row / behind % dimension->size;
        int length;
        const char *space = d > 0 ? " " : "";
        if (dimension->labels != NULL)
            length = snprintf(text + used, size - used, "%s%s=%s", space, dimension->name,
                              dimension->labels[index]);
        else
            length = snprintf(text + used, size - used, "%s%s=%llu", space, dimension->name,
                              (unsigned long long)index);
        used += length > 0 ? (uint64_t)length : 0;
    }
}

bool reader_attribute(const struct reader *reader, const char *name, char *text, uint64_t size)
{
    hdf_quiet();
    hid_t file = reader_state(reader)->file;
    return size > 0 && hdf_get_as_text(file, name, text, size);
}

bool reader_texts(struct reader *reader, const char *list, char ***texts, uint64_t *length,
                  struct error *err)
{
    hdf_quiet();
    *texts = NULL;
    *length = 0;
    struct reader_state *state = reader_state(reader);
    char parent[128];
    snprintf(parent, sizeof parent, "%.*s", (int)strcspn(list, "/"), list);
    bool there = H5Lexists(state->file, parent, H5P_DEFAULT) > 0; /* each part must be asked for */
    hid_t dataset = there ? reader_open_dataset(state->file, list) : H5I_INVALID_HID;
    if (dataset < 0)
        return fail(err, ERROR_FILE, "%s: there is no %s", reader->path, list);
    *texts = reader_text_read(state, dataset, length);
    H5Dclose(dataset);
    return *texts != NULL || fail(err, ERROR_FILE, "%s: %s is damaged", reader->path, list);
}

bool reader_parameter(struct reader *reader, const char *name, char *text, uint64_t size)
{
    char **names = NULL, **values = NULL;
    uint64_t name_count = 0, value_count = 0;
    bool found = false;
    if (reader_texts(reader, "parameter/parameter", &names, &name_count, NULL) &&
        reader_texts(reader, "parameter/value", &values, &value_count, NULL))
        for (uint64_t i = 0; !found && i < name_count && i < value_count; i++)
            if (strcmp(names[i], name) == 0) {
                snprintf(text, size, "%s", values[i]);
                found = true;
            }
    reader_texts_free(names, name_count);
    reader_texts_free(values, value_count);
    return found;
}

bool reader_event_numbers(struct reader *reader, const char *column, double **values,
                          uint64_t *length, struct error *err)
{
    hdf_quiet();
    *values = NULL;
    *length = 0;
    struct reader_state *state = reader_state(reader);
    char name[128];
    snprintf(name, sizeof name, "event/%.100s", column);
    hid_t dataset = reader_open_dataset(state->file, name);
    hid_t space = dataset >= 0 ? H5Dget_space(dataset) : H5I_INVALID_HID;
    hssize_t events = H5Sget_simple_extent_npoints(space);
    bool done = H5Sget_simple_extent_ndims(space) == 1 && events >= 0 &&
                (uint64_t)events <= reader_file_bytes(state) / sizeof(double);
    if (done)
        *values = malloc((size_t)events * sizeof **values + 1);
    done = done && *values != NULL &&
           (events == 0 ||
            H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, *values) >= 0);
    H5Sclose(space);
    H5Dclose(dataset);
    if (!done) {
        free(*values);
        *values = NULL;
        return fail(err, ERROR_FILE, "%s: %s is damaged", reader->path, name);
    }
    *length = (uint64_t)events;
    return true;
}

bool reader_event_days(struct reader *reader, double **days, uint64_t *length, struct error *err)
{
    hdf_quiet();
    *days = NULL;
    *length = 0;
    return H5Lexists(reader_state(reader)->file, "event", H5P_DEFAULT) <= 0 ||
           reader_event_numbers(reader, "time", days, length, err);
}
