#include "output/run_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

#include "output/hdf.h"
#include "output/run_file_state.h"

void run_file_free(struct run_file *file)
{
    for (int g = 0; g < file->group_count; g++)
        run_group_free(&file->groups[g]);
    free(file->groups);
    run_event_group_free(&file->events);
    packer_free(&file->packer);
    free(file->path);
    free(file);
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* --- records ------------------------------------------------------------------------------- */

/* Of records in memory. */
static uint64_t waiting_bytes(const struct run_file *file)
{
    uint64_t bytes = 0;
    for (int g = 0; g < file->group_count; g++) {
        const struct run_group *group = &file->groups[g];
        if (!group->large)
            bytes += (group->written - group->records) * run_group_record_bytes(group);
    }
    return bytes;
}

static bool check_disk(const struct run_file *file, struct error *err)
{
    struct statvfs disk;
    if (statvfs(file->path, &disk) != 0)
        return true; /* moved or removed while it is written: its disk is not known */
    uint64_t available = (uint64_t)disk.f_bavail * disk.f_frsize;
    uint64_t needed = file->record_bytes + waiting_bytes(file);
    if (available >= file->disk_reserve && available - file->disk_reserve >= needed)
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
        if (!run_group_write(group, file->path, step * file->days_per_step, &file->packer, err))
            return false;
        group->last_step = step;
        group->requested = false;
    }
    return packer_finish(&file->packer, err);
}

/* Writes what waits and flushes it, then makes it visible: whoever sees a time finds its record. */
static bool commit_groups(struct run_file *file, struct error *err)
{
    for (int g = 0; g < file->group_count; g++)
        if (!run_group_write_waiting(&file->groups[g], file->path, err))
            return false;
    if (H5Fflush(file->file, H5F_SCOPE_LOCAL) < 0)
        return hdf_fail(err, file->path, "cannot write");
    for (int g = 0; g < file->group_count; g++) {
        struct run_group *group = &file->groups[g];
        if (!run_group_commit(group, file->path, err))
            return false;
    }
    if (!run_event_group_commit(&file->events))
        return hdf_fail(err, file->path, "cannot write event/time");
    if (H5Fflush(file->file, H5F_SCOPE_LOCAL) < 0)
        return hdf_fail(err, file->path, "cannot write");
    file->flushed = seconds_now();
    return true;
}

static bool has_pending(const struct run_file *file)
{
    bool pending = file->events.written > file->events.visible;
    for (int g = 0; g < file->group_count; g++)
        pending |= file->groups[g].written > file->groups[g].records;
    return pending;
}

/* Flushing costs more than writing a small record: a run of many short steps flushes some times a
 * second, not at every step. */
static bool must_flush(const struct run_file *file)
{
    bool full = false;
    for (int g = 0; g < file->group_count; g++)
        full |= file->groups[g].written - file->groups[g].records == file->groups[g].room;
    return full || seconds_now() - file->flushed >= file->flush_seconds;
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
    bool room = check_disk(file, err);
    if (!room) {
        struct error ignored = {0}; /* what was recorded before stays */
        commit_groups(file, &ignored);
    }
    bool done =
        room && record_groups(file, step, err) && (!must_flush(file) || commit_groups(file, err));
    file->failed = !done;
    file->seconds += seconds_now() - start;
    return done;
}

bool run_file_append(struct run_file *file, const char *name, double days, struct error *err)
{
    struct run_group *group = find_group(file, name);
    if (file->failed || group == NULL)
        return fail(err, ERROR_FILE, "%s: cannot append to the group %s", file->path, name);
    bool done = run_group_write(group, file->path, days, &file->packer, err) &&
                packer_finish(&file->packer, err) &&
                run_group_write_waiting(group, file->path, err) &&
                run_group_commit(group, file->path, err);
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
    if (!file->failed && has_pending(file))
        done = commit_groups(file, err);
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
    run_file_free(file);
    return done;
}
