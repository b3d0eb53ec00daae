#include "output/chunk.h"

#include <assert.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "chunks are stored as they lie in memory, and run files are little-endian");

/* Of libdeflate: quickest. Level 2 makes files 4 % smaller and takes a tenth longer. */
enum { DEFLATE_LEVEL = 1 };

struct chunk_worker {
    struct libdeflate_compressor *compressor;
    struct libdeflate_decompressor *decompressor;
    void *converted, *shuffled; /* values_max * 8 bytes each */
    uint64_t values_max;
};

static bool grid_complete(struct chunk_grid *grid)
{
    uint64_t rank = (uint64_t)grid->dimension_count;
    grid->values = grid->outer = grid->parts = grid->inner = 1;
    grid->cut = 0;
    uint64_t d = rank;
    while (d > 0 && grid->shape[d - 1] == grid->size[d - 1])
        grid->inner *= grid->size[--d];
    if (d > 0) {
        grid->cut = (int)--d;
        grid->parts = (grid->size[d] + grid->shape[d] - 1) / grid->shape[d];
        for (uint64_t o = 0; o < d; o++) {
            if (grid->shape[o] != 1)
                return false;
            grid->outer *= grid->size[o];
        }
    } else if (rank > 0) {
        grid->inner /= grid->size[0]; /* nothing is cut: dimension 0 is cut in one part */
    }
    for (int i = 0; i < grid->dimension_count; i++)
        grid->values *= grid->shape[i];
    grid->chunks = grid->outer * grid->parts;
    return true;
}

struct chunk_grid chunk_grid_of(int dimension_count, const uint64_t *size, uint64_t most)
{
    struct chunk_grid grid = {.dimension_count = dimension_count};
    uint64_t whole = 1; /* values behind one index of the dimension looked at */
    assert(most >= 1);
    for (int d = dimension_count - 1; d >= 0; d--) {
        assert(size[d] >= 1);
        grid.size[d] = size[d];
        uint64_t room = most / whole > 0 ? most / whole : 1;
        uint64_t parts = (size[d] + room - 1) / room;
        grid.shape[d] = (size[d] + parts - 1) / parts;
        whole *= size[d];
        if (parts > 1)
            whole = most; /* the dimensions before this one go one index at a time */
    }
    grid_complete(&grid);
    return grid;
}

bool chunk_grid_from_shape(struct chunk_grid *grid, int dimension_count, const uint64_t *size,
                           const uint64_t *shape)
{
    *grid = (struct chunk_grid){.dimension_count = dimension_count};
    for (int d = 0; d < dimension_count; d++) {
        if (shape[d] == 0 || shape[d] > size[d])
            return false;
        grid->size[d] = size[d];
        grid->shape[d] = shape[d];
    }
    return grid_complete(grid);
}

struct chunk_range chunk_range_of(const struct chunk_grid *grid, uint64_t chunk)
{
    struct chunk_range range = {.count = 1};
    if (grid->dimension_count == 0)
        return range;
    uint64_t outer = chunk / grid->parts;
    uint64_t size = grid->size[grid->cut], shape = grid->shape[grid->cut];
    uint64_t at = chunk % grid->parts * shape;
    uint64_t length = at + shape <= size ? shape : size - at;
    range.first = (outer * size + at) * grid->inner;
    range.count = length * grid->inner;
    range.start[grid->cut] = at;
    for (int d = grid->cut - 1; d >= 0; d--) {
        range.start[d] = outer % grid->size[d];
        outer /= grid->size[d];
    }
    return range;
}

enum column_type chunk_stored_type(enum column_type type, int bits)
{
    return type == COLUMN_real && bits >= 1 && bits <= 23 ? COLUMN_real32 : type;
}

/* Rounding is done on the bit pattern: adding just under half of the last bit kept (exactly
 * half if that bit is odd) carries into it, and from the mantissa into the exponent. */
static inline uint64_t round_bits64(uint64_t u, unsigned drop)
{
    const uint64_t exponent = 0x7ff0000000000000u;
    uint64_t rounded = u + ((UINT64_C(1) << (drop - 1)) - 1) + ((u >> drop) & 1);
    rounded &= ~((UINT64_C(1) << drop) - 1);
    return (u & exponent) == exponent ? u : rounded;
}

static inline uint32_t round_bits32(uint32_t u, unsigned drop)
{
    const uint32_t exponent = 0x7f800000u;
    uint32_t rounded = u + ((UINT32_C(1) << (drop - 1)) - 1) + ((u >> drop) & 1);
    rounded &= ~((UINT32_C(1) << drop) - 1);
    return (u & exponent) == exponent ? u : rounded;
}

