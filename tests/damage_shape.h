/* Ways to damage a run file: its version, types, ranks, lengths and labels. */
#ifndef KEIRETSU_TESTS_DAMAGE_SHAPE_H
#define KEIRETSU_TESTS_DAMAGE_SHAPE_H

#include "damage.h"

enum { WEEKS = 44 }; /* of the run that is damaged */

static void set_version(hid_t file, int64_t major, int64_t minor)
{
    const int64_t version[] = {major, minor};
    hid_t attribute = H5Aopen(file, "format_version", H5P_DEFAULT);
    assert_true(H5Awrite(attribute, H5T_NATIVE_INT64, version) >= 0);
    H5Aclose(attribute);
}

static void newer_minor(hid_t file)
{
    set_version(file, 1, 99);
}

static void newer_major(hid_t file)
{
    set_version(file, 2, 0);
}

static void negative_version(hid_t file)
{
    set_version(file, -1, -1);
}

static void make_text(hid_t file, const char *path)
{
    hsize_t shape[DAMAGE_RANK];
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT), type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, 8);
    damage_replace(file, path, type, damage_shape(dataset, shape), shape, NULL);
    H5Tclose(type), H5Dclose(dataset);
}

static void texts_for_numbers(hid_t file)
{
    static const char *const PATHS[] = {"region/gdp",    "region/real_gdp",  "industry/output",
                                        "project/cost",  "project/stage",    "firm/output",
                                        "firm/cell",     "link/supplier",    "ledger/flow",
                                        "trade/dollars", "facility/paid_out"};
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++)
        make_text(file, PATHS[i]);
}

static void integers_for_reals(hid_t file)
{
    struct damage_list *list = damage_datasets(file);
    for (int i = 0; i < list->count; i++) {
        size_t size;
        hsize_t shape[DAMAGE_RANK];
        hid_t dataset = H5Dopen2(file, list->path[i], H5P_DEFAULT);
        hid_t type = damage_native(dataset, &size);
        int rank = damage_shape(dataset, shape);
        const char *name = strrchr(list->path[i], '/');
        if (H5Tget_class(type) == H5T_FLOAT && rank > 0 && name && strcmp(name, "/time") != 0)
            damage_replace(file, list->path[i], H5T_STD_U8LE, rank, shape, NULL);
        H5Tclose(type), H5Dclose(dataset);
    }
    free(list);
}

static void times_as_text(hid_t file)
{
    make_text(file, "region/time");
}

static void wrong_ranks(hid_t file)
{
    const hsize_t flat[] = {WEEKS + 1}, deep[] = {WEEKS + 1, 7, 7, 2};
    damage_replace(file, "industry/output", H5T_IEEE_F64LE, 1, flat, NULL);
    damage_replace(file, "region/real_gdp", H5T_IEEE_F64LE, 4, deep, NULL);
    damage_replace(file, "firm/output", H5T_IEEE_F64LE, 4, deep, NULL);
    damage_replace(file, "project/stage", H5T_STD_U8LE, 1, flat, NULL);
    damage_replace(file, "ledger/flow", H5T_IEEE_F64LE, 1, flat, NULL);
}

static void times_with_two_dimensions(hid_t file)
{
    damage_replace(file, "industry/time", H5T_IEEE_F64LE, 2, (const hsize_t[]){WEEKS + 1, 2}, NULL);
}

/* As a writer leaves it that was killed between its columns and its time. */
static void columns_longer_than_time(hid_t file)
{
    struct damage_list *list = damage_datasets(file);
    for (int i = 0; i < list->count; i++) {
        const char *name = strrchr(list->path[i], '/');
        hid_t dataset = H5Dopen2(file, list->path[i], H5P_DEFAULT), space = H5Dget_space(dataset);
        hsize_t shape[DAMAGE_RANK], most[DAMAGE_RANK];
        int rank = H5Sget_simple_extent_dims(space, shape, most);
        H5Sclose(space), H5Dclose(dataset);
        if (name && strcmp(name, "/time") != 0 && rank > 0 && most[0] == H5S_UNLIMITED && i % 3)
            damage_records(file, list->path[i], shape[0] + 1);
    }
    free(list);
}

static void columns_shorter_than_time(hid_t file)
{
    damage_records(file, "region/real_gdp", 3);
}

static void groups_of_other_lengths(hid_t file)
{
    damage_group_records(file, "industry/", 5);
    damage_group_records(file, "firm/", 1);
    damage_group_records(file, "project/", 2);
    damage_group_records(file, "ledger/", 0);
    damage_group_records(file, "trade/", 1);
}

