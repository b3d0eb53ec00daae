#include "output/run_file.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "core/date.h"
#include "output/hdf.h"
#include "output/provenance.h"
#include "output/run_file_group.h"
#include "output/run_file_list.h"

enum { DISK_RESERVE = 64 << 20 };

/* A longer text does not fit into an attribute's message and becomes a scalar dataset. */
enum { ATTRIBUTE_BYTES_MAX = 60000 };

/* Chunks are compressed and written this many bytes at a time, or less. */
enum { POOL_BYTES = 32 << 20 };

struct run_file {
    char *path;
    hid_t file;
    struct run_file_clock clock;
    char start_date[DATE_TEXT];
    double days_per_step;
    uint64_t disk_reserve, record_bytes;
    int group_count;
    struct run_group *groups;
    struct run_event_group events;
    struct packer packer;
    void *scratch;
    double seconds;
    bool failed;
};

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* --- creation ------------------------------------------------------------------------------ */

static bool check_options(const struct run_file_options *options, struct error *err)
{
    int32_t day;
    if (options->start_date == NULL || !date_parse(options->start_date, &day))
        return fail(err, ERROR_FILE, "%s: start date '%s' is not a date YYYY-MM-DD", options->path,
                    options->start_date != NULL ? options->start_date : "");
    if (!(options->days_per_step > 0 && options->days_per_step < 1e6))
        return fail(err, ERROR_FILE, "%s: a step of %g days, must be above 0", options->path,
                    options->days_per_step);
    struct stat status;
    if (lstat(options->path, &status) != 0)
        return true; /* whatever else is wrong with the path, creating the file will tell */
    if (stat(options->path, &status) == 0 && !S_ISREG(status.st_mode))
        return fail(err, ERROR_FILE, "%s: exists and is not a file", options->path);
    if (!options->overwrite)
        return fail(err, ERROR_FILE, "%s: exists already", options->path);
    return true;
}

static hid_t create_hdf5(const char *path)
{
    hid_t access = H5Pcreate(H5P_FILE_ACCESS), creation = H5Pcreate(H5P_FILE_CREATE);
    hid_t file = H5I_INVALID_HID;
    /* A fixed format, whatever the library's version: it has SWMR and checksums. Many attributes
     * stay in the root's header, where they can be rewritten while others read. */
    if (H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110) >= 0 &&
        H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0 &&
        H5Pset_attr_phase_change(creation, 1000, 0) >= 0 && run_group_plain_links(creation))
        file = H5Fcreate(path, H5F_ACC_EXCL, creation, access);
    /* closing the lists would clear the library's reason for a failure */
    if (file >= 0) {
        H5Pclose(access);
        H5Pclose(creation);
    }
    return file;
}

static bool given(const struct run_file_options *options, const char *name)
{
    for (int i = 0; i < options->attribute_count; i++)
        if (strcmp(options->attributes[i].name, name) == 0)
            return true;
    return false;
}

static bool put_long_text(hid_t file, const char *name, const char *text)
{
    hid_t type = hdf_text_type(strlen(text));
    hid_t dataset = run_group_small_dataset(file, name, type, 0, NULL, 0);
    bool done = dataset >= 0 && H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text) >= 0 &&
                hdf_put_text(dataset, "_Encoding", "utf-8", 0);
    H5Dclose(dataset);
    H5Tclose(type);
    return done;
}

static bool put_attribute(hid_t file, const struct attribute *attribute)
{
    const char *text = attribute->text != NULL ? attribute->text : "";
    switch (attribute->type) {
    case ATTRIBUTE_TEXT:
        if (strlen(text) > ATTRIBUTE_BYTES_MAX)
            return put_long_text(file, attribute->name, text);
        return hdf_put_text(file, attribute->name, text,
                            attribute->reserve > strlen(text) ? attribute->reserve : 0);
    case ATTRIBUTE_INTEGER:
        return hdf_put_integer(file, attribute->name, attribute->integer);
    case ATTRIBUTE_REAL:
        return hdf_put_real(file, attribute->name, attribute->real);
    }
    return false;
}

static bool put_attributes(struct run_file *file, const struct run_file_options *options,
                           struct error *err)
{
    const int64_t version[2] = {RUN_FILE_MAJOR, RUN_FILE_MINOR};
    if (!hdf_put_text(file->file, "format", RUN_FILE_FORMAT, 0) ||
        !hdf_put_integers(file->file, "format_version", 2, version))
        return hdf_fail(err, file->path, "cannot write the format version");
    struct attribute own[8 + 4];
    int own_count = provenance_attributes(own);
    own[own_count++] = (struct attribute){.name = "start_date", .text = file->start_date};
    own[own_count++] = (struct attribute){
        .name = "days_per_step", .type = ATTRIBUTE_REAL, .real = options->days_per_step};
    own[own_count++] = (struct attribute){.name = "complete", .type = ATTRIBUTE_INTEGER};
    own[own_count++] = (struct attribute){.name = "events_dropped", .type = ATTRIBUTE_INTEGER};
    for (int i = 0; i < own_count; i++)
        if (!given(options, own[i].name) && !put_attribute(file->file, &own[i]))
            return hdf_fail(err, file->path, "cannot write the attribute %s", own[i].name);
    for (int i = 0; i < options->attribute_count; i++)
        if (!put_attribute(file->file, &options->attributes[i]))
            return hdf_fail(err, file->path, "cannot write the attribute %s",
                            options->attributes[i].name);
    return true;
}