static void round_real(const real *source, uint64_t length, int bits, real *target)
{
    for (uint64_t i = 0; i < length; i++) {
        uint64_t u;
        memcpy(&u, &source[i], sizeof u);
        u = round_bits64(u, (unsigned)(52 - bits));
        memcpy(&target[i], &u, sizeof u);
    }
}

static void round_real_to_real32(const real *source, uint64_t length, int bits, real32 *target)
{
    for (uint64_t i = 0; i < length; i++) {
        uint64_t u;
        real rounded;
        memcpy(&u, &source[i], sizeof u);
        u = round_bits64(u, (unsigned)(52 - bits));
        memcpy(&rounded, &u, sizeof u);
        target[i] = (real32)rounded;
    }
}

static void round_real32(const real32 *source, uint64_t length, int bits, real32 *target)
{
    for (uint64_t i = 0; i < length; i++) {
        uint32_t u;
        memcpy(&u, &source[i], sizeof u);
        u = round_bits32(u, (unsigned)(23 - bits));
        memcpy(&target[i], &u, sizeof u);
    }
}

void chunk_convert(enum column_type type, int bits, const void *source, uint64_t length,
                   void *target)
{
    if (type == COLUMN_real && bits >= 1 && bits <= 23)
        round_real_to_real32(source, length, bits, target);
    else if (type == COLUMN_real && bits > 23 && bits < 52)
        round_real(source, length, bits, target);
    else if (type == COLUMN_real32 && bits >= 1 && bits < 23)
        round_real32(source, length, bits, target);
    else
        memcpy(target, source, length * column_type_size(type));
}

/* Written so that the compiler turns each loop into narrowing vector stores. */
static void shuffle4(const uint32_t *restrict in, uint64_t n, uint8_t *restrict out)
{
    for (unsigned b = 0; b < 4; b++)
        for (uint64_t i = 0; i < n; i++)
            out[b * n + i] = (uint8_t)(in[i] >> (8 * b));
}

static void shuffle8(const uint64_t *restrict in, uint64_t n, uint8_t *restrict out)
{
    for (unsigned b = 0; b < 8; b++)
        for (uint64_t i = 0; i < n; i++)
            out[b * n + i] = (uint8_t)(in[i] >> (8 * b));
}

void chunk_shuffle(const void *source, uint64_t length, size_t value_size, void *target)
{
    if (value_size == 4) {
        shuffle4(source, length, target);
    } else if (value_size == 8) {
        shuffle8(source, length, target);
    } else {
        const uint8_t *in = source;
        uint8_t *out = target;
        for (size_t b = 0; b < value_size; b++)
            for (uint64_t i = 0; i < length; i++)
                out[b * length + i] = in[i * value_size + b];
    }
}

static void unshuffle4(const uint8_t *restrict in, uint64_t n, uint32_t *restrict out)
{
    for (uint64_t i = 0; i < n; i++)
        out[i] = in[i] | (uint32_t)in[n + i] << 8 | (uint32_t)in[2 * n + i] << 16 |
                 (uint32_t)in[3 * n + i] << 24;
}

static void unshuffle8(const uint8_t *restrict in, uint64_t n, uint64_t *restrict out)
{
    for (uint64_t i = 0; i < n; i++) {
        uint64_t value = 0;
        for (unsigned b = 0; b < 8; b++)
            value |= (uint64_t)in[b * n + i] << (8 * b);
        out[i] = value;
    }
}

void chunk_unshuffle(const void *source, uint64_t length, size_t value_size, void *target)
{
    if (value_size == 4) {
        unshuffle4(source, length, target);
    } else if (value_size == 8) {
        unshuffle8(source, length, target);
    } else {
        const uint8_t *in = source;
        uint8_t *out = target;
        for (size_t b = 0; b < value_size; b++)
            for (uint64_t i = 0; i < length; i++)
                out[i * value_size + b] = in[b * length + i];
    }
}

struct chunk_worker *chunk_worker_new(uint64_t values_max)
{
    struct chunk_worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL)
        return NULL;
    worker->values_max = values_max;
    worker->compressor = libdeflate_alloc_compressor(DEFLATE_LEVEL);
    worker->decompressor = libdeflate_alloc_decompressor();
    worker->converted = malloc(values_max * sizeof(uint64_t));
    worker->shuffled = malloc(values_max * sizeof(uint64_t));
    if (worker->compressor == NULL || worker->decompressor == NULL || worker->converted == NULL ||
        worker->shuffled == NULL) {
        chunk_worker_free(worker);
        return NULL;
    }
    return worker;
}

