/* The reader and damaged files: cut off, with changed bytes, as a killed run leaves them. */
#include "reader_support.h"

#include <fcntl.h>
#include <hdf5.h>
#include <signal.h>
#include <sys/wait.h>

/* Reads all there is; only ends. */
static void read_everything(const char *path)
{
    struct error err = {0};
    struct reader reader;
    if (!reader_open(&reader, path, &err))
        return;
    char **texts, text[256];
    uint64_t length;
    double *days;
    for (int g = 0; g < reader.group_count; g++) {
        const struct reader_group *group = &reader.groups[g];
        double *values = malloc((group->rows + 1) * sizeof *values);
        double *history = malloc((group->records + 1) * sizeof *history);
        for (int c = 0; c < group->column_count; c++) {
            for (uint64_t r = 0; r < group->records; r++)
                reader_record(&reader, group, group->columns[c].name, r, values, &err);
            reader_history(&reader, group, group->columns[c].name, group->rows - 1, history, &err);
        }
        reader_row_name(group, group->rows - 1, text, sizeof text);
        free(values);
        free(history);
    }
    const char *const lists[] = {"parameter/parameter", "parameter/value", "event/kind",
                                 "event/what"};
    for (int i = 0; i < 4; i++)
        if (reader_texts(&reader, lists[i], &texts, &length, NULL))
            reader_texts_free(texts, length);
    if (reader_event_days(&reader, &days, &length, NULL))
        free(days);
    reader_attribute(&reader, "scenario", text, sizeof text);
    reader_refresh(&reader, NULL);
    reader_close(&reader);
}

struct image {
    unsigned char *bytes;
    size_t length;
};

static struct image load(const char *path)
{
    struct image image;
    struct stat status;
    stat(path, &status);
    image.length = (size_t)status.st_size;
    image.bytes = malloc(image.length);
    FILE *stream = fopen(path, "rb");
    assert_true(fread(image.bytes, 1, image.length, stream) == image.length);
    fclose(stream);
    return image;
}

typedef size_t damage(struct image *image, uint64_t turn);

