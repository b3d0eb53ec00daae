/* Creating a run file: everything it will ever hold exists before SWMR writing starts. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/date.h"
#include "output/hdf.h"
#include "output/provenance.h"
#include "output/run_file_state.h"

enum { DISK_RESERVE = 64 << 20 };

/* A longer text does not fit into an attribute's message and becomes a scalar dataset. */
enum { ATTRIBUTE_BYTES_MAX = 60000 };

/* Chunks are compressed and written this many bytes at a time, or less. */
enum { POOL_BYTES = 32 << 20 };

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
    return options->steps == 0 ? 0 : options->steps / (every > 0 ? every : 1) + 2;
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
    for (int g = 0; g < options->group_count; g++) {
        const struct run_file_group *plan = &options->groups[g];
        if (plan->table->rows == 0)
            continue;
        struct run_group *group = &file->groups[file->group_count++];
        if (!run_group_create(group, file->file, file->path, plan, &file->clock,
                              planned_records(options, plan->every), &file->packer, err))
            return false;
        file->record_bytes += run_group_record_bytes(group);
    }
    return true;
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
            run_file_free(file);
        return fail(err, ERROR_MEMORY, "out of memory for the run file");
    }
    snprintf(file->start_date, sizeof file->start_date, "%s", options->start_date);
    file->clock.start_date = file->start_date;
    file->clock.whole_days = options->days_per_step == floor(options->days_per_step);
    file->days_per_step = options->days_per_step;
    file->flush_seconds = options->flush_seconds;
    file->disk_reserve = options->disk_reserve > 0 ? options->disk_reserve : DISK_RESERVE;

    file->file = create_hdf5(temporary);
    if (file->file < 0) {
        hdf_fail(err, options->path, "cannot create");
        run_file_free(file);
        free(temporary);
        return false;
    }
    if (fill_file(file, options, err) &&
        move_into_place(temporary, options->path, options->overwrite, err)) {
        *result = file;
    } else {
        H5Fclose(file->file);
        unlink(temporary);
        run_file_free(file);
    }
    free(temporary);
    return *result != NULL;
}
