"""One style for all pictures: colours that colour-blind readers can tell apart (Okabe and Ito)."""
import io
import warnings

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import matplotlib.ticker
import numpy as np
from PIL import Image

warnings.filterwarnings("ignore", message="findfont")
warnings.filterwarnings("ignore", message="(Mean of empty|All-NaN) slice")  # the first year's growth
NAMES = {"JPN": "Japan", "USA": "United States", "TWN": "Taiwan", "CHN": "China", "KOR": "Korea",
         "EUR": "Europe", "ROW": "rest of world"}
COLOURS = {"JPN": "#d55e00", "USA": "#0072b2", "TWN": "#009e73", "CHN": "#e0a100",
           "KOR": "#cc79a7", "EUR": "#56b4e9", "ROW": "#7a7a7a"}
DASHES = {"JPN": "-", "USA": "-", "TWN": "-", "CHN": "--", "KOR": "--", "EUR": "--", "ROW": ":"}

plt.rcParams.update({
    "font.family": ["Inter", "DejaVu Sans"], "font.size": 9, "axes.titlesize": 10,
    "axes.titleweight": "bold", "axes.titlelocation": "left", "axes.edgecolor": "#b8b8b8",
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "axes.grid.axis": "y",
    "grid.color": "#ececec", "axes.axisbelow": True, "xtick.color": "#555555",
    "ytick.color": "#555555", "legend.frameon": False, "figure.dpi": 100, "axes.labelsize": 9,
    "axes.formatter.useoffset": False})


def grid(rows, columns, title, subtitle="", width=11.0, height=2.5):
    figure, axes = plt.subplots(rows, columns, figsize=(width, height * rows + 0.9), squeeze=False)
    figure.suptitle(title, x=0.012, y=0.992, ha="left", va="top", fontsize=13,
                    fontweight="bold").set_in_layout(False)
    figure.text(0.012, 0.992 - 0.30 / figure.get_figheight(), subtitle, ha="left", va="top",
                fontsize=9, color="#555555")
    return figure, axes


def zero(axis, value=0.0):
    axis.axhline(value, color="#9a9a9a", linewidth=0.8, zorder=1)


def band(axis, x, values, colour, label=None, dash="-", width=1.8, shade=True, middle="mean"):
    """Mean over the first axis with its range from 5 to 95 %."""
    values = np.asarray(values, float)
    if shade and len(values) > 1:
        low, high = np.nanpercentile(values, [5, 95], axis=0)
        axis.fill_between(x, low, high, color=colour, alpha=0.16, linewidth=0, zorder=2)
    line = np.nanmean(values, axis=0) if middle == "mean" else np.nanmedian(values, axis=0)
    axis.plot(x, line, color=colour, linestyle=dash, linewidth=width, label=label, zorder=3)


def quiet_range(axis, least):
    """A panel whose lines hardly move shows a range that says so."""
    low, high = axis.get_ylim()
    if high - low < least:
        middle = (high + low) / 2
        axis.set_ylim(middle - least / 2, middle + least / 2)


def legend(figure, axis, **options):
    lines, texts = axis.get_legend_handles_labels()
    figure.legend(lines, texts, **{"loc": "upper right", "bbox_to_anchor": (0.995, 0.998),
                                   "ncol": len(texts), "columnspacing": 1.2, "handlelength": 1.6,
                                   "fontsize": 9, **options})


def save(figure, path, top=None, bottom=0.0):
    """Saved with 256 colours, which keeps pictures small."""
    height = figure.get_figheight()
    for axis in figure.axes:  # decades are enough on logarithmic axes
        for one in (axis.xaxis, axis.yaxis):
            if one.get_scale() == "log":
                low, high = one.get_view_interval()
                if high / low >= 10:
                    one.set_minor_formatter(matplotlib.ticker.NullFormatter())
    figure.tight_layout(rect=(0, bottom, 1, top or 1 - 0.5 / height), h_pad=1.3, w_pad=1.2)
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=100, format="png")
    plt.close(figure)
    image = Image.open(buffer).convert("RGB")
    image.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        path, optimize=True)
    return path
