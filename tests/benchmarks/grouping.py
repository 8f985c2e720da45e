"""What grouping finds again of generated estates, in one run: `python tests/benchmarks/grouping.py`.

Per size, seed and share of machines without an application: how alike the found applications (declared and suggested)
and the true ones are, as adjusted Rand index over all machines but infrastructure, beside that of the declared ones
alone; precision and recall of infrastructure and of shared databases and buses; how right suggestions are by their
confidence (known applications: share right; new ones: mean overlap with the true one, Jaccard); CPU seconds.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "making"))

from generated import generated
from recovered import recovery, rightness

from azlift.model import WorkloadId
from azlift.waves.groups import Grouping, group_estate
from azlift.waves.suggestions import suggest_applications


def precision_and_recall(found: set[WorkloadId], true: set[WorkloadId]) -> tuple[float, float]:
    return len(found & true) / max(1, len(found)), len(found & true) / len(true)


def services_found(grouping: Grouping, kind: str) -> set[WorkloadId]:
    return {machine for machine, service in grouping.services.items() if service.kind == kind}


def measure(machines: int, seed: int, missing: float) -> str:
    made = generated(machines, seed, missing)
    began = time.process_time()
    grouping = group_estate(made.estate)
    grouped = time.process_time()
    suggestions = suggest_applications(grouping, made.estate)
    seconds = f"group {grouped - began:.1f} s, suggest {time.process_time() - grouped:.1f} s"
    infrastructure = precision_and_recall(services_found(grouping, "infrastructure"), made.infrastructure)
    hubs = precision_and_recall(services_found(grouping, "stateful"), made.hubs)
    bands = ", ".join(
        f"{band}: {sum(each) / len(each):.2f} of {len(each)}" for band, each in rightness(made, suggestions).items()
    )
    return (
        f"{machines:>6} seed {seed} missing {missing:.0%}: ARI {recovery(made, suggestions):.3f} "
        f"(declared alone {recovery(made, ()):.3f}); "
        f"infrastructure P {infrastructure[0]:.2f} R {infrastructure[1]:.2f}; "
        f"hubs P {hubs[0]:.2f} R {hubs[1]:.2f}; {len(grouping.groups):,} groups; {seconds}; {bands}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--machines", type=int, nargs="+", default=[200, 2_000, 10_000])
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    for machines in asked.machines:
        for missing in (0.0, 0.3, 1.0):
            for seed in range(1, asked.seeds + 1):
                print(measure(machines, seed, missing), flush=True)


if __name__ == "__main__":
    main()
