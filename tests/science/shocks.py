"""Paired differences: a run with a shock less the run with the same seed without it; and the
tables of mechanisms and sizes."""
import numpy as np

import experiments
import measures as m
import scenarios
import series as s
from extract import WEEKS, Missing
from runs import Failed

# column, what it is, unit; "ratio" is a difference in %, "points" one of rates in points
WATCHED = [
    ("region.real_gdp", "real GDP", "ratio"),
    ("region.consumer_prices", "consumer prices", "ratio"),
    ("region.unemployment_rate", "unemployment", "points"),
    ("region.policy_rate", "policy rate", "points"),
    ("real_investment", "investment volume", "ratio"),
    ("real_exports", "exports in dollars", "ratio"),
    ("region.exchange_rate", "currency per dollar", "ratio"),
]


def column(run, name):
    if name == "real_investment":
        return run["region.investment"] / run["region.investment_prices"]
    if name == "real_exports":
        return run["region.exports"] / run["region.exchange_rate"]
    return run[name].astype(float)


def four_weeks(values):
    """Mean of the last four weeks: output of one week depends on what was scarce in it."""
    sums = np.cumsum(np.concatenate([np.zeros_like(values[:1]), values]), axis=0)
    weeks = np.arange(1, len(values) + 1)
    first = np.maximum(weeks - 4, 0)
    return (sums[weeks] - sums[first]) / (weeks - first)[:, None]


def difference(shock, base, name, kind):
    a, b = column(shock, name), column(base, name)
    if kind == "points":
        return 100 * four_weeks(a - b)
    return 100 * (four_weeks(a) / four_weeks(b) - 1)


def paired(units, runner, name, kind):
    """[seed, week, region] of the pairs that are there."""
    found = []
    for unit in units:
        try:
            found.append(difference(*[runner.open(spec) for spec in unit], name, kind))
        except (Missing, Failed):
            continue
    length = min((len(d) for d in found), default=0)
    return np.stack([d[:length] for d in found]) if found else None


def start_week(name):
    first = scenarios.first_event(name.removesuffix("-twice"))
    return 0 if first is None else max(int(first * WEEKS), 0)


def effect(differences, start):
    """Peak of the mean over seeds with its range, and means of the first two years and the last."""
    mean = differences.mean(axis=0)
    peak = start + int(np.argmax(np.abs(mean[start:])))
    low, high = np.percentile(differences[:, peak], [5, 95])

    def year(n):
        part = mean[start + n * WEEKS:start + (n + 1) * WEEKS]
        return float(part.mean()) if len(part) else None

    return dict(peak=float(mean[peak]), week=peak - start, low=float(low), high=float(high),
                year1=year(0), year2=year(1), last=float(mean[-WEEKS:].mean()))


def industries_hit(units, runner, start):
    """Change of output in the 26 weeks after the start, % of the same weeks in the pair: mean."""
    found = []
    for unit in units:
        try:
            shock, base = (runner.open(spec) for spec in unit)
        except Failed:
            continue
        a = shock["industry.output"][start + 1:start + 27].sum(axis=0, dtype=float)
        b = base["industry.output"][start + 1:start + 27].sum(axis=0, dtype=float)
        found.append(100 * (a / np.where(b > 0, b, np.inf) - (b > 0)))
    return np.mean(found, axis=0) if found else None


