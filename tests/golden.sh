#!/usr/bin/env bash
# The pictures of tests/golden, which test_viz_golden compares with what the viewer draws.
#
# usage: tests/golden.sh [--update] [BUILD FOLDER]
#
# --update takes what is drawn now as right, where it differs; look at the pictures before you
# commit them (git diff --stat tests/golden). Without it they are compared only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
update=''
if [ "${1-}" = --update ]; then
    update=update
    shift
fi
build=${1-build/release}
[ -d "$build" ] || cmake --preset release >/dev/null
mkdir -p tests/golden
cmake --build "$build" --target test_viz_golden >/dev/null
(cd "$build/tests" && KEIRETSU_GOLDEN=$update ./test_viz_golden)
[ -z "$update" ] || du -ch tests/golden/*.png | tail -n 1
