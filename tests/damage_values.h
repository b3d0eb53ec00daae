/* Ways to damage a run file: its values, dates, events, links and projects; and the list of all. */
#ifndef KEIRETSU_TESTS_DAMAGE_VALUES_H
#define KEIRETSU_TESTS_DAMAGE_VALUES_H

#include "damage_shape.h"

/* A way to damage. */
struct way {
    const char *name;
    void (*inflict)(hid_t file); /* may be NULL */
    bool refused;                /* it must not open */
    bool opens;                  /* it must open */
    bool brief;                  /* each view is drawn, and that is all, unless FULL */
};

static void all_nan(hid_t file)
{
    damage_all_values(file, DAMAGE_NAN);
}

static void all_infinite(hid_t file)
{
    damage_all_values(file, DAMAGE_INFINITE);
}

static void all_huge(hid_t file)
{
    damage_all_values(file, DAMAGE_HUGE);
}

static void all_negative(hid_t file)
{
    damage_all_values(file, DAMAGE_NEGATIVE);
}

static void all_zero(hid_t file)
{
    damage_all_values(file, DAMAGE_ZERO);
}

static void some_of_each(hid_t file)
{
    damage_all_values(file, DAMAGE_MIXED);
}

static void absurd_records(hid_t file)
{
    damage_records(file, "region/time", (hsize_t)1 << 40);
}

static void absurd_columns(hid_t file)
{
    damage_records(file, "region/real_gdp", (hsize_t)1 << 40);
    damage_records(file, "industry/output", (hsize_t)1 << 38);
}

static void absurd_dimension(hid_t file)
{
    damage_replace(file, "firm/firm", H5T_STD_I32LE, 1, (const hsize_t[]){(hsize_t)1 << 40}, NULL);
}

static void absurd_labels(hid_t file)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    damage_replace(file, "region/region", type, 1, (const hsize_t[]){(hsize_t)1 << 31}, NULL);
    H5Tclose(type);
}

/* Two billion firms, of which nothing was ever written. */
static void absurd_firms(hid_t file)
{
    const hsize_t rows = (hsize_t)1 << 31;
    damage_replace(file, "firm/firm", H5T_STD_I32LE, 1, &rows, NULL);
    damage_replace(file, "firm/cell", H5T_STD_U16LE, 1, &rows, NULL);
    damage_replace(file, "firm/output", H5T_IEEE_F64LE, 2, (const hsize_t[]){12, rows}, NULL);
}

/* Just below what a file of this size could hold. */
static void many_firms(hid_t file)
{
    const hsize_t rows = 5000000;
    damage_replace(file, "firm/firm", H5T_STD_I32LE, 1, &rows, NULL);
    damage_replace(file, "firm/cell", H5T_STD_U16LE, 1, &rows, NULL);
    damage_replace(file, "firm/output", H5T_IEEE_F64LE, 2, (const hsize_t[]){12, rows}, NULL);
}

static void write_days(hid_t file, const char *path, double first, double by)
{
    hsize_t shape[DAMAGE_RANK];
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    damage_shape(dataset, shape);
    double *days = calloc(shape[0] + 1, sizeof *days);
    for (hsize_t i = 0; i < shape[0]; i++)
        days[i] = first + by * (double)i;
    assert_true(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, days) >= 0);
    free(days);
    H5Dclose(dataset);
}

static void days_decrease(hid_t file)
{
    write_days(file, "region/time", 300, -7);
}

static void days_are_not_numbers(hid_t file)
{
    write_days(file, "industry/time", NAN, 1);
}

static void days_stand_still(hid_t file)
{
    write_days(file, "region/time", 7, 0);
    write_days(file, "industry/time", 7, 0);
}

static void days_of_centuries(hid_t file)
{
    write_days(file, "region/time", 0, 2e7);
    write_days(file, "industry/time", -9e8, 1);
}

static void days_of_seconds(hid_t file)
{
    write_days(file, "region/time", 0, 1e-7);
}

static void events_far_away(hid_t file)
{
    write_days(file, "event/time", -5e8, 2e8);
    damage_set(file, "event/until", -1e300);
}

static void events_not_numbers(hid_t file)
{
    damage_set(file, "event/until", NAN);
    damage_set(file, "event/size", (double)INFINITY);
    write_days(file, "event/time", NAN, 0);
}

static void events_of_other_lengths(hid_t file)
{
    damage_records(file, "event/until", 1);
    damage_records(file, "event/what", 2);
    damage_records(file, "event/kind", 40);
}

static void links_to_nowhere(hid_t file)
{
    damage_set(file, "link/supplier", 4294967295.0);
    damage_set(file, "link/customer", 2000);
}

static void links_in_a_circle(hid_t file)
{
    damage_set(file, "link/supplier", 3);
    damage_set(file, "link/customer", 3);
}

static void firms_in_no_cell(hid_t file)
{
    damage_set(file, "firm/cell", 65535);
    damage_set(file, "firm/constraint", 255);
}

static void projects_without_sites(hid_t file)
{
    damage_set(file, "project/site", 0);
    damage_set(file, "project/kind", 0);
}

static void projects_of_no_kind(hid_t file)
{
    static const char *const COLUMNS[] = {"site",     "kind",     "stage",
                                          "industry", "official", "permits"};
    for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++) {
        char path[64];
        snprintf(path, sizeof path, "project/%s", COLUMNS[i]);
        if (H5Lexists(file, path, H5P_DEFAULT) > 0)
            damage_set(file, path, 255);
    }
}