def measure(name, units, runner):
    start = start_week(name)
    result = {"effects": {}, "start_week": start, "pairs": 0}
    for watched, meaning, kind in WATCHED:
        differences = paired(units, runner, watched, kind)
        if differences is None:
            continue
        run = runner.open(units[0][0]) if units[0][0] not in runner.failures else None
        result["pairs"] = len(differences)
        for r, code in enumerate(run.regions):
            result["effects"].setdefault(meaning, {})[code] = effect(differences[:, :, r], start)
    hit = industries_hit(units, runner, start)
    if hit is not None:
        run = runner.open(units[0][0])
        order = np.argsort(hit, axis=None)[:8]
        result["most_hit"] = [
            {"region": run.regions[k // hit.shape[1]], "industry": run.industries[k % hit.shape[1]],
             "change": float(hit.flat[k])} for k in order]
    if not result["pairs"]:
        result["reason"] = next((runner.failures[spec] for unit in units for spec in unit
                                 if spec in runner.failures), "no run")
    return result


def is_shock(name):
    return name.removesuffix("-twice") in scenarios.NAMES


def measure_all(units, runner):
    return {name: measure(name, group, runner) for name, group in units.items() if is_shock(name)}


def print_all(results):
    for name, result in results.items():
        if not result["pairs"]:
            print(f"\n{name}: no pair ({result['reason']})")
            continue
        print(f"\n{name}: {result['pairs']} pairs, difference to the same seed without it "
              "(week of the peak; 5 to 95 %)")
        for meaning in ("real GDP", "consumer prices", "unemployment"):
            cells = [f"{code} {e['peak']:+.2f} ({e['week']}; {e['low']:+.2f} to {e['high']:+.2f})"
                     for code, e in result["effects"][meaning].items() if code in
                     ("JPN", "USA", "TWN")]
            print(f"  {meaning:16} {'   '.join(cells)}")


# --- mechanisms and sizes --------------------------------------------------------------------

SUMMARY = [
    ("growth", "growth of GDP, %/year", lambda run, r: s.growth(run)[r]),
    ("inflation", "inflation, %/year", lambda run, r: s.inflation(run)[r]),
    ("inflation_sd", "sd of four-quarter inflation, points",
     lambda run, r: float((100 * np.diff(np.log(s.prices(run)[::4, r]))).std())),
    ("unemployment", "unemployment, %", lambda run, r: s.unemployment(run)[:, r].mean()),
    ("cycle", "sd of the cycle of GDP, %",
     lambda run, r: s.cycle(s.real_gdp(run)[:, r]).std()),
    ("investment", "sd of I over sd of GDP",
     lambda run, r: ratio(s.cycle(s.real_investment(run)[:, r]),
                          s.cycle(s.real_gdp(run)[:, r]))),
    ("consumption", "correlation of C with GDP",
     lambda run, r: m.correlation(s.cycle(s.real_consumption(run)[:, r]),
                                  s.cycle(s.real_gdp(run)[:, r]))),
    ("capital", "K/Y at the end over its start",
     lambda run, r: s.capital_output(run)[-4:, r].mean() / s.capital_output(run)[0, r]),
    ("failures", "failures, % of firms a year",
     lambda run, r: s.failures(run)[s.BURN_IN:, r].mean()),
]


def ratio(a, b):
    return a.std() / b.std() if b.std() > 1e-6 else np.nan


def summary(units, runner):
    """{measure: {region: [mean, low, high]}} over seeds."""
    found = {}
    for unit in units:
        try:
            run = runner.open(unit[0])
        except Failed:
            continue
        for name, _, function in SUMMARY:
            for code in ("JPN", "USA"):
                try:
                    value = float(function(run, run.region(code)))
                except Missing:
                    continue
                found.setdefault(name, {}).setdefault(code, []).append(value)
    return {name: {code: [None if np.isnan(v) else v for v in m.spread(values)]
                   for code, values in regions.items()} for name, regions in found.items()}


def mechanisms(units, runner):
    """{name: {"result", "mechanism", "settings", "measure", "summary"}}, "nothing" with all on."""
    found = {}
    if "without-nothing" in units:
        found["nothing"] = dict(summary=summary(units["without-nothing"], runner))
    for name, result, mechanism, sets, measured in experiments.MECHANISMS:
        group = units.get(f"without-{name}")
        if group:
            found[name] = dict(result=result, mechanism=mechanism, settings=list(sets),
                               measure=measured, summary=summary(group, runner),
                               reason=runner.failures.get(group[0][0], ""))
    return found


def sizes(units, runner):
    return {name.removeprefix("size-"): dict(summary=summary(group, runner), seeds=len(group))
            for name, group in units.items() if name.startswith("size-")}


def print_tables(mechanism_results, size_results):
    for title, results in (("without a mechanism", mechanism_results), ("size", size_results)):
        if not results:
            continue
        print(f"\n{title}: JPN / USA")
        for name, result in results.items():
            cells = []
            for measured, _, _ in SUMMARY:
                regions = result["summary"].get(measured, {})
                values = [regions.get(code, [None])[0] for code in ("JPN", "USA")]
                if any(v is not None for v in values):
                    cells.append(f"{measured} " + " / ".join(
                        "-" if v is None else f"{v:.2f}" for v in values))
            print(f"  {name:22} {'   '.join(cells) or 'no run: ' + result.get('reason', '')}")
