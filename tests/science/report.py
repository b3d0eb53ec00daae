#!/usr/bin/env python3
"""Puts the results of ./dev science into docs/how-it-behaves.md: no figure there is typed.

usage: tests/science/report.py [--check]      --check: only that every marker is known

Reads runs/science/results.json, writes what stands between <!-- science NAME --> and
<!-- end -->, and copies the pictures to docs/images/behaviour-NAME.png.
"""
import json
import re
import shutil
import sys

import scenarios
from runs import ROOT

PAGE = ROOT / "docs" / "how-it-behaves.md"
FOLDER = ROOT / "runs" / "science"
IMAGES = ROOT / "docs" / "images"
LARGEST = 200_000  # bytes of a picture
NONE = "*Not run with this version yet.*"


def number(value, digits=3, sign=False):
    if value is None:
        return ""
    text = f"{value:+.{digits}g}" if sign else f"{value:.{digits}g}"
    if "e" in text:
        text = f"{value:+.0f}" if sign else f"{value:.0f}" if abs(value) >= 1 else f"{value:.1e}"
    return "0" if text in ("-0", "+0") else text.replace("-", "\N{MINUS SIGN}")


def picture(name, text):
    source = FOLDER / f"{name}.png"
    if not source.exists():
        return []
    if source.stat().st_size > LARGEST:
        sys.exit(f"report: {source} has more than {LARGEST} bytes")
    shutil.copyfile(source, IMAGES / f"behaviour-{name}.png")
    return ["", f"![{text}](images/behaviour-{name}.png)"]


def target_table(results, experiments):
    found = [r for r in results["targets"].values() if r["experiment"] in experiments]
    if not found:
        return [NONE]
    rows = ["| | what | published | here | 5 to 95 % | seeds | |", "|---|---|---|---|---|---|---|"]
    for r in found:
        span = f"{number(r['low'])} to {number(r['high'])}" if r["values"] else ""
        reason = f": {r['reason']}" if r["reason"] else ""
        unit = "" if r["unit"] == "1" else f" {r['unit']}"
        rows.append(f"| {r['name']} | {r['meaning']} | {r['published']}{unit} | {number(r['mean'])} "
                    f"| {span} | {len(r['values'])} | {r['verdict']}{reason} |")
    return rows


def sources(results):
    def family(name):  # P9 of "P9 C USA", else without the region
        return re.sub(r"^(P\d+) .*| (JPN|USA)$", r"\1", name)

    lines = sorted({(family(r["name"]), r["source"]) for r in results["targets"].values()},
                   key=lambda item: (not re.match(r"P\d", item[0]), len(item[0]), item))
    return [f"- {name}: {source}" for name, source in lines] or [NONE]


def shock_lines(results, name):
    shock = results["shocks"].get(name)
    if shock is None or not shock["pairs"]:
        return [NONE]
    prototype = scenarios.PROTOTYPE.get(name, {})
    rows = [f"{shock['pairs']} pairs of runs with the same seed; difference to the run without.", "",
            "| | GDP at the peak, % (week) | 5 to 95 % | year 1 | year 2 | last year | prices, % | "
            "unemployment, points | prototype |", "|---|---|---|---|---|---|---|---|---|"]
    effects = shock["effects"]
    for code, e in effects["real GDP"].items():
        rows.append(
            f"| {code} | {number(e['peak'], 2, True)} ({e['week']}) | {number(e['low'], 2, True)} to "
            f"{number(e['high'], 2, True)} | {number(e['year1'], 2, True)} | "
            f"{number(e['year2'], 2, True)} | {number(e['last'], 2, True)} | "
            f"{number(effects['consumer prices'][code]['peak'], 2, True)} | "
            f"{number(effects['unemployment'][code]['peak'], 2, True)} | "
            f"{prototype.get(code, '').replace('-', chr(0x2212))} |")
    if shock.get("most_hit"):
        worst = ", ".join(f"{h['region']} {h['industry']} {number(h['change'], 2, True)} %"
                          for h in shock["most_hit"][:6])
        rows += ["", f"Industries hit most, output of the half-year after the start: {worst}."]
    double = results["shocks"].get(f"{name}-twice")
    if double and double["pairs"]:
        parts = []
        for code in dict.fromkeys((scenarios.FOCUS.get(name, "JPN"), "JPN", "USA")):
            one, two = (r["effects"]["real GDP"][code]["peak"] for r in (shock, double))
            if abs(one) > 1e-6:
                parts.append(f"{code} {two / one:.1f}")
        rows += ["", f"Twice the shock over the shock, GDP at the peak: {', '.join(parts)}."]
    return rows + picture(f"shock-{name}", f"{name}: differences to the same world without it")


