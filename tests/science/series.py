"""Economic series of a run: quarterly at annual rates, real ones at opening prices.

A quarter counts if it has at least 12 weeks (the last one of a run may be a part). The first
BURN_IN quarters are dropped from cycles: the opening state has no history of shocks.
"""
import numpy as np

import measures as m
from extract import WEEKS, Missing

BURN_IN = 8


def whole_quarters(run):
    return np.flatnonzero(run["account.steps"].min(axis=1) >= 12)


def dates(run):
    """Years since the start at the middle of each quarter."""
    return run["account.time"][whole_quarters(run)] / 365.25 - 0.125


def account(run, name):
    """A column of the quarterly accounts at an annual rate, in units of currency."""
    rows = whole_quarters(run)
    return run[f"account.{name}"][rows] / run["account.steps"][rows] * WEEKS / 100.0


def quarterly(run, name):
    """Quarterly mean of what is recorded more often."""
    time = run[name.split(".")[0] + ".time"]
    values, ends = run[name], run["account.time"]
    starts = np.concatenate([[0], ends[:-1]])
    rows = [np.flatnonzero((time > a) & (time <= b)) for a, b in zip(starts, ends)]
    return np.stack([values[rows[q]].mean(axis=0, dtype=float) if len(rows[q])
                     else np.full(values.shape[1:], np.nan) for q in whole_quarters(run)])


def real_gdp(run):
    return account(run, "real_gdp")


def real_consumption(run):
    return account(run, "consumption") / quarterly(run, "region.consumer_prices")


def real_investment(run):
    return account(run, "investment") / quarterly(run, "region.investment_prices")


def unemployment(run):
    return 100 * quarterly(run, "region.unemployment_rate")


def prices(run):
    return quarterly(run, "region.consumer_prices")


def year_rate(values):
    """Log change over four quarters, %; NaN in the first year."""
    return np.concatenate([np.full((4, values.shape[1]), np.nan),
                           100 * np.log(values[4:] / values[:-4])])


def inflation(run):
    """Mean over the run, per cent a year."""
    log = np.log(prices(run))
    return 100 * (log[-4:].mean(axis=0) - log[:4].mean(axis=0)) / ((len(log) - 4) / 4)


def growth(run):
    gdp = real_gdp(run)
    return np.array([m.annual_growth(gdp[:, r]) for r in range(gdp.shape[1])])


def cycle(series, burn_in=BURN_IN):
    """Cycle of a series of one region, in per cent; NaN where it cannot be had."""
    log = np.log(np.maximum(series[burn_in:], 1e-300))
    if len(log) < 16:
        raise Missing("fewer than 16 quarters after the burn-in")
    return 100 * m.hp_cycle(log)


def gap(series, burn_in=BURN_IN):
    """Cycle of a rate, in points."""
    if len(series) - burn_in < 16:
        raise Missing("fewer than 16 quarters after the burn-in")
    return m.hp_cycle(series[burn_in:])


def capital_output(run):
    """Capital of the region's firms over annual real GDP, quarter by quarter."""
    capital = run["industry.capital"].sum(axis=2, dtype=float) / 100.0
    time = run["industry.time"][::13]
    ends = run["account.time"][whole_quarters(run)]
    at = np.stack([np.interp(ends, time, capital[:, r]) for r in range(capital.shape[1])], axis=1)
    return at / real_gdp(run)


def capacity_use(run):
    return 100 * quarterly(run, "region.utilisation")


def cell_shares(run):
    """Each cell's share in its region's output in the last year, relative to the opening."""
    opening = run["industry.opening_output"]
    last = run["industry.output"][-WEEKS:].mean(axis=0, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = last / last.sum(axis=1, keepdims=True) * opening.sum(axis=1, keepdims=True)
        return np.where(opening > 0, relative / opening, 1.0)


def recessions(run, r):
    """Quarters in which the cycle of GDP is in its lowest fifth."""
    gdp = cycle(real_gdp(run)[:, r])
    return gdp <= np.quantile(gdp, 0.2)


def troughs(run, r, before=8, after=12):
    """Quarters (counted from the start) where the cycle of GDP is lowest within two years either
    side and at least one standard deviation down, with room on both sides."""
    gdp = cycle(real_gdp(run)[:, r])
    found = []
    for q in range(before, len(gdp) - after):
        near = gdp[max(q - 8, 0):q + 9]
        if gdp[q] == near.min() and gdp[q] < -gdp.std():
            found.append(q + BURN_IN)
    return found


def around_troughs(runs, r, function, before=8, after=12):
    """[trough, quarter]: windows of a series around the troughs of all runs."""
    windows = []
    for run in runs:
        values = function(run)
        windows += [values[q - before:q + after + 1] for q in troughs(run, r, before, after)]
    return np.array(windows)


def failures(run):
    """Firms that failed in a quarter, % of the region's firms a year."""
    counted, time = run["region.failures"], run["region.time"]
    ends = run["account.time"]
    starts = np.concatenate([[0], ends[:-1]])
    firms = run.firms_by_region()
    rows = []
    for q in whole_quarters(run):
        inside = (time > starts[q]) & (time <= ends[q])
        rows.append(100 * counted[inside].sum(axis=0) * WEEKS / inside.sum() / firms)
    return np.stack(rows)


def write_offs(run):
    """Loans written off in a quarter, % of loans a year."""
    return 100 * quarterly(run, "region.write_offs") * WEEKS / 100 / stock(run, "bank.loans")


def bad_loans(run):
    """Bad loans over loans, %, of the region's banks."""
    bad = run.first("bank.bad_loans", "bank.nonperforming_loans", "bank.nonperforming",
                    "bank.impaired_loans", "bank.provisions")
    loans = run["bank.loans"]
    time, ends = run["bank.time"], run["account.time"][whole_quarters(run)]
    ratio = 100 * bad / np.maximum(loans, 1)
    return np.stack([np.interp(ends, time, ratio[:, r]) for r in range(ratio.shape[1])], axis=1)


def stock(run, name):
    """A stock of the banks or of the state at the end of each quarter, in units of currency."""
    values, time = run[name], run[name.split(".")[0] + ".time"]
    ends = run["account.time"][whole_quarters(run)]
    return np.stack([np.interp(ends, time, values[:, r].astype(float))
                     for r in range(values.shape[1])], axis=1) / 100.0


def growth_accounts(run):
    """Contributions of capital, labour and productivity to growth, % a year, by region.
    Shares: wages in the sum of wages and operating surplus over the run."""
    gdp = np.log(real_gdp(run))
    years = (len(gdp) - 4) / 4

    def rate(log):
        return 100 * (log[-4:].mean(axis=0) - log[:4].mean(axis=0)) / years

    wages = account(run, "wages").sum(axis=0)
    share = wages / (wages + account(run, "operating_surplus").sum(axis=0))
    capital = rate(np.log(capital_output(run) * real_gdp(run))) * (1 - share)
    labour = rate(np.log(quarterly(run, "region.employed"))) * share
    total = rate(gdp)
    return {"growth": total, "capital": capital, "labour": labour,
            "productivity": total - capital - labour}
