"""azlift on several machines, on one: `make scale-demo`, from Debian's packages and PyPI's.

PostgreSQL holds the ledger and Prefect's database, Redis carries Prefect's messages, two of Prefect's API servers share
them, its services run apart, and three process workers carry waves: the pilot, 500 machines, the rest. When half
of the 500 machines' groups stand, the worker that drives them is killed with everything it started, as if its machine
had lost power. Nobody does anything about it: the reconciling deployment, which runs every two minutes, finds the run
dead, and another worker takes it up. In the end every machine must stand, and no deployment have been sent twice.
"""

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "making")]

import httpx
from azure_sights import steer
from estates import estate, machine, planned
from servers import postgresql_server, server_program

from azlift import on_record
from azlift.approval import write_no_gates
from azlift.model import Limits
from azlift.runner.pretend_azure import pretend_azure
from azlift.settings import write_settings
from azlift.stages import STANDING
from azlift.venue import Venue

LIMITS = Limits(groups_per_wave=60, machines_per_wave=500, gib_per_wave=10**9, pilot_machines=20)
WORKERS, MACHINES, GROUPS, SMALL_GROUPS = 3, 500, 60, 10
PATIENCE_SECONDS = 1_800
DEPLOYED = ("migrate-wave/migrate", "reconcile-runs/reconcile")


@dataclass
class Site:
    """Where everything runs: folder, environment of what is started, and what was, by name."""

    folder: Path
    environment: dict[str, str]
    began: float = field(default_factory=time.monotonic)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def say(self, text: str) -> None:
        print(f"{time.monotonic() - self.began:6.0f} s  {text}", flush=True)

    def start(self, name: str, command: list[str], **more: str) -> None:
        """Start something that ends with us."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command],
                cwd=ROOT,
                env={**self.environment, **more},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def run(self, *arguments: str) -> None:
        """One of Prefect's commands. Raises RuntimeError with what it said."""
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"prefect {' '.join(arguments)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")

    def end(self) -> None:
        for process in self.running.values():
            for pid in family(process.pid):
                kill(pid)
        for process in self.running.values():
            process.wait(30)

    def wait(self, what: str, met: Callable[[], Any]) -> Any:
        """Until something is so. Raises RuntimeError after half an hour, or when one of ours has ended."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while not (found := met()):
            ended = [name for name, process in self.running.items() if process.poll() is not None]
            if ended or time.monotonic() > limit:
                logs = [f"{name}: {(self.folder / f'{name}.log').read_text()[-1500:]}" for name in ended]
                raise RuntimeError(f"waited in vain: {what}\n" + "\n".join(logs))
            time.sleep(0.5)
        return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def parent_of(pid: int) -> int:
    stat = Path(f"/proc/{pid}/stat")
    return int(stat.read_text().rpartition(")")[2].split()[1]) if stat.exists() else 0


def family(pid: int) -> list[int]:
    """A process and all that came from it."""
    parents = {int(each.name): parent_of(int(each.name)) for each in Path("/proc").iterdir() if each.name.isdigit()}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


@contextmanager
def databases(folder: Path) -> Iterator[tuple[str, str, int]]:
    """PostgreSQL and Redis: the ledger's URL, Prefect's, Redis's port."""
    with postgresql_server() as url:
        place = url.partition("?host=")[2]
        psql = [str(server_program("psql")), "-h", place, "-U", "azlift", "-d", "postgres", "-qc"]
        subprocess.run([*psql, "CREATE DATABASE prefect"], check=True)
        port = free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
        redis = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "redis-server", *options], stdout=subprocess.DEVNULL
        )
        try:
            yield url, f"postgresql+asyncpg://azlift@/prefect?host={place}", port
        finally:
            redis.kill()
            redis.wait(30)


def environment(folder: Path, database: str, redis: int) -> dict[str, str]:
    """What Prefect's documentation asks for where several API servers run, and no telemetry."""
    given = {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": database,
        "PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE": "10",
        "PREFECT_MESSAGING_BROKER": "prefect_redis.messaging",
        "PREFECT_MESSAGING_CACHE": "prefect_redis.messaging",
        "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "prefect_redis.ordering",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect_redis.lease_storage",
        "PREFECT_SERVER_DOCKET_URL": f"redis://127.0.0.1:{redis}/1",
        "PREFECT_REDIS_MESSAGING_HOST": "127.0.0.1",
        "PREFECT_REDIS_MESSAGING_PORT": str(redis),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLI_COLORS": "false",
        "DO_NOT_TRACK": "1",
        "AZLIFT_HOME": str(ROOT),
        "PYTHONPATH": f"{ROOT / 'src'}",
    }
    return {**{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}, **given}


def serve(site: Site) -> list[str]:
    """Prefect's database, two API servers and the services; the addresses of the two."""
    site.run("server", "database", "upgrade", "-y")
    apis = []
    for name in ("api-1", "api-2"):
        port = free_port()
        command = ["-m", "prefect", "server", "start", "--no-services", "--host", "127.0.0.1", "--port", str(port)]
        site.start(name, [sys.executable, *command])
        apis.append(f"http://127.0.0.1:{port}/api")
    site.start("services", [sys.executable, "-m", "prefect", "server", "services", "start"])
    for api in apis:
        site.wait(f"{api} answers", lambda api=api: answers(api))
    site.environment["PREFECT_API_URL"] = apis[0]
    return apis


def answers(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2).is_success
    except httpx.HTTPError:
        return False


