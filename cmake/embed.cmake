# embed_files(TARGET NAME FILE...)
#
# Makes the files part of the target: NAME.c, made in the build folder, has their bytes. Each file
# is a struct embedded_file (viz/embedded.h) named after it: Inter-Regular.otf is Inter_Regular_otf.
function(embed_files target name)
  set(output ${PROJECT_BINARY_DIR}/${name}.c)
  set(script ${PROJECT_SOURCE_DIR}/cmake/write_embedded.cmake)
  list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/ OUTPUT_VARIABLE files)
  list(JOIN files "|" joined)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D OUTPUT=${output} -D "FILES=${joined}" -P ${script}
    DEPENDS ${files} ${script} COMMENT "Embedding ${name}" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
