#!/usr/bin/env python3
"""Fills in the tables of the manual that follow from declarations in the source.

usage: docs/tables.py [--check]      from the root of the repository; --check only compares

A page holds markers, and this script writes what stands between them:

    <!-- parameters rules.build_time rules.loan_lag -->   agents/parameters.def
    <!-- phases -->                                       sim/phases.c
    <!-- identities -->                                   agents/identities.def
    <!-- columns -->                                      agents/tables.def and a .def for each table
    <!-- end -->
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
STRING = r'"((?:[^"\\]|\\.)*)"'


def source(name):
    return (ROOT / name).read_text()


def joined(text):
    """What adjacent C string literals say together."""
    return "".join(re.findall(STRING, text)).replace('\\"', '"')


def parameters(keys):
    found = {}
    pattern = rf"PARAMETER\((\w*), (\w+), \w+, {STRING}, [^,]+, [^,]+, {STRING}, {STRING}, {STRING}\)"
    for section, name, default, unit, where, meaning in re.findall(
        pattern, source("agents/parameters.def")
    ):
        found[f"{section}.{name}" if section else name] = (default, unit, meaning, where)
    rows = ["| key | default | meaning | source |", "|---|---|---|---|"]
    for key in keys:
        default, unit, meaning, where = found[key]
        unit = "" if unit in ("1", "") or "|" in unit else " " + unit
        rows.append(f"| `{key}` | {default}{unit} | {meaning} | {where} |")
    return rows


def phases(_):
    text = source("sim/phases.c")
    text = text[text.index("phase_list[] = {") : text.index("phase_count")]
    rows = ["| | phase | what happens |", "|---|---|---|"]
    starts = list(re.finditer(r'\n    \{"([a-z ]+)", \w+,', text))
    for number, start in enumerate(starts, 1):
        end = starts[number].start() if number < len(starts) else len(text)
        # The last strings before the brace, which may be one in several literals.
        last = re.search(r'((?:"[^"]*"\s*)+)\},', text[start.end() : end])
        literals = re.findall(r'"([^"]*)"', last[1])
        rows.append(f"| {number} | {start[1]} | {''.join(literals)} |")
    return rows


SECTORS = dict(re.findall(rf"SECTOR\((\w+), {STRING}\)", source("agents/sector.def")))
FLOWS = {
    name: label
    for name, label in re.findall(rf"TRANSACTION\((\w+), {STRING}", source("agents/transaction.def"))
}
GROUPS = {
    "BANK": "bank", "REGION": "region", "WORLD": "world", "FIRM": "firm", "CELL": "cell",
    "INSTRUMENT": "instrument and currency", "TRANSACTION": "transaction and currency",
}
SELECTIONS = {
    "HOME": "at home", "TO_ABROAD": "to abroad", "FROM_ABROAD": "from abroad",
    "FOR_HOUSEHOLDS": "for households", "FOR_GOVERNMENT": "for government",
    "FOR_INVESTMENT": "for investment", "FOR_PROJECTS": "for projects", "UNEMPLOYED": "of unemployed rows",
}


def term(kind, inside):
    words = [word.strip() for word in inside.split(",")]
    if kind in ("LEDGER", "LESS_LEDGER"):
        sign = "+" if kind == "LEDGER" else "-"
        return f"{sign} {FLOWS[words[1]]} of {SECTORS[words[0]]}"
    if kind == "LESS_ALL_OF":
        return f"- all transactions of {SECTORS[words[0]]}"
    change = "Δ" if kind in ("RISE", "FALL") else ""
    sign = "+" if kind in ("PLUS", "RISE") else "-"
    where = f" {SELECTIONS[words[2]]}" if words[2] in SELECTIONS else ""
    return f"{sign} {change}`{words[0]}.{words[1]}`{where}"


def identities(_):
    text = re.sub(r"/\*.*?\*/", "", source("agents/identities.def"), flags=re.S)
    entry = re.compile(
        rf"\{{{STRING},\s*((?:{STRING}\s*)+),\s*(\w+),\s*(NULL|{STRING}),\s*(NULL|{STRING}),"
        r"\s*\{(.*?)\}\}",
        re.S,
    )
    rows = ["| identity | in each | adds up to zero | holds |", "|---|---|---|---|"]
    for found in entry.finditer(text):
        name, meaning, group = found[1], joined(found[2]), found[4]
        since, until, terms = joined(found[5]), joined(found[7]), found[9]
        parts = [term(*part) for part in re.findall(r"(\w+)\(([^)]*)\)", terms)]
        total = re.sub(r"^\+ ", "", " ".join(parts))
        span = "after " + since if since else "always"
        if until:
            span = f"{span}, " if since else ""
            span += f"until {until}"
        title = f"**{name}**" + (f": {meaning}" if meaning else "")
        rows.append(f"| {title} | {GROUPS[group]} | {total} | {span} |")
    if len(rows) - 2 != len(re.findall(r"\}\}", text)):
        sys.exit("docs/tables.py: an identity could not be read")
    return rows


def columns(_):
    """Every table with its columns. Marked: in the state, but not in run files."""
    rows = []
    for table, meaning in re.findall(rf"^TABLE\((\w+), {STRING}\)", source("agents/tables.def"), re.M):
        rows += ["", f"**{table}**: {meaning}", "", "| column | type | nature | unit | meaning |",
                 "|---|---|---|---|---|"]
        pattern = rf"COLUMN\((\w+), (\w+), (\w+), {STRING},\s*(-?\d+),\s*{STRING}\)"
        for kind, name, nature, unit, bits, what in re.findall(
            pattern, source(f"agents/{table}.def")
        ):
            kept = "" if bits != "-1" and nature != "SCRATCH" else " (not in run files)"
            rows.append(f"| `{name}` | {kind} | {nature.lower()} | {unit} | {what}{kept} |")
    return rows


WRITERS = {"columns": columns, "parameters": parameters, "phases": phases, "identities": identities}


def filled(text):
    def fill(found):
        kind, keys = found[1], found[2].split()
        return "\n".join([found[0].split("\n")[0], *WRITERS[kind](keys), "<!-- end -->"])

    kinds = "|".join(WRITERS)
    return re.sub(rf"<!-- ({kinds})([^>]*) -->\n.*?<!-- end -->", fill, text, flags=re.S)


def main():
    stale = []
    for page in sorted((ROOT / "docs").rglob("*.md")):
        text = page.read_text()
        new = filled(text)
        if new != text:
            stale.append(str(page.relative_to(ROOT)))
            if "--check" not in sys.argv:
                page.write_text(new)
    if stale:
        print("\n".join(("stale: " if "--check" in sys.argv else "wrote ") + page for page in stale))
    sys.exit(1 if stale and "--check" in sys.argv else 0)


main()