static uint64_t planned_records(const struct run_file_options *options, uint32_t every)
{
    return options->steps == 0 || every == 0 ? 0 : options->steps / every + 2;
}

/* The packer's memory is as large as the largest record, but not without bound. */
static bool make_packer(struct run_file *file, const struct run_file_options *options,
                        struct error *err)
{
    uint64_t values_max = 1, bytes = 0;
    for (int g = 0; g < options->group_count; g++) {
        const struct table *table = options->groups[g].table;
        values_max = table->rows > values_max ? table->rows : values_max;
        for (int c = 0; c < table->column_count; c++)
            bytes += table->rows * sizeof(int64_t);
    }
    values_max = values_max < CHUNK_VALUES ? values_max : CHUNK_VALUES;
    uint64_t threads = (uint64_t)omp_get_max_threads();
    uint64_t most = 4 * threads * values_max * sizeof(int64_t);
    most = most > POOL_BYTES ? most : POOL_BYTES;
    return packer_init(&file->packer, values_max, bytes < most ? bytes : most, err);
}

static bool make_groups(struct run_file *file, const struct run_file_options *options,
                        struct error *err)
{
    file->groups = calloc((size_t)options->group_count + 1, sizeof *file->groups);
    if (file->groups == NULL)
        return fail(err, ERROR_MEMORY, "out of memory for the run file");
    uint64_t scratch = 0;
    for (int g = 0; g < options->group_count; g++) {
        const struct run_file_group *plan = &options->groups[g];
        if (plan->table->rows == 0)
            continue;
        struct run_group *group = &file->groups[file->group_count++];
        if (!run_group_create(group, file->file, file->path, plan, &file->clock,
                              planned_records(options, plan->every), &file->packer, err))
            return false;
        uint64_t needed = run_group_scratch_bytes(group);
        scratch = needed > scratch ? needed : scratch;
        file->record_bytes += run_group_record_bytes(group);
    }
    file->scratch = malloc(scratch + 1);
    return file->scratch != NULL || fail(err, ERROR_MEMORY, "out of memory for the run file");
}

static bool start_swmr(struct run_file *file, struct error *err)
{
    if (H5Fstart_swmr_write(file->file) < 0)
        return hdf_fail(err, file->path, "cannot start writing");
    for (int g = 0; g < file->group_count; g++)
        if (!run_group_reopen(&file->groups[g], file->file, file->path, err))
            return false;
    if (file->events.exists && !run_event_group_reopen(&file->events, file->file))
        return hdf_fail(err, file->path, "cannot open the group event");
    if (H5Fflush(file->file, H5F_SCOPE_LOCAL) < 0)
        return hdf_fail(err, file->path, "cannot write");
    return true;
}

static bool fill_file(struct run_file *file, const struct run_file_options *options,
                      struct error *err)
{
    if (!put_attributes(file, options, err) || !make_packer(file, options, err))
        return false;
    if (options->parameter_count > 0 &&
        !run_file_list_parameters(file->file, options->parameters, options->parameter_count))
        return hdf_fail(err, file->path, "cannot write the parameters");
    if (options->events_max > 0 &&
        !run_event_group_create(&file->events, file->file, &file->clock, options->events_max))
        return hdf_fail(err, file->path, "cannot create the group event");
    return make_groups(file, options, err) && start_swmr(file, err);
}

/* Moves the file to its name. Without `overwrite` a file that appeared there meanwhile stays. */
static bool move_into_place(const char *from, const char *to, bool overwrite, struct error *err)
{
    if (!overwrite) {
        if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
            return true;
        if (errno == EEXIST)
            return fail(err, ERROR_FILE, "%s: exists already", to);
        if (errno != EINVAL && errno != ENOSYS)
            return fail(err, ERROR_FILE, "%s: cannot create: %s", to, strerror(errno));
        /* a file system that cannot promise it */
    }
    if (rename(from, to) != 0)
        return fail(err, ERROR_FILE, "%s: cannot create: %s", to, strerror(errno));
    return true;
}