void chunk_worker_free(struct chunk_worker *worker)
{
    if (worker == NULL)
        return;
    if (worker->compressor != NULL)
        libdeflate_free_compressor(worker->compressor);
    if (worker->decompressor != NULL)
        libdeflate_free_decompressor(worker->decompressor);
    free(worker->converted);
    free(worker->shuffled);
    free(worker);
}

uint64_t chunk_stored_max(uint64_t values, size_t value_size)
{
    return values * value_size; /* what deflate cannot shorten is stored without it */
}

/* True if bytes are spread so evenly that deflate gains nothing on them: the sum of squares of
 * their counts is near the least that chance lets it be. */
static bool is_noise(const uint8_t *bytes, uint64_t length)
{
    enum { SAMPLE = 4096 };
    uint64_t n = length < SAMPLE ? length : SAMPLE, squares = 0;
    uint32_t count[256] = {0};
    for (uint64_t i = 0; i < n; i++)
        count[bytes[i]]++;
    for (int i = 0; i < 256; i++)
        squares += (uint64_t)count[i] * count[i];
    return n == SAMPLE && squares < n + n * n / 256 * 5 / 4;
}

/* A zlib stream (RFC 1950, 1951) that begins with `plain` bytes as they are, in stored blocks: the
 * last bytes of money are noise, over which deflate takes longest. 0: does not fit. */
static uint64_t compress_behind(struct chunk_worker *worker, const uint8_t *bytes, uint64_t length,
                                uint64_t plain, uint8_t *target, uint64_t room)
{
    enum { BLOCK_MOST = 65535, BLOCK_HEAD = 5, HEAD = 2, TAIL = 4 };
    uint64_t blocks = (plain + BLOCK_MOST - 1) / BLOCK_MOST;
    if (plain + blocks * BLOCK_HEAD + HEAD + TAIL >= room)
        return 0;
    uint8_t *out = target;
    *out++ = 0x78; /* deflate, 32 KB window; fastest; the two are a multiple of 31 */
    *out++ = 0x01;
    for (uint64_t at = 0; at < plain; at += BLOCK_MOST) {
        uint16_t size = (uint16_t)(plain - at < BLOCK_MOST ? plain - at : BLOCK_MOST);
        const uint16_t sizes[2] = {size, (uint16_t)~size};
        *out++ = 0; /* a stored block, not the last */
        memcpy(out, sizes, sizeof sizes);
        memcpy(out + sizeof sizes, bytes + at, size);
        out += sizeof sizes + size;
    }
    uint64_t left = room - (uint64_t)(out - target) - TAIL;
    uint64_t packed =
        libdeflate_deflate_compress(worker->compressor, bytes + plain, length - plain, out, left);
    if (packed == 0)
        return 0;
    out += packed;
    uint32_t sum = __builtin_bswap32(libdeflate_adler32(1, bytes, length));
    memcpy(out, &sum, TAIL);
    return (uint64_t)(out - target) + TAIL;
}

uint64_t chunk_pack(struct chunk_worker *worker, enum column_type type, int bits,
                    const void *source, uint64_t length, uint64_t values, void *target,
                    uint32_t *left_out)
{
    size_t size = column_type_size(chunk_stored_type(type, bits));
    chunk_convert(type, bits, source, length, worker->converted);
    memset((char *)worker->converted + length * size, 0, (values - length) * size);
    chunk_shuffle(worker->converted, values, size, worker->shuffled);

    uint64_t raw = values * size;
    *left_out = 0;
    uint64_t noise = 0;
    while (noise < size && is_noise((const uint8_t *)worker->shuffled + noise * values, values))
        noise++;
    uint64_t stored = compress_behind(worker, worker->shuffled, raw, noise * values, target, raw);
    if (stored == 0) { /* does not fit: not compressible */
        memcpy(target, worker->shuffled, raw);
        *left_out = CHUNK_NOT_DEFLATED;
        stored = raw;
    }
    return stored;
}

bool chunk_unpack(struct chunk_worker *worker, const void *stored, uint64_t stored_size,
                  uint32_t left_out, uint64_t values, size_t value_size, void *target)
{
    uint64_t raw = values * value_size;
    if (values > worker->values_max)
        return false;
    const void *shuffled = stored;
    if (left_out & CHUNK_NOT_DEFLATED) {
        if (stored_size != raw)
            return false;
    } else {
        if (libdeflate_zlib_decompress(worker->decompressor, stored, stored_size, worker->shuffled,
                                       raw, NULL) != LIBDEFLATE_SUCCESS)
            return false;
        shuffled = worker->shuffled;
    }
    if (left_out & CHUNK_NOT_SHUFFLED)
        memcpy(target, shuffled, raw);
    else
        chunk_unshuffle(shuffled, values, value_size, target);
    return true;
}
