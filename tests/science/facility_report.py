#!/usr/bin/env python3
"""Puts the results of ./dev facility into docs/the-deal.md and README.md: no figure there is typed.

usage: tests/science/facility_report.py [--check]      --check: only that every marker is known

Reads runs/facility/results.json, writes what stands between <!-- deal NAME --> and <!-- end -->,
and copies the pictures to docs/images/deal-NAME.png.
"""
import json
import re
import shutil
import sys

from runs import ROOT

PAGES = [ROOT / "docs" / "the-deal.md", ROOT / "README.md"]
FOLDER = ROOT / "runs" / "facility"
IMAGES = ROOT / "docs" / "images"
NONE = "*Not run with this version yet.*"
MINUS = "\N{MINUS SIGN}"
PACES = ["nothing", "candidates", "permits and customers", "examinations", "committees", "clock",
         "lenders' capital", "dollars", "building", "deadline"]


def number(value, digits=3, sign=False):
    if value is None:
        return "none"
    if abs(value) >= 1000:
        text = f"{value:+,.0f}" if sign else f"{value:,.0f}"
    else:
        text = f"{value:+.{digits}g}" if sign else f"{value:.{digits}g}"
    if "e" in text:  # too large or too small for so many digits
        places = 0 if abs(value) >= 1 else 4
        text = f"{value:+.{places}f}" if sign else f"{value:.{places}f}"
    return text.replace("-", MINUS)


def spread(values, digits=3, sign=False):
    if not values or values[0] is None:
        return "none"
    return f"{number(values[0], digits, sign)} ({number(values[1], digits, sign)} to " \
        f"{number(values[2], digits, sign)})"


def percent(figures, name):
    return spread([v if v is None else 100 * v for v in figures.get(name) or []], 2)


def picture(name, text):
    source = FOLDER / f"deal-{name}.png"
    if not source.exists():
        return []
    shutil.copyfile(source, IMAGES / f"deal-{name}.png")
    return ["", f"![{text}](images/deal-{name}.png)"]


def comparison(rows, figures=None):
    lines = ["| | unit | Japan | share of pairs above zero | United States | share |",
             "|---|---|---|---|---|---|"]
    for name, row in rows.items():
        if figures and name not in figures:
            continue
        cells = [f"{spread(row[code]['spread'], 3, True)} | {100 * row[code]['share_above']:.0f} %"
                 for code in ("JPN", "USA")]
        lines.append(f"| {row['meaning']} | {row['unit'].strip()} | {' | '.join(cells)} |")
    return lines


def main_of(results):
    return results.get("main") or None


def against(other):
    def section(results):
        main = main_of(results)
        return comparison(main[other]) if main else [NONE]
    return section


def summary(results):
    main = main_of(results)
    if not main:
        return [NONE]
    lines = [f"{main['pairs']} pairs of runs with the same chance, to 2035; mean and 5 to 95 %. Sources "
             f"{main['commit']}, {main['date']}.", "",
             "| real national income, sum to 2035 at 2 % | Japan, $ bn | Japan gains in | United "
             "States, $ bn | gain in |", "|---|---|---|---|---|"]
    for other, words in (("no-deal", "the deal against a tariff of 25 %"),
                         ("no-deal-15", "the deal against the same tariff without it"),
                         ("tariff", "15 instead of 25 %, no facility")):
        row = main[other]["income"]
        lines.append(f"| {words} | " + " | ".join(
            f"{spread(row[code]['spread'], 3, True)} | {100 * row[code]['share_above']:.0f} % of pairs"
            for code in ("JPN", "USA")) + " |")
    return lines


DEAL = [
    ("named", "named by notice, declined ones included, $ bn"),
    ("net_named", "the same without those declined, $ bn"),
    ("committed", "committed to those funded, cost of carrying, dearer work and overruns included, $ bn"),
    ("paid_out", "paid out, $ bn"), ("projects", "projects funded"), ("operating", "in operation"),
    ("failed", "failed"), ("declined", "declined by Japan"),
    ("weeks_snapped", "weeks in which the ceiling does not hold"),
    ("on_time", "finished on time, %"),
    ("delay", "mean delay, % of planned time"), ("overrun", "cash cost, % of the estimate, finished ones"),
    ("quality", "true return of what was funded, % a year of cost"),
    ("realised_return", "cash of plants at work, % a year of cost"),
    ("received_home", "received by Japan's side, $ bn"), ("received_host", "received by the US side, "
                                                           "less offtake, $ bn"),
    ("unpaid_interest", "agreed interest counted as income but not paid, at most, $ bn"),
    ("claims", "still owed to Japan's side at the end, $ bn"), ("lost", "written off, $ bn"),
    ("irr_home", "IRR of Japan's side, expected cash included, %"),
    ("irr_host", "IRR of the US side, expected cash included, %"),
    ("npv_home", "NPV of Japan's side at 4 %, $ bn"), ("npv_host", "NPV of the US side, $ bn"),
    ("npv_policy", "NPV of JBIC, $ bn"), ("irr_policy", "IRR of JBIC, %"),
    ("npv_state", "NPV of Japan's taxpayer, $ bn"),
    ("payback_year", "years from the start until Japan's side has back what it paid in"),
]


