/* Texts of a run file.
 *
 * Texts of variable length lie in HDF5's global heap, the one structure of the file that has no
 * checksum, and HDF5 1.10 trusts its lengths: a damaged one makes the library write outside its
 * buffers. So the heap is read here, with every length checked.
 *
 *     dataset   length (4 bytes), address of the collection (8), index of the object (4)
 *     heap      "GCOL" version 1, 3 zero bytes, size (8), then objects:
 *               index (2), references (2), zero (4), size (8), data padded to 8 bytes
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/hdf.h"
#include "output/reader_file.h"

enum { ELEMENT_BYTES = 16, HEADER_BYTES = 16, COLLECTION_MAX = 64 << 20 };

struct heap {
    const struct reader_state *state;
    uint64_t file_bytes;
    uint64_t address, size; /* of the collection in memory */
    uint64_t next;          /* behind the last text found: the next one mostly follows it */
    unsigned char *bytes;
};

static uint64_t little(const unsigned char *bytes, int length)
{
    uint64_t value = 0;
    for (int i = length - 1; i >= 0; i--)
        value = value << 8 | bytes[i];
    return value;
}

static bool read_at(const struct reader_state *state, uint64_t address, uint64_t size, void *into)
{
    unsigned char *at = into;
    while (size > 0) {
        ssize_t got = pread(state->descriptor, at, size, (off_t)address);
        if (got <= 0)
            return false;
        at += got;
        address += (uint64_t)got;
        size -= (uint64_t)got;
    }
    return true;
}

static bool in_file(const struct heap *heap, uint64_t address, uint64_t size)
{
    return address <= heap->file_bytes && size <= heap->file_bytes - address;
}

static bool heap_load(struct heap *heap, uint64_t address)
{
    if (heap->bytes != NULL && heap->address == address)
        return true;
    unsigned char header[HEADER_BYTES];
    if (!in_file(heap, address, sizeof header) ||
        !read_at(heap->state, address, sizeof header, header) || memcmp(header, "GCOL\1", 5) != 0)
        return false;
    uint64_t size = little(header + 8, 8);
    if (size < HEADER_BYTES || size > COLLECTION_MAX || !in_file(heap, address, size))
        return false;
    free(heap->bytes);
    heap->bytes = malloc(size);
    heap->address = address;
    heap->size = size;
    heap->next = HEADER_BYTES;
    return heap->bytes != NULL && read_at(heap->state, address, size, heap->bytes);
}

/* From a place in the collection to its end. */
static char *find_text(struct heap *heap, uint64_t at, uint64_t index, uint64_t length)
{
    while (heap->size - at >= HEADER_BYTES) {
        uint64_t found = little(heap->bytes + at, 2), size = little(heap->bytes + at + 8, 8);
        at += HEADER_BYTES;
        if (found == 0 || size > heap->size - at) /* 0 is the free space at the end */
            return NULL;
        uint64_t padded = (size + 7) / 8 * 8;
        bool whole = padded <= heap->size - at;
        if (found == index) {
            heap->next = whole ? at + padded : HEADER_BYTES;
            return size >= length ? strndup((const char *)heap->bytes + at, length) : NULL;
        }
        if (!whole)
            return NULL;
        at += padded;
    }
    return NULL;
}

static char *heap_text(struct heap *heap, uint64_t address, uint64_t index, uint64_t length)
{
    if (length > READER_LABEL_BYTES_MAX)
        return NULL;
    if (length == 0)
        return calloc(1, 1);
    if (!heap_load(heap, address))
        return NULL;
    char *text = find_text(heap, heap->next, index, length);
    return text != NULL ? text : find_text(heap, HEADER_BYTES, index, length);
}

static bool read_variable(const struct reader_state *state, hid_t dataset, uint64_t length,
                          char **texts)
{
    struct heap heap = {.state = state, .file_bytes = reader_file_bytes(state)};
    haddr_t start = H5Dget_offset(dataset);
    if (start == HADDR_UNDEF || !in_file(&heap, start, length * ELEMENT_BYTES))
        return false;
    unsigned char *elements = malloc(length * ELEMENT_BYTES + 1);
    bool good = elements != NULL && read_at(state, start, length * ELEMENT_BYTES, elements);
    for (uint64_t i = 0; good && i < length; i++) {
        const unsigned char *element = elements + i * ELEMENT_BYTES;
        texts[i] =
            heap_text(&heap, little(element + 4, 8), little(element + 12, 4), little(element, 4));
        good = texts[i] != NULL;
    }
    free(elements);
    free(heap.bytes);
    return good;
}

/* width characters each, as one text of that many bytes or as an array of single ones. */
static bool read_fixed(hid_t dataset, hid_t type, uint64_t length, uint64_t width, char **texts)
{
    char *all = malloc(length * width + 1);
    bool good = all != NULL && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, all) >= 0;
    for (uint64_t i = 0; good && i < length; i++)
        good = (texts[i] = strndup(all + i * width, width)) != NULL;
    free(all);
    return good;
}

static bool all_in_file(const struct reader_state *state, hid_t dataset, uint64_t bytes)
{
    hid_t properties = H5Dget_create_plist(dataset);
    H5D_layout_t layout = H5Pget_layout(properties);
    bool filtered = H5Pget_nfilters(properties) != 0;
    H5Pclose(properties);
    return (layout == H5D_CONTIGUOUS || layout == H5D_CHUNKED) && !filtered &&
           bytes <= reader_file_bytes(state) + (1 << 20);
}

char **reader_text_read(const struct reader_state *state, hid_t dataset, uint64_t *length)
{
    hsize_t size[2] = {1, 1};
    hid_t space = H5Dget_space(dataset), type = H5Dget_type(dataset);
    int rank = H5Sget_simple_extent_ndims(space);
    bool variable = type >= 0 && H5Tis_variable_str(type) > 0;
    bool good = rank >= 0 && rank <= 2 && H5Tget_class(type) == H5T_STRING &&
                H5Sget_simple_extent_dims(space, size, NULL) == rank;
    uint64_t width = variable || !good ? 1 : size[1] * H5Tget_size(type);
    good = good && size[0] <= READER_LABELS_MAX && size[1] <= READER_LABEL_BYTES_MAX &&
           width >= 1 && width <= 64u * READER_LABEL_BYTES_MAX && (rank == 2 || size[1] == 1) &&
           !(variable && rank == 2);
    good = good && all_in_file(state, dataset, size[0] * width);
    char **texts = good ? calloc(size[0] + 1, sizeof *texts) : NULL;
    if (texts != NULL) {
        *length = size[0];
        good = size[0] == 0 || (variable ? read_variable(state, dataset, size[0], texts)
                                         : read_fixed(dataset, type, size[0], width, texts));
        if (!good) {
            reader_texts_free(texts, size[0]);
            texts = NULL;
        }
    }
    H5Tclose(type);
    H5Sclose(space);
    return texts;
}

void reader_texts_free(char **texts, uint64_t length)
{
    if (texts == NULL)
        return;
    for (uint64_t i = 0; i < length; i++)
        free(texts[i]);
    free(texts);
}
