#!/usr/bin/env bash
# ./dev on machines that are only pretended: tools of our own stand first in PATH, and a copy of ./dev in an empty tree.
set -uo pipefail
source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/tree/build/release/scenarios"
cp "$source/dev" "$source/CMakePresets.json" "$work/tree/"
printf 'ID=debian\nVERSION_ID=12\n' >"$work/debian12"
printf 'ID=fedora\nVERSION_ID=41\n' >"$work/fedora"

tool() { printf '#!/bin/bash\n%s\n' "$2" >"$work/bin/$1"; chmod +x "$work/bin/$1"; }
log='echo "$(basename "$0") $*" >>"$WORK/log"'
tool dpkg-query 'for p in "${@:4}"; do grep -qx "$p" "$WORK/installed" && printf "installed:%s " "$p"; done; exit 1'
tool apt-get "$log"'; case " $* " in *" install "*) for p; do echo "$p"; done >>"$WORK/installed" ;; esac'
tool id 'echo "$FAKE_UID"'
tool cmake "$log"'
if [ "$1" = --version ]; then echo "cmake version 3.20.1"; exit; fi
if [ "$1" = --preset ]; then mkdir -p "build/$2"; touch "build/$2/build.ninja"; fi'
tool ctest "$log"'; exit 8'
tool sudo "$log"'; "$@"'
printf '#!/bin/bash\necho "paddock $*"\nexit 4\n' >"$work/tree/build/release/scenarios/paddock"
chmod +x "$work/tree/build/release/scenarios/paddock"

failures=0
# expect STATUS TEXT: the last call ended so and printed this (a fixed string) on one of its streams or in the log of tools.
expect() {
  [ "$status" = "$1" ] || { echo "FAIL: exit $status, expected $1: $called"; failures=$((failures + 1)); }
  grep -qF -- "$2" "$work/out" "$work/log" || { echo "FAIL: not said: $2: $called"; cat "$work/out" "$work/log"; failures=$((failures + 1)); }
}
never() { ! grep -qF -- "$1" "$work/out" "$work/log" || { echo "FAIL: said: $1: $called"; failures=$((failures + 1)); }; }
call() {  # SYSTEM UID ARG ...
  called="$*"
  : >"$work/log"
  status=0
  WORK=$work FAKE_UID=$2 PADDOCK_OS_RELEASE=$work/$1 PADDOCK_JOBS=3 PATH=$work/bin:$PATH \
    bash "$work/tree/dev" "${@:3}" >"$work/out" 2>&1 </dev/null || status=$?
}

answer() {  # ANSWER, typed at a terminal by somebody who may use sudo
  called="answered $1"
  : >"$work/log"
  status=0
  WORK=$work FAKE_UID=1000 PADDOCK_OS_RELEASE=$work/debian12 PADDOCK_JOBS=3 PATH=$work/bin:$PATH \
    script -qec "bash '$work/tree/dev' run zone-loss" /dev/null >"$work/out" 2>&1 <<<"$1" || status=$?
}

: >"$work/installed"
if ! script -qec true /dev/null >/dev/null 2>&1 </dev/null; then  # some containers have no pseudo-terminals
  echo "not tried, as no terminal can be made here: the question before sudo"
else
  answer n
  expect 2 "Install them with: sudo apt-get install --no-install-recommends g++"
  expect 2 "Not installed."
  never "sudo env"
  answer y
  expect 4 "sudo env DEBIAN_FRONTEND=noninteractive apt-get"
  expect 4 "paddock run zone-loss"
fi

: >"$work/installed"
rm -f "$work/tree/build/release/build.ninja"
call debian12 1000 run zone-loss
expect 2 "Missing packages: g++ cmake ninja-build ccache"
expect 2 "  apt-get update && apt-get install --no-install-recommends g++ cmake"
never "install -y"

call debian12 0 run zone-loss --seed 7
expect 4 "paddock run zone-loss --seed 7"
expect 4 "install -y --no-install-recommends g++ cmake"
expect 4 "cmake --preset release -DPADDOCK_WERROR=OFF"
expect 4 "--build $work/tree/build/release -j 3 --target paddock"
never "gtest"
never "qt"

call debian12 0 run zone-loss
expect 4 "paddock run zone-loss"
never "apt-get"
never "cmake --preset"

call debian12 0 test -R layering
expect 8 "Missing packages: libgtest-dev libgmock-dev librapidcheck-dev libvalijson-dev"
expect 8 "ctest --test-dir $work/tree/build/dev --output-on-failure -j 3 -R layering"
never "qt"

call fedora 1000 run zone-loss
expect 2 "This is not Debian 12"
expect 2 "cmake 3.25 or newer (cmake.org); found 3.20.1"
never "apt-get"
CMAKE_PREFIX_PATH='' CXX="$work/bin/none" call fedora 1000 run zone-loss
expect 2 "Missing:"

call debian12 0 dance
expect 2 "Not a command of ./dev: dance"
call debian12 0 help
expect 0 "./dev run SCENARIO"

[ "$failures" = 0 ] && echo "dev: as it should be on every pretended machine"
exit "$((failures > 0))"