def deal_table(results):
    main = main_of(results)
    if not main:
        return [NONE]
    lines = ["| at the end of 2035 | mean (5 to 95 %) |", "|---|---|"]
    for name, words in DEAL:
        if name in main["deal"]:
            scale = 100 if ", %" in words else 1
            values = [v if v is None else scale * v for v in main["deal"][name]]
            lines.append(f"| {words} | {spread(values, 3)} |")
    return lines


def pace(results):
    main = main_of(results)
    if not main:
        return [NONE]
    lines = ["| | named, $ bn | signed | paid out |", "|---|---|---|---|"]
    for label, row in main["pace"]["dates"].items():
        lines.append(f"| {label} | " + " | ".join(spread(row[n]) for n in (
            "named", "committed", "paid_out")) + " |")
    lines += ["", "| quarter | what held the pace back (share of weeks and seeds) |", "|---|---|"]
    for year, quarter, counts in main["pace"]["causes"]:
        total = max(1, sum(counts))
        causes = sorted(((c, PACES[i]) for i, c in enumerate(counts) if c), reverse=True)
        lines.append(f"| {year} Q{quarter} | " + ", ".join(
            f"{name} {100 * c / total:.0f} %" for c, name in causes) + " |")
    return lines + picture("pace", "Named, signed and paid out, and the record")


def variants(results):
    rows = results.get("variants")
    if not rows:
        return [NONE]
    lines = ["| | against | Japan: income, $ bn | US: income, $ bn | Japan's state, $ bn | paid out | "
             "written off | realised return, % | on time, % | weeks at 25 % |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    for name, row in rows.items():
        e, d = row["effect"], row["deal"]
        lines.append(
            f"| `{name}` | {row['against']} | {spread(e['income']['JPN']['spread'], 2, True)} | "
            f"{spread(e['income']['USA']['spread'], 2, True)} | "
            f"{spread(e['taxpayer']['JPN']['spread'], 2, True)} | {spread(d['paid_out'], 3)} | "
            f"{spread(d['lost'], 2)} | {percent(d, 'realised_return')} | "
            f"{percent(d, 'on_time')} | {spread(d['weeks_snapped'], 2)} |")
    return lines + picture("variants", "Variants of the deal")


def hypotheses(results):
    rows = results.get("hypotheses")
    if not rows:
        return [NONE]
    lines = ["| expected | difference, mean (5 to 95 % of pairs) | 95 % range of the mean | unit | "
             "pairs | verdict |", "|---|---|---|---|---|---|"]
    for h in rows:
        lines.append(f"| {h['hypothesis']} | {spread(h['effect'], 3, True)} | "
                     f"{' to '.join(number(x, 3, True) for x in h['mean_range'])} | "
                     f"{h['unit']} | {h['pairs']} | {h['verdict']} |")
    return lines


SECTIONS = {
    "summary": summary, "no-deal": against("no-deal"), "no-deal-15": against("no-deal-15"),
    "tariff": against("tariff"), "facility": deal_table, "pace": pace, "variants": variants,
    "hypotheses": hypotheses,
    "gains": lambda r: picture("gains", "What the deal brings by year") or [NONE],
}


def main():
    path = FOLDER / "results.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    for page in PAGES:
        text = page.read_text()
        unknown = set(re.findall(r"<!-- deal (\S+) -->", text)) - set(SECTIONS)
        if unknown:
            sys.exit(f"facility_report: {page.name}: unknown markers {', '.join(sorted(unknown))}")
        if "--check" in sys.argv:
            continue

        def fill(found):
            return "\n".join([found[1], *SECTIONS[found[2]](results), "<!-- end -->"])

        page.write_text(re.sub(r"(<!-- deal (\S+) -->)\n.*?<!-- end -->", fill, text, flags=re.S))
        print(f"wrote {page.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
