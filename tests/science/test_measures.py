#!/usr/bin/env python3
"""Statistics functions on samples whose answer is known: exact cases, and large samples of
known laws within a few standard errors. The seeds are fixed, so the answers are too."""
import unittest

import numpy as np

import measures as m


class Cycles(unittest.TestCase):
    def test_a_straight_line_has_no_cycle(self):
        np.testing.assert_allclose(m.hp_cycle(3 + 0.5 * np.arange(80)), 0, atol=1e-8)

    def test_the_trend_minimises_its_criterion(self):
        x = np.random.default_rng(1).normal(size=60).cumsum()

        def cost(t):
            return ((x - t) ** 2).sum() + 1600 * (np.diff(t, 2) ** 2).sum()

        best = m.hp_trend(x)
        for direction in np.eye(60)[::7]:
            for step in (-1e-3, 1e-3):
                self.assertGreater(cost(best + step * direction), cost(best))

    def test_the_filter_passes_what_theory_says(self):
        # Gain on a cosine of frequency w: 4 s (1 - cos w)^2 / (1 + 4 s (1 - cos w)^2).
        for quarters in (8, 32, 64):
            w = 2 * np.pi / quarters
            gain = 6400 * (1 - np.cos(w)) ** 2 / (1 + 6400 * (1 - np.cos(w)) ** 2)
            wave = np.cos(w * np.arange(1280))
            inner = slice(320, 960)
            measured = (m.hp_cycle(wave)[inner] * wave[inner]).sum() / (wave[inner] ** 2).sum()
            self.assertAlmostEqual(measured, gain, places=3)


class Correlations(unittest.TestCase):
    def setUp(self):
        self.rng = np.random.default_rng(2)

    def test_first_order_process(self):
        x = np.zeros(40000)
        shocks = self.rng.normal(size=len(x))
        for t in range(1, len(x)):
            x[t] = 0.8 * x[t - 1] + shocks[t]
        for lag in (1, 2, 4):
            self.assertAlmostEqual(m.autocorrelation(x, lag), 0.8**lag, delta=0.03)

    def test_who_follows_is_found(self):
        x = self.rng.normal(size=500)
        late = -np.roll(x, 2)
        self.assertEqual(m.peak_lag(x[10:-10], late[10:-10])[0], 2)
        self.assertAlmostEqual(m.peak_lag(x[10:-10], late[10:-10])[1], -1)
        self.assertEqual(m.peak_lag(late[10:-10], x[10:-10])[0], -2)

    def test_what_does_not_move_has_no_correlation(self):
        self.assertTrue(np.isnan(m.correlation(np.ones(9), np.arange(9))))
        self.assertTrue(np.isnan(m.peak_lag(np.ones(40), np.arange(40))[0]))

    def test_line(self):
        x = self.rng.normal(size=10000)
        slope, error = m.line(x, 2 - 0.4 * x + self.rng.normal(size=10000))
        self.assertAlmostEqual(slope, -0.4, delta=0.03)
        self.assertAlmostEqual(error, 0.01, delta=0.0005)


class Distributions(unittest.TestCase):
    def setUp(self):
        self.rng = np.random.default_rng(3)

    def test_moments(self):
        skew, kurtosis = m.moments([-1, 1, -1, 1])
        self.assertEqual((skew, kurtosis), (0, -2))
        skew, kurtosis = m.moments(self.rng.exponential(size=400000))
        self.assertAlmostEqual(skew, 2, delta=0.05)
        self.assertAlmostEqual(kurtosis, 6, delta=0.5)

    def test_pareto_tail(self):
        for exponent in (1.0, 1.35):
            sizes = self.rng.pareto(exponent, 100000) + 1
            self.assertAlmostEqual(m.hill(sizes)[0], exponent, delta=3 * m.hill(sizes)[1])
            self.assertAlmostEqual(m.rank_exponent(sizes)[0], exponent, delta=0.08)

    def test_shape_of_growth(self):
        for sample, shape in ((self.rng.laplace(size=40000), 1), (self.rng.normal(size=40000), 2)):
            self.assertAlmostEqual(m.subbotin(sample)[0], shape, delta=0.05)
        self.assertAlmostEqual(m.subbotin(self.rng.laplace(0, 0.3, 40000))[1], 0.3, delta=0.01)

    def test_volatility_falls_with_size(self):
        size = np.exp(self.rng.normal(0, 2, 60000))
        growth = self.rng.laplace(size=60000) * 0.1 * size**-0.18
        self.assertAlmostEqual(m.size_volatility(size, growth)[0], -0.18, delta=0.02)

    def test_growth_that_depends_on_size(self):
        size = np.exp(self.rng.normal(0, 2, 60000))
        noise = self.rng.normal(0, 0.1, 60000)
        self.assertAlmostEqual(m.gibrat(size, noise), 0, delta=0.002)
        self.assertAlmostEqual(m.gibrat(size, noise - 0.03 * np.log(size)), -0.03, delta=0.002)

    def test_half_of_the_amount(self):
        self.assertEqual(m.half_share([5, 1, 1, 1, 1, 1], [9, 1, 1, 1, 1, 1]), 1 / 6)
        self.assertEqual(m.half_share(np.ones(10), np.ones(10)), 0.5)


class Aggregates(unittest.TestCase):
    def test_growth(self):
        series = np.exp(0.02 * np.arange(40) / 4)
        self.assertAlmostEqual(m.annual_growth(series), 2)

    def test_spread(self):
        mean, low, high = m.spread(list(range(101)) + [np.nan])
        self.assertEqual((mean, low, high), (50, 5, 95))


if __name__ == "__main__":
    unittest.main()
