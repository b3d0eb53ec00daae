#!/usr/bin/env bash
# The same bits from gcc and clang: both build the program, run the default scenario past its
# disturbance, and must end with the same hash of the state.
#
# usage: long_compilers.sh SOURCE FOLDER       exit 77: one of the compilers is missing
set -euo pipefail
source=$1 folder=$2 hashes=()

for compiler in gcc clang; do
    if ! command -v "$compiler" >/dev/null; then
        echo "$compiler is not installed"
        exit 77
    fi
    build=$folder/$compiler
    mkdir -p "$build"
    if ! { cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_C_COMPILER="$compiler" -DKEIRETSU_VIEWER=OFF -DBUILD_TESTING=OFF &&
        cmake --build "$build" --target keiretsu; } >"$build.log" 2>&1; then
        tail -n 20 "$build.log"
        exit 1
    fi
    for step in week day; do
        hash=$("$build/keiretsu" run "$source/configs/baseline.yaml" --steps 60 --quiet --json \
            --set clock.step=$step --set 'events=[{kind: capacity_loss, start: 2025-01-20,
            weeks: 3, share: 0.3, region: TWN, industry: C26, recovery: exponential,
            recovery_weeks: 5}]' -o "$folder/$compiler-$step.h5" --force |
            sed -n 's/.*"state_hash": "\(.*\)".*/\1/p')
        echo "$compiler, 60 ${step}s: $hash"
        hashes+=("$hash")
    done
done

[ -n "${hashes[0]}" ] && [ "${hashes[0]}" = "${hashes[2]}" ] && [ "${hashes[1]}" = "${hashes[3]}" ]
