# Proves that header self-sufficiency is looked at: builds a one-layer project with a header that leans on its includer,
# expects the compiler to refuse it by name, adds the include and expects success.
file(REMOVE_RECURSE ${WORK})
file(WRITE ${WORK}/CMakeLists.txt "cmake_minimum_required(VERSION 3.25)
project(planted LANGUAGES CXX)
include(${FROM}/cmake/options.cmake)
add_subdirectory(sim)
")
file(WRITE ${WORK}/sim/CMakeLists.txt "paddock_layer(sim)\n")
file(WRITE ${WORK}/sim/leaning.cpp "#include <string>\n\n#include \"sim/leaning.hpp\"\n")

function(verify include result output)
  file(WRITE ${WORK}/sim/leaning.hpp "#pragma once\n${include}inline std::string name() { return {}; }\n")
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${WORK} -B ${WORK}/build -G Ninja -D CMAKE_CXX_COMPILER=${CXX}
                  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/build RESULT_VARIABLE plain OUTPUT_VARIABLE out)
  if(plain)
    message(FATAL_ERROR "the planted project does not build at all:\n${out}")
  endif()
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/build --target paddock_sim_verify_interface_header_sets
                  RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE out)
  set(${result} ${status} PARENT_SCOPE)
  set(${output} "${out}" PARENT_SCOPE)
endfunction()

verify("" status out)
if(NOT status OR NOT out MATCHES "leaning\\.hpp:2")
  message(FATAL_ERROR "a header without its include was accepted, or not named:\n${out}")
endif()
verify("#include <string>\n" status out)
if(status)
  message(FATAL_ERROR "a header with its include was refused:\n${out}")
endif()
