#include "output/run_file_list.h"

#include <hdf5_hl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/hdf.h"

enum { EVENT_CHUNK_RECORDS = 64 };

static bool attach(hid_t group, hid_t dataset, unsigned dimension, const char *scale_name)
{
    hid_t scale = H5Dopen2(group, scale_name, H5P_DEFAULT);
    bool done = scale >= 0 && H5DSattach_scale(dataset, scale, dimension) >= 0;
    H5Dclose(scale);
    return done;
}

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static const char *parameter_text(const struct run_parameter *parameter, int which)
{
    const char *const texts[] = {parameter->value, parameter->unit, parameter->source,
                                 parameter->meaning};
    return or_empty(texts[which]);
}

static bool write_texts(hid_t group, const char *name, const char *long_name,
                        const struct run_parameter *parameters, int length, int which)
{
    const char **texts = malloc((size_t)length * sizeof *texts);
    if (texts == NULL)
        return false;
    for (int i = 0; i < length; i++)
        texts[i] = parameter_text(&parameters[i], which);
    hid_t dataset = run_group_make_texts(group, name, (uint64_t)length, texts);
    bool done = dataset >= 0 && hdf_put_text(dataset, "long_name", long_name, 0) &&
                attach(group, dataset, 0, "parameter");
    H5Dclose(dataset);
    free(texts);
    return done;
}

static bool write_defaults(hid_t group, const struct run_parameter *parameters, int length)
{
    uint64_t size = (uint64_t)length;
    uint8_t *flags = malloc(size);
    if (flags != NULL)
        for (int i = 0; i < length; i++)
            flags[i] = parameters[i].is_default;
    hid_t dataset = run_group_small_dataset(group, "is_default", H5T_STD_U8LE, 1, &size, 0);
    bool done = flags != NULL && dataset >= 0 &&
                H5Dwrite(dataset, H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, flags) >= 0 &&
                hdf_put_text(dataset, "long_name", "1 if the scenario does not set it", 0) &&
                attach(group, dataset, 0, "parameter");
    H5Dclose(dataset);
    free(flags);
    return done;
}

bool run_file_list_parameters(hid_t file, const struct run_parameter *parameters, int length)
{
    const char **names = malloc((size_t)length * sizeof *names);
    if (names == NULL)
        return false;
    for (int i = 0; i < length; i++)
        names[i] = or_empty(parameters[i].name);
    hid_t group = run_group_make_group(file, "parameter");
    bool done = group >= 0 &&
                hdf_put_text(group, "long_name", "parameters of the run, as it used them", 0) &&
                run_group_make_labels(group, "parameter", (uint64_t)length, names) &&
                write_texts(group, "value", "value used", parameters, length, 0) &&
                write_texts(group, "unit", "unit", parameters, length, 1) &&
                write_texts(group, "source", "source of the default", parameters, length, 2) &&
                write_texts(group, "meaning", "meaning", parameters, length, 3) &&
                write_defaults(group, parameters, length);
    H5Gclose(group);
    free(names);
    return done;
}

/* Texts that grow while others read are arrays of characters [time, length]: SWMR cannot write
 * texts of variable length, and netCDF's library cannot read texts of fixed length. */
struct event_text {
    const char *name, *long_name;
    uint64_t width;
};

static struct event_text event_text(int which)
{
    const struct event_text texts[EVENT_TEXTS] = {
        {"kind", "kind of event", EVENT_KIND_BYTES},
        {"where", "region, industry or row that it touches", EVENT_WHERE_BYTES},
        {"what", "what happened", EVENT_WHAT_BYTES},
        {"region", "code of the region, empty: all or none", EVENT_CODE_BYTES},
        {"industry", "code of the industry, empty: all or none", EVENT_CODE_BYTES},
        {"rule", "which firms are hit: all, random, largest, smallest, list; empty: none",
         EVENT_CODE_BYTES},
    };
    return texts[which];
}

/* The same of its numbers; a unit of NULL stands for the dates of the file. */
struct event_number {
    const char *name, *unit, *long_name;
};

static struct event_number event_number(int which)
{
    const struct event_number numbers[EVENT_VALUES] = {
        [EVENT_FULL_UNTIL] = {"full_until", NULL, "end of full strength; missing: never"},
        [EVENT_UNTIL] = {"until", NULL,
                         "end of the recovery (exponential: a twentieth is left); missing: never"},
        [EVENT_SIZE] = {"size", "1", "size of the event, events_scale included"},
        [EVENT_FIRMS] = {"firms", "firm", "firms that are hit"},
        [EVENT_OUTPUT_SHARE] = {"output_share", "1", "their share in the sales of its cells"},
        [EVENT_STAFF_SHARE] = {"staff_share", "1", "their share in the staff of its cells"},
        [EVENT_LOST] = {"lost", "cent",
                        "goods destroyed, or capital put out of use, at opening prices"},
    };
    return numbers[which];
}

const char *run_event_text_name(int text)
{
    return event_text(text).name;
}

const char *run_event_value_name(int value)
{
    return event_number(value).name;
}

static bool make_event_number(hid_t group, int which, const char *start_date)
{
    struct event_number number = event_number(which);
    char units[64];
    snprintf(units, sizeof units, "days since %s", start_date);
    hid_t dataset =
        run_group_small_dataset(group, number.name, H5T_IEEE_F64LE, 0, NULL, EVENT_CHUNK_RECORDS);
    bool done = dataset >= 0 &&
                hdf_put_text(dataset, "units", number.unit != NULL ? number.unit : units, 0) &&
                hdf_put_text(dataset, "long_name", number.long_name, 0) &&
                attach(group, dataset, 0, "time");
    if (number.unit == NULL)
        done = done && hdf_put_text(dataset, "calendar", "proleptic_gregorian", 0);
    H5Dclose(dataset);
    return done;
}

