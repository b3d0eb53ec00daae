# Which processor to compile for. x86-64-v3 (AVX2; Intel and AMD since about 2015) where both the
# compiler and this machine know it, else whatever the compiler does by default. Results are the
# same bits either way, because multiplications and additions are never contracted
# (cmake/warnings.cmake).
include(CheckCCompilerFlag)
include(CheckCSourceRuns)

set(default_march portable)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  check_c_compiler_flag(-march=x86-64-v3 COMPILER_KNOWS_X86_64_V3)
  if(COMPILER_KNOWS_X86_64_V3 AND NOT CMAKE_CROSSCOMPILING)
    check_c_source_runs("int main(void)
      { return !(__builtin_cpu_supports(\"avx2\") && __builtin_cpu_supports(\"fma\")
                 && __builtin_cpu_supports(\"bmi2\")); }" PROCESSOR_IS_X86_64_V3)
    if(PROCESSOR_IS_X86_64_V3)
      set(default_march x86-64-v3)
    endif()
  endif()
endif()
set(KEIRETSU_MARCH ${default_march} CACHE STRING
  "processor to compile for, as -march says it; 'portable' for the compiler's default")
if(NOT KEIRETSU_MARCH STREQUAL "portable" AND NOT KEIRETSU_MARCH STREQUAL "")
  add_compile_options(-march=${KEIRETSU_MARCH})
endif()
message(STATUS "Processor: ${KEIRETSU_MARCH}")