static void free_file(struct run_file *file)
{
    for (int g = 0; g < file->group_count; g++)
        run_group_free(&file->groups[g]);
    free(file->groups);
    run_event_group_free(&file->events);
    packer_free(&file->packer);
    free(file->scratch);
    free(file->path);
    free(file);
}

bool run_file_create(struct run_file **result, const struct run_file_options *options,
                     struct error *err)
{
    *result = NULL;
    hdf_quiet();
    if (!check_options(options, err))
        return false;
    struct run_file *file = calloc(1, sizeof *file);
    char *temporary = NULL;
    if (file == NULL || (file->path = strdup(options->path)) == NULL ||
        asprintf(&temporary, "%s.new-%ld", options->path, (long)getpid()) < 0) {
        if (file != NULL)
            free_file(file);
        return fail(err, ERROR_MEMORY, "out of memory for the run file");
    }
    snprintf(file->start_date, sizeof file->start_date, "%s", options->start_date);
    file->clock.start_date = file->start_date;
    file->clock.whole_days = options->days_per_step == floor(options->days_per_step);
    file->days_per_step = options->days_per_step;
    file->disk_reserve = options->disk_reserve > 0 ? options->disk_reserve : DISK_RESERVE;

    file->file = create_hdf5(temporary);
    if (file->file < 0) {
        hdf_fail(err, options->path, "cannot create");
        free_file(file);
        free(temporary);
        return false;
    }
    if (fill_file(file, options, err) &&
        move_into_place(temporary, options->path, options->overwrite, err)) {
        *result = file;
    } else {
        H5Fclose(file->file);
        unlink(temporary);
        free_file(file);
    }
    free(temporary);
    return *result != NULL;
}

/* --- records ------------------------------------------------------------------------------- */

static bool check_disk(const struct run_file *file, struct error *err)
{
    struct statvfs disk;
    if (statvfs(file->path, &disk) != 0)
        return true; /* moved or removed while it is written: its disk is not known */
    uint64_t available = (uint64_t)disk.f_bavail * disk.f_frsize;
    if (available >= file->disk_reserve && available - file->disk_reserve >= file->record_bytes)
        return true;
    return fail(err, ERROR_FILE,
                "%s: disk almost full: %.0f MB available, a record needs up to %.0f MB and %.0f MB "
                "are left free; the file is valid up to the record before",
                file->path, 1e-6 * (double)available, 1e-6 * (double)file->record_bytes,
                1e-6 * (double)file->disk_reserve);
}

static bool due(const struct run_group *group, uint32_t step)
{
    return group->last_step != (int64_t)step &&
           (group->requested || (group->every > 0 && step % group->every == 0));
}

static bool record_groups(struct run_file *file, uint32_t step, struct error *err)
{
    for (int g = 0; g < file->group_count; g++) {
        struct run_group *group = &file->groups[g];
        if (!due(group, step))
            continue;
        if (!run_group_write(group, file->path, &file->packer, file->scratch, err))
            return false;
        group->last_step = step;
        group->requested = false;
    }
    return packer_finish(&file->packer, err);
}

/* Flushes what was written, then makes it visible: whoever sees a time finds its record. */
static bool commit_groups(struct run_file *file, double days, struct error *err)
{
    if (H5Fflush(file->file, H5F_SCOPE_LOCAL) < 0)
        return hdf_fail(err, file->path, "cannot write");
    for (int g = 0; g < file->group_count; g++) {
        struct run_group *group = &file->groups[g];
        if (group->written > group->records && !run_group_commit(group, file->path, days, err))
            return false;
    }
    if (!run_event_group_commit(&file->events))
        return hdf_fail(err, file->path, "cannot write event/time");
    return true;
}

static struct run_group *find_group(struct run_file *file, const char *name)
{
    for (int g = 0; g < file->group_count; g++)
        if (strcmp(file->groups[g].name, name) == 0)
            return &file->groups[g];
    return NULL;
}

bool run_file_request(struct run_file *file, const char *group, struct error *err)
{
    struct run_group *found = find_group(file, group);
    if (found == NULL)
        return fail(err, ERROR_FILE, "%s: there is no group %s", file->path, group);
    found->requested = true;
    return true;
}

bool run_file_record(struct run_file *file, uint32_t step, struct error *err)
{
    if (file->failed)
        return fail(err, ERROR_FILE, "%s: writing failed before", file->path);
    bool none = true;
    for (int g = 0; none && g < file->group_count; g++)
        none = !due(&file->groups[g], step);
    if (none && file->events.written == file->events.visible)
        return true;
    double start = seconds_now();
    hdf_quiet();
    bool done = check_disk(file, err) && record_groups(file, step, err) &&
                commit_groups(file, step * file->days_per_step, err);
    file->failed = !done;
    file->seconds += seconds_now() - start;
    return done;
}

