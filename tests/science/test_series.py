#!/usr/bin/env python3
"""Series, targets and scenarios on made-up runs whose answer is known."""
import pathlib
import tempfile
import unittest

import numpy as np

import extract
import runs
import scenarios
import series as s
import shocks
import targets


def made_up(growth=0.02, inflation=0.01, years=10, wave=0.0, seed=0):
    """A run of two regions and two industries that grows and swings as told."""
    weeks = np.arange(52 * years + 1)
    t = weeks / 52
    level = np.exp(growth * t + wave * np.sin(2 * np.pi * t / 5))
    price = np.exp(inflation * t)
    two = np.ones(2)
    run = extract.Run.__new__(extract.Run)
    run.regions, run.industries, run.kept = ["JPN", "USA"], ["A", "C26"], {}
    run.meta = {"firms": 10, "steps_done": len(weeks) - 1}
    run.firms_by_region = lambda: np.array([4, 6])
    ends = np.arange(13, len(weeks), 13)

    def flows(values):  # cents over the quarter
        return np.stack([values[e - 12:e + 1].sum() for e in ends])[:, None] * two * 100

    data = {
        "account.time": 7.0 * ends, "account.steps": np.full((len(ends), 2), 13),
        "account.real_gdp": flows(level), "account.gdp": flows(level * price),
        "account.consumption": flows(0.6 * level * price),
        "account.investment": flows(0.2 * level * price),
        "account.wages": flows(0.6 * level * price),
        "account.operating_surplus": flows(0.4 * level * price),
        "region.time": 7.0 * weeks, "region.real_gdp": level[:, None] * two,
        "region.consumer_prices": price[:, None] * two,
        "region.investment_prices": price[:, None] * two,
        "region.unemployment_rate": (0.04 - 0.4 * wave * np.sin(2 * np.pi * t / 5))[:, None] * two,
        "region.employed": np.full((len(weeks), 2), 50.0),
        "region.failures": np.tile([1, 0], (len(weeks), 1)),
        "industry.time": 7.0 * weeks,
        "industry.capital": (3 * 52 * 100 / 2 * level[::13])[:, None, None] * np.ones((2, 2)),
        "industry.opening_output": np.array([[1.0, 3.0], [2.0, 0.0]]),
        "industry.output": level[:, None, None] * np.array([[2.0, 2.0], [2.0, 0.0]]),
    }
    run.kept.update(data)
    run.names = set(data)
    return run


class Series(unittest.TestCase):
    def test_growth_and_inflation_are_those_put_in(self):
        run = made_up()
        np.testing.assert_allclose(s.growth(run), 2, atol=1e-9)
        np.testing.assert_allclose(s.inflation(run), 1, atol=1e-9)
        np.testing.assert_allclose(s.year_rate(s.prices(run))[4:], 1, atol=1e-9)

    def test_annual_rates(self):
        run = made_up(growth=0, inflation=0)
        np.testing.assert_allclose(s.real_gdp(run), 52)  # one unit of currency a week
        np.testing.assert_allclose(s.real_investment(run) / s.real_gdp(run), 0.2)
        np.testing.assert_allclose(s.capital_output(run), 3)

    def test_a_quarter_that_is_not_whole_is_left_out(self):
        run = made_up()
        run.kept["account.steps"] = run["account.steps"].copy()
        run.kept["account.steps"][-1] = 5
        self.assertEqual(len(s.real_gdp(run)), 39)

    def test_shares_of_industries(self):
        np.testing.assert_allclose(s.cell_shares(made_up()), [[2, 2 / 3], [1, 1]])

    def test_failures_are_per_firm_and_year(self):
        np.testing.assert_allclose(s.failures(made_up()), np.tile([1300, 0], (40, 1)))

    def test_troughs_of_a_wave(self):
        run = made_up(years=20, wave=0.02)
        found = s.troughs(run, 0)  # the wave is lowest in years 3.75, 8.75, 13.75 and 18.75
        self.assertEqual(len(found), 2)
        np.testing.assert_allclose(np.array(found) / 4 + 0.125, [8.75, 13.75], atol=0.3)

    def test_growth_accounts_add_up(self):
        parts = s.growth_accounts(made_up())
        np.testing.assert_allclose(parts["growth"], 2, atol=1e-6)
        np.testing.assert_allclose(parts["capital"], 0.8, atol=0.01)
        np.testing.assert_allclose(parts["labour"], 0, atol=1e-9)
        np.testing.assert_allclose(
            parts["capital"] + parts["labour"] + parts["productivity"], parts["growth"])


