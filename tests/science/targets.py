"""Targets: published facts, each with its band and source, and the function that measures it.

P1 to P24 are the list of facts that the model is to meet. Sources marked (recalled) were not
looked up again. Figures marked (computed) were computed from the published series named.
"""
import dataclasses

import numpy as np

import measures as m
import published
import scenarios
import series as s
from extract import WEEKS, Missing


@dataclasses.dataclass(frozen=True)
class Target:
    name: str
    meaning: str
    experiment: str
    band: tuple  # (least, most); None: open
    unit: str
    published: str
    source: str
    measure: object  # runs of a unit -> number
    all_seeds: bool = False  # the range over seeds must lie in the band, not only the mean


TARGETS = []
OURS = "our band"


def target(name, meaning, experiment, band, unit, published, source, all_seeds=False):
    def add(measure):
        TARGETS.append(Target(name, meaning, experiment, band, unit, published, source, measure,
                              all_seeds))
        return measure
    return add


def each(regions, name, meaning, experiment, bands, unit, published, source, measure,
         all_seeds=False):
    """One target per region: measure(run, r)."""
    for code in regions:
        TARGETS.append(Target(f"{name} {code}", meaning, experiment, bands[code], unit,
                              published[code], source,
                              lambda run, code=code: measure(run, run.region(code)), all_seeds))


BOTH = ("JPN", "USA")

# --- the baseline ----------------------------------------------------------------------------

each(BOTH, "growth", "growth of real GDP", "baseline", {"JPN": (0.2, 1.4), "USA": (1.3, 3.0)},
     "%/year", {"JPN": "0.2-1.4", "USA": "1.3-3.0"},
     "Penn World Table 9.1, 1991-2017 (computed), CBO and BoJ potential (recalled)",
     lambda run, r: s.growth(run)[r], all_seeds=True)
each(BOTH, "unemployment", "mean rate of unemployment", "baseline",
     {"JPN": (2, 5), "USA": (3, 7)}, "%", {"JPN": "2-5", "USA": "3-7"},
     "OECD key indicators 1990-2023 (computed)",
     lambda run, r: s.unemployment(run)[:, r].mean(), all_seeds=True)
each(BOTH, "inflation", "mean growth of consumer prices", "baseline",
     {"JPN": (0, 4), "USA": (0, 4)}, "%/year", {"JPN": "0-4", "USA": "0-4"},
     "OECD consumer prices 1990-2023 (computed)", lambda run, r: s.inflation(run)[r],
     all_seeds=True)
each(BOTH, "capacity use", "mean use of capacity", "baseline",
     {"JPN": (75, 95), "USA": (75, 95)}, "%", {"JPN": "75-95", "USA": "75-95"},
     "Federal Reserve G.17, METI (recalled)", lambda run, r: s.capacity_use(run)[:, r].mean(),
     all_seeds=True)


def capital_output_change(run, r):
    ratio = s.capital_output(run)[:, r]
    return 100 * (ratio[-4:].mean() / ratio[0] - 1)


each(BOTH, "K/Y", "change of capital over output from the start", "baseline",
     {"JPN": (-15, 15), "USA": (-15, 15)}, "%", {"JPN": "within 15", "USA": "within 15"}, OURS,
     capital_output_change, all_seeds=True)


@target("cells least", "smallest share of an industry in its region, relative to its start",
        "baseline", (0.5, None), "1", "at least 0.5", OURS, all_seeds=True)
def cells_least(run):
    return s.cell_shares(run).min()


@target("cells most", "largest share of an industry in its region, relative to its start",
        "baseline", (None, 2.0), "1", "at most 2", OURS, all_seeds=True)
def cells_most(run):
    return s.cell_shares(run).max()


# --- thirty years, and without trends --------------------------------------------------------

each(BOTH, "growth, 30 years", "growth of real GDP", "long",
     {"JPN": (0.2, 1.4), "USA": (1.3, 3.0)}, "%/year", {"JPN": "0.2-1.4", "USA": "1.3-3.0"},
     "as for ten years", lambda run, r: s.growth(run)[r], all_seeds=True)


@target("30 years, worst fall", "largest fall of a region's yearly GDP below an earlier year",
        "long", (None, 15), "%", "nothing dies", OURS, all_seeds=True)
