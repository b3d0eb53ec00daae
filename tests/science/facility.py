#!/usr/bin/env python3
"""The deal against the world without it, in paired runs: ./dev facility.

    --seeds N      seeds of the main comparison (20); variants take --variant-seeds (8)
    --firms N      firms (20000; variants 5000)
    --only NAME    scenarios to run, separated by commas (all)
    --no-plots     figures only

Every scenario is compared with configs/no-deal.yaml and configs/no-deal-15.yaml of the same seed,
which draw the same chance. Writes runs/facility/results.json and runs/facility/*.png;
tests/science/report.py puts them into docs/the-deal.md. What was run is kept, as with science.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import time

import numpy as np

import facility_measures as fm
import facility_plots
from runs import ROOT, Runner, Spec

FOLDER = ROOT / "runs" / "facility"
YEARS = 11  # 2025 to 2035
MAIN = ["framework"]
WITHOUT = ["no-deal", "no-deal-15"]
VARIANTS = ["weak-oversight", "quality-first", "on-time", "stretched-2035", "all-grants",
            "half-size", "double-size", "ai-bust", "rate-shock-deal"]
# What a variant is compared with beside the worlds without the deal.
PAIRED = {"ai-bust": "ai-bust-no-deal", "rate-shock-deal": "rate-shock-no-deal"}


def arguments():
    parser = argparse.ArgumentParser(prog="./dev facility", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help=argparse.SUPPRESS)
    parser.add_argument("--seeds", type=int, default=20, metavar="N")
    parser.add_argument("--variant-seeds", type=int, default=8, metavar="N")
    parser.add_argument("--firms", type=int, default=20000, metavar="N")
    parser.add_argument("--variant-firms", type=int, default=5000, metavar="N")
    parser.add_argument("--only", default="", metavar="NAME,...")
    parser.add_argument("--no-plots", action="store_true")
    return parser.parse_args()


def path(name):
    return f"configs/{name}.yaml"


def exists(name):
    return (ROOT / path(name)).exists()


def specs(name, firms, seeds):
    return [Spec(path(name), firms, YEARS, seed) for seed in range(1, seeds + 1)]


def plan(options):
    """{scenario: specs}; the main comparison, and variants in a smaller world."""
    wanted = {name.strip() for name in options.only.split(",") if name.strip()}
    found = {}
    if not wanted or wanted & set(MAIN + WITHOUT):
        for name in MAIN + WITHOUT:
            found[name, "main"] = specs(name, options.firms, options.seeds)
    variants = [n for n in VARIANTS if exists(n) and (not wanted or n in wanted)]
    if variants:
        others = [PAIRED[n] for n in variants if n in PAIRED and exists(PAIRED[n])]
        for name in dict.fromkeys(MAIN + WITHOUT + variants + others):
            found[name, "variant"] = specs(name, options.variant_firms, options.variant_seeds)
    return found


def open_all(runner, found):
    return {key: [runner.open(spec) for spec in group if spec not in runner.failures]
            for key, group in found.items()}


def main():
    options = arguments()
    found = plan(options)
    runner = Runner(options.program, FOLDER)
    try:
        runner.make_all([spec for group in found.values() for spec in group])
    except KeyboardInterrupt:
        print("facility: interrupted; call again to go on", file=sys.stderr)
        return 130
    for reason in sorted(set(runner.failures.values())):
        print(f"refused: {reason}", file=sys.stderr)
    if runner.failures:
        return 1
    runs = open_all(runner, found)
    results = json.loads((FOLDER / "results.json").read_text()) \
        if (FOLDER / "results.json").exists() else {}
    commit = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, text=True,
                            capture_output=True).stdout.strip()
    stamp = {"date": time.strftime("%Y-%m-%d"), "commit": commit}
    if ("framework", "main") in runs:
        results["main"] = {**fm.main_results(runs), **stamp}
    if any(kind == "variant" for _, kind in runs):
        results["variants"] = {**results.get("variants", {}),
                               **fm.variant_results(runs, MAIN + VARIANTS, PAIRED)}
        results["hypotheses"] = fm.hypotheses(runs, PAIRED)
        results["variant_stamp"] = stamp
    (FOLDER / "results.json").write_text(json.dumps(results, indent=1))
    fm.print_results(results)
    if not options.no_plots:
        for name in facility_plots.draw_all(runs, FOLDER):
            print(pathlib.Path(name).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
