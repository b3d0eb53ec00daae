#!/usr/bin/env bash
# Measures this machine: memory bandwidth, then the default scenario at its default size and at
# a million firms, phase by phase, and the viewer on their files. Run files go to a folder that is
# removed at the end.
#
# usage: bench.sh BUILD_FOLDER [OPTIONS of keiretsu run]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The phases of a run, slowest first. Without python, the JSON as it is.
show() { # JSON_FILE
    if ! command -v python3 >/dev/null; then
        cat "$1"
        return
    fi
    python3 - "$1" <<'PYTHON'
import json, sys

with open(sys.argv[1]) as file:
    run = json.load(file)


def seconds_of(phase):
    """A phase is [name, seconds], or an object with these two."""
    return (phase["name"], phase["seconds"]) if isinstance(phase, dict) else tuple(phase[:2])


steps, step_seconds = max(run["steps"], 1), run["step_seconds"]
print(f"  {run['firms']:,} firms, {run['links']:,} links, {run['households']:,} households, "
      f"{run['steps']} steps, {run['threads']} threads")
print(f"  set-up {run['setup_seconds']:.2f} s, steps {step_seconds:.2f} s "
      f"({1000 * step_seconds / steps:.2f} ms each), output {run['output_seconds']:.2f} s, "
      f"in all {run['wall_seconds']:.2f} s; {run['peak_rss_bytes'] / 2**20:.0f} MB")
print(f"  {'phase':<28}{'s':>9}{'ms a step':>12}{'share':>8}")
for name, seconds in sorted(map(seconds_of, run["phases"]), key=lambda phase: -phase[1]):
    share = seconds / step_seconds if step_seconds > 0 else 0
    print(f"  {name:<28}{seconds:>9.3f}{1000 * seconds / steps:>12.3f}{100 * share:>7.1f}%")
PYTHON
}

measure() { # TITLE [OPTIONS of keiretsu run]
    printf '\n%s\n' "$1"
    "$build/keiretsu" run configs/baseline.yaml --json --quiet -o "$folder/run.h5" --force \
        "${@:2}" >"$folder/run.json"
    show "$folder/run.json"
    # The viewer on the same file, where it is built: it needs no display.
    [ ! -x "$build/tests/bench_viewer" ] || "$build/tests/bench_viewer" "$folder/run.h5"
}

"$build/tests/bench_stream"
measure "default size" "$@"
measure "a million firms, 8 steps" --firms 1000000 --steps 8 "$@"
