"""What the science keeps of a run: a run file of tens of megabytes becomes an .npz of one or two.

Names in it: meta (JSON), region.* and account.* as they are, sums over rows for banks, weekly
output by region and industry, yearly figures of firms, and counts of links.
"""
import json
import os

import h5py
import numpy as np

WEEKS = 52


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def labels(dataset):
    return [text(value) for value in dataset[:]]


def columns(group):
    """Columns that have a time."""
    dimensions = {"time", *text(group.attrs["dimensions"]).split()}
    length = len(group["time"])
    return [name for name in group
            if name not in dimensions and group[name].ndim >= 1 and group[name].shape[0] == length]


def extract_bank(group, regions, kept):
    """Sums and, for what is no money, means by region."""
    home = np.asarray(group["region"][:], int)
    count = np.bincount(home, minlength=regions)
    for name in columns(group):
        data = group[name]
        if data.ndim != 2:
            continue
        values = data[:].astype(float)
        total = np.stack([values[:, home == r].sum(axis=1) for r in range(regions)], axis=1)
        unit = text(data.attrs.get("units", ""))
        is_sum = "cent" in unit or data.dtype.kind in "iu"
        kept[f"bank.{name}"] = total if is_sum else total / np.maximum(count, 1)


def extract_industry(group, kept):
    """Output, demand and price by the week, the rest every quarter."""
    weekly = {"output", "demand"}
    for name in columns(group):
        step = 1 if name in weekly else 13
        kept[f"industry.{name}"] = group[name][::step].astype(np.float32)
    kept["industry.opening_output"] = group["opening_output"][:]


def extract_trade(group, industries, kept):
    """Quantities and values by origin and destination, and those of cars and electronics."""
    for name in ("quantity", "value", "dollars", "tariffs"):
        if name not in group:
            continue
        values = group[name][:].astype(float)
        kept[f"trade.{name}"] = values.sum(axis=3)
        for code in ("C29", "C26", "B05_06"):
            if code in industries:
                kept[f"trade.{name}.{code}"] = values[..., industries.index(code)]


