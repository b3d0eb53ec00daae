#!/usr/bin/env python3
"""Makes docs/gallery.md and docs/gallery/*.png from runs of the scenarios framework, no-deal and
strait-closure.

    docs/gallery.py [--build FOLDER] [--runs FOLDER] [--output FOLDER]

Programs are taken from the build folder (build/release), runs from runs/gallery, where those that
are missing are made first (the usual size: some minutes each). What the texts say of a picture is
read from the same runs (keiretsu inspect, keiretsu why). Pictures are made smaller without loss by
oxipng or optipng where one of them is installed.
"""
import argparse
import datetime
import json
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENARIOS = ("framework", "no-deal", "strait-closure")
BYTES_MOST = 10_000_000

REGIONS = {"JPN": "Japan", "USA": "the United States", "TWN": "Taiwan", "CHN": "China",
           "KOR": "Korea", "EUR": "Europe", "ROW": "the rest of the world"}
INDUSTRIES = {"B05_06": "oil, gas and coal", "C20": "chemicals", "C24": "basic metals",
              "C26": "electronics and chips", "C27": "electrical equipment", "C28": "machinery",
              "C29": "motor vehicles", "F": "construction"}


def call(*words):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"gallery: {' '.join(map(str, words))}\n{done.stderr.strip()}")
    return done.stdout


def date(text):
    day = datetime.date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def money(cents):
    """$487.5 bn, from US cents."""
    return f"${abs(cents) / 1e11:.0f} bn" if abs(cents) >= 1e12 else f"${abs(cents) / 1e11:.1f} bn"


def percent(share, digits=1):
    return f"{100 * abs(share):.{digits}f} %"


def change(share):
    """1.9 % more, 0.2 % less."""
    return f"{percent(share)} {'less' if share < 0 else 'more'}"


def cell(fall):
    industry, region = fall["industry"], fall["region"]
    what = INDUSTRIES.get(industry, industry) if industry else "all industries"
    return f"{what} of {REGIONS.get(region, region) if region else 'the world'}"


class Facts:
    """What one run says of itself."""

    def __init__(self, program, path):
        self.path = path
        self.inspected = json.loads(call(program, "inspect", path, "--json"))
        self.program = program

    def figure(self, region, name):
        for found in self.inspected["scoreboard"]["regions"]:
            if found["region"] == region:
                return next(f for f in found["figures"] if f["name"] == name)
        sys.exit(f"gallery: {self.path} has no {name} of {region}")

    def growth(self, region, name):
        figure = self.figure(region, name)
        return figure["now"] / figure["start"] - 1

    def facility(self, name):
        return next(f["value"] for f in self.inspected["scoreboard"]["facility"]
                    if f["name"] == name)

    def falls(self, *options):
        return json.loads(call(self.program, "why", self.path, "--json", *options))["falls"]


def pictures(facts):
    """Name, title, runs, options of the viewer, and a sentence that says what is to be seen."""
    deal, without, strait = (facts[name] for name in SCENARIOS)
    world = strait.falls("--list", "regions", "--top", "1")[0]
    lowest = next(f for f in [world] + strait.falls("--top", "20") if f["region"] is None)
    cells = [f for f in strait.falls("--top", "40", "--at", lowest["date"]) if f["region"]]
    worst, deepest = cells[0], max(cells, key=lambda f: f["depth"])
    flow = next(step for fall in [lowest] + cells for step in fall["chain"]
                if step["step"] == "flow" and step["region"] == "TWN")
    firms = f"{deal.inspected['firms']:,} firms and {deal.inspected['links']:,} links"
    japan, america = deal.growth("JPN", "real_gdp"), deal.growth("USA", "real_gdp")
    end = deal.inspected["end"][:4]
    gdp = {name: facts[name].figure("JPN", "real_gdp")["now"] for name in SCENARIOS}
    abroad = {name: facts[name].figure("USA", "real_gdp")["now"] for name in SCENARIOS}
    closed = next(step for step in lowest["chain"] if step["step"] == "event")
    weeks = (datetime.date.fromisoformat(flow["date"])
             - datetime.date.fromisoformat(closed["date"])).days // 7

    yield ("charts", "Charts", ["framework"], ["--view", "charts"],
           f"The figures of all regions to the end of {end}: in the last year real GDP of Japan is "
           f"{change(japan)} than in the first, that of the United States {change(america)}.")
    yield ("charts-two-runs", "Two runs over each other", ["framework", "no-deal"],
           ["--view", "charts", "--compare", "one", "--select", "real_gdp"],
           f"Real GDP with the investment framework and without a deal, in the same chart: in the "
           f"last year Japan's is {change(gdp['framework'] / gdp['no-deal'] - 1)} with it.")
    yield ("industries", "Industries", ["strait-closure"],
           ["--view", "industries", "--at", lowest["date"],
            "--select", f"{worst['region']}/{worst['industry']}"],
           f"Output of every industry of every region on {date(lowest['date'])}, after "
           f"the closure of the Taiwan Strait that began on {date(closed['date'])}: the world makes "
           f"{percent(lowest['depth'])} less than at its peak, and {cell(deepest)} "
           f"{percent(deepest['depth'], 0)} less.")
    yield ("industries-difference", "Industries, one run against another",
           ["framework", "no-deal"], ["--view", "industries", "--compare", "difference"],
           f"Output of each industry at the end of {end} with the framework, against no deal: what "
           f"is blue makes more with it. Beside it the history of one cell in both worlds.")
    yield ("accounts", "Accounts", ["framework"], ["--view", "accounts", "--select", "JPN"],
           "Who pays whom in Japan over 52 weeks, for what: every payment has both its sides, and "
           "what all sectors lend adds up to zero.")
    yield ("network", "Network", ["strait-closure"],
           ["--view", "network", "--at", lowest["date"]],
           f"All {firms}: firms as discs in circles of industries and regions, trade as bands, on "
           f"{date(lowest['date'])}, when {percent(lowest['shares'].get('inputs', 0), 0)} of what "
           f"the world lacks is held back by missing inputs.")
    yield ("world", "World", ["strait-closure"], ["--view", "world", "--at", flow["date"]],
           f"Trade between the regions {weeks} weeks into the closure of the Taiwan Strait: on "
           f"{date(flow['date'])} {INDUSTRIES.get(flow['industry'], flow['industry'])} from Taiwan "
           f"to {REGIONS[flow['destination']]} are {percent(flow['depth'], 0)} down.")
    yield ("facility", "Facility", ["framework"], ["--view", "facility"],
           f"The $550 bn from candidate to plant: of {deal.facility('started'):.0f} projects begun "
           f"{deal.facility('finished'):.0f} were finished, on average "
           f"{deal.facility('mean_delay'):.0f} weeks late; Japan has paid "
           f"{money(deal.facility('paid_home'))} and received "
           f"{money(deal.facility('received_home'))}.")
    yield ("gains", "Who gains", ["framework", "no-deal"],
           ["--view", "facility", "--compare", "difference"],
           f"Real income with the framework less that without a deal, by region, by kind of income "
           f"and by industry. Real GDP of the last year is "
           f"{change(gdp['framework'] / gdp['no-deal'] - 1)} in Japan and "
           f"{change(abroad['framework'] / abroad['no-deal'] - 1)} in the United States. One pair "
           f"of runs is one draw: [the deal](the-deal.md) has twenty.")
    yield ("world-deal", "The deal on the map", ["framework"],
           ["--view", "world", "--at", "2029-01-08"],
           "The framework in its fourth year: what Japan pays out for projects crosses the "
           "Pacific, and plants stand in all stages from notice to operation.")
    yield ("why", "Why", ["strait-closure"],
           ["--view", "why", "--at", worst["date"],
            "--select", f"{worst['region']}/{worst['industry']}"],
           f"The way upstream from a fall to its first cause: {cell(worst)} falls by "
           f"{percent(worst['depth'], 0)} until {date(worst['date'])}; the first cause is "
           f"\"{worst['first_cause']}\".")
    yield ("world-sides", "Two worlds side by side", ["framework", "no-deal"],
           ["--view", "world", "--compare", "sides"],
           f"The same day with the framework and without a deal: Japan's real GDP of the last year "
           f"is {change(gdp['framework'] / gdp['no-deal'] - 1)} with it, and the projects stand "
           f"on the map.")


