#!/usr/bin/env python3
"""Compares results with published facts, and draws them: ./dev science.

    --quick        few seeds, small and short runs
    --only NAME    one experiment, scenario or target (several times, or separated by commas)
    --seeds N      seeds of every experiment
    --firms N      firms of every experiment
    --years N      years of every experiment
    --set KEY=V    a setting of every run, as in keiretsu run --set (several times)
    --list         names of experiments and targets, without running
    --no-plots     targets only

Writes runs/science/results.json and runs/science/*.png. What was run before with the same
sources, scenario and settings is not run again, so it can be interrupted and called again.
tests/science/report.py puts the results into docs/how-it-behaves.md.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import time

import experiments
import plots
import shocks
import targets
from runs import ROOT, Runner

FOLDER = ROOT / "runs" / "science"


def arguments():
    parser = argparse.ArgumentParser(prog="./dev science", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    for name in ("seeds", "firms", "years"):
        parser.add_argument(f"--{name}", type=int, default=0, metavar="N")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--no-plots", action="store_true")
    return parser.parse_args()


def chosen(only, plan):
    """Experiments to run and targets to print."""
    names = [name.strip() for text in only for name in text.split(",")]
    if not names:
        return set(plan), targets.TARGETS
    listed, wanted = set(), []
    for name in names:
        experiments_found = {key for key in plan if key == name or
                             key.startswith((f"{name}-", f"without-{name}"))}
        found = [t for t in targets.TARGETS if t.experiment in experiments_found or
                 t.name == name or t.name.startswith(f"{name} ")]
        if not experiments_found and not found:
            sys.exit(f"science: there is no experiment or target '{name}' (--list names all)")
        listed |= experiments_found | {t.experiment for t in found}
        wanted += [t for t in found if t not in wanted]
    if any(name.startswith("without-") for name in listed):
        listed.add("without-nothing")
    return listed & set(plan), wanted


def number(value):
    if value is None:
        return "-"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def print_results(results):
    width = max(len(r["name"]) for r in results)
    print(f"\n{'target':{width}}  {'published':>24}  {'measured':>9}  {'5 to 95 %':>17}  n   verdict")
    for r in results:
        interval = f"{number(r['low'])} to {number(r['high'])}" if r["values"] else "-"
        print(f"{r['name']:{width}}  {r['published'][:24]:>24}  {number(r['mean']):>9}  "
              f"{interval:>17}  {len(r['values']):<3} {r['verdict']}"
              f"{': ' + r['reason'] if r['reason'] else ''}")
    counts = {v: sum(r["verdict"] == v for r in results)
              for v in ("met", "missed", "not measurable")}
    print(f"\n{counts['met']} met, {counts['missed']} missed, {counts['not measurable']} not "
          "measurable")


def save(results, shock_results, mechanisms, size):
    """Results of experiments that were not run this time stay."""
    path = FOLDER / "results.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    commit = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, text=True,
                            capture_output=True).stdout.strip()
    stamp = {"date": time.strftime("%Y-%m-%d"), "commit": commit}
    for section, new in (("targets", {r["name"]: r for r in results}), ("shocks", shock_results),
                         ("mechanisms", mechanisms), ("sizes", size)):
        section_kept = kept.setdefault(section, {})
        for name, value in new.items():
            section_kept[name] = {**value, **stamp}
    kept.update(stamp)
    path.write_text(json.dumps(kept, indent=1))
    return kept


def main():
    options = arguments()
    plan = experiments.build(experiments.Size(options.quick, options.seeds, options.firms,
                                              options.years, tuple(options.set)))
    if options.list:
        for name, units in plan.items():
            print(f"{name:34} {sum(len(unit) for unit in units)} runs")
        print("\n" + "\n".join(f"{t.name:34} {t.meaning}" for t in targets.TARGETS))
        return 0
    names, wanted = chosen(options.only, plan)
    runner = Runner(options.program, FOLDER)
    units = {name: plan[name] for name in plan if name in names}
    try:
        runner.make_all([spec for group in units.values() for unit in group for spec in unit])
    except KeyboardInterrupt:
        print("science: interrupted; call again to go on", file=sys.stderr)
        return 130
    results = [targets.evaluate(t, plan.get(t.experiment, []), runner) for t in wanted
               if t.experiment in names or t.experiment not in plan]
    if results:
        print_results(results)
    shock_results = shocks.measure_all(units, runner)
    shocks.print_all(shock_results)
    mechanisms = shocks.mechanisms(units, runner)
    sizes = shocks.sizes(units, runner)
    shocks.print_tables(mechanisms, sizes)
    kept = save(results, shock_results, mechanisms, sizes)
    if not options.no_plots:
        plots.scorecard(list(kept["targets"].values()), FOLDER / "scorecard.png")
        for path in plots.draw_all(units, runner, FOLDER):
            print(pathlib.Path(path).relative_to(ROOT))
    for reason in sorted(set(runner.failures.values())):
        print(f"refused: {reason}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
