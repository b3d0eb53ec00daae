"""The pictures: baseline, cycles, firms, shocks, sizes."""
import numpy as np

import measures as m
import published
import scenarios
import series as s
import shocks
import style
import targets
from extract import WEEKS, Missing
from runs import Failed

OWN = ("JPN", "USA")


def opened(units, runner):
    found = []
    for unit in units:
        try:
            found.append(runner.open(unit[0]))
        except Failed:
            continue
    return found


def stacked(runs, function):
    """[run, time, region] of what the runs have; None where they have it not."""
    try:
        values = [function(run) for run in runs]
    except Missing:
        return None
    length = min(len(v) for v in values)
    return np.stack([v[:length] for v in values]) if length else None


def per_gdp(values, run):
    return 100 * values / s.account(run, "gdp")


DASHBOARD = [
    ("real GDP, start = 100", lambda run: 100 * s.real_gdp(run) / s.real_gdp(run)[0], 2),
    ("growth of real GDP over four quarters, %", lambda run: s.year_rate(s.real_gdp(run)), 1),
    ("unemployment, % of the labour force", s.unemployment, 1),
    ("inflation of consumer prices over four quarters, %", lambda run: s.year_rate(s.prices(run)),
     1),
    ("policy rate and loan rate (dashed), % a year",
     lambda run: 100 * s.quarterly(run, "region.policy_rate"), 1),
    ("investment, % of GDP", lambda run: per_gdp(s.account(run, "investment"), run), 2),
    ("use of capacity, %", s.capacity_use, 4),
    ("public debt, % of GDP", lambda run: per_gdp(s.stock(run, "government.debt"), run), 10),
    ("currency per dollar, start = 100",
     lambda run: 100 * s.quarterly(run, "region.exchange_rate"), 2),
    ("bank loans to firms, % of GDP", lambda run: per_gdp(s.stock(run, "bank.loans"), run), 5),
    ("capital over GDP", s.capital_output, 0.1),
    ("failures of firms, % a year", s.failures, 0.2),
]


def dashboard(runs, codes, path, title, shade=True):
    figure, axes = style.grid(4, 3, title, describe(runs, shade), height=2.05)
    time = 2025 + s.dates(runs[0])
    for axis, (name, function, least) in zip(axes.flat, DASHBOARD):
        axis.set_title(name if len(codes) <= 2 else name.replace(" and loan rate (dashed)", ""))
        values = stacked(runs, function)
        if values is None:
            axis.text(0.5, 0.5, "not in this version", transform=axis.transAxes, ha="center",
                      color="#888888")
            axis.set_yticks([])
            axis.set_xlim(time[0], time[-1])
            continue
        for code in codes:
            r = runs[0].region(code)
            style.band(axis, time[:values.shape[1]], values[:, :, r], style.COLOURS[code],
                       style.NAMES[code], style.DASHES[code] if len(codes) > 2 else "-",
                       shade=shade)
            if "dashed" in name:
                rate = stacked(runs, lambda run: 100 * s.quarterly(run, "region.loan_rate"))
                if len(codes) <= 2:
                    axis.plot(time, rate[:, :, r].mean(axis=0), color=style.COLOURS[code],
                              linestyle="--", linewidth=1.2)
        if len(codes) == 1 and len(runs) > 1:
            axis.plot(time, values[0, :, runs[0].region(codes[0])], color="#333333", linewidth=0.7,
                      alpha=0.8, zorder=4)
        style.quiet_range(axis, least)
        axis.set_xlim(time[0], time[-1])
        axis.xaxis.set_major_locator(style.plt.MaxNLocator(6, integer=True))
    if len(codes) > 1:
        style.legend(figure, axes[0, 0])
    return style.save(figure, path)


def describe(runs, shade=True):
    seeds = f"{len(runs)} seeds: mean" + (", band from 5 to 95 %" if shade else "")
    return f"{runs[0].meta['firms']:,} firms, {seeds if len(runs) > 1 else 'one seed'}"


