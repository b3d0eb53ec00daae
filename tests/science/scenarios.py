"""The scenarios: what is asked, what the prototype of this model gave, and what is watched.

Figures of the prototype are of a model with one firm per size class and no explicit links, in a
world without growth and noise, and serve to find differences, not as targets.
"""
import re

from runs import ROOT

TWICE = ("events_scale=2",)
# What the run without the shock is, where it is not the baseline: scenario and settings.
WITHOUT = {"ageing-only": ("ageing-only", ("growth.demography=false",))}

NAMES = ["taiwan-shock", "us-recession", "rate-shock", "rate-shock-japan", "strait-closure",
         "car-tariff", "energy-price", "ageing-only"]

# Region that the scenario is about, and (region, prototype's text) at the peak.
FOCUS = {"taiwan-shock": "TWN", "us-recession": "USA", "rate-shock": "USA",
         "rate-shock-japan": "JPN", "strait-closure": "TWN", "car-tariff": "JPN", "ageing-only": "JPN",
         "energy-price": "JPN"}
PROTOTYPE = {  # GDP, % of the path without, at the worst (week)
    "taiwan-shock": {"JPN": "-.07 (13)", "USA": "-.02", "TWN": "-10.9 (12)", "CHN": "under .1"},
    "us-recession": {"JPN": "-0.42 (54)", "USA": "-4.3 (51)", "TWN": "-1.0 (52)"},
    "rate-shock": {"USA": "-1.65 (105)", "JPN": "-0.14", "TWN": "-0.35 (110)"},
    "rate-shock-japan": {"JPN": "-1.7 (105)", "USA": "-0.05", "TWN": "-0.1"},
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

