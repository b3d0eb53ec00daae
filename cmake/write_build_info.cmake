# Run by the target build_info, with HEADER, SOURCE_DIR, VERSION and FLAGS.
set(commit unknown)
find_program(GIT git)
if(GIT)
  # A clone that lies inside another repository must not report that one's commit.
  execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} rev-parse --show-toplevel
    OUTPUT_VARIABLE top OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  file(REAL_PATH "${SOURCE_DIR}" source)
  if(top STREQUAL source)
    execute_process(
      COMMAND ${GIT} -C ${SOURCE_DIR} describe --always --exclude=* --abbrev=12 --dirty=+
      RESULT_VARIABLE failed OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(NOT failed)
      set(commit ${described})
    endif()
  endif()
endif()

set(text "#define KEIRETSU_VERSION \"${VERSION}\"
#define KEIRETSU_COMMIT \"${commit}\"
#define KEIRETSU_FLAGS \"${FLAGS}\"
")
set(before "")
if(EXISTS ${HEADER})
  file(READ ${HEADER} before)
endif()
if(NOT text STREQUAL before)
  file(WRITE ${HEADER} "${text}")
endif()
