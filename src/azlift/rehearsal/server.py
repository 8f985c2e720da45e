"""Serving a world over https on the loopback address, until told to stop."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from azlift.rehearsal.asgi import application
from azlift.rehearsal.catalogue import read_catalogue
from azlift.rehearsal.certificates import Certificates, read_certificates
from azlift.rehearsal.clock import SteeredClock
from azlift.rehearsal.front import Front
from azlift.rehearsal.identity import Facts, Identity, read_facts
from azlift.rehearsal.opening import load_scenario, open_world
from azlift.rehearsal.store import Store
from azlift.rehearsal.world import Account, World

LOOPBACK = "127.0.0.1"
START_SECONDS = 15.0


@dataclass(frozen=True)
class Options:
    """How to serve: state directory (None: in memory), port (0: the last one of this state, or any), clock speed,
    data files."""

    state: Path | None = None
    port: int = 0
    speed: float = 1.0
    sizes: Path | None = None
    faults: Path | None = None
    links: tuple[tuple[str, Path], ...] = ()
    exit_with_parent: bool = False


@dataclass(frozen=True)
class Address:
    """What a client needs to come in: printed as one JSON line when the server listens."""

    endpoint: str
    ca_file: str
    tenant_id: str
    subscription_id: str
    client_id: str
    client_secret: str

    def line(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Opened:
    """A world ready to be served: its desk, its socket, its address."""

    front: Front
    listener: socket.socket
    certificates: Certificates
    address: Address


@contextlib.contextmanager
def opened(options: Options) -> Iterator[Opened]:
    """A world of its state directory with a bound socket; closed, and everything written, at the end."""
    with contextlib.ExitStack() as stack:
        home = options.state or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="azlift-rehearsal-")))
        store = Store(options.state)
        stack.callback(store.close)
        facts = read_facts(options.state)
        certificates = read_certificates(home)
        listener = _listen(options.port, store)
        stack.callback(listener.close)
        front = _front(options, store, facts, listener.getsockname()[1])
        stack.callback(_stop_clock, front.world)
        endpoint = f"https://localhost:{listener.getsockname()[1]}"
        address = Address(
            endpoint=endpoint,
            ca_file=str(certificates.ca_file),
            tenant_id=facts.tenant_id,
            subscription_id=facts.subscription_id,
            client_id=facts.client_id,
            client_secret=facts.client_secret,
        )
        yield Opened(front, listener, certificates, address)


def _listen(port: int, store: Store) -> socket.socket:
    """A bound socket; without a wish, the port of last time if it is free, so that addresses clients kept stay good."""
    last = (store.read("world", "port") or {}).get("port", 0)
    for wish in dict.fromkeys((port,) if port else (last, 0)):
        # Named as TCP, so that asyncio sets TCP_NODELAY on every connection: 40 ms a request without it.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, wish))
        except OSError:
            listener.close()
            if wish == port and port:
                raise
            continue
        store.stage("world", "port", {"port": listener.getsockname()[1]})
        return listener
    raise OSError("no free port on the loopback address")


def _front(options: Options, store: Store, facts: Facts, port: int) -> Front:
    kept = store.read("world", "clock") or {"instant": time.time()}
    clock = SteeredClock(kept["instant"], options.speed)
    account = Account(facts.tenant_id, facts.subscription_id)
    world = open_world(account, clock, store, read_catalogue(options.sizes))
    endpoint = f"https://localhost:{port}"
    world.links = dict(options.links)
    if options.faults is not None:
        load_scenario(world, options.faults)
    served = set((store.read("world", "audiences") or {}).get("audiences", []))
    served |= {endpoint, f"https://{LOOPBACK}:{port}"}
    store.stage("world", "audiences", {"audiences": sorted(served)})
    world.commit()
    return Front(world, Identity(facts, served, world.directory))


def _stop_clock(world: World) -> None:
    """Keep the last instant: no simulated time passes while nobody serves."""
    world.settle()
    world.store.stage("world", "clock", {"instant": world.instant})
    world.commit()


class _Line(H11Protocol):
    """A connection that lets the application cut it: ASGI itself has no word for that."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "line": transport}


def _server(opened_world: Opened) -> uvicorn.Server:
    config = uvicorn.Config(
        application(opened_world.front),
        http=_Line,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_keep_alive=120,
        timeout_graceful_shutdown=2,
        ssl_certfile=str(opened_world.certificates.certificate_file),
        ssl_keyfile=str(opened_world.certificates.key_file),
    )
    return uvicorn.Server(config)


def serve(options: Options) -> None:
    """Serve until SIGTERM or SIGINT (or, asked so, until the parent closes our standard input); prints the address
    line first."""
    with opened(options) as world:
        server = _Announcing(_server(world).config, world.address.line())
        if options.exit_with_parent:
            threading.Thread(target=_wait_for_parent, daemon=True).start()
        asyncio.run(server.serve(sockets=[world.listener]))


class _Announcing(uvicorn.Server):
    """Says on standard output where it listens, once it does; a signal ends it without an error."""

    def __init__(self, config: uvicorn.Config, line: str) -> None:
        super().__init__(config)
        self._line = line

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(self._line + "\n")
        sys.stdout.flush()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn raises the signal again when it is done; here a signal is the ordinary end."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield


def _wait_for_parent() -> None:
    """End with the parent: it holds the other end of standard input and never writes."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


@contextlib.contextmanager
def start_in_thread(options: Options) -> Iterator[Opened]:
    """The same server in a thread of this process, for tests; gone at the end of the context."""
    with opened(options) as world:
        server = _server(world)
        server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[world.listener])), daemon=True)
        thread.start()
        limit = time.monotonic() + START_SECONDS
        while not server.started:
            if time.monotonic() > limit or not thread.is_alive():
                raise RuntimeError("the pretend Azure did not start")
            time.sleep(0.01)
        try:
            yield world
        finally:
            server.should_exit = True
            thread.join(timeout=START_SECONDS)
