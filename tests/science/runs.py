"""Makes the runs that the targets ask for, two at a time, and keeps what was made.

A run is known by the sources that shape it, its scenario and its settings. What is in
runs/science/data already is not made again, so an interrupted call goes on where it stopped.
"""
import concurrent.futures
import dataclasses
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time

import numpy as np

import extract

ROOT = pathlib.Path(__file__).resolve().parents[2]


@dataclasses.dataclass(frozen=True)
class Spec:
    """One run: a scenario, what differs from it, its size, length and seed."""
    scenario: str  # path of the YAML file from the root
    firms: int
    years: int
    seed: int
    sets: tuple = ()  # "key=value"
    firm_every: int = 0
    links: bool = False

    @property
    def name(self):
        base = pathlib.Path(self.scenario).stem
        return f"{base}-{self.firms}-{self.years}y-s{self.seed}"


class Failed(Exception):
    """The program refused a run or broke off."""


def source_hash():
    """Of what decides results: rules, step, engine, compiler flags, world data."""
    digest = hashlib.sha256()
    files = [ROOT / "CMakeLists.txt"]
    for folder, endings in (("agents", (".c", ".h", ".def")), ("sim", (".c", ".h", ".def")),
                            ("cmake", (".cmake",)), ("configs/world-2022", (".csv",))):
        files += [path for path in (ROOT / folder).rglob("*")
                  if path.suffix in endings and "cli" not in path.parts]
    for path in sorted(files):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        content = path.read_text(errors="replace")
        if path.suffix in (".c", ".h"):  # comments and layout do not shape results
            content = re.sub(r"/\*.*?\*/|//[^\n]*", "", content, flags=re.S)
            content = re.sub(r"\s+", " ", content)
        digest.update(content.encode())
    return digest.hexdigest()


def scenario_text(path):
    """The scenario and what it extends, without what only describes it."""
    path = ROOT / path
    content = path.read_text()
    parent = re.search(r"^extends:\s*(\S+)", content, re.M)
    described = re.sub(r"^(title|question|expect):.*?(?=^\S|\Z)", "", content, flags=re.M | re.S)
    lines = [line.split(" #")[0].rstrip() for line in described.splitlines()]
    lines = [line for line in lines if line and not line.lstrip().startswith("#")]
    above = scenario_text(path.parent / parent[1]) if parent else ""
    return above + "\n".join(lines) + "\n"


class Runner:
    def __init__(self, program, folder, workers=2, quiet=False):
        self.program, self.folder = pathlib.Path(program).resolve(), pathlib.Path(folder)
        self.data = self.folder / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        self.hash, self.workers, self.quiet = source_hash(), workers, quiet
        self.running, self.lock, self.stopped = set(), threading.Lock(), False
        self.failures, self.opened = {}, {}

    def firms_by_region(self, spec):
        """Rows of firms in each region: of one step of the same population."""
        wanted = dataclasses.replace(spec, years=0, firm_every=1, links=False)
        if not self.path(wanted).exists():
            self.make(wanted)
        if wanted in self.failures:
            raise Failed(self.failures[wanted])
        run = extract.Run(self.path(wanted))
        home = run["firm.cell"] // len(run.industries)
        return np.bincount(home, minlength=len(run.regions))

    def key(self, spec):
        settings = dataclasses.asdict(spec)
        settings["text"] = scenario_text(spec.scenario)
        whole = self.hash + json.dumps(settings, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:12]

    def path(self, spec):
        return self.data / f"{spec.name}-{self.key(spec)}.npz"

    def command(self, spec, output):
        steps = max(spec.years * extract.WEEKS, 1)
        end = 2025 + spec.years + 1  # --steps counts within the scenario's dates
        sets = [f"clock.end={end}-12-31", f"output.firm_every={spec.firm_every}",
                f"output.link={'true' if spec.links else 'false'}", *spec.sets]
        command = [self.program, "run", ROOT / spec.scenario, "-o", output, "--force", "--quiet",
                   "--threads", "1", "--firms", spec.firms, "--seed", spec.seed, "--steps", steps]
        for setting in sets:
            command += ["--set", setting]
        return [str(word) for word in command]

    def make(self, spec):
        """One run; returns the seconds that it took."""
        if self.stopped:
            return 0
        start, target = time.monotonic(), self.path(spec)
        raw = self.data / f"{target.stem}.h5"
        environment = {**os.environ, "OMP_WAIT_POLICY": "passive", "OMP_NUM_THREADS": "1"}
        process = subprocess.Popen(self.command(spec, raw), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True, env=environment)
        with self.lock:
            self.running.add(process)
        errors = process.communicate()[1]
        with self.lock:
            self.running.discard(process)
        try:
            if self.stopped:
                return 0
            if process.returncode != 0:
                lines = errors.strip().splitlines() or [f"exit status {process.returncode}"]
                self.failures[spec] = re.sub(r"^keiretsu: ", "", lines[-1])
            else:
                extract.extract(raw, target, {"sets": list(spec.sets),
                                              "scenario_file": spec.scenario})
        finally:
            raw.unlink(missing_ok=True)
        return time.monotonic() - start

    def make_all(self, specs):
        """All that are not there yet. Ctrl-C ends the runs under way and keeps the others."""
        missing = [spec for spec in dict.fromkeys(specs) if not self.path(spec).exists()]
        missing = [spec for spec in missing if spec not in self.failures]
        if not missing:
            return
        refused = {}  # a scenario that is refused once is refused for every seed
        done, start = 0, time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(self.workers) as pool:
            def work(spec):
                same = (spec.scenario, spec.sets)
                if same in refused:
                    self.failures[spec] = refused[same]
                    return spec, 0
                seconds = self.make(spec)
                if spec in self.failures:
                    refused[same] = self.failures[spec]
                return spec, seconds

            futures = [pool.submit(work, spec) for spec in missing]
            try:
                for future in concurrent.futures.as_completed(futures):
                    spec, seconds = future.result()
                    done += 1
                    left = (time.monotonic() - start) / done * (len(missing) - done)
                    note = f"refused: {self.failures[spec]}" if spec in self.failures else \
                        f"{seconds:.1f} s"
                    self.say(f"[{done}/{len(missing)}] {spec.name} "
                             f"{' '.join(spec.sets)[:60]} {note}, about {left / 60:.1f} min left")
            except KeyboardInterrupt:
                self.stopped = True
                with self.lock:
                    for process in self.running:
                        process.terminate()
                pool.shutdown(cancel_futures=True)
                raise

    def say(self, line):
        if not self.quiet:
            print(line, file=sys.stderr, flush=True)

    def open(self, spec):
        """The run, made before; Failed with the program's words where it was refused."""
        path = self.path(spec)
        if spec in self.failures:
            raise Failed(self.failures[spec])
        if not path.exists():
            raise Failed("the run is not there")
        if path not in self.opened:
            self.opened[path] = extract.Run(path)
            self.opened[path].firms_by_region = lambda: self.firms_by_region(spec)
        return self.opened[path]

    def tidy(self, keep_days=3):
        """Removes extracted runs of programs of long ago."""
        for path in self.data.glob("*.npz"):
            if time.time() - path.stat().st_mtime > keep_days * 86400:
                path.unlink()
