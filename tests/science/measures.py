"""Statistics that published facts are stated in. Every function is tested on samples whose
answer is known (test_measures.py). None of them knows what a run is.
"""
import numpy as np
from scipy import optimize, sparse, special
from scipy.sparse.linalg import spsolve


def hp_trend(series, smoothing=1600.0):
    """Trend of Hodrick and Prescott (1997): 1600 for quarters, 6.25 for years (Ravn, Uhlig 2002)."""
    series = np.asarray(series, float)
    n = len(series)
    second = sparse.diags([1.0, -2.0, 1.0], [0, 1, 2], shape=(n - 2, n))
    return spsolve((sparse.identity(n) + smoothing * second.T @ second).tocsc(), series)


def hp_cycle(series, smoothing=1600.0):
    return np.asarray(series, float) - hp_trend(series, smoothing)


def correlation(x, y):
    """NaN where one of the two does not move."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    x, y = x - x.mean(), y - y.mean()
    scale = np.sqrt((x * x).sum() * (y * y).sum())
    return float((x * y).sum() / scale) if scale > 0 else np.nan


def autocorrelation(x, lag):
    """Of the whole sample: the mean and variance are those of all observations."""
    x = np.asarray(x, float) - np.mean(x)
    total = (x * x).sum()
    return float((x[lag:] * x[:-lag]).sum() / total) if total > 0 else np.nan


def lead_lag(x, y, lag):
    """Correlation of x now with y `lag` periods later."""
    if lag == 0:
        return correlation(x, y)
    return correlation(x[:-lag], y[lag:]) if lag > 0 else correlation(x[-lag:], y[:lag])


def peak_lag(x, y, most=6):
    """Lag from -most to most at which |correlation| is largest, and the correlation there.
    A positive lag: y follows x."""
    lags = range(-most, most + 1)
    values = [lead_lag(x, y, lag) for lag in lags]
    if not np.isfinite(values).any():
        return np.nan, np.nan
    best = int(np.nanargmax(np.abs(values)))
    return best - most, values[best]


def line(x, y):
    """Least squares: slope and its standard error."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    dx = x - x.mean()
    total = (dx * dx).sum()
    if total <= 0 or len(x) < 3:
        return np.nan, np.nan
    slope = (dx * y).sum() / total
    rest = y - y.mean() - slope * dx
    return float(slope), float(np.sqrt((rest * rest).sum() / (len(x) - 2) / total))


def moments(x):
    """Skewness and excess kurtosis (0 for a normal sample)."""
    x = np.asarray(x, float) - np.mean(x)
    variance = (x * x).mean()
    if variance <= 0:
        return np.nan, np.nan
    return float((x**3).mean() / variance**1.5), float((x**4).mean() / variance**2 - 3)


def hill(sizes, share=0.05, least=50):
    """Exponent of the tail P(size > x) ~ x^-a and its standard error (Hill 1975)."""
    sizes = np.sort(np.asarray(sizes, float))
    sizes = sizes[sizes > 0][::-1]
    count = min(max(int(share * len(sizes)), least), len(sizes) - 1)
    if count < 10:
        return np.nan, np.nan
    mean = np.log(sizes[:count] / sizes[count]).mean()
    return (1 / mean, 1 / mean / np.sqrt(count)) if mean > 0 else (np.nan, np.nan)


def rank_exponent(sizes, share=0.05, least=50):
    """The same by regression of log(rank - 1/2) on log size (Gabaix and Ibragimov 2011)."""
    sizes = np.sort(np.asarray(sizes, float))[::-1]
    sizes = sizes[sizes > 0]
    count = min(max(int(share * len(sizes)), least), len(sizes))
    if count < 10:
        return np.nan, np.nan
    slope, _ = line(np.log(sizes[:count]), np.log(np.arange(1, count + 1) - 0.5))
    return -slope, -slope * np.sqrt(2 / count)


def subbotin(x):
    """Shape b and scale of density ~ exp(-|x - m|^b / (b scale^b)) by maximum likelihood, m the
    median: 1 is Laplace's, 2 the normal (Subbotin 1923; Bottazzi and Secchi 2006)."""
    distance = np.abs(np.asarray(x, float) - np.median(x))
    distance = distance[distance > 0]
    if len(distance) < 30:
        return np.nan, np.nan

    def cost(b):  # mean of -log density, at the best scale for this b
        scale = np.mean(distance**b) ** (1 / b)
        return np.log(2 * scale) + np.log(b) / b + special.gammaln(1 + 1 / b) + 1 / b

    best = optimize.minimize_scalar(cost, bounds=(0.15, 8), method="bounded").x
    return float(best), float(np.mean(distance**best) ** (1 / best))


def size_volatility(size, growth, bins=12):
    """Slope of log sd(growth) on log size over bins of equal numbers (Stanley et al. 1996)."""
    size, growth = np.asarray(size, float), np.asarray(growth, float)
    order = np.argsort(size)
    middle, spread = [], []
    for part in np.array_split(order, bins):
        if len(part) < 20:
            continue
        middle.append(np.log(size[part]).mean())
        spread.append(growth[part].std())
    spread = np.array(spread)
    if len(spread) < 4 or (spread <= 0).any():
        return np.nan, np.array(middle), spread
    return line(middle, np.log(spread))[0], np.array(middle), spread


def gibrat(size, growth):
    """Slope of growth on log size above the median size: 0 where growth does not depend on it."""
    size, growth = np.asarray(size, float), np.asarray(growth, float)
    large = size > np.median(size)
    return line(np.log(size[large]), growth[large])[0]


def half_share(amounts, rates):
    """Smallest share of firms, taken by falling rate, that makes half of the amount."""
    amounts, rates = np.asarray(amounts, float), np.asarray(rates, float)
    total = amounts.sum()
    if total <= 0:
        return np.nan
    running = np.cumsum(amounts[np.argsort(-rates, kind="stable")])
    return float((np.searchsorted(running, total / 2) + 1) / len(amounts))


def annual_growth(series, per_year=4):
    """Mean log growth per year, from the mean of the first year to that of the last, in %."""
    series = np.asarray(series, float)
    years = (len(series) - per_year) / per_year
    first, last = series[:per_year].mean(), series[-per_year:].mean()
    return 100 * np.log(last / first) / years if first > 0 and last > 0 else np.nan


def spread(values):
    """Mean, 5th and 95th percentile over seeds; NaNs left out."""
    values = np.asarray([v for v in np.ravel(values) if np.isfinite(v)], float)
    if len(values) == 0:
        return np.nan, np.nan, np.nan
    return float(values.mean()), *(float(v) for v in np.percentile(values, [5, 95]))