static void no_records(hid_t file)
{
    damage_group_records(file, "", 0);
}

static void one_record(hid_t file)
{
    damage_group_records(file, "", 1);
}

static void no_records_of_regions(hid_t file)
{
    damage_group_records(file, "region/", 0);
}

static void one_region(hid_t file)
{
    static const char *const GROUPS[] = {"region", "industry", "constraint",   "account",
                                         "ledger", "trade",    "balance_sheet"};
    for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++)
        damage_shrink(file, GROUPS[i], 0, 1);
}

static void one_industry(hid_t file)
{
    damage_shrink(file, "industry", 1, 1);
    damage_shrink(file, "constraint", 1, 1);
    damage_shrink(file, "trade", 2, 1);
}

static void one_of_everything(hid_t file)
{
    one_region(file);
    one_industry(file);
    damage_shrink(file, "firm", 0, 1);
    damage_shrink(file, "link", 0, 1);
    damage_shrink(file, "project", 0, 1);
    damage_shrink(file, "project_site", 0, 1);
    damage_shrink(file, "project_kind", 0, 1);
    damage_shrink(file, "ledger", 1, 1);
    damage_shrink(file, "ledger", 2, 1);
    damage_shrink(file, "constraint", 2, 1);
}

/* Tables that speak of other regions than the rest of the file. */
static void regions_do_not_match(hid_t file)
{
    static const char *const OTHERS[] = {"XXA", "XXB", "XXC", "XXD", "XXE", "XXF", "XXG"};
    damage_shrink(file, "industry", 0, 3);
    damage_labels(file, "trade/origin", 7, OTHERS);
    damage_labels(file, "ledger/currency", 7, OTHERS);
    damage_shrink(file, "constraint", 1, 5);
}

static const char *const LABELS[] = {
    "region/region",     "industry/region",   "industry/industry", "constraint/cause",
    "ledger/sector",     "trade/origin",      "ledger/currency",   "project_site/site",
    "trade/destination", "project_kind/kind", "trade/industry",    "ledger/transaction"};
enum { LABEL_LISTS = sizeof LABELS / sizeof *LABELS };

/* Every label becomes the same text, or where it has a %d, that with its place. */
static void relabel(hid_t file, const char *pattern, bool numbered)
{
    for (int i = 0; i < LABEL_LISTS; i++) {
        hsize_t shape[DAMAGE_RANK];
        hid_t dataset = H5Dopen2(file, LABELS[i], H5P_DEFAULT);
        damage_shape(dataset, shape);
        H5Dclose(dataset);
        char **labels = calloc(shape[0], sizeof *labels);
        for (hsize_t k = 0; k < shape[0]; k++) {
            labels[k] = calloc(1, strlen(pattern) + 16);
            snprintf(labels[k], strlen(pattern) + 16, "%s%.0d", pattern, numbered ? (int)k + 1 : 0);
        }
        damage_labels(file, LABELS[i], (int)shape[0], (const char *const *)labels);
        for (hsize_t k = 0; k < shape[0]; k++)
            free(labels[k]);
        free(labels);
    }
}

static void labels_missing(hid_t file)
{
    for (int i = 0; i < LABEL_LISTS; i++) {
        hsize_t shape[DAMAGE_RANK];
        hid_t dataset = H5Dopen2(file, LABELS[i], H5P_DEFAULT);
        int rank = damage_shape(dataset, shape);
        H5Dclose(dataset);
        damage_replace(file, LABELS[i], H5T_STD_I32LE, rank, shape, NULL);
    }
}

static void labels_gone(hid_t file)
{
    H5Ldelete(file, "industry/region", H5P_DEFAULT);
}

static void labels_empty(hid_t file)
{
    relabel(file, "", false);
}

static void labels_too_long(hid_t file)
{
    char pattern[5001];
    memset(pattern, 'W', sizeof pattern);
    pattern[5000] = '\0';
    relabel(file, pattern, true);
}

static void labels_not_utf8(hid_t file)
{
    relabel(file, "\xff\xfe\xe2\x88 \xc3", true);
}

static void labels_from_afar(hid_t file)
{
    relabel(file, "\u65e5\u672c\u8a9e \u0627\u0644 %s%n \U0001f680", true);
}

static void labels_the_same(hid_t file)
{
    relabel(file, "JPN", false);
}

#endif