LARGE = ("network", "world-deal")


def optimiser():
    for words in (["oxipng", "-q", "-o", "4", "--strip", "all"],
                  ["optipng", "-quiet", "-o2", "-strip", "all"]):
        if shutil.which(words[0]):
            return words
    print("gallery: neither oxipng nor optipng is installed, the pictures stay as they are")
    return None


def draw(viewer, files, options, theme, size, path):
    call(viewer, *files, *options, "--theme", theme, "--size", size, "--screenshot", path)


def runs(arguments, program):
    folder = arguments.runs
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name in SCENARIOS:
        found[name] = folder / f"{name}.h5"
        if not found[name].exists():
            print(f"running {name}")
            call(program, "run", ROOT / "configs" / f"{name}.yaml", "--quiet", "-o", found[name])
    return found


def page(entries):
    lines = ["# Gallery", "",
             "What the viewer shows of three scenarios: the investment framework, no deal, and a "
             "closure of the Taiwan Strait.", "`docs/gallery.py` makes these pictures and reads "
             "what is said of them from the same runs."]
    for name, title, sentence, commands, large in entries:
        lines += ["", f"## {title}", "",
                  f'<picture><source media="(prefers-color-scheme: dark)" '
                  f'srcset="gallery/{name}-dark.png"><img alt="{title}" '
                  f'src="gallery/{name}-light.png"></picture>', "", sentence, "",
                  f"[light](gallery/{name}-light.png) · [dark](gallery/{name}-dark.png)"
                  + (f" · [2560 × 1600](gallery/{name}-large.png)" if large else "")
                  + f" · `{commands}`"]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--runs", type=pathlib.Path, default=ROOT / "runs/gallery")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs")
    arguments = parser.parse_args()
    program, viewer = arguments.build / "keiretsu", arguments.build / "keiretsu-view"
    files = runs(arguments, program)
    facts = {name: Facts(program, path) for name, path in files.items()}
    folder = arguments.output / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    entries, made = [], []
    for name, title, scenarios, options, sentence in pictures(facts):
        sizes = [(theme, theme, "1280x800") for theme in ("light", "dark")]
        if name in LARGE:
            sizes.append(("light", "large", "2560x1600"))
        for theme, ending, size in sizes:
            path = folder / f"{name}-{ending}.png"
            draw(viewer, [files[s] for s in scenarios], options, theme, size, path)
            made.append(path)
        commands = " ".join(["keiretsu-view", *[f"{s}.h5" for s in scenarios], *options])
        entries.append((name, title, sentence, commands, name in LARGE))
    words = optimiser()
    for path in made if words else []:
        call(*words, path)
    for old in set(folder.glob("*.png")) - set(made):
        old.unlink()
    total = sum(path.stat().st_size for path in made)
    (arguments.output / "gallery.md").write_text(page(entries))
    print(f"{len(made)} pictures, {total / 1e6:.1f} MB")
    if total > BYTES_MOST:
        sys.exit("gallery: more than 10 MB")


if __name__ == "__main__":
    main()