/* A dimension that has a length but no values, as netCDF marks it. */
static bool make_length(hid_t group, const char *name, size_t width)
{
    char mark[64];
    snprintf(mark, sizeof mark, "This is a netCDF dimension but not a netCDF variable.%10d",
             (int)width);
    uint64_t size = width;
    hid_t scale = run_group_small_dataset(group, name, H5T_STD_U8LE, 1, &size, 0);
    bool done = scale >= 0 && H5DSset_scale(scale, mark) >= 0;
    H5Dclose(scale);
    return done;
}

static bool make_event_text(hid_t group, int which)
{
    struct event_text text = event_text(which);
    char length_name[64];
    snprintf(length_name, sizeof length_name, "%s_length", text.name);
    hid_t type = hdf_text_type(1);
    hid_t dataset =
        run_group_small_dataset(group, text.name, type, 1, &text.width, EVENT_CHUNK_RECORDS);
    bool done = dataset >= 0 && make_length(group, length_name, text.width) &&
                hdf_put_text(dataset, "_Encoding", "utf-8", 0) &&
                hdf_put_text(dataset, "long_name", text.long_name, 0) &&
                attach(group, dataset, 0, "time") && attach(group, dataset, 1, length_name);
    H5Dclose(dataset);
    H5Tclose(type);
    return done;
}

bool run_event_group_create(struct run_event_group *group, hid_t file,
                            const struct run_file_clock *clock, int most)
{
    *group =
        (struct run_event_group){.exists = true, .time = H5I_INVALID_HID, .most = (uint64_t)most};
    for (int i = 0; i < EVENT_TEXTS; i++)
        group->text[i] = H5I_INVALID_HID;
    for (int i = 0; i < EVENT_VALUES; i++)
        group->value[i] = H5I_INVALID_HID;
    struct run_file_clock fractional = *clock;
    fractional.whole_days = false; /* an event need not fall on the end of a step */
    hid_t parent = run_group_make_group(file, "event");
    bool done = parent >= 0 && hdf_put_text(parent, "long_name", "what happened when", 0) &&
                run_group_make_time(parent, &fractional, EVENT_CHUNK_RECORDS);
    for (int i = 0; i < EVENT_TEXTS; i++)
        done = done && make_event_text(parent, i);
    for (int i = 0; i < EVENT_VALUES; i++)
        done = done && make_event_number(parent, i, clock->start_date);
    H5Gclose(parent);
    return done;
}

bool run_event_group_reopen(struct run_event_group *group, hid_t file)
{
    hid_t parent = H5Gopen2(file, "event", H5P_DEFAULT);
    bool done = parent >= 0 && (group->time = run_group_open_small(parent, "time")) >= 0;
    for (int i = 0; i < EVENT_TEXTS; i++)
        done = done && (group->text[i] = run_group_open_small(parent, event_text(i).name)) >= 0;
    for (int i = 0; i < EVENT_VALUES; i++)
        done = done && (group->value[i] = run_group_open_small(parent, event_number(i).name)) >= 0;
    H5Gclose(parent);
    return done;
}

static bool append_text(hid_t dataset, uint64_t width, uint64_t record, const char *text)
{
    char padded[EVENT_WHAT_BYTES] = {0};
    memcpy(padded, text, hdf_text_fit(text, width));
    const hsize_t size[2] = {record + 1, width}, start[2] = {record, 0}, one[2] = {1, width};
    hid_t type = hdf_text_type(1);
    hid_t memory = H5Screate_simple(2, one, NULL), space = H5Screate_simple(2, size, NULL);
    bool done = H5Dset_extent(dataset, size) >= 0 &&
                H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, one, NULL) >= 0 &&
                H5Dwrite(dataset, type, memory, space, H5P_DEFAULT, padded) >= 0;
    H5Sclose(space);
    H5Sclose(memory);
    H5Tclose(type);
    return done;
}

bool run_event_group_add(struct run_event_group *group, const struct run_event *event)
{
    if (!group->exists || group->written >= group->most) {
        group->dropped++;
        return true;
    }
    uint64_t pending = group->written - group->visible;
    if (pending == group->pending_most) {
        uint64_t wanted = 2 * pending + 16;
        double *times = realloc(group->pending, wanted * sizeof *times);
        if (times == NULL)
            return false;
        group->pending = times;
        group->pending_most = wanted;
    }
    group->pending[pending] = event->days;
    const char *const texts[EVENT_TEXTS] = {event->kind,   event->where,    event->what,
                                            event->region, event->industry, event->rule};
    for (int i = 0; i < EVENT_TEXTS; i++)
        if (!append_text(group->text[i], event_text(i).width, group->written, or_empty(texts[i])))
            return false;
    for (int i = 0; i < EVENT_VALUES; i++)
        if (!run_group_put_times(group->value[i], false, group->written, &event->value[i], 1))
            return false;
    group->written++;
    return true;
}

bool run_event_group_commit(struct run_event_group *group)
{
    for (uint64_t i = 0; group->visible < group->written; i++) {
        if (!run_group_put_times(group->time, false, group->visible, &group->pending[i], 1))
            return false;
        group->visible++;
    }
    return true;
}

void run_event_group_free(struct run_event_group *group)
{
    free(group->pending);
    *group = (struct run_event_group){0};
}