bool run_file_append(struct run_file *file, const char *name, double days, struct error *err)
{
    struct run_group *group = find_group(file, name);
    if (file->failed || group == NULL)
        return fail(err, ERROR_FILE, "%s: cannot append to the group %s", file->path, name);
    bool done = run_group_write(group, file->path, &file->packer, file->scratch, err) &&
                packer_finish(&file->packer, err) && run_group_commit(group, file->path, days, err);
    file->failed = !done;
    return done;
}

bool run_file_event(struct run_file *file, const struct run_event *event, struct error *err)
{
    if (file->failed)
        return fail(err, ERROR_FILE, "%s: writing failed before", file->path);
    if (run_event_group_add(&file->events, event))
        return true;
    file->failed = true;
    return hdf_fail(err, file->path, "cannot write an event");
}

bool run_file_attribute(struct run_file *file, const struct attribute *attribute, struct error *err)
{
    hdf_quiet();
    hid_t handle = H5Aexists(file->file, attribute->name) > 0
                       ? H5Aopen(file->file, attribute->name, H5P_DEFAULT)
                       : H5I_INVALID_HID;
    if (handle < 0)
        return fail(err, ERROR_FILE, "%s: the attribute %s was not created with the file",
                    file->path, attribute->name);
    hid_t type = H5Aget_type(handle);
    bool done = false;
    if (attribute->type == ATTRIBUTE_TEXT && H5Tget_class(type) == H5T_STRING) {
        size_t size = H5Tget_size(type);
        char *padded = calloc(size, 1);
        if (padded != NULL) {
            memcpy(padded, attribute->text, hdf_text_fit(attribute->text, size));
            done = H5Awrite(handle, type, padded) >= 0;
        }
        free(padded);
    } else if (attribute->type == ATTRIBUTE_INTEGER && H5Tget_class(type) == H5T_INTEGER) {
        done = H5Awrite(handle, H5T_NATIVE_INT64, &attribute->integer) >= 0;
    } else if (attribute->type == ATTRIBUTE_REAL && H5Tget_class(type) == H5T_FLOAT) {
        done = H5Awrite(handle, H5T_NATIVE_DOUBLE, &attribute->real) >= 0;
    }
    H5Tclose(type);
    H5Aclose(handle);
    return done || hdf_fail(err, file->path, "cannot write the attribute %s", attribute->name);
}

double run_file_seconds(const struct run_file *file)
{
    return file->seconds;
}

/* --- the end ------------------------------------------------------------------------------- */

/* A record that could not be finished has left columns longer than their time. */
static bool take_back_columns(hid_t file, const struct run_group *group)
{
    bool done = true;
    for (int i = 0; done && i < group->column_count; i++) {
        const char *column = group->table->columns[group->columns[i].column].name;
        char name[512];
        snprintf(name, sizeof name, "%s/%s", group->name, column);
        hsize_t size[1 + DIMENSIONS_MAX] = {0};
        hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
        hid_t space = dataset >= 0 ? H5Dget_space(dataset) : H5I_INVALID_HID;
        done = space >= 0 && H5Sget_simple_extent_dims(space, size, NULL) >= 0;
        if (done && size[0] > group->records) {
            size[0] = group->records;
            done = H5Dset_extent(dataset, size) >= 0;
        }
        H5Sclose(space);
        H5Dclose(dataset);
    }
    return done;
}

static bool take_back_records(const struct run_file *file)
{
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    hid_t again = H5Fopen(file->path, H5F_ACC_RDWR, access);
    H5Pclose(access);
    bool done = again >= 0;
    for (int g = 0; done && g < file->group_count; g++)
        if (file->groups[g].written > file->groups[g].records)
            done = take_back_columns(again, &file->groups[g]);
    return again >= 0 && H5Fclose(again) >= 0 && done;
}

bool run_file_close(struct run_file *file, struct error *err)
{
    if (file == NULL)
        return true;
    hdf_quiet();
    bool done = true;
    if (!file->failed && file->events.written > file->events.visible)
        done = commit_groups(file, 0.0, err);
    if (done && !file->failed && file->events.dropped > 0) {
        struct attribute dropped = {.name = "events_dropped",
                                    .type = ATTRIBUTE_INTEGER,
                                    .integer = (int64_t)file->events.dropped};
        done = run_file_attribute(file, &dropped, err);
    }
    if (H5Fflush(file->file, H5F_SCOPE_LOCAL) < 0) {
        /* Closing would fail too, after marking the file as closed. Left as it is, it is like
         * that of a killed run: whole up to the last record. */
        done = hdf_fail(err, file->path, "cannot close, 'keiretsu recover' can copy its records");
    } else if (H5Fclose(file->file) < 0)
        done = hdf_fail(err, file->path, "cannot close");
    else if (file->failed && !take_back_records(file))
        done = hdf_fail(err, file->path, "cannot take back the last record");
    free_file(file);
    return done;
}
