"""Replays recorded sessions of real Azure against the pretend one and says, aspect by aspect, how far they agree.

    PYTHONPATH=src:. python -m tests.corpus.recordings FOLDER [REPORT.json]

Each request goes out in its order, with the recorded subscription renamed to ours. Of a run of polls only the last is
asked, after the simulated time it takes. The folder is not part of the project.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.corpus.comparing import GUID, agree, aspects
from tests.corpus.sessions import Exchange, path_and_query, read_session
from tests.rehearsal.conftest import ENDPOINT, Desk, HandClock, Reply, open_desk

from azlift.rehearsal.identity import read_facts
from azlift.rehearsal.store import Store

SUBSCRIPTION = re.compile(rf"/subscriptions/({GUID})", re.IGNORECASE)
GROUP = re.compile(r"/resourcegroups/([^/]+)", re.IGNORECASE)
NAMESPACE = re.compile(r"/providers/([A-Za-z]+\.[A-Za-z.]+)/", re.IGNORECASE)
POLL = re.compile(r"/(operationresults|operationstatuses|operations|diskoperations)/", re.IGNORECASE)
HOUR = 3600.0


@dataclass(frozen=True)
class Finding:
    """One aspect of one answer."""

    session: str
    request: str
    aspect: str
    agrees: bool
    recorded: Any = None
    ours: Any = None


@dataclass
class Replay:
    """One session being replayed; `urls` maps recorded follow-up URLs to ours."""

    desk: Desk
    session: str
    urls: dict[str, str] = field(default_factory=dict)

    def run(self, exchanges: Sequence[Exchange]) -> Iterator[Finding]:
        self.prepare(exchanges)
        for at, exchange in enumerate(exchanges):
            if at + 1 < len(exchanges) and _same_question(exchange, exchanges[at + 1]):
                continue
            yield from self.one(exchange)

    def prepare(self, exchanges: Sequence[Exchange]) -> None:
        """Providers registered and the groups there that the session did not make itself."""
        for exchange in exchanges:
            for name in NAMESPACE.findall(exchange.path + "/"):
                self.desk.world.keep_registration(name, "Registered")
        made: set[str] = set()
        for exchange in exchanges:
            for group in GROUP.findall(exchange.path):
                if group.lower() not in made and not _begins_group(exchange):
                    self.desk.ask("PUT", f"~/resourceGroups/{group}", {"location": "westus"})
                made.add(group.lower())

    def one(self, exchange: Exchange) -> Iterator[Finding]:
        if exchange.method == "GET" and POLL.search(exchange.path) and exchange.url not in self.urls:
            return
        reply = self.ask(exchange)
        request = f"{exchange.method} {exchange.path.rpartition('/subscriptions/')[2][36:]}?{exchange.query}"
        yield Finding(self.session, request, "status", exchange.status == reply.status, exchange.status, reply.status)
        if exchange.answer is None:
            return
        ours = _json(reply)
        for aspect, said, say in aspects(exchange.answer, ours):
            same = agree(said, say)
            yield Finding(self.session, request, aspect, same, *(() if same else (said, say)))

    def ask(self, exchange: Exchange) -> Reply:
        if exchange.method in ("GET", "HEAD"):
            self.desk.wait(HOUR)
        url = self.urls.get(exchange.url) or self.ours(exchange.url)
        path, _, query = url.partition("?")
        body = self.ours(exchange.body).encode()
        reply = self.desk.ask(exchange.method, unquote(path) + "?" + unquote(query), body, api=None)
        for name, recorded in exchange.following():
            own = reply.headers.get(name, "")
            if own.startswith(ENDPOINT):
                self.urls[recorded] = path_and_query(own)
        return reply

    def ours(self, text: str) -> str:
        """Recorded text with our subscription in place of theirs."""
        return SUBSCRIPTION.sub(self.desk.subscription, text)


def _same_question(exchange: Exchange, following: Exchange) -> bool:
    return exchange.method == following.method == "GET" and exchange.url == following.url


def _begins_group(exchange: Exchange) -> bool:
    """Does the session make the group of this exchange, or find that there is none?"""
    of_group = exchange.path.rstrip("/").count("/") == 4
    return of_group and (exchange.method == "PUT" or exchange.status == 404)


def _json(reply: Reply) -> Any:
    try:
        return reply.json()
    except json.JSONDecodeError:
        return None


def replay(path: Path) -> list[Finding]:
    """All findings of one recording; an exception of ours is one too."""
    exchanges = read_session(path)
    desk = open_desk(Store(None), read_facts(None), HandClock())
    findings: list[Finding] = []
    try:
        findings.extend(Replay(desk, path.stem).run(exchanges))
    except Exception as error:  # noqa: BLE001 - any failure of ours is what is looked for
        findings.append(Finding(path.stem, "", f"exception {type(error).__name__}", False, "", str(error)))
    return findings


def summary(findings: Iterable[Finding]) -> str:
    """Agreement per aspect; the members of plain resources together, and after that the commonest disagreements."""
    counts: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    missed: Counter[str] = Counter()
    for each in findings:
        name = "resource members" if each.aspect.startswith("member ") else each.aspect
        counts[name][each.agrees] += 1
        if not each.agrees:
            missed[f"{each.aspect}: recorded {_short(each.recorded)}, ours {_short(each.ours)}"] += 1
    lines = [f"{both[True]:5} of {both.total():5}  {name}" for name, both in sorted(counts.items())]
    return "\n".join([*lines, *(f"{count:4}  {what}" for what, count in missed.most_common(40))])


def _short(value: Any) -> str:
    return json.dumps(value)[:160]


def main(folder: str, report: str | None = None) -> None:
    """Replay all, print the summary, write every disagreement to `report`."""
    paths = sorted(each for each in Path(folder).rglob("*") if each.suffix in (".yaml", ".json"))
    findings = [each for path in paths for each in replay(path)]
    print(f"{len(paths)} sessions\n{summary(findings)}")
    if report:
        missed = [vars(each) for each in findings if not each.agrees]
        Path(report).write_text(json.dumps(missed, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