def worst_fall(run):
    gdp = s.real_gdp(run)
    years = gdp[:len(gdp) // 4 * 4].reshape(-1, 4, gdp.shape[1]).mean(axis=1)
    return float((100 * (1 - years / np.maximum.accumulate(years, axis=0))).max())


@target("30 years, fastest decade", "fastest growth of a region over ten years, less its mean",
        "long", (None, 2.5), "%/year", "nothing explodes", OURS, all_seeds=True)
def fastest_decade(run):
    log = np.log(s.real_gdp(run))
    if len(log) < 80:
        raise Missing("fewer than twenty years")
    decade = 10 * (log[40:] - log[:-40])  # % a year
    return float((decade - 100 * (log[-1] - log[0]) / (len(log) / 4)).max())


@target("30 years, unemployment", "highest yearly unemployment of any region", "long", (None, 20),
        "%", "nothing dies", OURS, all_seeds=True)
def worst_unemployment(run):
    rate = s.unemployment(run)
    return float(rate[:len(rate) // 4 * 4].reshape(-1, 4, rate.shape[1]).mean(axis=1).max())


def growth_less_labour(run, r):
    labour = s.quarterly(run, "region.labour_force")
    years = (len(labour) - 4) / 4
    change = 100 * np.log(labour[-4:, r].mean() / labour[:4, r].mean()) / years
    return s.growth(run)[r] - change


each(BOTH, "growth without trends", "growth of GDP less that of the labour force, trends off",
     "trends-off", {code: (-0.3, 0.3) for code in BOTH}, "%/year",
     {code: "0" for code in BOTH}, "production function with constant returns", growth_less_labour)

# --- firms -----------------------------------------------------------------------------------


def last_sales(run):
    sales = run["firm.sales"]
    if len(sales) == 0:
        raise Missing("no whole year of firms")
    return sales[-1]


def firms_of(run, code=None):
    if code is None:
        return np.ones(run.meta["firms"], bool)
    return run["firm.cell"] // len(run.industries) == run.region(code)


def growth_panel(run, code=None):
    """Size a year earlier, relative to the mean of its cell, and log growth of sales less the
    cell's mean: what is the firm's own. Rows that changed hands are left out."""
    sales, inside = run["firm.sales"], firms_of(run, code)
    generation = run["firm.generation"] if "firm.generation" in run else None
    cell = np.asarray(run["firm.cell"], int)
    sizes, rates = [], []
    for year in range(2, len(sales)):  # the first two years are burn-in
        valid = inside & (sales[year - 1] > 0) & (sales[year] > 0)
        if generation is not None and generation.ndim == 2:
            valid &= generation[year] == generation[year - 1]
        growth = np.where(valid, np.log(np.maximum(sales[year], 1e-300)) -
                          np.log(np.maximum(sales[year - 1], 1e-300)), 0.0)
        count = np.bincount(cell[valid], minlength=cell.max() + 1)
        mean = np.bincount(cell[valid], growth[valid], cell.max() + 1) / np.maximum(count, 1)
        valid &= count[cell] >= 5
        sizes.append(sales[year - 1][valid])
        rates.append((growth - mean[cell])[valid])
    if not rates or len(np.concatenate(rates)) < 100:
        raise Missing("too few firm-years")
    sizes, rates = np.concatenate(sizes), np.concatenate(rates)
    if rates.std() < 1e-3:
        raise Missing("firms do not grow")
    return sizes, rates


@target("P1 sales", "Pareto exponent of sales, JPN, top 5 % (Hill)", "firms", (0.9, 1.2), "1",
        "1.0 (0.9-1.2)", "Axtell 2001 (recalled); Fujiwara et al. 2004")
def pareto_sales(run):
    return m.hill(last_sales(run)[firms_of(run, "JPN")])[0]


@target("P1 staff", "Pareto exponent of staff over the mean of its cell, top 5 % (ranks)",
        "firms", (0.9, 1.2), "1", "1.0 (0.9-1.2)", "Axtell 2001 (recalled)")
def pareto_staff(run):
    staff, cell = run["firm.staff"][-1], np.asarray(run["firm.cell"], int)
    mean = np.bincount(cell, staff) / np.maximum(np.bincount(cell), 1)
    return m.rank_exponent(staff / np.maximum(mean[cell], 1))[0]


@target("P2 shape", "Subbotin shape of yearly growth of sales", "firms", (0.7, 1.3), "1",
        "1 (0.7-1.3)", "Stanley et al. 1996; Bottazzi and Secchi 2006 (recalled)")
def growth_shape(run):
    return m.subbotin(growth_panel(run)[1])[0]


@target("P2 tails", "excess kurtosis of yearly growth of sales", "firms", (0.5, None), "1",
        "fatter than normal", "Stanley et al. 1996 (recalled)")
def growth_tails(run):
    return m.moments(growth_panel(run)[1])[1]


@target("P3", "slope of log sd of growth on log size", "firms", (-0.25, -0.15), "1",
        "-0.15 to -0.25", "Stanley et al. 1996 (recalled)")
def volatility_slope(run):
    return m.size_volatility(*growth_panel(run))[0]


@target("P4", "slope of growth on log size above the median", "firms", (-0.02, 0.02), "1",
        "near 0", "Fujiwara et al. 2004; Ishikawa et al. 2010")
def gibrat(run):
    return m.gibrat(*growth_panel(run))


@target("P5 exponent", "exponent of the cumulative number of customers", "network", (1.0, 1.5),
        "1", "1.0-1.5", "Fujiwara and Aoyama 2010 (recalled)")
def degree_exponent(run):
    return m.rank_exponent(run["firm.customers"])[0]


@target("P5 mean", "links a firm", "network", (3, 6), "links", "about 4",
        "Inoue and Todo 2023: 1 million firms, 4 million links")
def mean_degree(run):
    return run.meta["links"] / run.meta["firms"]


def investment_rates(run):
    orders, capital = run["firm.investment_order"] * WEEKS, run["firm.capital"]
    if len(orders) < 3:
        raise Missing("fewer than three years of firms")
    rates = orders[2:] / np.maximum(capital[1:-1], 1)
    if rates.std(axis=1).max() < 1e-3:
        raise Missing("all firms invest alike")
    return orders[2:], rates


@target("P6 half", "share of firms, by falling rate of investment, that makes half of investment",
        "firms", (0.1, 0.3), "1", "a fifth", "Doms and Dunne 1998 (recalled)")
def lumpy_half(run):
    orders, rates = investment_rates(run)
    return float(np.mean([m.half_share(o, r) for o, r in zip(orders, rates)]))


@target("P6 spikes", "share of firm-years with investment over 20 % of capital", "firms",
        (0.1, 0.3), "1", "8-20 % of plants", "Doms and Dunne 1998; Cooper and Haltiwanger 2006 "
        "(recalled)")
def lumpy_spikes(run):
    return float((investment_rates(run)[1] > 0.2).mean())


# --- cycles ----------------------------------------------------------------------------------

GVAR = "GVAR data 1979-2019 (computed)"
STATSMODELS = "statsmodels macrodata 1959-2009 and 1984-2007 (computed)"


def moving(cycle):
    if cycle.std() < 0.05:  # a still world has no cycle to speak of
        raise Missing("output does not fluctuate")
    return cycle


def gdp_cycle(run, r):
    return moving(s.cycle(s.real_gdp(run)[:, r]))


def relative(run, r, real):
    return s.cycle(real(run)[:, r]).std() / gdp_cycle(run, r).std()


def unemployment_gap(run, r):
    return s.gap(s.unemployment(run)[:, r])


each(("USA",), "P7", "sd of the cycle of output", "cycles", {"USA": (1.0, 1.7)}, "%",
     {"USA": "1.25 (1.0-1.7)"}, GVAR, lambda run, r: gdp_cycle(run, r).std())
for lag, value, band in ((1, 0.88, (0.78, 0.93)), (2, 0.69, (0.54, 0.79)), (4, 0.25, (0.05, 0.45))):
    each(("USA",), f"P8 lag {lag}", f"autocorrelation of the cycle of output, lag {lag}", "cycles",
         {"USA": band}, "1", {"USA": f"{value}"}, GVAR,
         lambda run, r, lag=lag: m.autocorrelation(gdp_cycle(run, r), lag))
each(("USA",), "P9 C", "sd of consumption over that of output", "cycles", {"USA": (0.75, 0.93)},
     "1", {"USA": "0.80-0.88"}, STATSMODELS, lambda run, r: relative(run, r, s.real_consumption))
each(("USA",), "P9 I", "sd of investment over that of output", "cycles", {"USA": (3.7, 5.7)},
     "1", {"USA": "4.7-5.4, stock building included; 3-4 fixed (recalled)"}, STATSMODELS,
     lambda run, r: relative(run, r, s.real_investment))
each(("USA",), "P10 C", "correlation of consumption with output", "cycles", {"USA": (0.7, 0.95)},
     "1", {"USA": "0.87"}, STATSMODELS,
     lambda run, r: m.correlation(gdp_cycle(run, r), s.cycle(s.real_consumption(run)[:, r])))
each(("USA",), "P10 I", "correlation of investment with output", "cycles", {"USA": (0.7, 0.98)},
     "1", {"USA": "0.91"}, STATSMODELS,
     lambda run, r: m.correlation(gdp_cycle(run, r), s.cycle(s.real_investment(run)[:, r])))
each(("USA",), "P10 U", "correlation of unemployment with output", "cycles",
     {"USA": (-0.98, -0.7)}, "1", {"USA": "-0.88"}, STATSMODELS,
     lambda run, r: m.correlation(gdp_cycle(run, r), unemployment_gap(run, r)))
each(("USA",), "P11", "quarters by which unemployment lags output", "cycles", {"USA": (0, 1.5)},
     "quarters", {"USA": "0-1"}, STATSMODELS,
     lambda run, r: m.peak_lag(gdp_cycle(run, r), unemployment_gap(run, r))[0])
each(BOTH, "P12 Okun", "slope of the unemployment gap on the output gap", "cycles",
     {"USA": (-0.5, -0.35), "JPN": (-0.25, -0.05)}, "1",
     {"USA": "-0.42 (-0.35 to -0.50)", "JPN": "-0.12"},
     "macrodata, Cabinet Office and OECD 1994-2019 (computed); Ball, Leigh and Loungani 2017 "
     "(recalled)",
     lambda run, r: m.line(gdp_cycle(run, r), unemployment_gap(run, r))[0])
each(("JPN",), "P13", "sd of the cycle of output", "cycles", {"JPN": (1.0, 1.7)}, "%",
     {"JPN": "1.35"}, GVAR, lambda run, r: gdp_cycle(run, r).std())


def yearly_cycle(series):
    """Cycle of yearly means, smoothing 6.25, after the burn-in."""
    years = series[s.BURN_IN:s.BURN_IN + (len(series) - s.BURN_IN) // 4 * 4].reshape(-1, 4)
    if len(years) < 8:
        raise Missing("fewer than eight years after the burn-in")
    return moving(100 * m.hp_cycle(np.log(years.mean(axis=1)), 6.25))


each(("JPN",), "P14", "sd of investment over that of output, yearly", "cycles",
     {"JPN": (2.5, 3.3)}, "1", {"JPN": "2.9 (2.5-3.3)"}, "Penn World Table 1980-2017 (computed)",
     lambda run, r: yearly_cycle(s.real_investment(run)[:, r]).std() /
     yearly_cycle(s.real_gdp(run)[:, r]).std())


def quarterly_growth(run, r):
    rates = 100 * np.diff(np.log(s.real_gdp(run)[s.BURN_IN:, r]))
    if len(rates) < 16 or rates.std() < 0.05:
        raise Missing("output does not fluctuate")
    return rates


each(BOTH, "P15 skew", "skewness of quarterly growth of output", "cycles",
     {code: (-1.8, -0.3) for code in BOTH}, "1", {code: "about -1" for code in BOTH}, GVAR,
     lambda run, r: m.moments(quarterly_growth(run, r))[0])
each(BOTH, "P15 tails", "excess kurtosis of quarterly growth of output", "cycles",
     {code: (1, 6) for code in BOTH}, "1", {code: "about 3" for code in BOTH}, GVAR,
     lambda run, r: m.moments(quarterly_growth(run, r))[1])


@target("P16", "tails of equity returns", "cycles", (2, 5), "1", "2-5", GVAR)
def equity_tails(run):
    raise Missing("the model has no share prices")


@target("P17", "equity leads output", "cycles", (0, None), "1", "leads", GVAR)
def equity_leads(run):
    raise Missing("the model has no share prices")


each(BOTH, "P19 C", "sd of consumption over that of output", "cycles",
     {code: (None, 1) for code in BOTH}, "1", {code: "under 1" for code in BOTH},
     "Penn World Table, macrodata (computed)",
     lambda run, r: relative(run, r, s.real_consumption))
each(BOTH, "P19 I", "sd of investment over that of output", "cycles",
     {code: (2.5, None) for code in BOTH}, "1", {code: "over 2.5" for code in BOTH},
     "Penn World Table, macrodata (computed)", lambda run, r: relative(run, r, s.real_investment))


def price_gap(run, r):
    """Four-quarter inflation after the burn-in, and the output cycle of the same quarters."""
    log = np.log(s.prices(run)[:, r])
    inflation = 100 * (log[4:] - log[:-4])[s.BURN_IN - 4:]
    return inflation, gdp_cycle(run, r)


each(BOTH, "P20 correlation", "correlation of inflation with the cycle of output", "cycles",
     {code: (0.1, 0.45) for code in BOTH}, "1", {code: "0.1-0.45" for code in BOTH},
     "macrodata, OECD (computed)", lambda run, r: m.correlation(*price_gap(run, r)))
each(BOTH, "P20 Phillips", "slope of inflation on the cycle of output", "cycles",
     {code: (0.02, 0.6) for code in BOTH}, "points per %",
     {code: "small and positive" for code in BOTH}, "macrodata, OECD (computed)",
     lambda run, r: m.line(*price_gap(run, r)[::-1])[0])

# --- credit ----------------------------------------------------------------------------------


def credit_cycle(run, r):
    loans = s.stock(run, "bank.loans")[:, r] / s.prices(run)[:, r]
    return s.cycle(loans)


each(BOTH, "P18 credit", "correlation of real bank loans with output, at the best lag within a "
     "year", "cycles", {code: (0.1, None) for code in BOTH}, "1",
     {code: "positive" for code in BOTH}, "Jorda, Schularick and Taylor 2017 (recalled)",
     lambda run, r: max(m.lead_lag(gdp_cycle(run, r), credit_cycle(run, r), lag)
                        for lag in range(5)))


def leverage(run, r):
    capital = run["industry.capital"].sum(axis=2, dtype=float)[:, r] / 100
    ends = run["account.time"][s.whole_quarters(run)]
    value = np.interp(ends, run["industry.time"][::13], capital)
    value = value * s.quarterly(run, "region.investment_prices")[:, r]
    return s.stock(run, "bank.loans")[:, r] / value


each(BOTH, "P18 leverage", "correlation of loans over capital with output, best lag within a year",
     "cycles", {code: (0.0, None) for code in BOTH}, "1", {code: "positive" for code in BOTH},
     "Dosi et al. 2013-15 (recalled)",
     lambda run, r: max(m.lead_lag(gdp_cycle(run, r), s.cycle(leverage(run, r)), lag)
                        for lag in range(5)))


def bank_profit(run, r):
    profit = s.stock(run, "bank.loan_interest") + s.stock(run, "bank.bond_interest") + \
        s.stock(run, "bank.reserve_interest") - s.stock(run, "bank.deposit_interest")
    for name in ("bank.losses", "bank.write_offs", "bank.provision_change", "bank.loan_losses"):
        if name in run:
            profit = profit - s.stock(run, name)
            break
    return profit[:, r] / s.stock(run, "bank.loans")[:, r]


each(BOTH, "P18 bank profits", "correlation of bank profits over loans with output", "cycles",
     {code: (0.0, None) for code in BOTH}, "1", {code: "positive" for code in BOTH},
     "Dosi et al. 2013-15 (recalled)",
     lambda run, r: m.correlation(gdp_cycle(run, r), s.gap(100 * bank_profit(run, r))))


def failure_gap(run, r):
    rate = s.failures(run)[:, r]
    if rate.sum() == 0:
        raise Missing("no firm failed")
    return s.gap(rate)


each(BOTH, "P18 failures", "correlation of failures of firms with output, best lag within a year",
     "cycles", {code: (None, -0.1) for code in BOTH}, "1", {code: "negative" for code in BOTH},
     "Dosi et al. 2013-15; Jorda, Schularick and Taylor (recalled)",
     lambda run, r: min(m.lead_lag(gdp_cycle(run, r), failure_gap(run, r), lag)
                        for lag in range(5)))


def failures_in_recessions(run, r):
    rate = s.failures(run)[s.BURN_IN:, r]
    bad = s.recessions(run, r)
    if rate.sum() == 0:
        raise Missing("no firm failed")
    near = bad | np.roll(bad, 1) | np.roll(bad, 2)  # the recession and two quarters after
    near[:2] |= bad[:2]
    return rate[near].mean() / rate[~near].mean()


each(BOTH, "defaults cluster", "failures in recessions over failures at other times", "cycles",
     {code: (1.1, None) for code in BOTH}, "1", {code: "over 1" for code in BOTH},
     "Giesecke et al. 2011: defaults cluster (recalled)", failures_in_recessions)
each(BOTH, "P18 bad loans", "quarters by which bad loans follow output (trough to peak)", "cycles",
     {code: (1, 12) for code in BOTH}, "quarters", {code: "lag" for code in BOTH},
     "Jorda, Schularick and Taylor (recalled)",
     lambda run, r: float(np.nanargmin([m.lead_lag(gdp_cycle(run, r), s.gap(s.bad_loans(run)[:, r]),
                                                   lag) for lag in range(13)])))


def loss_lag(run, r):
    """Quarters after output at which write-offs stand most against it."""
    lost = s.write_offs(run)[:, r]
    if lost.max() < 1e-9:
        raise Missing("nothing was written off")
    against = [m.lead_lag(gdp_cycle(run, r), s.gap(lost), lag) for lag in range(-4, 13)]
    return float(np.nanargmin(against) - 4)


each(BOTH, "losses lag", "quarters by which write-offs of loans follow output", "cycles",
     {code: (0.5, 12) for code in BOTH}, "quarters", {code: "lag" for code in BOTH},
     "Jorda, Schularick and Taylor (recalled)", loss_lag)


def zombie_difference(on, off):
    name = "region.zombies" if "region.zombies" in on else "region.zombie_share"
    return 100 * (on.first(name)[-104:].mean() - off.first(name)[-104:].mean())


@target("evergreening zombies", "share of zombie firms with evergreening on, less off",
        "evergreening", (1e-6, None), "points", "more", "Caballero, Hoshi and Kashyap 2008")
def evergreening_zombies(on, off):
    return zombie_difference(on, off)


@target("evergreening productivity", "growth of output per worker, JPN, on less off",
        "evergreening", (None, -1e-6), "points", "lower", "Caballero, Hoshi and Kashyap 2008")
def evergreening_productivity(on, off):
    def rate(run):
        r = run.region("JPN")
        return m.annual_growth(s.real_gdp(run)[:, r] / s.quarterly(run, "region.employed")[:, r])
    return rate(on) - rate(off)


# --- spending, people, growth accounts -------------------------------------------------------


def multiplier(shock, base, code, first, quarters=8):
    """Change of real GDP per change of real public purchases, summed over the quarters."""
    r = shock.region(code)
    gdp = (s.real_gdp(shock) - s.real_gdp(base))[first:first + quarters, r].sum()

    def volume(run):
        deflator = s.account(run, "gdp") / s.real_gdp(run)
        return s.account(run, "government_consumption") / deflator
    spent = (volume(shock) - volume(base))[first:first + quarters, r].sum()
    if abs(spent) < 1e-9 * s.real_gdp(base)[first, r]:
        raise Missing("spending did not change")
    return gdp / spent


for region_code in BOTH:
    TARGETS.append(Target(
        f"P21 {region_code}", "real GDP per unit of real public purchases, two years",
        f"spending-{region_code}", (0.3, 1.7), "1", "0.3-1.7", "Ramey 2019, range of a survey",
        lambda shock, base, code=region_code: multiplier(shock, base, code, 12)))
    TARGETS.append(Target(
        f"P21 {region_code} fixed rate", "the same while the policy rate stays",
        f"spending-{region_code}-fixed-rate", (0.3, 2.5), "1", "larger than with the rule",
        "Ramey 2019; Christiano, Eichenbaum and Rebelo 2011 (recalled)",
        lambda shock, base, code=region_code: multiplier(shock, base, code, 12)))

@target("P22", "population of Japan after ten years, against the official projection", "baseline",
        (-1, 1), "%", "within 1", "IPSS 2023 revision, medium variant (recalled)")
def population_path(run):
    people = run["age.persons"][:, run.region("JPN")].sum(axis=1).astype(float)
    year = 2025 + run["age.time"] / 365.25
    path = np.interp(year, list(published.IPSS_POPULATION),
                     list(published.IPSS_POPULATION.values()))
    relative_path = people / people[0] / (path / path[0])  # opening stocks differ in definition
    return float(100 * (relative_path[-1] - 1))


@target("P23", "share of the US lead in growth over Japan that productivity and labour explain",
        "baseline", (0.5, None), "1", "TFP and hours explain it", "Penn World Table 9.1 (computed)")
def growth_accounting(run):
    parts = s.growth_accounts(run)
    japan, usa = run.region("JPN"), run.region("USA")
    lead = parts["growth"][usa] - parts["growth"][japan]
    if abs(lead) < 0.1:
        raise Missing("both grow alike")
    explained = sum(parts[name][usa] - parts[name][japan] for name in ("productivity", "labour"))
    return float(explained / lead)


def scenario_week(name):
    first = scenarios.first_event(name)
    return int((first or 0) * WEEKS)


def indirect_over_direct(shock, base):
    """Lost value added outside the cells that were hit, over that in them, within two years.
    Value added at opening coefficients; the hit cell is Taiwan's electronics."""
    r, i = shock.region("TWN"), shock.industries.index("C26")
    share = base["industry.value_added"][0] / base["industry.output"][0]
    start = scenario_week("taiwan-shock")
    output = [run["industry.output"][start:start + 2 * WEEKS].sum(axis=0, dtype=float)
              for run in (base, shock)]
    lost = (output[0] - output[1]) * share
    if lost[r, i] <= 0:
        raise Missing("the hit industry lost nothing")
    return float((np.nansum(lost) - lost[r, i]) / lost[r, i])


TARGETS.append(Target(
    "P24", "loss outside the industry that was hit over the loss in it", "taiwan-shock",
    (1, None), "1", "over 1", "Inoue, Todo and Sasahara 2019", indirect_over_direct))


def verdict(target_, values):
    """met or missed, and why."""
    mean, low, high = m.spread(values)
    least = -np.inf if target_.band[0] is None else target_.band[0]
    most = np.inf if target_.band[1] is None else target_.band[1]
    if not np.isfinite(mean):
        return "not measurable", "no finite value"
    inside = least <= mean <= most
    if inside and target_.all_seeds and not (least <= low and high <= most):
        return "missed", "the mean lies in the band, not every seed"
    return ("met", "") if inside else ("missed", "")


def evaluate(target_, units, runner):
    """Dictionary of everything that is printed about a target."""
    from runs import Failed
    result = dict(name=target_.name, meaning=target_.meaning, experiment=target_.experiment,
                  band=target_.band, unit=target_.unit, published=target_.published,
                  source=target_.source, values=[], verdict="not measurable", reason="")
    reasons = {}
    for unit in units:
        try:
            value = float(target_.measure(*[runner.open(spec) for spec in unit]))
            if np.isfinite(value):
                result["values"].append(value)
            else:
                reasons["no finite value"] = 1
        except (Missing, Failed) as error:
            reasons[str(error)] = 1
    if result["values"]:
        result["verdict"], result["reason"] = verdict(target_, result["values"])
    else:
        result["reason"] = next(iter(reasons), "no run")
    result["mean"], result["low"], result["high"] = (
        None if np.isnan(v) else v for v in m.spread(result["values"]))
    return result
