"""Feed the program inputs until it fails, for any length of time: `python tests/fuzz/run.py --inputs 1000000`.

Without a library it mutates earlier inputs; with `--atheris` the library of that name, if it is installed,
chooses inputs by coverage. Failures are stored under `--finds` and listed at the end; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent.parent / "src")]
LIMIT = 2.0
"""Seconds of computing that any one input may take."""
LONGEST = {"ledger": 30, "links": 60}
SHARES = {"dialect": 25, "vault": 15, "org": 20, "shortcodes": 15, "front matter": 12, "links": 10, "ledger": 3}


class TooSlowError(AssertionError):
    """An input that took longer than LIMIT."""


def feed(area: Callable[[bytes], None], data: bytes) -> float:
    """Seconds that `data` took. Raises what is wrong."""
    start = time.process_time()
    area(data)
    spent = time.process_time() - start
    if spent > LIMIT:
        raise TooSlowError(f"{spent:.1f} s for {len(data)} bytes")
    return spent


class Mutator:
    """New inputs from old ones: bytes changed, cut, repeated and spliced; sometimes a random one."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.pool: list[bytes] = []

    def next(self, longest: int) -> bytes:
        chance = self.random
        if not self.pool or chance.random() < 0.3:
            data = chance.randbytes(chance.randint(1, longest))
        else:
            data = chance.choice(self.pool)
            for _ in range(chance.randint(1, 4)):
                data = self._changed(data)
            data = data[:longest]
        if len(self.pool) < 2000:
            self.pool.append(data)
        else:
            self.pool[chance.randrange(2000)] = data
        return data

    def _changed(self, data: bytes) -> bytes:
        chance = self.random
        at = chance.randint(0, len(data))
        kind = chance.randrange(6)
        if kind == 0:
            return data[:at] + chance.randbytes(chance.randint(1, 4)) + data[at + chance.randint(0, 4) :]
        if kind == 1:
            return data[:at] + data[at + chance.randint(1, 16) :]
        if kind == 2:
            piece = data[at : at + chance.randint(1, 8)]
            return data[:at] + piece * chance.choice((2, 3, 10, 40)) + data[at:]
        if kind == 3:
            other = chance.choice(self.pool)
            return data[:at] + other[chance.randint(0, len(other)) :]
        if kind == 4:
            return data[:at] + bytes([chance.randrange(256)]) + data[at:]
        to = chance.randint(0, len(data))
        return data[:to] + data[at : at + 12] + data[to:]


class Log:
    """Counts, the slowest inputs, and failures: once per place in the code."""

    def __init__(self, finds: Path) -> None:
        self.folder = finds
        self.fed: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.slowest: dict[str, float] = {}
        self.start = self.reported = time.monotonic()

    def fine(self, name: str, spent: float) -> None:
        self.fed[name] += 1
        self.slowest[name] = max(spent, self.slowest.get(name, 0.0))

    def wrong(self, name: str, data: bytes, error: BaseException, kind: str = "") -> None:
        """`kind`: what counts as one failure; by default the place in the code."""
        self.fed[name] += 1
        if not kind:
            where = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{name}: {type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
        self.failed[kind] += 1
        if self.failed[kind] <= 5:
            self.folder.mkdir(parents=True, exist_ok=True)
            stem = f"{name.replace(' ', '-')}-{hashlib.blake2b(data, digest_size=6).hexdigest()}"
            (self.folder / stem).write_bytes(data)
            (self.folder / f"{stem}.txt").write_text("".join(traceback.format_exception(error)), "utf-8", "replace")

    def report_every_minute(self) -> None:
        """Once a minute: libFuzzer ends the process, so there is no end of the run to report at."""
        if time.monotonic() - self.reported > 60:
            self.report()

    def report(self) -> None:
        self.reported = time.monotonic()
        rows = [f"{name} {count:,} (slowest {self.slowest.get(name, 0):.2f} s)" for name, count in self.fed.items()]
        print(f"{self.fed.total():,} inputs in {time.monotonic() - self.start:,.0f} s: {', '.join(rows)}")
        for kind, count in self.failed.most_common():
            print(f"  {count:,} x {kind}")
        sys.stdout.flush()


def mutate(names: list[str], inputs: int, seconds: float, log: Log, seed: int, longest: int) -> None:
    """Feed each area in turn for its share of the time."""
    from areas import AREAS

    called = {name: AREAS[name]() for name in names}
    mutators = {name: Mutator(seed * 31 + number) for number, name in enumerate(names)}
    turns = [name for name in names for _ in range(SHARES[name])]
    while log.fed.total() < inputs and time.monotonic() - log.start < seconds:
        for name in turns:
            data = mutators[name].next(min(longest, LONGEST.get(name, longest)))
            try:
                log.fine(name, feed(called[name], data))
            except Exception as error:  # noqa: BLE001 - any failure is what the fuzzer looks for
                log.wrong(name, data, error)
        log.report_every_minute()


def with_atheris(name: str, inputs: int, seconds: float, log: Log) -> None:
    """Let coverage guide one area; libFuzzer ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["notegarden"]):
        from areas import AREAS
    area = AREAS[name]()

    def one(data: bytes) -> None:
        try:
            log.fine(name, feed(area, data))
        except Exception as error:  # noqa: BLE001 - stored, so that the run continues
            log.wrong(name, data, error)
        log.report_every_minute()

    options = [f"-runs={inputs}", "-max_len=300", "-print_final_stats=0", "-verbosity=0"]
    if seconds < float("inf"):
        options.append(f"-max_total_time={int(seconds)}")
    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


def grow(names: list[str], inputs: int, seconds: float, log: Log, seed: int) -> None:
    """Look for cases whose work grows faster than their length, in each area in turn."""
    from growth import fault, kind, some

    chance = random.Random(seed)
    while log.fed.total() < inputs and time.monotonic() - log.start < seconds:
        for name in names:
            case = some(name, chance)
            start = time.process_time()
            try:
                wrong = fault(case, at_once=chance.random() < 0.03)
            except Exception as error:  # noqa: BLE001 - any failure is what the fuzzer looks for
                log.wrong(name, repr(case).encode(), error)
                continue
            log.fine(name, time.process_time() - start)
            if wrong:
                log.wrong(name, repr(case).encode(), TooSlowError(wrong), kind(case))
        log.report_every_minute()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--area", action="append", choices=[*SHARES], help="one area or several; all if none is named")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--longest", type=int, default=120, help="bytes of an input")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--finds", type=Path, default=Path("fuzz-finds"))
    parser.add_argument("--atheris", action="store_true", help="coverage-guided, one area")
    parser.add_argument("--growth", action="store_true", help="look for work that grows faster than the input")
    given = parser.parse_args()
    names = given.area or [*SHARES]
    log = Log(given.finds)
    if given.growth:
        from growth import AREAS

        grow(given.area or [*AREAS], given.inputs, given.seconds, log, given.seed)
    elif given.atheris:
        with_atheris(names[0], given.inputs, given.seconds, log)
    else:
        mutate(names, given.inputs, given.seconds, log, given.seed, given.longest)
    log.report()
    return 1 if log.failed else 0


if __name__ == "__main__":
    sys.exit(main())