def cycles(runs, path):
    """The cycle of one seed, and correlations with output at leads and lags over all seeds."""
    run = runs[0]
    usa = run.region("USA")
    sds = [np.mean([s.cycle(real(each)[:, usa]).std() for each in runs])
           for real in (s.real_gdp, s.real_consumption, s.real_investment)]
    figure, axes = style.grid(
        2, 3, f"Cycles: US output deviates by {sds[0]:.2g} %, consumption by {sds[1]:.2g} %, "
        f"investment by {sds[2]:.2g} %", describe(runs) + "; left and middle: the first seed; "
        "HP cycles (1600)", height=2.9)
    time = 2025 + s.dates(run)[s.BURN_IN:]
    lags = np.arange(-6, 7)
    kinds = [("consumption", "#009e73", lambda run, r: s.cycle(s.real_consumption(run)[:, r])),
             ("investment", "#cc79a7", lambda run, r: s.cycle(s.real_investment(run)[:, r])),
             ("unemployment", "#d55e00", targets.unemployment_gap)]
    for row, code in enumerate(OWN):
        r = run.region(code)
        left, middle, right = axes[row]
        gdp = s.cycle(s.real_gdp(run)[:, r])
        for axis in (left, middle):
            axis.plot(time, gdp, color="black", linewidth=2, label="GDP")
            axis.set_xlim(time[0], time[-1])
        for name, colour, function in kinds:
            axis = middle if name == "unemployment" else left
            axis.plot(time, function(run, r), color=colour, linewidth=1.3, label=name)
            found = [[m.lead_lag(s.cycle(s.real_gdp(each)[:, r]), function(each, r), lag)
                      for lag in lags] for each in runs]
            style.band(right, lags, found, colour, name)
            data = published.WITH_OUTPUT.get((code, name))
            if data:
                right.plot(published.LAGS, [np.nan if v is None else v for v in data], "o",
                           color=colour, markersize=4, markeredgecolor="black",
                           markeredgewidth=0.5, zorder=5)
        left.set_title(f"{code}: GDP, consumption, investment, %")
        middle.set_title(f"{code}: GDP, %, and unemployment, points")
        right.set_title(f"{code}: correlation with GDP")
        right.set_xlabel("quarters after output")
        right.set_ylim(-1.05, 1.05)
        for axis in (left, middle, right):
            style.zero(axis)
    axes[0, 2].plot([], [], "o", color="white", markeredgecolor="black", markersize=4,
                    label="published data")
    lines, texts = axes[0, 2].get_legend_handles_labels()
    first, name = axes[0, 0].get_legend_handles_labels()
    figure.legend(first[:1] + lines, name[:1] + texts, loc="lower center", ncol=5, fontsize=9,
                  bbox_to_anchor=(0.5, 0), handlelength=1.8)
    return style.save(figure, path, bottom=0.05)


def people(runs, path):
    """Population, ages and labour force; the official projection of Japan is only compared with."""
    run = runs[0]
    ages = run.meta["ages"]
    old = np.array([label.startswith(("65", "75", "70", "80", "85")) for label in ages])
    working = ~old & np.array([not label.startswith("0") for label in ages])

    def groups(chosen):
        return lambda each: each["age.persons"][:, :, chosen].sum(axis=2) / 1e6

    everybody = groups(np.ones(len(ages), bool))
    time = 2025 + run["age.time"] / 365.25
    week = 2025 + run["region.time"] / 365.25
    figure, axes = style.grid(2, 3, "People: Japan shrinks and ages, the United States grows",
                              describe(runs) + "; squares: official projection of 2023 for Japan, "
                              "scaled to the model's 2025", height=2.6)
    panels = [
        ("population, 2025 = 100", time, lambda each: 100 * everybody(each) / everybody(each)[0]),
        ("people of working age, 2025 = 100", time,
         lambda each: 100 * groups(working)(each) / groups(working)(each)[0]),
        ("people of 65 and more, % of all", time,
         lambda each: 100 * groups(old)(each) / everybody(each)),
        ("labour force, 2025 = 100", week,
         lambda each: 100 * each["region.labour_force"] / each["region.labour_force"][0]),
        ("births a year, per 1000", week, lambda each: rate_of(each, "births", everybody)),
        ("deaths a year, per 1000", week, lambda each: rate_of(each, "deaths", everybody))]
    for axis, (name, x, function) in zip(axes.flat, panels):
        axis.set_title(name)
        values = stacked(runs, function)
        if values is None:
            continue
        for code in run.regions:
            style.band(axis, x[:values.shape[1]], values[:, :, run.region(code)],
                       style.COLOURS[code], style.NAMES[code], style.DASHES[code],
                       2 if code in OWN else 1.1, shade=False)
        style.quiet_range(axis, 1)
    for axis, known in ((axes[0, 0], published.IPSS_POPULATION),
                        (axes[0, 1], published.IPSS_WORKING)):
        start = np.interp(2025, list(known), list(known.values()))
        years = [year for year in known if 2025 < year <= time[-1] + 0.1]
        axis.plot(years, [100 * known[year] / start for year in years], "s", markersize=4,
                  color=style.COLOURS["JPN"], markeredgecolor="black")
    lines, texts = axes[0, 0].get_legend_handles_labels()
    figure.legend(lines, texts, loc="lower center", ncol=7, fontsize=9, handlelength=1.8,
                  bbox_to_anchor=(0.5, 0))
    return style.save(figure, path, bottom=0.05)