def deploy(site: Site, workspace: Path) -> None:
    """The repository's own deployments, for this workspace; reconciling every two minutes is theirs."""
    file = site.folder / "prefect.yaml"
    text = (ROOT / "flows" / "prefect.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("workspace: .azlift", f"workspace: {workspace}"), encoding="utf-8")
    site.run("work-pool", "create", "--type", "process", "azlift")
    names = [word for name in DEPLOYED for word in ("-n", name)]
    site.run("deploy", "--prefect-file", str(file), *names)


def start_workers(site: Site, apis: list[str]) -> None:
    for number in range(WORKERS):
        command = ["-m", "prefect", "worker", "start", "--pool", "azlift", "--type", "process", "--limit", "2"]
        name = f"worker-{number + 1}"
        site.start(name, [sys.executable, *command, "--name", name], PREFECT_API_URL=apis[number % len(apis)])


def made(workspace: Path, ledger: str) -> Venue:
    """A workspace with its ledger on PostgreSQL, planned: a pilot, 500 machines, the rest."""
    limits = LIMITS.model_dump()
    write_settings(workspace, ledger=ledger, templates=str(ROOT / "templates"), limits=limits, wave_prefix=18)
    write_no_gates(workspace)
    cuts = sorted(random.Random(2).sample(range(1, MACHINES), GROUPS - 1))
    sizes = [end - start for start, end in zip([0, *cuts], [*cuts, MACHINES], strict=True)] + [4] * SMALL_GROUPS
    shape = [(number, of) for number, size in enumerate(sizes) for of in range(size)]
    return planned(workspace, estate(*(machine(f"m{number}-{of}", f"app{number}") for number, of in shape)))


def standing(venue: Venue, wave: str) -> int:
    """How many groups of a wave stand verified."""
    stages = venue.ledger.standings()
    groups = on_record.current_plan(venue).by_wave[wave].groups
    return sum(group in stages and stages[group].stage in STANDING for group in groups)


def driver_of(site: Site, venue: Venue, wave: str) -> str | None:
    """The worker that drives a wave now."""
    driver = venue.ledger.driver_of(wave) or ""
    pid = int(driver.split(":")[1]) if driver else 0
    workers = {process.pid: name for name, process in site.running.items() if name.startswith("worker")}
    while pid > 1 and pid not in workers:
        pid = parent_of(pid)
    return workers.get(pid)


def play(site: Site, venue: Venue) -> None:
    """Three waves on three workers, and the worker with the largest killed when half of it stands."""
    plan = on_record.current_plan(venue)
    machines = {w.id: sum(len(plan.by_group[g].workloads) for g in w.groups) for w in plan.waves}
    largest = max(machines, key=lambda wave: machines[wave])
    groups = plan.by_wave[largest].groups
    for wave in plan.waves:
        parameters = f'{{"workspace": "{venue.workspace}", "wave": "{wave.id}"}}'
        site.run("deployment", "run", "migrate-wave/migrate", "--params", parameters)
        site.say(f"asked for {wave.id}: {machines[wave.id]} machines in {len(wave.groups)} groups")
    victim = site.wait(f"a worker drives {largest}", lambda: driver_of(site, venue, largest))
    site.say(f"{largest} is driven by {victim}")
    site.wait(f"half of {largest} stands", lambda: standing(venue, largest) * 2 >= len(groups))
    dead = site.running.pop(victim)
    stood, processes = standing(venue, largest), family(dead.pid)
    for pid in processes:
        kill(pid)
    dead.wait(30)
    killed = time.monotonic()
    site.say(f"{victim} killed, with {len(processes) - 1} processes of it; {stood} of {len(groups)} groups stood")
    heir = site.wait("another worker drives it", lambda: driver_of(site, venue, largest))
    site.say(f"{largest} is driven by {heir}, {time.monotonic() - killed:.0f} s later")
    for wave in plan.waves:
        site.wait(f"{wave.id} stands", lambda wave=wave: standing(venue, wave.id) == len(wave.groups))
        site.say(f"{wave.id} stands: {machines[wave.id]} machines")


def account(site: Site, venue: Venue, apis: list[str]) -> list[str]:
    """What came of it, in numbers; what should not be is returned."""
    faults = []
    counted = steer(venue.workspace, "GET", "/rehearsal/requests")
    sent = {one["id"]: one["count"] for one in counted["deployments"]}
    throttled = sum(count for route, count in counted["requests"].items() if route.endswith("throttled"))
    twice = [id_ for id_, count in sent.items() if count > 1]
    events = venue.ledger.verify()
    drivers = {event.driver for event in venue.ledger.outline()}
    site.say(f"deployments sent: {len(sent)}, of them more than once: {len(twice)}")
    site.say(f"requests to Azure: {sum(counted['requests'].values()):,}, refused for their number: {throttled}")
    site.say(
        f"ledger on PostgreSQL: {events:,} events by {len(drivers)} processes, its chain unbroken, all moves legal"
    )
    for api in apis:
        states = httpx.post(f"{api}/task_runs/count", json={}, timeout=30).json()
        site.say(f"{api}: {states} task runs on record")
    faults += [f"{id_} was sent {sent[id_]} times" for id_ in twice]
    faults += [str(failure) for failure in venue.ledger.failures()]
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", type=float, default=1.0, help="Azure's seconds per second")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="azlift-scale-")))
        ledger, database, redis = stack.enter_context(databases(folder))
        site = Site(folder, environment(folder, database, redis))
        stack.callback(site.end)
        workspace = folder / "workspace"
        stack.enter_context(pretend_azure(workspace, options.speed))
        site.say("PostgreSQL, Redis and the pretend Azure run")
        venue = made(workspace, ledger)
        apis = serve(site)
        site.say("two API servers and the services of Prefect run")
        deploy(site, workspace)
        start_workers(site, apis)
        site.say(f"{WORKERS} workers run")
        play(site, venue)
        faults = account(site, venue, apis)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
