# add_layer(NAME FOLDER [DEPENDS TARGET...] [EXCEPT FILE...])
#
# The library keiretsu_NAME of all C files in the folder. Each layer is included by its name
# ("agents/firm.h"), and sees only the layers that it may depend on: a symbolic link per layer,
# in an include folder of its own, makes any other include fail to compile.
function(add_layer name folder)
  cmake_parse_arguments(LAYER "" "" "DEPENDS;EXCEPT" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.c)
  foreach(file ${LAYER_EXCEPT})
    list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/${folder}/${file})
  endforeach()
  set(root ${PROJECT_BINARY_DIR}/include/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${folder} ${root}/${name} SYMBOLIC)
  add_library(keiretsu_${name} STATIC ${sources})
  target_include_directories(keiretsu_${name} PUBLIC ${root})
  target_link_libraries(keiretsu_${name} PUBLIC ${LAYER_DEPENDS} keiretsu_warnings OpenMP::OpenMP_C m)
endfunction()
