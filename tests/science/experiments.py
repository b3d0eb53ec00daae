"""Which runs there are. An experiment is a list of units; a unit is a tuple of runs that are
measured together: one run, or a shock and its pair with the same seed."""
import dataclasses

import scenarios
from runs import Spec

BASELINE = "configs/baseline.yaml"


@dataclasses.dataclass(frozen=True)
class Size:
    """How much is run. Seeds, firms and years given by hand take the place of all."""
    quick: bool = False
    seeds: int = 0
    firms: int = 0
    years: int = 0
    sets: tuple = ()  # settings of every run, where the experiment does not set the key itself

    def settings(self, own):
        keys = {setting.split("=")[0] for setting in own}
        return tuple(own) + tuple(s for s in self.sets if s.split("=")[0] not in keys)

    def seed_list(self, full, quick):
        return range(1, 1 + (self.seeds or (quick if self.quick else full)))

    def firm_count(self, full, quick):
        return self.firms or (quick if self.quick else full)

    def year_count(self, full, quick=None):
        return self.years or (quick if self.quick and quick else full)


def singles(size, seeds, firms, years, scenario=BASELINE, sets=(), **more):
    return [(Spec(scenario, size.firm_count(*firms), size.year_count(*years), seed,
                  size.settings(sets), **more),) for seed in size.seed_list(*seeds)]


def pairs(size, seeds, firms, years, scenario, sets=(), base_sets=(), base=BASELINE):
    return [(Spec(scenario, size.firm_count(*firms), size.year_count(*years), seed,
                  size.settings(sets)),
             Spec(base, size.firm_count(*firms), size.year_count(*years), seed,
                  size.settings(base_sets)))
            for seed in size.seed_list(*seeds)]


QUIET = ("events=[]",)
# Banks short of capital, all of them: who has enough evergreens nobody.
SHORT = "rules.bank_capital_width=0.07"
SHOCK = dict(seeds=(20, 2), firms=(5000, 5000), years=(10, 6))

# What makes each result of the baseline, and the switch that takes it away. (name, result,
# mechanism, settings, what is measured)
MECHANISMS = [
    ("trends-off", "GDP per head grows", "trends of productivity and prices",
     ("growth.trends=false",), "growth"),
    ("noise-off", "GDP fluctuates around its trend", "random shocks to productivity, demand, "
     "costs and expectations", ("noise.shocks=false",), "cycle"),
    ("accelerator-off", "investment fluctuates more than output", "investment follows use of "
     "capacity", ("rules.investment_accelerator=0",), "investment"),
    ("current-income-off", "consumption follows income", "households spend current income",
     ("rules.consumption_current=0",), "consumption"),
    ("policy-rate-fixed", "inflation stays near its target", "central bank's rule",
     ("policy.inflation_response=0", "policy.output_response=0"), "inflation"),
    ("rates-fixed", "slow growers do not overheat", "floating exchange rates",
     tuple(f"policy.exchange_regime.{code}=fixed" for code in
           ("JPN", "TWN", "CHN", "KOR", "EUR", "ROW")), "unemployment"),
    ("demography-off", "Japan's labour force shrinks", "births, deaths, ageing and migration",
     ("growth.demography=false",), "growth"),
    ("leverage-equal", "some firms are fragile", "spread of debt over firms",
     ("rules.leverage_spread=false",), "failures"),
    ("varieties-replaceable", "a missing chip stops a car", "inputs of one origin that cannot be "
     "replaced", ("rules.variety_dependence=0",), "cycle"),
]


def build(size):
    """Every experiment: name -> list of units."""
    found = {
        "baseline": singles(size, (20, 3), (20000, 5000), (10,)),
        "cycles": singles(size, (50, 4), (5000, 5000), (20, 14)),
        "firms": singles(size, (3, 1), (20000, 5000), (10, 6), firm_every=4),
        "network": singles(size, (3, 1), (20000, 5000), (1,), firm_every=52, links=True),
        "long": singles(size, (5, 1), (5000, 5000), (30,)),
        "trends-off": singles(size, (5, 2), (5000, 5000), (10,), sets=("growth.trends=false",)),
        "evergreening": pairs(size, scenario=BASELINE, sets=("rules.evergreening=1", SHORT),
                              base_sets=("rules.evergreening=0", SHORT), **SHOCK),
    }
    for firms, seeds in ((5000, 3), (20000, 3), (100000, 3), (1000000, 1)):
        if firms > 20000 and (size.quick or size.firms):
            continue
        found[f"size-{firms}"] = [
            (Spec(BASELINE, firms, size.year_count(10), seed, size.settings(())),)
            for seed in size.seed_list(seeds, 2)]
    found["without-nothing"] = singles(size, (5, 2), (5000, 5000), (10,))
    for name, _, _, sets, _ in MECHANISMS:
        found[f"without-{name}"] = singles(size, (5, 2), (5000, 5000), (10,), sets=sets)
    spending = 'events=[{kind: government_spending, start: 2028-01-03, share: 0.05, weeks: 104, ' \
        'region: %s}]'
    fixed = ("policy.inflation_response=0", "policy.output_response=0")
    for region in ("JPN", "USA"):
        found[f"spending-{region}"] = pairs(
            size, scenario=BASELINE, sets=(spending % region,), base_sets=QUIET, **SHOCK)
        found[f"spending-{region}-fixed-rate"] = pairs(
            size, scenario=BASELINE, sets=(spending % region, *fixed),
            base_sets=(*QUIET, *fixed), **SHOCK)
    for name in scenarios.present():
        base, base_sets = scenarios.WITHOUT.get(name, ("baseline", QUIET))
        common = dict(base=scenarios.path(base), base_sets=base_sets, **SHOCK)
        found[name] = pairs(size, scenario=scenarios.path(name), **common)
        if scenarios.first_event(name) is not None:
            found[f"{name}-twice"] = pairs(size, scenario=scenarios.path(name),
                                           sets=scenarios.TWICE, **common)
    return found
