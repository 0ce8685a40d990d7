# What every target of the project shares: the language, the floating-point contract, warnings, the include root.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()

option(PADDOCK_TESTS "Build the tests" ON)
option(PADDOCK_BENCH "Build the benchmarks" OFF)
# Of the others a folder is one unit of translation: a build from scratch takes a third of the time.
set(PADDOCK_APART "" CACHE STRING "Layers (sim, models, scenarios, tests) whose files are compiled one by one")
option(PADDOCK_WERROR "Treat warnings as errors (our own builds; never a user's)" OFF)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # It keeps no unit that uses precompiled headers unless it is told that their macros may be taken as they were.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
endif()

# Same bits from every compiler and level: no fused multiply-add behind our back, no value-changing mathematics.
add_library(paddock_options INTERFACE)
target_include_directories(paddock_options INTERFACE ${PROJECT_SOURCE_DIR})
# No packing of neighbouring scalars into vectors either: two words written one by one and read back as one vector stall
# the processor (docs/performance.md).
target_compile_options(paddock_options INTERFACE -ffp-contract=off -fno-tree-slp-vectorize)
# Designated initialisers leave out what stays at zero; g++ alone warns about that.
add_library(paddock_warnings INTERFACE)
target_compile_options(paddock_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wno-missing-field-initializers
                       $<$<NOT:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>>:-Wshadow>  # a neighbour's name shadows nothing
                       $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # g++ 12 sees overlaps in std::string where there are none
                       $<$<BOOL:${PADDOCK_WERROR}>:-Werror>)

# Each folder of a target is one unit of translation: a new file moves no other one to another unit, and a folder has no
# two things of one name. The headers that come after are those which many units include: they are parsed once, and a
# change of one compiles every unit.
function(paddock_folders_as_units target layer)
  if(layer IN_LIST PADDOCK_APART)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source OUTPUT_VARIABLE folder)
    cmake_path(GET folder PARENT_PATH folder)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    string(MAKE_C_IDENTIFIER ${folder} group)
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  if(ARGN)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    # What ccache asks for: a compiler that can read what it has preprocessed, and no time of day in its files.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
                           "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
  endif()
endfunction()

# One folder, one library with an alias: paddock_layer(sim) makes paddock_sim and paddock::sim of every source below it.
# After the name: the headers of paddock_folders_as_units().
function(paddock_layer name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  list(FILTER sources EXCLUDE REGEX "/scenarios/cli/main\\.cpp$")
  add_library(paddock_${name} STATIC ${sources})
  add_library(paddock::${name} ALIAS paddock_${name})
  paddock_folders_as_units(paddock_${name} ${name} ${ARGN})
  target_link_libraries(paddock_${name} PUBLIC paddock_options PRIVATE paddock_warnings)
endfunction()
