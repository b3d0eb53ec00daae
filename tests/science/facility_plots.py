"""Pictures of the deal: what it brings by year, its pace beside the record, and its variants."""
import numpy as np

import facility_measures as fm
import style

RECORD = [  # framework.md F3: date in years, named, $ bn
    (2026.13, 36, "first three, Feb 2026"), (2026.21, 76, "with the second set, Mar 2026")]
SIGNED = (2026.33, 2.2, "loans signed, May 2026")


def by_year(with_it, without, name, code, relative=True):
    """[pair, year] difference, % of the run without."""
    rows = []
    for a, b in zip(with_it, without):
        x, y = fm.yearly(a, name, code), fm.yearly(b, name, code)
        n = min(len(x), len(y))
        rows.append(100 * (x[:n] / y[:n] - 1) if relative else (x[:n] - y[:n]))
    return np.array(rows)


def gains(runs, path):
    figure, axes = style.grid(2, 3, "What the deal brings",
                              "difference to the world without it, same seeds; band: 5 to 95 % of "
                              f"{len(runs['framework', 'main'])} pairs")
    panels = [("real_gdp", "real GDP, %", True), ("real_gni", "real national income, %", True),
              ("employed", "persons working, %", True)]
    for row, code in enumerate(fm.REGIONS):
        for axis, (name, title, relative) in zip(axes[row], panels):
            for other, colour, dash in (("no-deal", "#d55e00", "-"), ("no-deal-15", "#0072b2", "--")):
                values = by_year(runs["framework", "main"], runs[other, "main"], name, code, relative)
                x = 2025 + np.arange(values.shape[1])
                style.band(axis, x, values, colour, {"no-deal": "against a tariff of 25 %",
                                                     "no-deal-15": "against 15 % anyway"}[other], dash)
            style.zero(axis)
            axis.set_title(f"{style.NAMES[code]}: {title}")
    axes[0][0].legend(loc="best", fontsize=8)
    return style.save(figure, path)


def pace(runs, path):
    figure, axes = style.grid(1, 2, "Pace of the facility", "mean and 5 to 95 % of seeds, $ bn",
                              height=3.4)
    group = runs["framework", "main"]
    weeks = group[0]["facility.time"] / 7.0
    x = 2025 + (weeks + 0.7) / 52.18
    colours = {"named": "#d55e00", "committed": "#0072b2", "paid_out": "#009e73"}
    labels = {"named": "named (notice given)", "committed": "contracts signed", "paid_out": "paid out"}
    for axis, until in zip(axes[0], (2036, 2027)):
        for name, colour in colours.items():
            values = np.array([run[f"facility.{name}"][:len(x), 0] / fm.BILLION for run in group])
            style.band(axis, x, values, colour, labels[name])
        axis.axvline(2029.05, color="#9a9a9a", linewidth=0.8)
        axis.set_xlim(2025.6, until)
    for when, amount, text in RECORD:
        axes[0][1].plot(when, amount, "o", color="#222222", zorder=5)
        axes[0][1].annotate(text, (when, amount), xytext=(6, -3), textcoords="offset points",
                            fontsize=8)
    axes[0][1].plot(SIGNED[0], SIGNED[1], "s", color="#222222", zorder=5)
    axes[0][1].annotate(SIGNED[2], SIGNED[:2], xytext=(6, -3), textcoords="offset points", fontsize=8)
    shown = [run[f"facility.named"][(x > 2025.6) & (x < 2027), 0].max() / fm.BILLION for run in group]
    axes[0][1].set_ylim(0, max(120, 1.1 * max(shown)))
    axes[0][0].set_title("until 2035; line: 19 January 2029")
    axes[0][1].set_title("beside the record (dots: named, square: signed)")
    axes[0][0].legend(loc="upper left", fontsize=8)
    return style.save(figure, path)


def variants(runs, path):
    names = [name for name, kind in runs if kind == "variant" and
             name not in ("no-deal", "no-deal-15") and not name.endswith("no-deal")]
    if not names:
        return None
    figure, axes = style.grid(1, 3, "Variants of the deal",
                              "difference to no-deal-15 of the same seed: mean and 5 to 95 % of pairs, "
                              "$ bn, sums to 2035 discounted at 2 %", height=3.6)
    panels = [("income", "JPN", "Japan: national income"), ("income", "USA", "United States: national income"),
              ("taxpayer", "JPN", "Japan: state, facility only")]
    for axis, (name, code, title) in zip(axes[0], panels):
        for y, variant in enumerate(reversed(names)):
            d = fm.differences(runs[variant, "variant"],
                               fm.without_of(runs, variant, {"ai-bust": "ai-bust-no-deal",
                                                             "rate-shock-deal": "rate-shock-no-deal"}),
                               name, code)
            low, high = np.percentile(d, [5, 95])
            axis.plot([low, high], [y, y], color=style.COLOURS[code], linewidth=1.5)
            axis.plot(d.mean(), y, "o", color=style.COLOURS[code])
        axis.axvline(0, color="#9a9a9a", linewidth=0.8)
        axis.set_yticks(range(len(names)), list(reversed(names)) if axis is axes[0][0] else [])
        axis.set_title(title)
    return style.save(figure, path)


def draw_all(runs, folder):
    drawn = []
    if ("framework", "main") in runs:
        drawn.append(gains(runs, folder / "deal-gains.png"))
        drawn.append(pace(runs, folder / "deal-pace.png"))
    drawn.append(variants(runs, folder / "deal-variants.png"))
    return [name for name in drawn if name]
