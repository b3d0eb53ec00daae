/* Scratch memory: alignment, marks, and a clear end when there is no more. */
#include "support.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/arena.h"

static struct arena arena_of(size_t capacity)
{
    struct arena arena;
    struct error err = {0};
    assert_success(arena_create(&arena, capacity, &err), err);
    return arena;
}

static void arrays_are_aligned_and_apart(void **unused)
{
    (void)unused;
    struct arena arena = arena_of(4096);
    char *a = arena_array(&arena, char, 65);
    double *b = arena_array(&arena, double, 3);
    int *none = arena_array(&arena, int, 0);
    int *c = arena_array(&arena, int, 1);
    assert_int_equal((uintptr_t)a % 64, 0);
    assert_int_equal((uintptr_t)b % 64, 0);
    assert_int_equal((uintptr_t)c % 64, 0);
    assert_non_null(none);
    memset(a, 1, 65);
    b[0] = b[1] = b[2] = 2;
    *c = 3;
    for (int i = 0; i < 65; i++)
        assert_int_equal(a[i], 1);
    assert_true(b[2] == 2);
    assert_int_equal(arena.used, 128 + 64 + 64);
    assert_int_equal(arena_size(1, 65) + arena_size(8, 3) + arena_size(4, 1), arena.used);
    arena_free(&arena);
}

static void reset_gives_back_what_came_after_the_mark(void **unused)
{
    (void)unused;
    struct arena arena = arena_of(1024);
    int *kept = arena_array(&arena, int, 4);
    kept[3] = 42;
    size_t mark = arena_mark(&arena);
    int *first = arena_array(&arena, int, 200);
    arena_reset(&arena, mark);
    int *second = arena_array(&arena, int, 200);
    assert_ptr_equal(first, second);
    arena_reset(&arena, mark);
    assert_int_equal(kept[3], 42);
    assert_int_equal(arena.used, 64);
    assert_int_equal(arena.peak, 64 + 832);
    arena_free(&arena);
}

static void the_whole_capacity_can_be_used(void **unused)
{
    (void)unused;
    struct arena arena = arena_of(3 * 64);
    for (int round = 0; round < 3; round++) {
        memset(arena_array(&arena, char, 3 * 64), 7, 3 * 64);
        arena_reset(&arena, 0);
    }
    arena_free(&arena);
    arena = arena_of(0);
    arena_array(&arena, double, 0);
    arena_free(&arena);
}

static void impossible_capacity_fails(void **unused)
{
    (void)unused;
    struct arena arena;
    struct error err = {0};
    assert_false(arena_create(&arena, SIZE_MAX / 2, &err));
    assert_int_equal(err.kind, ERROR_MEMORY);
    arena_free(&arena);
}

/* In a child process, with 960 of 1024 bytes left: how it ended, and what it said. */
static int end_of_taking(size_t size, size_t count, char *said, size_t length)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        struct arena arena;
        if (!arena_create(&arena, 1024, NULL))
            _exit(9);
        arena_take(&arena, 1, 64);
        arena_take(&arena, size, count);
        _exit(0);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], said, length - 1);
    said[got > 0 ? got : 0] = '\0';
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void too_much_aborts_with_the_sizes(void **unused)
{
    (void)unused;
    char said[512];
    int status = end_of_taking(8, 120, said, sizeof said);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);

    status = end_of_taking(8, 121, said, sizeof said);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_non_null(strstr(said, "121 x 8 bytes wanted, 960 of 1024 free"));

    status = end_of_taking(8, SIZE_MAX / 4, said, sizeof said); /* the product overflows */
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrays_are_aligned_and_apart),
        cmocka_unit_test(reset_gives_back_what_came_after_the_mark),
        cmocka_unit_test(the_whole_capacity_can_be_used),
        cmocka_unit_test(impossible_capacity_fails),
        cmocka_unit_test(too_much_aborts_with_the_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
