# Proves that header self-sufficiency is looked at: builds a one-layer project with a header that leans on its includer,
# expects the compiler to refuse it by name, adds the include and expects success.
file(REMOVE_RECURSE ${WORK})
file(WRITE ${WORK}/CMakeLists.txt "cmake_minimum_required(VERSION 3.25)
project(planted LANGUAGES CXX)
include(${FROM}/cmake/options.cmake)
add_subdirectory(sim)
include(${FROM}/tests/house/headers.cmake)
paddock_headers_alone(headers_alone sim)
target_link_libraries(headers_alone PRIVATE paddock_options)
")
file(WRITE ${WORK}/sim/CMakeLists.txt "paddock_layer(sim)\n")
file(WRITE ${WORK}/sim/leaning.cpp "#include <string>\n\n#include \"sim/leaning.hpp\"\n")
file(WRITE ${WORK}/sim/strings.hpp "#pragma once\n#include <string>\n")  # nobody includes it: it may stand above nobody
file(WRITE ${WORK}/sim/above.hpp "#pragma once\n#include <vector>\n")
file(WRITE ${WORK}/sim/below.hpp "#pragma once\n#include <string>\n#include \"sim/leaning.hpp\"\n")

function(verify include result output)
  file(WRITE ${WORK}/sim/leaning.hpp "#pragma once\n${include}inline std::string name() { return {}; }\n")
  execute_process(COMMAND ${CMAKE_COMMAND} -S ${WORK} -B ${WORK}/build -G Ninja -D CMAKE_CXX_COMPILER=${CXX}
                  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/build RESULT_VARIABLE plain OUTPUT_VARIABLE out)
  if(plain)
    message(FATAL_ERROR "the planted project does not build at all:\n${out}")
  endif()
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/build --target headers_alone
                  RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE out)
  set(${result} ${status} PARENT_SCOPE)
  set(${output} "${out}" PARENT_SCOPE)
endfunction()

# The second stands in a unit between two other headers, of which the lower one has <string> before it includes anything.
foreach(include "" "#include \"sim/above.hpp\"\n")
  verify("${include}" status out)
  if(NOT status OR NOT out MATCHES "leaning\\.hpp:[23]")
    message(FATAL_ERROR "a header without its include was accepted, or not named:\n${out}")
  endif()
endforeach()
verify("#include <string>\n" status out)
if(status)
  message(FATAL_ERROR "a header with its include was refused:\n${out}")
endif()