class Targets(unittest.TestCase):
    def value(self, name, *made):
        return next(t for t in targets.TARGETS if t.name == name).measure(*made)

    def test_okun(self):
        # Unemployment moves by 0.4 points against one per cent of output.
        self.assertAlmostEqual(self.value("P12 Okun USA", made_up(years=20, wave=0.02)), -0.4,
                               delta=0.01)

    def test_relative_deviations(self):
        self.assertAlmostEqual(self.value("P9 C USA", made_up(years=20, wave=0.02)), 1, delta=1e-4)

    def test_a_still_world_has_no_cycle(self):
        with self.assertRaises(extract.Missing):
            self.value("P7 USA", made_up(years=20))

    def test_verdicts(self):
        mean, every = (targets.Target("x", "", "", (0, 1), "", "", "", None, strict)
                       for strict in (False, True))
        self.assertEqual(targets.verdict(mean, [0.4, 0.6, 1.1])[0], "met")
        self.assertEqual(targets.verdict(every, [0.4, 0.6, 1.1])[0], "missed")
        self.assertEqual(targets.verdict(mean, [1.4, 1.6])[0], "missed")
        self.assertEqual(targets.verdict(mean, [])[0], "not measurable")


class Shocks(unittest.TestCase):
    def test_effect_of_a_known_difference(self):
        weeks = np.zeros((3, 300))
        weeks[:, 100:150] = np.array([-1.0, -2.0, -3.0])[:, None]
        found = shocks.effect(weeks, 90)
        self.assertEqual((found["peak"], found["week"]), (-2, 10))
        self.assertAlmostEqual(found["low"], -2.9)
        self.assertAlmostEqual(found["year1"], -2 * 42 / 52)
        self.assertEqual(found["last"], 0)

    def test_difference_of_a_path(self):
        a, b = made_up(), made_up()
        b.kept["region.real_gdp"] = b["region.real_gdp"] * 2
        np.testing.assert_allclose(shocks.difference(b, a, "region.real_gdp", "ratio"), 100)

    def test_start_of_a_scenario(self):
        with tempfile.TemporaryDirectory() as name:
            kept = scenarios.ROOT
            scenarios.ROOT = pathlib.Path(name)
            try:
                (scenarios.ROOT / "configs").mkdir()
                (scenarios.ROOT / "configs" / "x.yaml").write_text(
                    "clock:\n  start: 2025-01-06\nevents:\n  - kind: a\n    start: 2027-01-04\n"
                    "  - {kind: b, start: 2026-01-05}\n")
                self.assertAlmostEqual(scenarios.first_event("x"), 1, delta=0.01)
                (scenarios.ROOT / "configs" / "x.yaml").write_text("events: []\n")
                self.assertIsNone(scenarios.first_event("x"))
            finally:
                scenarios.ROOT = kept

    def test_comments_and_titles_do_not_make_another_run(self):
        with tempfile.TemporaryDirectory() as name:
            path = pathlib.Path(name) / "a.yaml"
            path.write_text("title: a\nquestion: >\n  b\n  c\nclock:\n  step: week # short\n")
            first = runs.scenario_text(path)
            path.write_text("# new\ntitle: b\nquestion: d\nclock:\n  step: week\n")
            self.assertEqual(first, runs.scenario_text(path))
            self.assertEqual(first, "clock:\n  step: week\n")


if __name__ == "__main__":
    unittest.main()