def extract_firms(group, kept):
    """Sums and year-end values of every firm for every whole year after the first record."""
    time = group["time"][:] / 7.0
    years = int(time[-1] // WEEKS)
    edges = [np.flatnonzero((time > y * WEEKS) & (time <= (y + 1) * WEEKS)) for y in range(years)]
    edges = [records for records in edges if len(records)]
    every = [name for name in columns(group) if group[name].ndim == 2]

    def yearly(values, how):
        rows = [values[records].mean(axis=0) if how == "mean" else values[records[-1]]
                for records in edges]
        return np.stack(rows) if rows else np.empty((0, values.shape[1]))

    if {"price", "output"} <= set(every):
        sales = group["price"][:].astype(float) * group["output"][:]
        kept["firm.sales"] = yearly(sales, "mean") * WEEKS
    for name in every:
        flow = text(group[name].attrs.get("nature", "")) == "flow" or name == "investment_order"
        values = group[name][:]
        kept[f"firm.{name}"] = yearly(values.astype(float), "mean" if flow else "last")
        kept[f"firm.opening.{name}"] = values[0].astype(float)
    for name in ("cell", "bank", "generation"):
        if name in group and group[name].ndim == 1:
            kept[f"firm.{name}"] = group[name][:]


def extract_links(group, firms, kept):
    """Customers of each supplier and, where the file says who the customer is, the reverse."""
    last = len(group["time"]) - 1
    used = None
    if "share" in group:
        used = group["share"][last] > 0
    for name, result in (("supplier", "customers"), ("customer", "suppliers")):
        if name not in group:
            continue
        data = group[name]
        rows = np.asarray(data[last] if data.ndim == 2 else data[:], np.int64)
        valid = rows < firms
        if used is not None:
            valid &= used
        kept[f"firm.{result}"] = np.bincount(rows[valid], minlength=firms)


def extract(path, target, extra=None):
    kept = {}
    with h5py.File(path) as run:
        attributes = run.attrs
        meta = {name: text(attributes[name]) for name in
                ("scenario", "title", "question", "expect", "commit", "program_version",
                 "start_date", "world_notice", "state_hash")}
        for name in ("seed", "firms", "links", "households", "steps", "steps_done", "complete"):
            meta[name] = int(attributes[name])
        meta["days_per_step"] = float(attributes["days_per_step"])
        meta["configuration"] = text(attributes["configuration"]
                                     if "configuration" in attributes else run["configuration"][()])
        meta["regions"] = labels(run["region/region"])
        meta["industries"] = labels(run["industry/industry"])
        regions = len(meta["regions"])
        if "age" in run:
            meta["ages"] = labels(run["age/age"]) if "age" in run["age"] else []
        for group in ("region", "account", "government", "central_bank", "fund", "age",
                      "scoreboard", "facility", "facility_score", "policy_bank",
                      "insurer"):
            if group not in run:
                continue
            for name in columns(run[group]):
                kept[f"{group}.{name}"] = run[group][name][:]
            kept[f"{group}.time"] = run[group]["time"][:]
        for group in ("project", "project_year"):  # as they are at the end
            if group in run and len(run[group]["time"]):
                for name in columns(run[group]):
                    kept[f"{group}.{name}"] = run[group][name][-1]
        kept["industry.time"] = run["industry/time"][:]
        kept["bank.time"] = run["bank/time"][:]
        extract_bank(run["bank"], regions, kept)
        extract_industry(run["industry"], kept)
        kept["constraint.output_lost"] = run["constraint/output_lost"][:].sum(axis=2).astype(
            np.float32)
        kept["bound.bindings"] = run["bound/bindings"][:].sum(axis=0)
        meta["bounds"] = labels(run["bound/bound"])
        meta["causes"] = labels(run["constraint/cause"])
        if "trade" in run:
            kept["trade.time"] = run["trade/time"][:]
            extract_trade(run["trade"], meta["industries"], kept)
        if "firm" in run:
            extract_firms(run["firm"], kept)
        if "link" in run:
            extract_links(run["link"], meta["firms"], kept)
        if "event" in run and len(run["event/time"]):
            times = run["event/time"][:]
            texts = [[bytes(row).rstrip(b"\0").decode(errors="replace")
                      for row in np.ascontiguousarray(run["event"][name][:]).view(f"S{size}")[:, 0]]
                     for name, size in (("kind", 32), ("where", 64), ("what", 192))]
            listed = list(zip(times.tolist(), *texts))
            meta["event_count"] = len(listed)
            meta["event_kinds"] = {kind: texts[0].count(kind) for kind in set(texts[0])}
            meta["events"] = listed[:200]
    meta.update(extra or {})
    temporary = f"{target}.part.npz"
    np.savez_compressed(temporary, meta=json.dumps(meta), **kept)
    os.replace(temporary, target)


class Run:
    """One extracted run. Arrays are read when asked for, and kept."""

    def __init__(self, path):
        self.path = path
        self.file = np.load(path, allow_pickle=False)
        self.names = set(self.file.files)
        self.meta = json.loads(str(self.file["meta"]))
        self.regions, self.industries = self.meta["regions"], self.meta["industries"]
        self.kept = {}
        self.firms_by_region = self.no_firms  # whoever makes runs knows

    @staticmethod
    def no_firms():
        raise Missing("the number of firms by region is not known")

    def __contains__(self, name):
        return name in self.names

    def __getitem__(self, name):
        if name not in self.kept:
            if name not in self.names:
                raise Missing(f"the run file has no {name}")
            self.kept[name] = self.file[name]
        return self.kept[name]

    def first(self, *names):
        """The first of several columns that the file has."""
        for name in names:
            if name in self.names:
                return self[name]
        raise Missing("the run file has none of " + ", ".join(names))

    def region(self, code):
        return self.regions.index(code)

    @property
    def weeks(self):
        return self["region.time"] / 7.0


class Missing(Exception):
    """What a target needs is not in the run, so it cannot be measured."""
