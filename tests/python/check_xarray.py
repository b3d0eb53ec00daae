"""A run file as an analyst sees it: the default layout of a short run, read with xarray alone.

usage: check_xarray.py KEIRETSU CONFIG

Every group opens with named dimensions, real dates and a unit on every column, and what it holds
is consistent: the ledger and the balance sheets add to zero, GDP is the same three ways, and
figures of regions are the sums of those of industries and firms.
"""
import os
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import xarray as xr

STEPS = 30
EVENT = "2025-01-20"
GROUPS = {"region", "account", "scoreboard", "industry", "constraint", "bank", "fund", "government",
          "central_bank", "policy_bank", "insurer", "ledger", "balance_sheet", "bound", "hash",
          "trade", "firm", "parameter", "event"}


FACILITY = {"project", "project_year", "facility", "facility_score"}


def dates(start, every):
    """The opening, and the days at the end of every so manieth week."""
    return np.datetime64(start) + np.arange(0, STEPS + 1, every) * np.timedelta64(7, "D")


def check_names(name, data):
    assert not any("phony" in str(dimension) for dimension in data.dims), (name, data.dims)
    for dimension in data.dims:
        assert dimension == "time" or dimension in data.coords, (name, dimension, "has no labels")
    for column in data.data_vars.values():
        assert "units" in column.attrs and column.attrs["long_name"], (name, column.name)


def check_dates(name, data, start):
    if "time" not in data.dims:
        return
    assert data.sizes["time"] > 0, name
    assert np.issubdtype(data.time.dtype, np.datetime64), (name, data.time.dtype)
    time = data.time.values.astype("datetime64[D]")
    assert (np.diff(time) > np.timedelta64(0, "D")).all(), name
    if data.attrs.get("every", 0) > 0:  # others have dates of their own, such as quarters
        np.testing.assert_array_equal(time, dates(start, data.attrs["every"]), name)


def check_books(groups):
    ledger, sheet = groups["ledger"].flow, groups["balance_sheet"].position
    assert ledger.dtype == sheet.dtype == np.int64
    assert (np.abs(ledger.isel(time=slice(1, None))).sum(("currency", "sector", "transaction")) >
            0).all()
    assert (ledger.sum("sector") == 0).all()
    within = sheet.drop_sel(instrument="foreign position")
    assert (within.sum("sector") == 0).all()
    foreign = sheet.sel(instrument="foreign position")
    assert (foreign.sum(("currency", "sector")) == 0).all()


def check_accounts(groups):
    account = groups["account"]
    assert account.sizes["time"] >= 2  # two quarters ended
    for other in ("gdp_income", "gdp_production"):
        assert (account.gdp == account[other]).all(), other
    uses = (account.consumption + account.government_consumption + account.investment +
            account.stock_change + account.exports - account.imports)
    assert (account.gdp == uses).all()


def check_sums(groups):
    region, industry, firm = groups["region"], groups["industry"], groups["firm"]
    after = region.time[1:]
    assert (industry.wages.sum("industry") == region.wages).sel(time=after).all()
    assert (industry.staff.sum("industry") == region.employed).sel(time=after).all()
    assert (region.employed + region.unemployed == region.labour_force).all()
    # Firms are recorded every four weeks; their cell says where they are.
    place = (firm.cell // industry.sizes["industry"]).astype(int)
    staff = firm.staff.groupby(place.rename("place")).sum()
    np.testing.assert_array_equal(staff.transpose("time", "place").values,
                                  region.employed.sel(time=firm.time).values)


def check_facility(program, config, folder):
    """A run with projects: its groups open, and what is stored at years' ends is there."""
    path = os.path.join(folder, "facility.h5")
    config = os.path.join(os.path.dirname(config), "framework.yaml")
    subprocess.run([program, "run", config, "--firms", "2000", "--steps", "60", "--quiet", "-o",
                    path], check=True, stdout=subprocess.DEVNULL)
    for name in sorted(FACILITY | {"scoreboard"}):
        with xr.open_dataset(path, group=name, engine="h5netcdf") as data:
            check_names(name, data)
            if name in ("scoreboard", "project_year", "facility_score"):
                assert list(data.time.dt.year) == [2026, 2026], (name, data.time.values)
    with xr.open_dataset(path, group="scoreboard", engine="h5netcdf") as board:
        np.testing.assert_allclose(board.years.isel(region=0), [1, 8 / 52])


def main():
    program, config = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.h5")
        subprocess.run([program, "run", config, "--firms", "2000", "--set",
                        "events=[{kind: input_stock_loss, start: %s, share: 0.01}]" % EVENT,
                        "--steps", str(STEPS), "--quiet", "-o", path],
                       check=True, stdout=subprocess.DEVNULL)
        with h5py.File(path) as file:
            start = file.attrs["start_date"].decode()
            names = [name for name, item in file.items() if isinstance(item, h5py.Group)]
        assert GROUPS <= set(names), names
        assert not FACILITY & set(names), names
        groups = {}
        for name in names:
            with xr.open_dataset(path, group=name, engine="h5netcdf") as data:
                groups[name] = data.load()
            if name not in ("parameter", "event"):
                check_names(name, groups[name])
            check_dates(name, groups[name], start)
        assert (groups["event"].time == np.datetime64(EVENT)).all()
        check_books(groups)
        check_accounts(groups)
        check_sums(groups)
        check_facility(program, config, folder)
    print("ok:", " ".join(sorted(names)))


main()
