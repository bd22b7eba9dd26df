"""Build the same gardens with notegarden and with real Hugo, in turns, and record what each costs.

    bench.py [--notes 424,1000,10000] [--rounds 3] [--only builds,stages,pictures,serve,search,browser] [--keep]

Writes the sections of RESULTS.md that it measured. A time is the median of the rounds; memory is measured in a
separate round, over all processes, since measuring it costs time.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import browser
import pictures
import search
import serve_latency
import stages
from gardens import HERE, NOTEGARDEN, PAGEFIND, THEME, WORK, Edits, hugo_command, make_garden, origin
from measure import Cost, peak_memory, run
from results import megabytes, run_info, seconds, table, write_section


class Case(NamedTuple):
    """`before` prepares garden and outputs for each round; `goal` and `memory_goal` are ratios to stay within."""

    title: str
    before: Callable[[], None]
    search: bool = False
    goal: float | None = None
    memory_goal: float | None = None


class Outcome(NamedTuple):
    ours: Cost
    hugo: Cost
    our_memory: int
    hugo_memory: int


class Bench:
    """One garden with its two outputs."""

    def __init__(self, notes: int, rounds: int) -> None:
        self.notes, self.rounds = notes, rounds
        self.garden = make_garden(notes)
        self.edits = Edits(self.garden)
        self.outputs = WORK / "out-notegarden", WORK / "out-hugo"
        self.theme = WORK / "themes" / THEME
        shutil.rmtree(self.theme, ignore_errors=True)
        shutil.copytree(HERE / THEME, self.theme)

    def clean(self) -> None:
        for each in (*self.outputs, self.garden / ".notegarden"):
            shutil.rmtree(each, ignore_errors=True)

    def commands(self, search: bool) -> tuple[list[str], list[str]]:
        ours = [str(NOTEGARDEN), "build", str(self.garden), "--output", str(self.outputs[0]), "--quiet"]
        hugo = hugo_command(self.garden, self.outputs[1], theme=self.theme)
        if search:
            index = f"{PAGEFIND} --quiet --site {self.outputs[1]}"
            return ours, ["sh", "-ec", '"$@"; ' + index, "sh", *hugo]
        return [*ours, "--no-search"], hugo

    def cases(self) -> list[Case]:
        """In this order: fresh builds leave the outputs that the following cases start from."""
        change = self.edits
        return [
            Case("fresh", self.clean, goal=1.0, memory_goal=0.25),
            Case("nothing changed", lambda: None, goal=0.02),
            Case("one note edited, text only", change.text, goal=0.03),
            Case("one note edited, a link added", change.link),
            Case("one note renamed", change.rename),
            Case("a template edited", partial(change.templates, self.theme)),
            Case("fresh, with search", self.clean, search=True, goal=0.8),
            Case("nothing changed, with search", lambda: None, search=True),
            Case("one note edited, with search", change.text, search=True),
        ]

    def measure(self, case: Case) -> Outcome:
        both = self.commands(case.search)
        costs: tuple[list[Cost], list[Cost]] = ([], [])
        log = WORK / "log.txt"
        for turn in range(self.rounds):
            case.before()
            for which in (0, 1) if turn % 2 == 0 else (1, 0):
                costs[which].append(run(both[which], log))
        case.before()
        memory = [peak_memory(each, log) for each in both]
        ours, hugo = (sorted(each)[len(each) // 2] for each in costs)
        return Outcome(ours, hugo, memory[0], memory[1])


def row(case: Case, outcome: Outcome) -> list[str]:
    ours, hugo, our_memory, hugo_memory = outcome
    goals = [f"≤ {case.goal} ×"] if case.goal else []
    goals += [f"memory ≤ {case.memory_goal} ×"] if case.memory_goal else []
    return [
        case.title, seconds(ours.wall), seconds(hugo.wall), times(ours.wall / hugo.wall), ", ".join(goals),
        seconds(ours.cpu), seconds(hugo.cpu), megabytes(our_memory), megabytes(hugo_memory),
        times(our_memory / hugo_memory),
    ]  # fmt: skip


def times(ratio: float) -> str:
    return f"{ratio:.3f} ×" if ratio < 0.1 else f"{ratio:.2f} ×"


HEADINGS = ("case", "notegarden", "Hugo", "time", "to reach", "our CPU", "Hugo's CPU", "our memory", "Hugo's memory",
            "memory")  # fmt: skip
GOALS = HEADINGS.index("to reach")
LARGE = 10_000  # the number of notes from which the goals apply


def builds(notes: int, rounds: int, *, keep: bool) -> Outcome:
    """Measure all cases on one garden, print and write the table; return the outcome of the fresh builds."""
    bench = Bench(notes, rounds)
    rows = []
    first = None
    for case in bench.cases():
        outcome = bench.measure(case)
        first = first or outcome
        rows.append(row(case, outcome))
        print("  ".join(rows[-1]), flush=True)
    if notes < LARGE:
        rows = [[cell for place, cell in enumerate(each) if place != GOALS] for each in rows]
    text = table([each for place, each in enumerate(HEADINGS) if notes >= LARGE or place != GOALS], rows)
    note = (
        f"{run_info('hugo', 'pagefind')}\n\n{origin().capitalize()}, {notes:,} notes; medians of {rounds}. "
        "Hugo has a bare theme with contents lists and a one-pass backlink map; with search, `pagefind` runs after it. "
        "Memory is the peak over all processes, shared pages counted once."
    )
    write_section(f"Builds, {notes:,} notes", f"{note}\n\n{text}")
    if not keep:
        bench.clean()
        shutil.rmtree(bench.garden)
    if first is None:
        raise SystemExit("nothing was measured")
    return first


def per_note(outcomes: dict[int, Outcome]) -> None:
    """What one note costs in gardens of each size, and how that grows from 1,000 to the largest."""
    rows = []
    for name, which in (("notegarden", 0), ("Hugo", 1)):
        costs = {notes: outcome[which].wall / notes * 1000 for notes, outcome in outcomes.items()}
        growth = costs[max(costs)] / costs[1000]
        rows.append([name, *(f"{cost:.3f} ms" for cost in costs.values()), f"{growth:.2f} ×"])
    head = ["fresh build, no search", *(f"{notes:,} notes" for notes in outcomes), f"1,000 → {max(outcomes):,}"]
    body = f"{run_info('hugo')}\n\n{table(head, rows)}\n\nTo reach: flat within 1.15 ×."
    write_section("Cost per note", body)
    print(body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", default="424,1000,10000", help="sizes of the gardens, separated by commas")
    parser.add_argument("--rounds", type=int, default=3, help="number of rounds; the median is used")
    parser.add_argument(
        "--only", default="builds,stages,pictures,serve,search,browser", help="what to measure, separated by commas"
    )
    parser.add_argument("--keep", action="store_true", help="leave gardens and outputs in tests/bench/work")
    arguments = parser.parse_args()
    sizes = sorted(int(each) for each in arguments.notes.split(","))
    WORK.mkdir(exist_ok=True)
    wanted = arguments.only.split(",")
    if "builds" in wanted:
        outcomes = {}
        for notes in sizes:
            print(f"{notes:,} notes", flush=True)
            outcomes[notes] = builds(notes, arguments.rounds, keep=arguments.keep)
        if 1000 in outcomes and max(outcomes) > 1000:
            per_note(outcomes)
    if "pictures" in wanted:
        pictures.main()
    for name, module in (("stages", stages), ("serve", serve_latency), ("search", search), ("browser", browser)):
        if name in wanted:
            for notes in sizes:
                if notes != 1000:
                    module.main(notes)


if __name__ == "__main__":
    main()
