"""How long a wave takes to land, against the least it could take and against shell scripts of azure-cli, all on one
pretend Azure in one run: `python tests/benchmarks/makespan.py` (`make .venv-az/ready` first).

Every rival deploys what azlift rendered for an estate of the same shape and another name: one deployment per move
group, or one per machine as such scripts are mostly written. The landing zone stands already, for all; azlift has been
through its previews, as readiness wants it. What is told are Azure's seconds, from the first request on.

A client's own work is not sped up with the clock: at `--speed` 10 a second of it counts as ten, so a speed above 1 is
hard on whoever works much. The scripts one after the other are run at `--slow-speed`, or they would take hours, and
their own work beyond what it is at speed 1 is taken off again. Every bucket is full when a rival begins.
"""

import argparse
import asyncio
import json
import os
import resource
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "making"), str(ROOT / "tests" / "benchmarks")]

import httpx
from azure_sights import steer
from least_time import Deployed, bound, read_deployed
from tests.clients.azure_cli import HOME, Az, open_az
from tests.clients.steps import Step
from virtual_waves import WAVE, cut, deployment_ids, land_in_virtual_time, planned_wave
from virtual_waves import made_ready as prepared

from azlift import convoy, journey, on_record
from azlift.errors import AzliftError
from azlift.model import Rendering
from azlift.runner.pretend_azure import pretend_azure
from azlift.venue import ACCESS_FILE, Venue, open_venue, opened

GROUPS = {50: 8, 500: 60, 1_000: 120, 5_000: 600}
DEPLOYMENT = "microsoft.resources/deployments"
AN_HOUR = 3_600
SIGN_IN = (
    "cloud register -n Rehearsal --endpoint-resource-manager $endpoint/",
    "cloud set -n Rehearsal",
    "config set core.instance_discovery=false",
    "login --service-principal -u $client -p $secret --tenant $tenant",
)
CREATE = (
    "az deployment group create --resource-group {group} --name {name} --template-file {file}"
    " --parameters @{parameters} --no-prompt --only-show-errors --output none"
)
WAIT = "az deployment group wait --created --resource-group {group} --name {name} --interval 5 --only-show-errors"


@dataclass(frozen=True)
class Run:
    """One rival's run in Azure's seconds: until all stood, until it knew so, and the least that was possible."""

    rival: str
    stood: float
    known: float
    least: dict[str, float]
    deployments: int
    throttled: int
    requests: int
    own: str

    @property
    def bound(self) -> float:
        return max(self.least.values())


@dataclass
class Server:
    """The pretend Azure as a benchmark steers it and looks at it."""

    home: Path
    speed: float
    network_since: float = 0.0

    def turn(self, knob: str, **to: Any) -> Any:
        return steer(self.home, "POST", f"/rehearsal/{knob}", to)

    def now(self) -> float:
        return float(steer(self.home, "GET", "/rehearsal/clock")["seconds"])

    def received(self) -> tuple[int, int]:
        """(requests, of them refused for their number) since it started."""
        routes = steer(self.home, "GET", "/rehearsal/requests")["requests"]
        return sum(routes.values()), sum(n for route, n in routes.items() if route.endswith("throttled"))

    @contextmanager
    def reader(self) -> Iterator[httpx.Client]:
        """A client that looks at what was deployed, without limits."""
        said = json.loads((self.home / ACCESS_FILE).read_text())
        form = {"grant_type": "client_credentials", "scope": f"{said['endpoint']}/.default"}
        form |= {"client_id": said["client_id"], "client_secret": said["client_secret"]}
        context = ssl.create_default_context(cafile=said["ca_file"])
        self.turn("limits", on=False)
        with httpx.Client(verify=context, base_url=said["endpoint"], timeout=60) as client:
            token = client.post(f"/{said['tenant_id']}/oauth2/v2.0/token", data=form).json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            yield client
        self.turn("limits", on=True)

    def deployed(self, renderings: Sequence[Rendering]) -> list[Deployed]:
        with self.reader() as client:
            return [read_deployed(client, id_) for rendering in renderings for id_ in deployment_ids(rendering)]


def made_ready(server: Server, name: str, machines: int, groups: int) -> Path:
    """A workspace with an estate of that many machines in that many groups, whose landing zone stands; every group is
    rendered and previewed."""
    folder = planned_wave(server.home / name, cut(machines, groups), name)
    (folder / ACCESS_FILE).parent.mkdir(parents=True)
    (folder / ACCESS_FILE).write_text((server.home / ACCESS_FILE).read_text())

    async def prepare() -> None:
        async with opened(str(folder)) as venue:
            await prepared(venue)

    asyncio.run(prepare())
    return folder