def rate_of(run, name, everybody):
    """Events of a year per thousand people, by the week, as a mean of 13 weeks."""
    flow = run[f"region.{name}"].astype(float)
    kernel = np.ones(13) / 13
    mean = np.stack([np.convolve(flow[1:, r], kernel, "valid") for r in range(flow.shape[1])], axis=1)
    total = everybody(run)[0] * 1e6
    return np.concatenate([np.full((13, flow.shape[1]), np.nan), 1000 * WEEKS * mean / total])


def recessions(runs, path):
    """Means around the troughs of output: does credit turn with it, do failures and losses?"""
    panels = [("cycle of GDP, %", lambda run, r: full(s.cycle(s.real_gdp(run)[:, r]))),
              ("unemployment, points from its cycle", lambda run, r: full(
                  targets.unemployment_gap(run, r))),
              ("cycle of real bank loans, %", lambda run, r: full(targets.credit_cycle(run, r))),
              ("failures of firms, % a year", lambda run, r: s.failures(run)[:, r]),
              ("loans written off, % of loans a year", lambda run, r: s.write_offs(run)[:, r]),
              ("policy rate, points from its cycle", lambda run, r: full(
                  s.gap(100 * s.quarterly(run, "region.policy_rate")[:, r])))]
    count = {code: sum(len(s.troughs(run, run.region(code))) for run in runs) for code in OWN}
    if min(count.values()) < 3:
        raise Missing("fewer than three recessions")
    figure, axes = style.grid(2, 3, "Recessions: means around the troughs of output",
                              f"{describe(runs, False)}; {count['JPN']} troughs in Japan, "
                              f"{count['USA']} in the United States; band: 5 to 95 % of the mean",
                              height=2.6)
    time = np.arange(-8, 13)
    draw = np.random.default_rng(1)
    for axis, (name, function) in zip(axes.flat, panels):
        axis.set_title(name)
        for code in OWN:
            r = runs[0].region(code)
            try:
                windows = s.around_troughs(runs, r, lambda run: function(run, r))
            except Missing:
                continue
            if len(windows) >= 3:  # means of samples of the troughs, drawn with repetition
                picks = draw.integers(0, len(windows), (300, len(windows)))
                style.band(axis, time, windows[picks].mean(axis=1), style.COLOURS[code],
                           style.NAMES[code])
        axis.axvline(0, color="#9a9a9a", linewidth=0.8, linestyle=":")
    for axis in axes[-1]:
        axis.set_xlabel("quarters after the trough")
    style.legend(figure, axes[0, 0])
    return style.save(figure, path)


def full(cycle):
    """A series without its burn-in, put back to its place."""
    return np.concatenate([np.full(s.BURN_IN, np.nan), cycle])


def tail(axis, values, colour, label):
    values = np.sort(values[values > 0])[::-1]
    axis.loglog(values, np.arange(1, len(values) + 1) / len(values), color=colour, label=label,
                linewidth=1.5)