static void projects_with_wrong_dates(hid_t file)
{
    static const char *const COLUMNS[] = {"listed",   "screened", "recommended",
                                          "selected", "noticed",  "funded",
                                          "started",  "finished", "ended"};
    for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++) {
        char path[64];
        snprintf(path, sizeof path, "project/%s", COLUMNS[i]);
        damage_set(file, path, i % 2 ? 1e6 : 1);
    }
    damage_set(file, "project/build_weeks", 0);
}

static void sites_off_the_map(hid_t file)
{
    damage_set(file, "project_site/latitude", 1e9);
    damage_set(file, "project_site/longitude", NAN);
}

static void write_attribute(hid_t file, const char *name, const char *text)
{
    hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
    H5Tset_size(type, strlen(text) + 1);
    H5Adelete(file, name);
    hid_t made = H5Acreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(H5Awrite(made, type, text) >= 0);
    H5Aclose(made), H5Sclose(space), H5Tclose(type);
}

static void no_date(hid_t file)
{
    write_attribute(file, "start_date", "2025-02-31");
}

static void date_of_long_ago(hid_t file)
{
    write_attribute(file, "start_date", "0001-01-01");
}

static void odd_attributes(hid_t file)
{
    char title[3000];
    memset(title, '\xc3', sizeof title);
    title[2999] = '\0';
    write_attribute(file, "title", title);
    write_attribute(file, "seed", "%s%s%n");
    write_attribute(file, "firms", "minus many");
}

static void no_attributes(hid_t file)
{
    static const char *const KEPT[] = {"format", "format_version", "start_date", "days_per_step"};
    char names[64][64];
    int count = 0;
    hsize_t attributes = 64;
    for (hsize_t i = 0; i < attributes; i++)
        if (H5Aget_name_by_idx(file, ".", H5_INDEX_NAME, H5_ITER_INC, i, names[count], 64,
                               H5P_DEFAULT) > 0)
            count++;
    for (int i = 0; i < count; i++) {
        bool kept = false;
        for (int k = 0; k < 4; k++)
            kept = kept || strcmp(names[i], KEPT[k]) == 0;
        if (!kept)
            H5Adelete(file, names[i]);
    }
}

static const struct way WAYS[] = {
    {"nothing", NULL, .opens = true},
    {"newer minor", newer_minor, .opens = true},
    {"newer major", newer_major, .refused = true},
    {"negative version", negative_version, .opens = false},
    {"texts for numbers", texts_for_numbers, .opens = false},
    {"times as text", times_as_text, .refused = true},
    {"integers for reals", integers_for_reals, .opens = true},
    {"wrong ranks", wrong_ranks, .opens = false},
    {"times with two dimensions", times_with_two_dimensions, .refused = true},
    {"columns longer than time", columns_longer_than_time, .opens = true},
    {"columns shorter than time", columns_shorter_than_time, .refused = true},
    {"groups of other lengths", groups_of_other_lengths, .opens = true},
    {"no records", no_records, .opens = true},
    {"one record", one_record, .opens = true},
    {"no records of regions", no_records_of_regions, .opens = true},
    {"one region", one_region, .opens = true},
    {"one industry", one_industry, .opens = true},
    {"one of everything", one_of_everything, .opens = true},
    {"regions do not match", regions_do_not_match, .opens = true},
    {"labels missing", labels_missing, .opens = true},
    {"labels gone", labels_gone, .refused = true},
    {"labels empty", labels_empty, .opens = true},
    {"labels too long", labels_too_long, .opens = false},
    {"labels not utf8", labels_not_utf8, .opens = true},
    {"labels from afar", labels_from_afar, .opens = true},
    {"labels the same", labels_the_same, .opens = true},
    {"all nan", all_nan, .opens = true},
    {"all infinite", all_infinite, .opens = true},
    {"all huge", all_huge, .opens = true},
    {"all negative", all_negative, .opens = true},
    {"all zero", all_zero, .opens = true},
    {"some of each", some_of_each, .opens = true},
    {"absurd records", absurd_records, .refused = true},
    {"absurd columns", absurd_columns, .opens = false},
    {"absurd dimension", absurd_dimension, .refused = true},
    {"absurd labels", absurd_labels, .refused = true},
    {"absurd firms", absurd_firms, .opens = false},
    {"many firms", many_firms, .opens = false},
    {"days decrease", days_decrease, .refused = true},
    {"days are not numbers", days_are_not_numbers, .refused = true},
    {"days stand still", days_stand_still, .opens = true},
    {"days of centuries", days_of_centuries, .opens = false},
    {"days of seconds", days_of_seconds, .opens = true},
    {"events far away", events_far_away, .opens = false},
    {"events not numbers", events_not_numbers, .opens = false},
    {"events of other lengths", events_of_other_lengths, .opens = false},
    {"links to nowhere", links_to_nowhere, .opens = true},
    {"links in a circle", links_in_a_circle, .opens = true},
    {"firms in no cell", firms_in_no_cell, .opens = true},
    {"projects without sites", projects_without_sites, .opens = true},
    {"projects of no kind", projects_of_no_kind, .opens = true},
    {"projects with wrong dates", projects_with_wrong_dates, .opens = true},
    {"sites off the map", sites_off_the_map, .opens = true},
    {"no date", no_date, .refused = true},
    {"date of long ago", date_of_long_ago, .opens = false},
    {"odd attributes", odd_attributes, .opens = true},
    {"no attributes", no_attributes, .opens = true},
};

#endif
