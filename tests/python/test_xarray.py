"""Run files as analysts open them: xarray (h5netcdf and netCDF4), h5py.

usage: test_xarray.py KEIRETSU CONFIG     runs a short scenario and looks into its file
"""
import os
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import xarray as xr


def groups_of(group):
    """Paths of all groups that hold datasets."""
    for name, item in group.items():
        if isinstance(item, h5py.Group):
            if any(isinstance(member, h5py.Dataset) for member in item.values()):
                yield item.name
            yield from groups_of(item)


def check_group(path, name, engine, start):
    with xr.open_dataset(path, group=name, engine=engine) as data:
        data.load()
        assert not any("phony" in str(dimension) for dimension in data.dims), (name, data.dims)
        if "time" in data.dims:
            assert data.time.dtype.kind == "M", (name, data.time.dtype)
        if name in ("/parameter", "/event"):
            return
        assert data.sizes["time"] > 0 or name == "/link", name
        if data.sizes["time"] > 0:
            assert data.time.values[0] >= np.datetime64(start), name
        for column in data.data_vars.values():
            for attribute in ("units", "long_name", "nature"):
                assert attribute in column.attrs, (name, column.name, attribute)
            traits = column.attrs["nature"] == "trait"
            assert ("time" in column.dims) != traits, (name, column.name)
            if name == "/ledger":
                assert column.attrs["units"] == "cent/step" and column.dtype == np.int64


def engines():
    yield "h5netcdf"
    try:
        import netCDF4  # noqa: F401
    except ImportError:
        return
    yield "netcdf4"


def main():
    program, config = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.h5")
        subprocess.run(
            [program, "run", config, "--firms", "20000", "--steps", "13", "--quiet", "-o", path],
            check=True, stdout=subprocess.DEVNULL)
        with h5py.File(path) as file:
            start = file.attrs["start_date"].decode()
            assert file.attrs["format"] == b"keiretsu-run"
            assert file.attrs["complete"] == 1
            names = list(groups_of(file))
        assert "/region" in names and "/firm" in names and "/parameter" in names
        for engine in engines():
            with xr.open_dataset(path, engine=engine):
                pass  # the root opens too
            for name in names:
                check_group(path, name, engine, start)
        with xr.open_dataset(path, group="industry", engine="h5netcdf") as industry:
            japan = industry.sel(region="JPN")
            assert japan.sizes["industry"] == industry.sizes["industry"]
        with xr.open_dataset(path, group="parameter", engine="h5netcdf") as parameters:
            table = parameters.to_dataframe()
            assert len(table) > 10 and "clock.step" in table.index
    print("ok:", len(names), "groups")


main()
