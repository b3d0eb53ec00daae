# One place for warnings and for the flags that keep results the same bits everywhere:
# no contraction of a*b+c, no fast math. Warnings are errors unless KEIRETSU_WERROR is off.
option(KEIRETSU_WERROR "treat warnings as errors" ON)
add_library(keiretsu_warnings INTERFACE)
target_compile_options(keiretsu_warnings INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes -Wmissing-prototypes
  -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wformat=2
  -ffp-contract=off -fno-math-errno $<$<BOOL:${KEIRETSU_WERROR}>:-Werror>)
target_compile_definitions(keiretsu_warnings INTERFACE _GNU_SOURCE)
