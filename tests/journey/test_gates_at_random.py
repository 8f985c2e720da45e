"""Gates on a real ledger, without Azure: whatever is said, changed and waited for, in any order, nothing goes on that
people have not said yes to as it is."""

import asyncio
import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from estates import estate, machine, planned
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from people import person, write_people

from azlift import journey, on_record
from azlift.clock import move_clock
from azlift.errors import GateShut
from azlift.journey.gates import AFTER_GO
from azlift.model import Approval, Checklist, Preview
from azlift.stages import Stage
from azlift.venue import ACCESS_FILE, CALENDAR_FILE

WAVE = "wave-01"
TENANT = person("x").tenant_id
STAFF = {name: person(name) for name in ("architect", "business_owner", "sponsor")}
OUTSIDERS = {name: person(name) for name in ("driver", "stranger")}
EVERYBODY = {**STAFF, **OUTSIDERS}


class Gates(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.home = TemporaryDirectory()
        folder = Path(self.home.name)
        self.venue = planned(folder, estate(machine("web01", "shop")))
        (folder / ACCESS_FILE).parent.mkdir()
        names = ("subscription_id", "tenant_id", "client_id", "client_secret", "endpoint", "ca_file")
        (folder / ACCESS_FILE).write_text(json.dumps({**dict.fromkeys(names, "x"), "tenant_id": TENANT}))
        write_people(
            folder,
            {
                "architect": [STAFF["architect"]],
                "business_owner": [STAFF["business_owner"], OUTSIDERS["driver"]],
                "sponsor": [STAFF["sponsor"]],
            },
            drivers=[OUTSIDERS["driver"].object_id],
        )
        self.change(0)

    def teardown(self) -> None:
        assert self.venue.ledger.verify() > 0, "every move was one the table allows"
        self.venue.ledger.engine.dispose()
        self.home.cleanup()

    @rule(
        who=st.sampled_from(sorted(EVERYBODY)),
        gate=st.sampled_from(["commit", "go"]),
        answer=st.sampled_from(["yes", "yes", "yes", "no", "withdrawn"]),
    )
    def say(self, who: str, gate: Any, answer: Any) -> None:
        with suppress(GateShut):
            asyncio.run(journey.approve(gate, WAVE, self.venue, reason="said", answer=answer, person=EVERYBODY[who]))

    @rule()
    def agree(self) -> None:
        """Those who may say yes at both gates, and the wave is looked at in between."""
        for role in ("architect", "business_owner"):
            self.say(role, "commit", "yes")
        self.ready()
        for role in ("business_owner", "sponsor"):
            self.say(role, "go", "yes")

    @rule(version=st.integers(0, 1))
    def change(self, version: int) -> None:
        """The group is rendered and previewed: as before, or otherwise."""
        fact = Preview(subject="shop", digest=f"r{version}", changes=(), surprises=())
        self.venue.ledger.record("shop", Stage.RENDERED, f"r{version}", fact)
        self.venue.ledger.record("shop", Stage.PREVIEWED, f"p{version}", fact)

    @rule()
    def ready(self) -> None:
        """A look at its readiness that found all green, as `journey.ready` puts it down."""
        with suppress(GateShut):
            journey.require("commit", WAVE, self.venue)
            subject = on_record.wave_subject(WAVE)
            if self.venue.ledger.standings()[subject].stage in (Stage.COMMITTED, Stage.READY):
                digest = journey.gate_digest("go", WAVE, self.venue)
                seen = Checklist(wave=WAVE, at=self.venue.now, digest=digest, items=())
                self.venue.ledger.decide(subject, Stage.READY, digest, Checklist, lambda _: seen)

    @rule(hours=st.sampled_from([1, 100, 400]))
    def wait(self, hours: int) -> None:
        move_clock(self.venue.workspace / CALENDAR_FILE, self.venue.now + timedelta(hours=hours))

    @rule(who=st.sampled_from(sorted(EVERYBODY)))
    def land(self, who: str) -> None:
        """What `journey.land` does before it asks anything of Azure."""
        with suppress(GateShut):
            journey.require("go", WAVE, self.venue, driver=EVERYBODY[who])
            self.check_approved(who)
            journey.begin_executing(WAVE, self.venue, EVERYBODY[who])
            assert self.venue.ledger.standings()[on_record.wave_subject(WAVE)].stage in AFTER_GO

    def check_approved(self, driver: str) -> None:
        """By the words alone: each role's last one is a yes, to this version, not ended, and not the driver's."""
        digest, now = journey.gate_digest("go", WAVE, self.venue), self.venue.now
        said = [w for w in self.venue.ledger.facts(on_record.said_of(WAVE), Approval) if w.gate == "go"]
        for role in ("business_owner", "sponsor"):
            last = [word for word in said if word.person == STAFF[role]][-1]
            assert (last.answer, last.digest, last.role) == ("yes", digest, role)
            assert last.expires_at > now
            assert driver != role

    @invariant()
    def nobody_from_outside_is_on_record(self) -> None:
        said = self.venue.ledger.facts(on_record.said_of(WAVE), Approval)
        assert not [word for word in said if word.person in OUTSIDERS.values()]


def test_a_wave_that_all_agree_to_goes_on_until_it_is_changed() -> None:
    gates = Gates()
    try:
        gates.agree()
        gates.land("architect")
        subject = on_record.wave_subject(WAVE)
        assert gates.venue.ledger.standings()[subject].stage is Stage.EXECUTING
        gates.change(1)
        gates.land("architect")
        assert gates.venue.ledger.standings()[subject].stage is Stage.COMMITTED
    finally:
        gates.teardown()


TestGates = Gates.TestCase
TestGates.settings = settings(max_examples=6, stateful_step_count=30, deadline=None)
