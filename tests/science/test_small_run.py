#!/usr/bin/env python3
"""The whole chain on a real run of 2,000 firms and 60 weeks: run, extract, measure, draw.

usage: test_small_run.py PROGRAM
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

import extract
import measures as m
import plots
import report
import runs
import series as s
import shocks
import targets


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run(
            [program, "run", runs.ROOT / "configs" / "fixed-point.yaml", "-o", folder / "a.h5",
             "--firms", "2000", "--steps", "60", "--threads", "1", "--quiet", "--set",
             "output.firm_every=4", "--set", "output.link=true", "--set", "output.trade_every=13"],
            check=True, env={**os.environ, "OMP_WAIT_POLICY": "passive"})
        extract.extract(folder / "a.h5", folder / "a.npz")
        run = extract.Run(folder / "a.npz")
        assert run.meta["complete"] and run.meta["firms"] == 2000, run.meta
        assert len(s.whole_quarters(run)) == 4, run["account.steps"]

        # The still world: no growth, no inflation, capital and use of capacity at their start.
        gdp = s.real_gdp(run)
        np.testing.assert_allclose(gdp / gdp[0], 1, rtol=1e-5)
        np.testing.assert_allclose(s.prices(run), 1, rtol=1e-6)
        np.testing.assert_allclose(s.cell_shares(run), 1, rtol=1e-4)
        ratio = s.capital_output(run)
        np.testing.assert_allclose(ratio / ratio[0], 1, rtol=1e-5)
        japan, usa = run.region("JPN"), run.region("USA")
        assert 3.5e12 < gdp[0, japan] < 5e12 and 25e12 < gdp[0, usa] < 35e12, gdp[0]
        np.testing.assert_allclose(s.unemployment(run)[:, usa], 4, atol=0.1)
        np.testing.assert_allclose(s.capacity_use(run), 85, atol=0.1)

        # Firms: yearly sales are those of the year; every link has a supplier.
        assert run["firm.sales"].shape == (1, 2000), run["firm.sales"].shape
        output = 52 * run["firm.opening.output"] * run["firm.opening.price"]
        np.testing.assert_allclose(run["firm.sales"][0], output, rtol=1e-3)
        assert 1000 < run["firm.customers"].sum() <= run.meta["links"]
        assert 0.5 < m.rank_exponent(run["firm.sales"][0])[0] < 2

        # What a short run cannot say is said, not guessed.
        for measure in (lambda: s.cycle(gdp[:, japan]), lambda: targets.growth_panel(run)):
            try:
                measure()
            except extract.Missing:
                continue
            raise AssertionError("measured what cannot be measured")
        same = shocks.difference(run, run, "region.real_gdp", "ratio")
        assert abs(same).max() == 0 and same.shape == (61, 7), same.shape
        plots.dashboard([run], plots.OWN, folder / "a.png", "test")
        assert (folder / "a.png").stat().st_size > 10000
    report.PAGE.read_text()
    assert len({t.name for t in targets.TARGETS}) == len(targets.TARGETS)
    print("ok")


main()
