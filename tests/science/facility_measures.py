"""What the deal does: figures of a run, differences of pairs, and hypotheses with their verdicts."""
import numpy as np

WEEKS = 52
DISCOUNT = 0.02  # a year, real: of income that is compared over the years
REGIONS = ("JPN", "USA")
BILLION = 1e11  # cents


def discounted(values, rate=DISCOUNT):
    years = np.arange(len(values)) + 0.5
    return float((values / (1 + rate) ** years).sum())


def yearly(run, name, code):
    """A column of the scoreboard for one region, whole years only."""
    full = run["scoreboard.years"][:, run.region(code)] > 0.99
    return run[f"scoreboard.{name}"][full, run.region(code)].astype(float)


# name: (meaning, unit, function of run and region). Differences are taken between the runs of a pair.
LEVELS = {
    "income": ("real national income, sum to 2035 discounted at 2 %", "$ bn",
               lambda run, r: discounted(yearly(run, "real_gni", r)) / BILLION),
    "product": ("real GDP, sum to 2035 discounted at 2 %", "$ bn",
                lambda run, r: discounted(yearly(run, "real_gdp", r)) / BILLION),
    "gdp_end": ("real GDP, last year", "$ bn", lambda run, r: yearly(run, "real_gdp", r)[-1] / BILLION),
    "gni_end": ("real national income, last year", "$ bn",
                lambda run, r: yearly(run, "real_gni", r)[-1] / BILLION),
    "jobs": ("persons working, mean of all years", "thousand",
             lambda run, r: yearly(run, "employed", r).mean() / 1e3),
    "wage": ("real wage, last year", "% ", lambda run, r: 100 * np.log(yearly(run, "real_wage", r)[-1])),
    "investment": ("investment, mean a year", "$ bn",
                   lambda run, r: yearly(run, "investment", r).mean() / BILLION),
    "debt": ("public debt over GDP, last year", "points",
             lambda run, r: 100 * yearly(run, "public_debt", r)[-1]),
    "taxpayer": ("gain of the state from the facility, claims at book value", "$ bn",
                 lambda run, r: yearly(run, "facility_gain", r)[-1] / BILLION),
    "taxes": ("tax revenue, mean a year", "$ bn",
              lambda run, r: yearly(run, "tax_revenue", r).mean() / BILLION),
    "misallocation": ("misallocation: sd of log return on capital", "log points x 100",
                      lambda run, r: 100 * yearly(run, "misallocation", r)[-1]),
    "taiwan": ("share of Taiwan in supplies of electronics", "points",
               lambda run, r: 100 * yearly(run, "taiwan_chips", r)[-1]),
    "energy": ("energy self-sufficiency", "points",
               lambda run, r: 100 * yearly(run, "energy_self_sufficiency", r)[-1]),
    "account": ("current account, mean a year", "$ bn",
                lambda run, r: yearly(run, "current_account", r).mean() / BILLION),
}

# Stages of projects, as in agents/project_stage.def.
OPERATING, FAILED, DECLINED, FUNDED, CONSTRUCTION = 8, 9, 10, 6, 7


