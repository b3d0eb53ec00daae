# add_build_info(TARGET SOURCE)
#
# Gives one source file the macros KEIRETSU_VERSION, KEIRETSU_COMMIT and KEIRETSU_FLAGS, in a
# header that is rewritten before every build, and only if something changed: a commit need not
# run CMake again, and costs one file to compile. Without git, or outside a clone of this project,
# the commit is "unknown".
function(add_build_info target source)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  get_target_property(options keiretsu_warnings INTERFACE_COMPILE_OPTIONS)
  list(FILTER options INCLUDE REGEX "^-f")
  get_directory_property(directory_options COMPILE_OPTIONS)
  list(JOIN directory_options " " directory_options)
  list(JOIN options " " options)
  string(STRIP "${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_${type}} ${directory_options} ${options} ${OpenMP_C_FLAGS}" flags)
  string(REGEX REPLACE "  +" " " flags "${flags}")
  set(header ${PROJECT_BINARY_DIR}/build_info.h)
  add_custom_target(build_info BYPRODUCTS ${header}
    COMMAND ${CMAKE_COMMAND} -D HEADER=${header} -D SOURCE_DIR=${PROJECT_SOURCE_DIR}
            -D VERSION=${PROJECT_VERSION} -D "FLAGS=${flags}"
            -P ${PROJECT_SOURCE_DIR}/cmake/write_build_info.cmake
    COMMENT "" VERBATIM)
  add_dependencies(${target} build_info)
  set_property(SOURCE ${source} APPEND PROPERTY COMPILE_OPTIONS -include ${header})
  set_property(SOURCE ${source} APPEND PROPERTY OBJECT_DEPENDS ${header})
endfunction()