def firms(runs, networks, path):
    run = runs[0]
    figure, axes = style.grid(2, 3, "Firms: their size, growth, links and investment",
                              f"{run.meta['firms']:,} firms, one seed, all regions unless named",
                              height=3.0)
    size, growth, spread, rank, degree, lumpy = axes.flat
    sales = targets.last_sales(run)
    for code in ("JPN", "USA", "EUR"):
        own = sales[targets.firms_of(run, code)]
        tail(size, own / own.mean(), style.COLOURS[code], style.NAMES[code])
    x = np.array([1.0, 300])
    size.loglog(x, 0.25 / x, color="black", linestyle=":", label="exponent 1")
    size.set_title("share of firms with larger sales")
    size.set_xlabel("sales over the region's mean")
    size.legend(fontsize=8)
    size.set_ylim(1e-5, 1.5)
    size.set_xlim(left=1e-3)
    try:
        sizes, rates = targets.growth_panel(run)
        limit = np.quantile(np.abs(rates), 0.9995)
        heights, edges = np.histogram(rates, 81, (-limit, limit), density=True)
        middle = (edges[1:] + edges[:-1]) / 2
        growth.semilogy(middle[heights > 0], heights[heights > 0], "o", markersize=2.5,
                        color=style.COLOURS["USA"], label="model")
        b, a = m.subbotin(rates)
        scale = np.abs(rates - np.median(rates)).mean()
        growth.semilogy(middle, np.exp(-np.abs(middle) / scale) / 2 / scale, color="#333333",
                        label="Laplace", linewidth=1.2)
        sd = rates.std()
        normal = np.exp(-middle**2 / 2 / sd**2) / sd / np.sqrt(2 * np.pi)
        growth.semilogy(middle, normal, color="#999999", linestyle="--", label="normal",
                        linewidth=1.2)
        growth.set_ylim(heights[heights > 0].min() / 3, heights.max() * 3)
        growth.set_title(f"density of yearly growth, shape {b:.2f}")
        growth.set_xlabel("log growth of sales less the cell's mean")
        growth.legend(fontsize=8)
        slope, where, sds = m.size_volatility(sizes, rates)
        spread.loglog(np.exp(where - where.mean()), sds, "o", color=style.COLOURS["USA"])
        line = np.exp(np.log(sds).mean() + slope * (where - where.mean()))
        spread.loglog(np.exp(where - where.mean()), line, color="#333333",
                      label=f"slope {slope:.2f}; data -0.15 to -0.25")
        spread.set_title("sd of growth by size")
        spread.set_xlabel("sales, relative")
        spread.legend(fontsize=8)
        order = np.argsort(sizes)
        parts = np.array_split(order, 15)
        rank.plot([100 * (k + 0.5) / 15 for k in range(15)],
                  [100 * rates[p].mean() for p in parts], "o-", color=style.COLOURS["USA"],
                  markersize=4)
        style.zero(rank)
        rank.set_title("mean growth by size, % a year")
        rank.set_xlabel("percentile of sales")
        style.quiet_range(rank, 2)
    except Missing as error:
        for axis in (growth, spread, rank):
            axis.set_title(f"growth of firms: {error}")
    if networks and "firm.customers" in networks[0]:
        customers = networks[0]["firm.customers"]
        tail(degree, customers.astype(float), style.COLOURS["TWN"], "customers")
        if "firm.suppliers" in networks[0]:
            tail(degree, networks[0]["firm.suppliers"].astype(float), style.COLOURS["KOR"],
                 "suppliers")
        x = np.array([5.0, 300])
        degree.loglog(x, 0.9 * (5 / x) ** 1.25 * (customers >= 5).mean(), color="black",
                      linestyle=":", label="exponent 1.25")
        degree.set_title("share of firms with more links")
        degree.set_xlabel("links")
        degree.legend(fontsize=8)
    else:
        degree.set_title("links: not recorded")
        degree.axis("off")
    try:
        rates = targets.investment_rates(run)[1].ravel()
        weights = np.full(len(rates), 100 / len(rates))
        lumpy.hist(np.clip(rates, 0, 0.4), bins=40, weights=weights, color=style.COLOURS["JPN"])
        lumpy.axvline(0.2, color="#333333", linestyle=":", linewidth=1)
        lumpy.set_title(f"investment over capital: {100 * (rates > 0.2).mean():.1f} % over 0.2")
        lumpy.set_xlabel("a year (0.4 and more together)")
        lumpy.set_ylabel("% of firm-years")
    except Missing as error:
        lumpy.set_title(f"investment: {error}")
    return style.save(figure, path)