def scenario_sections(results):
    rows = []
    for name in scenarios.NAMES:
        path = ROOT / scenarios.path(name)
        if not path.exists():
            continue
        text = path.read_text()
        rows += ["", f"### {name}", ""]
        for key, words in (("question", "Asked"), ("expect", "Expected")):
            found = re.search(rf"^{key}:[ \t]*(?:>[ \t]*\n)?(.*\n(?:[ \t]+.*\n)*)", text, re.M)
            if found:
                rows += [f"*{words}*: {' '.join(found[1].split())}", ""]
        rows += shock_lines(results, name)
    return rows[1:] or ["*No scenarios are there yet.*"]


def pair(regions, digits=3):
    values = [regions.get(code, [None])[0] for code in ("JPN", "USA")]
    return " / ".join(number(v, digits) or "none" for v in values)


MEASURES = {"growth": "growth, %/year", "cycle": "sd of cycle of GDP, %",
            "investment": "sd of I over sd of GDP", "consumption": "correlation of C with GDP",
            "inflation": "inflation, %/year", "failures": "failures, %/year",
            "inflation_sd": "sd of inflation", "unemployment": "unemployment, %",
            "capital": "K/Y, end over start"}


def mechanism_table(results):
    base = results["mechanisms"].get("nothing")
    rows = ["| result | mechanism | switched off by | measure | with it, JPN / USA | without it |",
            "|---|---|---|---|---|---|"]
    for name, entry in results["mechanisms"].items():
        if name == "nothing" or base is None:
            continue
        settings = " ".join(f"`--set {setting}`" for setting in entry["settings"])
        measured = entry["measure"]
        rows.append(f"| {entry['result']} | {entry['mechanism']} | {settings} | {MEASURES[measured]}"
                    f" | {pair(base['summary'].get(measured, {}))} | "
                    f"{pair(entry['summary'].get(measured, {})) if entry['summary'] else 'no run'} |")
    return rows if len(rows) > 2 else [NONE]


def size_table(results):
    sizes = sorted(results["sizes"].items(), key=lambda item: int(item[0]))
    if not sizes:
        return [NONE]
    rows = ["| JPN / USA | " + " | ".join(f"{int(n):,} firms" for n, _ in sizes) + " |",
            "|---|" + "---|" * len(sizes)]
    for measured, label in MEASURES.items():
        cells = [pair(entry["summary"].get(measured, {})) for _, entry in sizes]
        if any(cell != "none / none" for cell in cells):
            rows.append(f"| {label} | " + " | ".join(cells) + " |")
    return rows + picture("size", "Main figures at different numbers of firms")


def what_was_run(results):
    if "commit" not in results:
        return [NONE]
    counts = {}
    for r in results["targets"].values():
        counts[r["verdict"]] = counts.get(r["verdict"], 0) + 1
    verdicts = ", ".join(f"{counts[v]} {v}" for v in ("met", "missed", "not measurable")
                         if v in counts)
    return [f"Results of {results['date']}, sources {results['commit']}. Targets: {verdicts}."] + \
        picture("scorecard", "Targets that have a band, and where the results lie")


SECTIONS = {
    "run": what_was_run,
    "baseline": lambda r: target_table(r, ("baseline", "trends-off")) + picture(
        "baseline", "Baseline of Japan and the United States") + picture(
        "baseline-regions", "Baseline of all regions"),
    "long": lambda r: target_table(r, ("long",)) + picture("long", "Thirty years, all regions") +
    picture("people", "Population, ages and labour force"),
    "cycles": lambda r: target_table(
        {"targets": {k: v for k, v in r["targets"].items() if not is_credit(k)}}, ("cycles",)) +
    picture("cycles", "Cycles, and correlations with output at leads and lags"),
    "credit": lambda r: target_table(
        {"targets": {k: v for k, v in r["targets"].items() if is_credit(k)}},
        ("cycles", "evergreening")) + picture("recessions", "Means around the troughs of output"),
    "firms": lambda r: target_table(r, ("firms", "network")) + picture("firms", "Firms"),
    "spending": lambda r: target_table(r, tuple(
        f"spending-{code}{end}" for code in ("JPN", "USA") for end in ("", "-fixed-rate"))),
    "scenarios": scenario_sections,
    "propagation": lambda r: target_table(r, ("taiwan-shock",)),
    "size": size_table,
    "mechanisms": mechanism_table,
    "sources": sources,
}


def is_credit(name):
    return name.startswith(("P18", "defaults", "losses", "evergreening"))


def main():
    text = PAGE.read_text()
    unknown = set(re.findall(r"<!-- science (\S+) -->", text)) ^ set(SECTIONS)
    if unknown:
        sys.exit(f"report: markers and sections differ: {', '.join(sorted(unknown))}")
    if "--check" in sys.argv:
        return
    path = FOLDER / "results.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    for section in ("targets", "shocks", "mechanisms", "sizes"):
        results.setdefault(section, {})

    def fill(found):
        lines = SECTIONS[found[2]](results)
        if lines and lines[0] == NONE:  # no picture of an earlier version
            lines = [NONE]
        return "\n".join([found[1], *lines, "<!-- end -->"])

    text = re.sub(r"(<!-- science (\S+) -->)\n.*?<!-- end -->", fill, text, flags=re.S)
    PAGE.write_text(text)
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