async def went_well(verb: Any) -> bool:
    try:
        await verb
    except AzliftError as error:
        print(f"{error} {error.advice}", file=sys.stderr)
        return False
    return True


def renderings(folder: Path) -> list[Rendering]:
    venue = open_venue(folder)
    return [venue.ledger.latest(group, Rendering) for group in on_record.current_plan(venue).by_wave[WAVE].groups]


def ours(server: Server, folder: Path) -> list[Run]:
    """Land every group, then verify it, as the flow does; without Prefect."""
    known: list[float] = []

    async def one(group: str, venue: Venue) -> bool:
        landed = await went_well(journey.land(group, venue))
        known.append(time.perf_counter())
        return landed and await went_well(journey.verify(group, venue))

    async def carry() -> tuple[float, float, float]:
        async with opened(str(folder)) as venue:
            began, busy = time.perf_counter(), time.process_time()
            async with convoy.driving(WAVE, venue):
                left = await convoy.carry_in_order(WAVE, venue, lambda group: one(group, venue))
            if left:
                raise RuntimeError(f"left behind: {left[:5]}")
            return max(known) - began, time.perf_counter() - began, time.process_time() - busy

    before, begun = server.received(), server.now()
    landed, verified, busy = asyncio.run(carry())
    requests, throttled = (after - earlier for after, earlier in zip(server.received(), before, strict=True))
    deployed = server.deployed(renderings(folder))
    stood = max(each.ended for each in deployed) - begun
    least = bound(deployed, begun, server.network_since)
    own = f"{busy:.1f} s of processor time, {busy / verified:.0%} of the run"
    counts = (len(deployed), throttled, requests)
    return [
        Run("azlift, landed", stood, landed * server.speed, least, *counts, own),
        Run("azlift, landed and verified", stood, verified * server.speed, least, *counts, own),
    ]


def script(server: Server, az: Az, folder: Path, rival: str, at_once: int, speed: float) -> Run:
    """A shell script of azure-cli: one after the other, each waited for (`at_once` 0), or so many at once that do not
    wait, and then as many that do."""
    made = renderings(folder)
    lines = {
        name: [command.format(**each) for each in written(folder, made)]
        for name, command in (("create", CREATE), ("wait", WAIT))
    }
    (folder / "create.txt").write_text("\n".join(line + (" --no-wait" if at_once else "") for line in lines["create"]))
    (folder / "wait.txt").write_text("\n".join(lines["wait"]))
    parallel = f"xargs -d '\\n' -P {at_once} -I LINE sh -c LINE"
    text = f"{parallel} < create.txt && {parallel} < wait.txt" if at_once else "set -e; . ./create.txt"
    environment = {**az.environment, "PATH": f"{HOME / 'bin'}:{os.environ['PATH']}"}
    if speed != server.speed:
        server.turn("clock", speed=speed)
    before, begun, busy = server.received(), server.now(), children()
    began = time.perf_counter()
    subprocess.run(["bash", "-c", text], cwd=folder, env=environment, check=True)
    wall, busy = time.perf_counter() - began, children() - busy
    requests, throttled = (after - earlier for after, earlier in zip(server.received(), before, strict=True))
    if speed != server.speed:
        server.turn("clock", speed=server.speed)
    deployed = server.deployed(made)
    too_much = busy * (speed - 1) if not at_once else 0.0  # one after the other all of it is waited for
    stood = max(each.ended for each in deployed) - begun - too_much
    own = f"{busy:.0f} s of processor time" + (f", taken once though the clock ran {speed:g} times" if too_much else "")
    least = bound(deployed, begun, server.network_since)
    return Run(rival, stood, wall * speed - too_much, least, len(deployed), throttled, requests, own)


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def written(folder: Path, made: Sequence[Rendering]) -> Iterator[dict[str, str]]:
    """Every part's template and parameters as files, and what a command needs to name them."""
    for rendering in made:
        for part in rendering.parts:
            file, parameters = folder / f"{part.deployment}.json", folder / f"{part.deployment}.parameters.json"
            file.write_text(json.dumps(part.template))
            parameters.write_text(json.dumps({"parameters": part.parameters}))
            group = rendering.resource_group or ""
            yield {"group": group, "name": part.deployment, "file": str(file), "parameters": str(parameters)}


@contextmanager
def signed_in(server: Server) -> Iterator[Az]:
    said = json.loads((server.home / ACCESS_FILE).read_text())
    words = {
        "endpoint": said["endpoint"],
        "client": said["client_id"],
        "secret": said["client_secret"],
        "tenant": said["tenant_id"],
    }
    with open_az(server.home / "az", said["ca_file"], words) as az:
        for command in SIGN_IN:
            outcome = az.run(Step(command))
            if outcome.exit:
                raise RuntimeError(f"az {command}: {outcome.err}")
        yield az


