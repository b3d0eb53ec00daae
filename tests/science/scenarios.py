"""The scenarios: what is asked, what the prototype of this model gave, and what is watched.

Figures of the prototype are of a model with one firm per size class and no explicit links, in a
world without growth and noise, and serve to find differences, not as targets.
"""
import re

from runs import ROOT

NAMES = ["taiwan-shock", "us-recession", "rate-shock", "strait-closure", "car-tariff",
         "ageing-only", "energy-price"]

# Region that the scenario is about, and (region, prototype's text) at the peak.
FOCUS = {"taiwan-shock": "TWN", "us-recession": "USA", "rate-shock": "USA",
         "strait-closure": "TWN", "car-tariff": "JPN", "ageing-only": "JPN",
         "energy-price": "JPN"}
PROTOTYPE = {  # GDP, % of the path without, at the worst (week)
    "taiwan-shock": {"JPN": "-3.4 (14)", "USA": "-2.2 (16)", "TWN": "-11.0", "CHN": "-5.9",
                     "KOR": "-4.7", "EUR": "-2.2"},
    "us-recession": {"JPN": "-0.42 (54)", "USA": "-4.3 (51)", "TWN": "-1.0 (52)"},
    "rate-shock": {"USA": "-1.65 (105)", "JPN": "-0.14", "TWN": "-0.35 (110)"},
    "strait-closure": {"JPN": "-9.8 (27)", "USA": "-5.4 (29)", "TWN": "-48 (23)",
                       "CHN": "-15.4", "KOR": "-13", "EUR": "-6.6"},
    "car-tariff": {"JPN": "-0.16", "USA": "+0.005", "TWN": "-0.01"},
}


def path(name):
    return f"configs/{name}.yaml"


def present():
    return [name for name in NAMES if (ROOT / path(name)).exists()]


def first_event(name):
    """Years from the start of the run to the first event of a scenario; None without one."""
    text = (ROOT / path(name)).read_text()
    starts = re.findall(r"start:\s*(\d{4})-(\d\d)-(\d\d)", text.split("events:", 1)[-1])
    if not starts or "events:" not in text:
        return None
    return min(int(y) + (int(mo) - 1) / 12 + (int(d) - 1) / 365.25 for y, mo, d in starts) - (
        2025 + 5 / 365.25)


def write_twice(name):
    """A scenario with events of double size, written beside the results; its path from the root.
    None where no event has a size. A loss cannot be more than all."""
    text = (ROOT / path(name)).read_text()
    if "\nevents:" not in text:
        return None
    before, events = text.split("\nevents:", 1)

    def double(found):
        value = 2 * float(found[3])
        if found[2] == "share":
            value = min(value, 1.0)
        return f"{found[1]}{found[2]}: {value:g}"

    sized = r"(^|[\s{,-])(share|size|change|points|rate|factor): *(-?[0-9.]+)"
    events, count = re.subn(sized, double, events, flags=re.M)
    if count == 0:
        return None
    parent = re.search(r"^extends:.*$", before, re.M)
    if parent:
        before = before.replace(parent[0], f"extends: {ROOT / 'configs' / parent[0].split()[1]}")
    target = ROOT / "runs" / "science" / "scenarios" / f"{name}-twice.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(before + "\nevents:" + events)
    return str(target.relative_to(ROOT))