def shock(name, units, twice, runner, path):
    """Mean differences to the pair: regions by colour, bands for those the scenario is about."""
    focus = scenarios.FOCUS.get(name.split("-")[0] if name.startswith("spending") else name)
    focus = focus or next((code for code in OWN if code in name), "JPN")
    start = shocks.start_week(name)
    panels = [("region.real_gdp", "ratio", "real GDP, %"),
              ("region.consumer_prices", "ratio", "consumer prices, %"),
              ("region.unemployment_rate", "points", "unemployment, points"),
              ("real_investment", "ratio", "investment volume, %"),
              ("real_exports", "ratio", "exports in dollars, %"),
              ("region.policy_rate", "points", "policy rate, points")]
    run = runner.open(units[0][0])
    title = run.meta["title"] or name
    figure, axes = style.grid(2, 3, f"{title}: difference to the same world without it",
                              f"{run.meta['firms']:,} firms, {len(units)} pairs of seeds: mean, "
                              f"band from 5 to 95 % for {style.NAMES[focus]}, Japan and the US; "
                              "means of four weeks", height=2.75)
    drawn = False
    for axis, (column, kind, label) in zip(axes.flat, panels):
        differences = shocks.paired(units, runner, column, kind)
        if differences is None:
            continue
        drawn = True
        time = (np.arange(differences.shape[1]) - start) / WEEKS
        for r, code in enumerate(run.regions):
            own = code in (*OWN, focus)
            style.band(axis, time, differences[:, :, r], style.COLOURS[code], style.NAMES[code],
                       style.DASHES[code], 2.0 if own else 1.1, shade=own)
        if column == "region.real_gdp" and twice:
            double = shocks.paired(twice, runner, column, kind)
            if double is not None:
                r = run.region(focus)
                length = min(len(time), double.shape[1])
                axis.plot(time[:length], double[:, :length, r].mean(axis=0) / 2, color="black",
                          linestyle=":", linewidth=1.3,
                          label=f"half of twice the shock, {style.NAMES[focus]}")
        axis.set_title(label)
        style.zero(axis)
        axis.axvline(0, color="#9a9a9a", linewidth=0.8, linestyle=":")
        axis.set_xlim(-0.5, min(time[-1], 7))
        style.quiet_range(axis, 0.02)
    for axis in axes[-1]:
        axis.set_xlabel("years since the start of the shock")
    lines, texts = axes[0, 0].get_legend_handles_labels()
    figure.legend(lines, texts, loc="upper left", bbox_to_anchor=(0.005, 1 - 0.50 /
                  figure.get_figheight()), ncol=8, columnspacing=1.2, handlelength=1.6, fontsize=9)
    if not drawn:
        style.plt.close(figure)
        return None
    return style.save(figure, path, top=1 - 0.85 / figure.get_figheight())


def sizes(groups, runner, path):
    """Main figures by number of firms: a dot per seed, a bar for the mean."""
    panels = [item for item in shocks.SUMMARY if item[0] not in ("consumption",)][:8]
    counts = sorted(groups)
    runs = {count: opened(groups[count], runner) for count in counts}
    figure, axes = style.grid(2, 4, "Size: the main figures at different numbers of firms",
                              "a dot for each seed, a bar for their mean", height=2.3)
    for axis, (_, label, function) in zip(axes.flat, panels):
        axis.set_title(label, fontsize=9)
        for offset, code in ((-0.14, "JPN"), (0.14, "USA")):
            for k, count in enumerate(counts):
                values = []
                for run in runs[count]:
                    try:
                        values.append(function(run, run.region(code)))
                    except Missing:
                        pass
                if values:
                    axis.plot([k + offset] * len(values), values, "o", color=style.COLOURS[code],
                              markersize=4, alpha=0.8, label=style.NAMES[code] if k == 0 else None)
                    axis.plot([k + offset - 0.1, k + offset + 0.1], [np.mean(values)] * 2,
                              color=style.COLOURS[code], linewidth=2)
        axis.set_xticks(range(len(counts)))
        axis.set_xticklabels([f"{count:,}" if count < 1_000_000 else f"{count // 1_000_000} m" for count in counts])
        axis.set_xlim(-0.5, len(counts) - 0.5)
        style.quiet_range(axis, 0.05)
    style.legend(figure, axes[0, 0])
    return style.save(figure, path)