def measure(machines: int, groups: int, options: argparse.Namespace) -> list[Run]:
    with tempfile.TemporaryDirectory() as folder, pretend_azure(Path(folder), options.speed):
        server = Server(Path(folder), options.speed)
        place = made_ready(server, "ours", machines, groups)
        server.network_since = first_network_write(server, place)
        refilled(server)
        runs = ours(server, place)
        report(machines, groups, runs)
        if not options.scripts:
            return runs
        with signed_in(server) as az:
            for rival, count, at_once, speed in rivals(machines, groups, options):
                place = made_ready(server, f"rival{len(runs)}", machines, count)
                refilled(server)
                runs.append(script(server, az, place, rival, at_once, speed))
                report(machines, groups, runs[-1:])
        return runs


def first_network_write(server: Server, folder: Path) -> float:
    """When the landing zone's network, the first of this server's life, was begun."""
    zone = open_venue(folder).ledger.latest(on_record.zone_of(WAVE), Rendering)
    with server.reader() as client:
        (outer,) = (read_deployed(client, id_) for id_ in deployment_ids(zone))
        inner = [read_deployed(client, id_) for id_ in outer.began if outer.types[id_] == DEPLOYMENT]
    return min(
        at for each in inner for id_, at in each.began.items() if each.types[id_].startswith("microsoft.network")
    )


def without_work(machines: int, groups: int) -> list[Run]:
    """azlift in virtual time, in which nobody's work takes any: what is left is what it waits for."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        found = land_in_virtual_time(planned_wave(Path(folder), cut(machines, groups)))
        own = f"virtual time; {time.process_time() - began:.0f} s of processor time for azlift and the pretend Azure"
    counts = (len(found.deployments), found.throttled, sum(found.requests.values()))
    stood = found.stood
    return [
        Run("azlift, landed", stood, found.landed, dict(found.least), *counts, own),
        Run("azlift, landed and verified", stood, found.verified, dict(found.least), *counts, own),
    ]


def rivals(machines: int, groups: int, options: argparse.Namespace) -> Iterator[tuple[str, int, int, float]]:
    """(name, deployments, at once, speed of the clock)"""
    for at_once in options.at_once:
        yield f"--no-wait, {at_once} at once, one per group", groups, at_once, options.speed
    if options.per_machine:
        most = max(options.at_once)
        yield f"--no-wait, {most} at once, one per machine", machines, most, options.speed
    if options.slow_speed:
        yield "one after the other, one per group", groups, 0, options.slow_speed


def refilled(server: Server) -> None:
    """Let every bucket fill up again."""
    server.turn("clock", advance=AN_HOUR)


def report(machines: int, groups: int, runs: Sequence[Run]) -> None:
    for run in runs:
        held = max(run.least, key=lambda name: run.least[name])
        cells = (
            f"{machines:,} in {groups}",
            run.rival,
            f"{run.bound:.0f} s ({held})",
            f"{run.stood:.0f} s",
            f"{run.known:.0f} s",
            f"{run.known / run.bound:.3f}",
            f"{1 - run.bound / run.known:.1%}",
            f"{run.deployments}",
            f"{run.requests:,}",
            f"{run.throttled}",
            run.own,
        )
        print("| " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--machines", type=int, nargs="*", default=[50, 500], choices=sorted(GROUPS))
    parser.add_argument(
        "--virtual", type=int, nargs="*", default=[50, 500, 5_000], help="azlift alone, in virtual time"
    )
    parser.add_argument("--speed", type=float, default=1.0, help="Azure's seconds per second")
    parser.add_argument("--slow-speed", type=float, default=10.0, help="for scripts one after the other; 0: not run")
    parser.add_argument("--at-once", type=int, nargs="+", default=[1, 4, 16], help="az processes side by side")
    parser.add_argument("--per-machine", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--scripts", action=argparse.BooleanOptionalAction, default=True, help="run the rivals too")
    options = parser.parse_args()
    print(f"Azure's clock ran {options.speed:g} times as fast as the machine's.\n")
    print(
        "| machines | who | least possible | all stood | and was known | known ÷ least | above least | deployments "
        "| requests | 429 | own work |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|")
    for machines in options.virtual:
        report(machines, GROUPS[machines], without_work(machines, GROUPS[machines]))
    for machines in options.machines:
        measure(machines, GROUPS[machines], options)


if __name__ == "__main__":
    main()
