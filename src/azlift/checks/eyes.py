"""Who looks: real eyes, or in a rehearsal somebody who stands in for what has no machine behind it."""

from collections.abc import Sequence

from azlift.checks.probes import look_at_database, look_at_name, look_at_page, look_at_port
from azlift.model import Check, Seen

NOBODY_THERE = "not looked at: in a rehearsal there is no machine behind it"


class RealEyes:
    """Looks from where azlift runs."""

    async def look(self, check: Check, host: str, addresses: Sequence[str]) -> Seen:
        seconds = check.timeout_seconds
        if check.tcp:
            return await look_at_port(check.tcp.host or host, check.tcp.port, seconds)
        if check.http:
            return await look_at_page(check.http, seconds)
        if check.dns:
            return await look_at_name(check.dns, [str(a) for a in check.dns.addresses] or addresses, seconds)
        if check.sql:
            return await look_at_database(check.sql, seconds)
        raise ValueError("a script is run in a machine, by Azure")

    def read(self, check: Check, printed: str) -> Seen:
        wanted = check.script.expect if check.script else ""
        return Seen(passed=wanted in printed, found=" ".join(printed.split())[:200] or "it printed nothing")


class StandInEyes:
    """In a rehearsal: there is nothing to look at, and what is said of it says so."""

    async def look(self, check: Check, host: str, addresses: Sequence[str]) -> Seen:
        return Seen(passed=True, found=NOBODY_THERE)

    def read(self, check: Check, printed: str) -> Seen:
        return Seen(passed=True, found="Azure took the script; in a rehearsal there is no machine to run it")