/* Damages copies of a file in a child with a time limit for each: no signal may end it. */
static void survives(const char *path, const char *copy, const char *way, damage *inflict,
                     int turns)
{
    struct image original = load(path);
    int marker = open(name_of("turn"), O_RDWR | O_CREAT | O_TRUNC, 0600);
    pid_t child = fork();
    if (child == 0) {
        omp_set_num_threads(1); /* the team is not in the child */
        const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
        for (int i = 0; i < 5; i++) /* cmocka would go on with the next test */
            signal(signals[i], SIG_DFL);
        struct image image = {malloc(original.length), original.length};
        for (uint64_t t = 0; t < (uint64_t)turns; t++) {
            alarm(20);
            if (pwrite(marker, &t, sizeof t, 0) != sizeof t)
                _exit(1);
            memcpy(image.bytes, original.bytes, original.length);
            size_t length = inflict(&image, t);
            write_bytes(copy, image.bytes, length);
            read_everything(copy);
        }
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    uint64_t last = 0;
    assert_true(pread(marker, &last, sizeof last, 0) == sizeof last);
    close(marker);
    free(original.bytes);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("turn %llu of %s, %s, ended with signal %d (the file is %s)",
                 (unsigned long long)last, way, path, WIFSIGNALED(status) ? WTERMSIG(status) : 0,
                 copy);
}

static size_t cut_off(struct image *image, uint64_t turn)
{
    return sample_bits(7, 0, turn, 1) % image->length;
}

static size_t flip_a_byte(struct image *image, uint64_t turn)
{
    image->bytes[sample_bits(7, 1, turn, 1) % image->length] ^=
        (unsigned char)(1 + sample_bits(7, 2, turn, 1) % 255);
    return image->length;
}

static size_t flip_many(struct image *image, uint64_t turn)
{
    for (uint64_t k = 0; k < 30; k++)
        image->bytes[sample_bits(8, 1, turn, k) % image->length] =
            (unsigned char)sample_bits(8, 2, turn, k);
    return image->length;
}

/* The heap of texts and the elements that point into it have no checksum. */
static size_t hurt_texts(struct image *image, uint64_t turn)
{
    size_t heap = 0;
    for (size_t i = 0; i + 4 < image->length; i++)
        if (memcmp(image->bytes + i, "GCOL", 4) == 0 && sample_bits(9, 0, turn, i) % 2 == 0)
            heap = i;
    for (uint64_t k = 0; k < 4; k++) {
        size_t at = heap + sample_bits(9, 1, turn, k) % 600;
        if (at < image->length)
            image->bytes[at] = (unsigned char)sample_bits(9, 2, turn, k);
    }
    return image->length;
}

static size_t zero_a_block(struct image *image, uint64_t turn)
{
    size_t at = sample_bits(6, 1, turn, 0) % image->length;
    size_t length = sample_bits(6, 1, turn, 1) % 5000;
    memset(image->bytes + at, 0, length < image->length - at ? length : image->length - at);
    return image->length;
}

/* A file as a killed run leaves it. */
static void write_killed(const char *path, uint32_t last)
{
    pid_t child = fork();
    if (child == 0) {
        omp_set_num_threads(1);
        struct sample *sample = sample_new(path);
        sample_shrink(sample, 1500);
        struct run_file *file;
        if (!run_file_create(&file, &sample->options, NULL))
            _exit(1);
        sample_steps(sample, file, 0, last);
        kill(getpid(), SIGKILL);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
}

static void damaged_files_do_no_harm(void **unused)
{
    (void)unused;
    const char *closed = name_of("closed.h5"), *killed = name_of("killed.h5");
    char copy[512];
    snprintf(copy, sizeof copy, "%s", name_of("damaged.h5"));
    struct sample *sample = sample_new(closed);
    sample_shrink(sample, 1500);
    sample_write(sample, 6);
    sample_free(sample);
    write_killed(killed, 6);
    char closed_path[512], killed_path[512];
    snprintf(closed_path, sizeof closed_path, "%s", closed);
    snprintf(killed_path, sizeof killed_path, "%s", killed);
    damage *const ways[] = {cut_off, flip_a_byte, flip_many, hurt_texts, zero_a_block};
    const char *const names[] = {"cut_off", "flip_a_byte", "flip_many", "hurt_texts",
                                 "zero_a_block"};
    const char *turns = getenv("KEIRETSU_DAMAGE_TURNS"); /* more of them, by hand */
    for (int w = 0; w < 5; w++) {
        survives(closed_path, copy, names[w], ways[w], turns != NULL ? atoi(turns) : 60);
        survives(killed_path, copy, names[w], ways[w], turns != NULL ? atoi(turns) : 60);
    }
}

/* Damage to a compressed chunk is noticed, not shown as values. */
static void damaged_values_are_noticed(void **unused)
{
    (void)unused;
    const char *path = name_of("values.h5");
    struct sample *sample = sample_new(path);
    sample_shrink(sample, 5000);
    sample_write(sample, 0);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    hid_t dataset = H5Dopen2(file, "firm/orders", H5P_DEFAULT);
    haddr_t address;
    hsize_t size, offset[2] = {0, 0};
    unsigned mask;
    assert_true(H5Dget_chunk_info_by_coord(dataset, offset, &mask, &address, &size) >= 0);
    H5Dclose(dataset);
    H5Fclose(file);
    struct image image = load(path);
    image.bytes[address + size / 2] ^= 0x10;
    write_bytes(path, image.bytes, image.length);
    free(image.bytes);
    struct error err = {0};
    struct reader reader;
    double *values = malloc(5000 * sizeof *values);
    assert_success(reader_open(&reader, path, &err), err);
    const struct reader_group *firm = reader_group(&reader, "firm");
    assert_success(reader_record(&reader, firm, "sales", 0, values, &err), err);
    assert_false(reader_record(&reader, firm, "orders", 0, values, &err));
    assert_non_null(strstr(err.text, "firm/orders is damaged"));
    reader_close(&reader);
    free(values);
    sample_free(sample);
}

int main(void)
{
    sample_folder(folder);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_files_do_no_harm),
        cmocka_unit_test(damaged_values_are_noticed),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (failed != 0)
        return failed; /* the file that broke it is kept */
    return !sample_remove_folder(folder);
}