def scorecard(results, path):
    """Every target that has both ends of a band: the band is the bar, the dot the mean."""
    shown = [r for r in results if r["values"] and None not in r["band"]]
    if not shown:
        return None
    half = (len(shown) + 1) // 2
    met = sum(r["verdict"] == "met" for r in shown)
    figure, axes = style.grid(1, 2, f"Targets with a band: {met} of {len(shown)} met",
                              "bar: the band, scaled to the same length; dot: mean over "
                              "seeds, line: 5 to 95 %; arrows: further out", height=0.21 * half + 0.3)
    for axis, part in zip(axes[0], (shown[:half], shown[half:])):
        for row, r in enumerate(part):
            low, high = r["band"]
            place = [(r[key] - low) / (high - low) for key in ("low", "mean", "high")]
            good = r["verdict"] == "met"
            colour = style.COLOURS["USA"] if good else style.COLOURS["JPN"]
            inside = np.clip(place, -1.2, 2.2)
            axis.barh(row, 1, left=0, height=0.62, color="#e4e4e4", zorder=1)
            axis.plot(inside[[0, 2]], [row, row], color=colour, linewidth=1.6, zorder=3)
            marker = "<" if place[1] < -1.2 else ">" if place[1] > 2.2 else "o" if good else "X"
            axis.plot([inside[1]], [row], marker, color=colour, markersize=6, zorder=4)
            axis.text(2.3, row, f"{r['mean']:.3g} {'' if r['unit'] == '1' else r['unit']}",
                      va="center", fontsize=8, color="#444444")
            axis.text(-0.06, row, f"{low:g}", ha="right", va="center", fontsize=7, color="#8a8a8a",
                      zorder=2)
            axis.text(1.06, row, f"{high:g}", va="center", fontsize=7, color="#8a8a8a", zorder=2)
        axis.set_yticks(range(len(part)))
        axis.set_yticklabels([r["name"] for r in part], fontsize=8)
        axis.set_ylim(len(part) - 0.4, -0.6)
        axis.set_xlim(-1.3, 2.9)
        axis.set_xticks([])
        axis.tick_params(length=0)
        axis.grid(False)
        for side in ("left", "bottom"):
            axis.spines[side].set_visible(False)
    return style.save(figure, path)


def draw_all(units, runner, folder):
    """Draws what the experiments that were run allow; yields the paths."""
    baseline = opened(units.get("baseline", []), runner)
    if baseline:
        years = baseline[0].meta["steps_done"] // WEEKS
        yield dashboard(baseline, OWN, folder / "baseline.png",
                        f"Baseline: Japan and the United States, {years} years")
        yield dashboard(baseline, baseline[0].regions, folder / "baseline-regions.png",
                        f"Baseline: all regions, {years} years", shade=False)
        for code in baseline[0].regions:
            yield dashboard(baseline, (code,), folder / f"baseline-{code}.png",
                            f"Baseline: {style.NAMES[code]} (thin line: one seed)")
    long = opened(units.get("long", []), runner)
    persons = long or baseline
    if persons and "age.persons" in persons[0]:
        yield people(persons, folder / "people.png")
    if long:
        yield dashboard(long, long[0].regions, folder / "long.png",
                        f"{long[0].meta['steps_done'] // WEEKS} years: all regions", shade=False)
    cycle_runs = opened(units.get("cycles", []), runner)
    if cycle_runs:
        try:
            yield cycles(cycle_runs, folder / "cycles.png")
        except Missing as error:
            runner.say(f"cycles.png: {error}")
        try:
            yield recessions(cycle_runs, folder / "recessions.png")
        except Missing as error:
            runner.say(f"recessions.png: {error}")
    firm_runs = opened(units.get("firms", []), runner)
    if firm_runs:
        yield firms(firm_runs, opened(units.get("network", []), runner), folder / "firms.png")
    for name in units:
        if shocks.is_shock(name) and not name.endswith("-twice") and opened(units[name], runner):
            path = shock(name, units[name], units.get(f"{name}-twice"), runner,
                         folder / f"shock-{name}.png")
            if path:
                yield path
    groups = {int(name.removeprefix("size-")): group for name, group in units.items()
              if name.startswith("size-")}
    if groups:
        yield sizes(groups, runner, folder / "size.png")
