#!/usr/bin/env python3
"""Draws docs/images/disturbance.png from a run of configs/still-disturbed.yaml.

usage: disturbance.py runs/still-disturbed-1.h5 [PICTURE]
"""
import sys

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

NAMES = {"JPN": "Japan", "USA": "United States", "TWN": "Taiwan", "CHN": "China", "KOR": "Korea",
         "EUR": "Europe", "ROW": "Rest of world"}
COLOURS = {"JPN": "#d55e00", "USA": "#0072b2", "TWN": "#009e73", "CHN": "#e0a100",
           "KOR": "#cc79a7", "EUR": "#56b4e9", "ROW": "#7a7a7a"}
PANELS = [("real_gdp", "Real GDP", "%"), ("consumer_prices", "Consumer prices", "%"),
          ("investment", "Investment at current prices", "%"), ("unemployment_rate", "Unemployment rate", "points")]

with h5py.File(sys.argv[1]) as run:
    group = run["region"]
    codes = [code.decode() for code in group["region"][:]]
    weeks = group["time"][:] / 7 - 52  # since the loss
    columns = {name: group[name][:].astype(float) for name, _, _ in PANELS}

plt.rcParams.update({"font.family": ["Inter", "DejaVu Sans"], "font.size": 10,
                     "axes.edgecolor": "#c8c8c8", "xtick.color": "#666666",
                     "ytick.color": "#666666"})
figure, axes = plt.subplots(2, 2, figsize=(10, 6.4), sharex=True)
for axis, (name, title, unit) in zip(axes.flat, PANELS):
    values = columns[name]
    change = 100 * (values - values[0] if unit == "points" else values / values[0] - 1)
    for r, code in sorted(enumerate(codes), key=lambda item: item[1] in ("JPN", "USA")):
        own = code in ("JPN", "USA")
        axis.plot(weeks / 52, change[:, r], color=COLOURS[code], label=NAMES[code],
                  linewidth=2.2 if own else 1.2, zorder=3 if own else 2)
    axis.axhline(0, color="#888888", linewidth=0.8, zorder=1)
    axis.axvline(0, color="#888888", linewidth=0.8, linestyle=":", zorder=1)
    axis.set_title(f"{title}, {'percentage points' if unit == 'points' else '%'}", loc="left",
                   fontsize=11, fontweight="bold")
    axis.grid(axis="y", color="#eeeeee", zorder=0)
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    axis.set_xlim(-0.5, 5)
for axis in axes[1]:
    axis.set_xlabel("years since the loss")
lines, labels = axes[0, 0].get_legend_handles_labels()
order = [labels.index(NAMES[code]) for code in codes]
figure.legend([lines[i] for i in order], [labels[i] for i in order], loc="upper center",
              ncol=len(codes), frameon=False, fontsize=9.5, bbox_to_anchor=(0.5, 0.955),
              columnspacing=1.4, handlelength=1.6)
figure.suptitle("All firms lose 1 % of their stocks of inputs: change against the opening",
                fontsize=13, fontweight="bold", x=0.5, y=0.985)
figure.tight_layout(rect=(0, 0, 1, 0.945), h_pad=1.5)
figure.savefig(sys.argv[2] if len(sys.argv) > 2 else "docs/images/disturbance.png", dpi=120)