def deal(run):
    """Figures of the facility itself at the end of a run with it."""
    p = {name.split(".", 1)[1]: run[name] for name in run.names if name.startswith("project.")}
    funded = p["funded"] > 0
    finished = p["finished"] > 0
    spent, cost = p["spent"].astype(float), p["cost"].astype(float)
    claims = p["policy_claim"].sum() + p["bank_loans"].sum()
    out = {
        "named": run["facility.named"][-1, 0] / BILLION,
        "committed": run["facility.committed"][-1, 0] / BILLION,
        "paid_out": run["facility.paid_out"][-1, 0] / BILLION,
        "projects": int(funded.sum()), "operating": int((p["stage"] == OPERATING).sum()),
        "failed": int((p["stage"] == FAILED).sum()), "declined": int((p["stage"] == DECLINED).sum()),
        "lost": p["lost"].sum() / BILLION,
        "received_home": p["received_home"].sum() / BILLION,
        "received_host": p["received_host"].sum() / BILLION,
        "claims": claims / BILLION,
        "quality": float((p["true_return"] * cost)[funded].sum() / cost[funded].sum())
        if funded.any() else np.nan,
        "overrun": float(spent[finished].sum() / (cost * (1 - p["in_kind"]))[finished].sum())
        if finished.any() else np.nan,
        "tail": float(np.sort((p["lost"] / np.maximum(cost, 1))[funded])[-max(1, int(
            funded.sum()) // 10):].mean()) if funded.any() else np.nan,
    }
    years = {name.split(".", 1)[1]: run[name].astype(float) for name in run.names
             if name.startswith("project_year.")}
    # Claims are what was paid in and not received back, with agreed interest, less what was lost.
    out["unpaid_interest"] = (p["policy_claim"].sum() + p["lost"].sum() -
                              years["paid_policy"].sum() + years["received_policy"].sum()) / BILLION
    out["net_named"] = float(out["named"] - cost[p["stage"] == DECLINED].sum() / BILLION)
    ceiling, weeks = run["facility.ceiling"][:, 0] > 0, run["facility.time"] / 7.0
    since = int(np.argmax(ceiling))
    out["weeks_snapped"] = float(np.diff(weeks, append=weeks[-1])[since:][~ceiling[since:]].sum())
    if finished.any():
        took = (p["finished"] - p["started"])[finished] / p["build_weeks"][finished]
        out["on_time"] = float((took <= 1.0).mean())
        out["delay"] = float(took.mean() - 1)
        value = p["cash_rate"][finished] / np.maximum(spent[finished], 1)
        out["realised_return"] = float((value * spent[finished]).sum() / spent[finished].sum())
    for name in ("irr_home", "irr_host", "irr_policy", "irr_state", "npv_home", "npv_host",
                 "npv_policy", "npv_state", "payback_year"):
        if f"facility_score.{name}" in run:
            value = float(run[f"facility_score.{name}"][-1, 0])
            out[name] = value / BILLION if name.startswith("npv") else value
    return {name: None if isinstance(v, float) and not np.isfinite(v) else v
            for name, v in out.items()}


def spread(values):
    values = np.array([v for v in values if v is not None], float)
    if not len(values):
        return [None, None, None]
    low, high = np.percentile(values, [5, 95])
    return [float(values.mean()), float(low), float(high)]


def differences(with_it, without, name, region):
    function = LEVELS[name][2]
    pairs = zip(with_it, without)
    return np.array([function(a, region) -
                     function(b, region) for a, b in pairs])


def compare(with_it, without):
    """{figure: {region: mean, range and share of pairs above zero}}"""
    found = {}
    for name, (meaning, unit, _) in LEVELS.items():
        for region in REGIONS:
            d = differences(with_it, without, name, region)
            level = np.mean([LEVELS[name][2](run, region) for run in without])
            found.setdefault(name, {"meaning": meaning, "unit": unit})[region] = {
                "spread": spread(d), "share_above": float((d > 0).mean()), "without": float(level),
                "pairs": len(d)}
    return found


def at(run, column, date_weeks):
    weeks = run["facility.time"] / 7.0
    index = min(int(np.searchsorted(weeks, date_weeks)), len(weeks) - 1)
    return float(run[f"facility.{column}"][index, 0])


def pace(runs):
    """Named, committed and paid out at dates, means over seeds; binding cause by quarter."""
    start = 38.5  # 1 October 2025, in weeks after 6 January
    rows = {}
    for label, weeks in (("eight months after the opening", start + 34.7), ("end of 2026", 103),
                         ("end of 2027", 155), ("19 January 2029", 210.6), ("end of 2031", 363),
                         ("end of 2035", 570)):
        rows[label] = {name: spread([at(run, name, weeks) / BILLION for run in runs])
                       for name in ("named", "committed", "paid_out")}
    quarters = []
    for q in range(3, 17):  # from the fourth quarter of 2025 to the deadline
        weeks = runs[0]["facility.time"] / 7.0
        inside = (weeks >= q * 13) & (weeks < (q + 1) * 13)
        causes = np.concatenate([run["facility.pace"][inside, 0] for run in runs]).astype(int)
        if len(causes):
            quarters.append([2025 + q // 4, q % 4 + 1,
                             np.bincount(causes, minlength=10).tolist()])
    return {"dates": rows, "causes": quarters}


def main_results(runs):
    with_it = runs["framework", "main"]
    return {"pairs": len(with_it),
            "no-deal": compare(with_it, runs["no-deal", "main"]),
            "no-deal-15": compare(with_it, runs["no-deal-15", "main"]),
            "tariff": compare(runs["no-deal-15", "main"], runs["no-deal", "main"]),
            "deal": {name: spread([deal(run).get(name) for run in with_it])
                     for name in deal(with_it[0])},
            "pace": pace(with_it)}


def without_of(runs, name, paired, other="no-deal-15"):
    partner = paired.get(name, other)
    return runs.get((partner, "variant"), runs[other, "variant"])


def variant_results(runs, names, paired):
    found = {}
    for name in names:
        group = runs.get((name, "variant"))
        if not group:
            continue
        found[name] = {"pairs": len(group), "against": paired.get(name, "no-deal-15"),
                       "effect": compare(group, without_of(runs, name, paired)),
                       "against_no_deal": compare(group, runs["no-deal", "variant"]),
                       "deal": {key: spread([deal(run).get(key) for run in group])
                                for key in deal(group[0])}}
    return found


def mean_range(values):
    """A 95 % range of the mean, by drawing pairs again."""
    draws = np.random.default_rng(1).choice(values, (10000, len(values)))
    return [float(x) for x in np.percentile(draws.mean(axis=1), [2.5, 97.5])]


def verdict(values, expected):
    """Of nearly every pair if their 5-95 % range is on one side of zero; on average if the range of
    the mean is."""
    answer = "yes" if (np.mean(values) > 0) == (expected > 0) else "no, the other way round"
    low, high = np.percentile(values, [5, 95])
    if low > 0 or high < 0:
        return answer
    low, high = mean_range(values)
    return f"{answer}, on average" if low > 0 or high < 0 else "too close to call"


def hypotheses(runs, paired):
    """(what is expected, pairs' differences, verdict)"""
    def group(name):
        return runs.get((name, "variant"), [])

    def of(name, figure):
        pairs = list(zip(group(name), group("framework")))
        a = [(deal(x).get(figure), deal(y).get(figure)) for x, y in pairs]
        return np.array([x - y for x, y in a if x is not None and y is not None])

    def peak_wage(run):
        return 100 * np.log(yearly(run, "real_wage", "USA")).max()

    def gain(name):
        return differences(group(name), without_of(runs, name, paired), "income", "JPN")

    found = []

    def add(text, values, expected, unit):
        if len(values) < 2:
            return
        found.append({"hypothesis": text, "effect": spread(values), "unit": unit,
                      "mean_range": mean_range(values), "pairs": len(values),
                      "verdict": verdict(values, expected)})

    if group("weak-oversight"):
        add("weaker oversight lowers returns", 100 * of("weak-oversight", "realised_return"), -1,
            "points a year")
        add("weaker oversight fattens the tail of losses", 100 * of("weak-oversight", "tail"), +1,
            "points of cost, worst tenth of projects")
    if group("stretched-2035"):  # the same pledge, only the deadline differs
        add("the deadline of 2029 instead of 2035 lowers the quality of what is chosen",
            -100 * of("stretched-2035", "quality"), -1, "points a year")
        add("the deadline of 2029 instead of 2035 raises overruns",
            -100 * of("stretched-2035", "overrun"), +1, "% of cost")
    if group("on-time"):  # more proposals, faster permits and examinations
        add("all of it on time lowers the quality of what is chosen",
            100 * of("on-time", "quality"), -1, "points a year")
        add("all of it on time raises overruns", 100 * of("on-time", "overrun"), +1, "% of cost")
    if group("stretched-2035") and group("on-time"):
        add("all at once raises wages in the host region more than stretched to 2035",
            np.array([peak_wage(x) - peak_wage(y)
                      for x, y in zip(group("on-time"), group("stretched-2035"))]), +1, "%")
        add("all at once delays projects more than stretched to 2035",
            100 * (of("on-time", "delay") - of("stretched-2035", "delay")), +1,
            "% of planned time")
    if group("double-size"):
        add("twice the size gives less than twice the gain to Japan",
            2 * gain("framework") - gain("double-size"), +1, "$ bn of national income")
    if group("framework"):
        product = differences(group("framework"), group("no-deal-15"), "product", "JPN")
        add("Japan's national income gains more than its product", gain("framework") - product, +1,
            "$ bn")
    return found


def figure(values, digits=3):
    return "-" if values is None or values[0] is None else \
        f"{values[0]:.{digits}g} ({values[1]:.{digits}g} to {values[2]:.{digits}g})"


def print_results(results):
    main = results.get("main")
    if main:
        for other in ("no-deal", "no-deal-15", "tariff"):
            title = "no-deal-15 against no-deal" if other == "tariff" else \
                f"framework against {other}"
            print(f"\n{title}: {main['pairs']} pairs, mean (5 to 95 %), share of pairs above zero")
            for row in main[other].values():
                cells = [f"{code} {figure(row[code]['spread']):34} "
                         f"{100 * row[code]['share_above']:3.0f} %" for code in REGIONS]
                print(f"  {row['meaning'][:58]:58} {row['unit']:10} {'   '.join(cells)}")
        print("\nthe deal itself")
        for name, values in main["deal"].items():
            print(f"  {name:18} {figure(values, 4)}")
        print("\npace, $ bn: named, committed, paid out")
        for label, row in main["pace"]["dates"].items():
            print(f"  {label:32} " + "   ".join(figure(row[n]) for n in row))
        for year, quarter, counts in main["pace"]["causes"]:
            total = max(1, sum(counts))
            print(f"  {year} Q{quarter}: " + ", ".join(
                f"cause {i} {100 * c / total:.0f} %" for i, c in enumerate(counts) if c))
    for name, row in results.get("variants", {}).items():
        effect = row["effect"]
        print(f"\n{name} against {row['against']}: income JPN "
              f"{figure(effect['income']['JPN']['spread'])}, USA "
              f"{figure(effect['income']['USA']['spread'])}; taxpayer JPN "
              f"{figure(effect['taxpayer']['JPN']['spread'])}; paid out "
              f"{figure(row['deal']['paid_out'])}, lost {figure(row['deal']['lost'])}")
    for h in results.get("hypotheses", []):
        print(f"  {h['hypothesis']:70} {figure(h['effect']):30} {h['unit']}: {h['verdict']}")
