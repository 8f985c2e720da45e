"""Plans one inventory in many orders of its rows: `python permuted.py FOLDER FROM TO`, a process of its own so that it
has its own PYTHONHASHSEED. Prints a digest of the plan's files for each order, a line each."""

import csv
import sys
from hashlib import sha256
from pathlib import Path
from random import Random

from workbooks import info_row, tab_of, write_tabs

from azlift import journey
from azlift.plan_writing import write_plan
from azlift.settings import write_settings
from azlift.venue import open_venue

TIERS = ("web", "app", "db")
APPLICATIONS = 8
PLAN_FILES = ("plan.csv", "plan.yaml", "suggested.yaml")


def inventory(folder: Path, order: Random) -> list[Path]:
    """Eight applications of three machines that call each other, their rows and links in this order."""
    names = [f"{tier}{n:02d}" for n in range(APPLICATIONS) for tier in TIERS]
    rows = [
        info_row(VM=name, OS="Ubuntu Linux (64-bit)", Memory=2048 * (1 + number % 4))
        for number, name in enumerate(names)
    ]
    links = [(f"web{n:02d}", f"app{n:02d}", 8080) for n in range(APPLICATIONS)]
    links += [(f"app{n:02d}", f"db{n:02d}", 5432) for n in range(APPLICATIONS)]
    links += [(f"app{n:02d}", f"app{(n + 3) % APPLICATIONS:02d}", 443) for n in range(0, APPLICATIONS, 2)]
    order.shuffle(rows)
    order.shuffle(links)
    with (folder / "links.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("source", "target", "port"), *links])
    return [write_tabs(folder / "inventory.xlsx", {"vInfo": tab_of(*rows)}), folder / "links.csv"]


def plan_digest(folder: Path, seed: int) -> str:
    """The digest of the plan's files, made in a workspace of its own."""
    folder.mkdir()
    write_settings(folder, estate="proof", limits={"machines_per_wave": 9, "pilot_machines": 4})
    sources = inventory(folder, Random(seed))
    venue = open_venue(folder)
    journey.survey(sources, venue)
    journey.place(venue)
    journey.plan(venue)
    write_plan(venue)
    venue.ledger.engine.dispose()
    return sha256(b"".join((folder / name).read_bytes() for name in PLAN_FILES)).hexdigest()


def main(folder: Path, first: int, last: int) -> None:
    for seed in range(first, last):
        print(plan_digest(folder / str(seed), seed))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
