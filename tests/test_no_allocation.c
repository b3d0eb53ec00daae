/* Nothing is allocated inside a step: every call of the allocator is counted. */
#include "support.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "sim/simulation.h"

/* Sanitizers bring an allocator of their own: there this test has nothing to count. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

#ifdef SANITIZED
int main(void)
{
    return 0;
}
#else

static atomic_long calls;

/* These stand before the library's functions of the same name. */
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
    atomic_fetch_add(&calls, 1);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    atomic_fetch_add(&calls, 1);
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    atomic_fetch_add(&calls, 1);
    return __libc_realloc(old, size);
}

static long calls_in_steps(const char *path)
{
    struct error err = {0};
    struct scenario *scenario = calloc(1, sizeof *scenario);
    const struct scenario_setting settings[] = {
        {"--set", "population.firms", "3000"},
        {"--set", "clock.start", "2025-12-01"}, /* the disturbance comes in the sixth week */
    };
    struct scenario_options options = {.settings = settings, .setting_count = 2};
    struct simulation *simulation = NULL;
    if (!scenario_read(scenario, path, &options, &err) ||
        !simulation_create(&simulation, scenario, &(struct simulation_options){.threads = 2}, &err))
        fail_msg("%s", err.text);
    assert_true(simulation_step(simulation, &err)); /* the team of threads starts here */
    long before = atomic_load(&calls);
    for (int step = 0; step < 20; step++)
        assert_true(simulation_step(simulation, &err));
    long after = atomic_load(&calls);
    simulation_free(simulation);
    scenario_free(scenario);
    free(scenario);
    return after - before;
}

static void steps_do_not_allocate(void **state)
{
    (void)state;
    long before = atomic_load(&calls);
    free(malloc(1));
    assert_true(atomic_load(&calls) > before); /* the counter counts */
    assert_int_equal(calls_in_steps(SOURCE_DIR "/configs/fixed-point.yaml"), 0);
    assert_int_equal(calls_in_steps(SOURCE_DIR "/configs/still-disturbed.yaml"), 0);
    assert_int_equal(calls_in_steps(SOURCE_DIR "/configs/baseline.yaml"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(steps_do_not_allocate)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#endif
