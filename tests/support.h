/* What every test includes: cmocka with the headers it needs, and a few assertions more. */
#ifndef KEIRETSU_TESTS_SUPPORT_H
#define KEIRETSU_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* cmocka calls these macros, of which the first is the name of a function of ours. Its _fail
 * leaves the test without saying so in its declaration. */
#undef fail
#undef fail_msg
#define fail_msg(...)                                                                              \
    do {                                                                                           \
        print_error(__VA_ARGS__);                                                                  \
        print_error("\n");                                                                         \
        _fail(__FILE__, __LINE__);                                                                 \
        __builtin_unreachable();                                                                   \
    } while (0)

#include <math.h>
#include <omp.h>
#include <stdbool.h>
#include <stdio.h>

#include "core/error.h"

/* Equal up to a part of the larger one. Not for comparing with zero. */
#define assert_close(a, b, relative) support_close((a), (b), (relative), __FILE__, __LINE__)

static inline void support_close(double a, double b, double relative, const char *file, int line)
{
    if (fabs(a - b) <= relative * fmax(fabs(a), fabs(b)))
        return;
    print_error("%.17g and %.17g differ by more than a part of %g\n", a, b, relative);
    _fail(file, line);
}

/* The call succeeds; if not, shows what it said in err, a struct error. */
#define assert_success(call, err)                                                                  \
    do {                                                                                           \
        if (!(call))                                                                               \
            fail_msg("%s", (err).text);                                                            \
    } while (0)

/* The numbers of threads for which results must be the same bits. */
static const int THREADS[] = {1, 2, 3, 8, 16};
enum { THREAD_CASES = sizeof THREADS / sizeof *THREADS };

#endif
