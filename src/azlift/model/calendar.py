"""The calendar: when, how much and how fast waves may move, as people write it (`calendar.yaml`).

Every key is optional. What a file leaves out is assumed, and said to be (`azlift.waves.assumed` has the sources).
Shares are from 0 to 1. Mbit are 10**6 bits, GiB 2**30 bytes. Money is in the catalogue's currency.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from azlift.model.inventory import Route, Workload
from azlift.model.openings import OpeningText, ZoneName
from azlift.model.written import Day, Days, Pattern, Text, Written, means

Share = Annotated[float, Field(ge=0, le=1)]
Rate = Annotated[float, Field(ge=0.001, le=1e7)]
NotNegative = Annotated[float, Field(ge=0, le=1e15)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
WindowId = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d{4}Z(-\d+)?$")]
"""The id of a slot: its start in UTC, numbered where several begin at once."""


class Scope(Written):
    """Whom an entry is about: those that match every key given here; without any, everything."""

    sites: tuple[Pattern, ...] = ()
    """Names or patterns of datacentres, as the inventory calls them."""
    owners: tuple[Pattern, ...] = ()
    applications: tuple[Pattern, ...] = ()
    environments: tuple[Pattern, ...] = ()
    machines: tuple[Pattern, ...] = ()
    """Names or patterns of machines."""

    def covers(self, workload: Workload) -> bool:
        return (
            (not self.sites or means(self.sites, workload.datacenter))
            and (not self.owners or means(self.owners, workload.owner))
            and (not self.applications or means(self.applications, workload.application))
            and (not self.environments or means(self.environments, workload.environment))
            and (not self.machines or means(self.machines, workload.name))
        )

    def __str__(self) -> str:
        said = {name: getattr(self, name) for name in Scope.model_fields}
        return "; ".join(f"{name} {', '.join(patterns)}" for name, patterns in said.items() if patterns) or "everything"


class Window(Scope):
    """When waves may be cut over."""

    when: OpeningText
    """Sat 22:00-Sun 06:00, daily 22:00-05:00, or 2026-12-12 22:00/2026-12-13 06:00."""
    time_zone: ZoneName | None = None
    """Of the clock times; without it the calendar's."""


class Freeze(Scope):
    """Days on which nothing may change."""

    days: Days
    """Both included: 2026-12-15/2027-01-05."""
    reason: Text = "freeze"


class PublicHolidays(Scope):
    """Days on which nobody works: given, or a country's."""

    days: tuple[Days, ...] = ()
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    """Two letters of ISO 3166: DE."""
    subdivision: Text | None = None
    """A state or region of the country: BY."""

    @model_validator(mode="after")
    def _of_some_day(self) -> Self:
        if self.country is None and (self.subdivision is not None or not self.days):
            raise ValueError("expected days or a country")
        return self


class End(Scope):
    """The last day of a contract, a lease or a datacentre: everything it covers has moved by then."""

    last_day: Day
    what: Text


class PickedWindows(Scope):
    """Windows picked for machines, or kept from them: by the days on which they begin, or by their ids."""

    days: tuple[Days, ...] = ()
    """Of the site's own time: 2026-12-12, or 2026-12-12/2026-12-20."""
    windows: tuple[WindowId, ...] = ()
    """As plans name them: 2026-12-12T2200Z."""
    reason: Text = "asked for"

    @model_validator(mode="after")
    def _of_some_window(self) -> Self:
        if not self.days and not self.windows:
            raise ValueError("expected days or windows")
        return self


class Precedence(Written):
    """What covers `first` moves in an earlier wave than what covers `then`."""

    first: Scope
    then: Scope
    same_wave: bool = False
    """Whether both may also move in one wave."""

    @model_validator(mode="after")
    def _of_somebody(self) -> Self:
        if Scope() in (self.first, self.then):
            raise ValueError("expected first and then to name sites, owners, applications, environments or machines")
        return self


class EnvironmentSteps(Scope):
    """The environments of each application, in the order they move, each in a later wave than the one before."""

    steps: tuple[Text, ...] = Field(min_length=2)
    """dev, test, staging, prod, in any usual spelling, or words of the inventory's own."""


class SharedServices(Scope):
    """Services that many applications share move before, or after, all that call them."""

    move: Literal["first", "last"]


class LocalTime(Written):
    """The time zone of sites, in which their maintenance windows and frozen days are meant."""

    sites: tuple[Pattern, ...] = Field(min_length=1)
    time_zone: ZoneName


class PerWave(Written):
    """What one wave may hold."""

    groups: Count | None = None
    machines: Count | None = None
    gib: Count | None = None
    ramp: tuple[Annotated[float, Field(gt=0, le=1)], ...] = ()
    """The share of these that the first wave may hold, the second, and so on; all of it after the last given."""


class Team(Written):
    name: Text
    skill: Text
    hours_per_window: NotNegative


class Work(Scope):
    """Hours of a skill that each machine takes, by route."""

    skill: Text
    hours_per_machine: NotNegative
    routes: tuple[Route, ...] = ()
    """Of these routes; without them, of all."""


class LinkToAzure(Written):
    """A line from sites to Azure. Machines of a site that several match go over the first."""

    name: Text
    sites: tuple[Pattern, ...] = ()
    mbit_per_s: Rate
    usable_share: Annotated[float, Field(gt=0, le=1)] = 0.6
    """The share of it that copying may use."""
    blackouts: tuple[OpeningText, ...] = ()
    """When nothing may be copied over it: daily 08:00-18:00."""
    time_zone: ZoneName | None = None
    """Of the blackouts' clock times; without it the calendar's."""


class Changes(Scope):
    """How much of what machines hold changes in a day."""

    share_per_day: Share


class Replication(Written):
    """How disks are copied ahead, and what bounds it."""

    change_share_per_day: Share = 0.05
    """Of the used GiB, where `changes` says nothing of a machine."""
    changes: tuple[Changes, ...] = ()
    """The first that matches a machine is taken."""
    sent_share: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Bytes on the line per byte on disk: less than 1 where they are compressed."""
    reserve_share: Annotated[float, Field(ge=0, lt=1)] = 0.2
    """Of what a link can carry: kept free of plans."""
    test_lead_days: Annotated[float, Field(ge=0, le=365)] = 7
    """Days between a complete copy and the window, for the test."""
    disk_mb_per_s: Rate | None = None
    """The most at which one disk is read; without it only the link bounds a copy."""
    appliances: Count = 1
    disks_per_appliance: Count = 52
    disks_per_host: Count = 8
    snapshots_per_datastore: Count = 15
    machines_per_appliance: Count = 300
    machines_at_most: Count = 500
    """That replicate at once, with as many appliances as there may be."""


class Quota(Written):
    """vCPU of a family in a region, from a day on, until the next entry for the same: what may be used (`quotas`), or
    what the region can give (`capacities`)."""

    family: Text
    region: Text
    vcpu: NotNegative
    since: Day | None = None
    """Without it, from the beginning."""


class ClosedZones(Written):
    """Availability zones of a region in which a family is not to be had; Azure's size list calls it a restriction."""

    family: Text
    region: Text
    zones: tuple[Text, ...] = Field(min_length=1)
    until: Day | None = None
    """The last day of it; without it, for as long as is planned."""


class OtherRegion(Scope):
    """A region in which these machines may land where their own has not enough."""

    region: Text
    round_trip_ms: NotNegative
    """From those they talk to and that do not move there, measured."""


class LatencyNeed(Scope):
    """The longest round trip these machines bear; who has none given here goes to no other region."""

    round_trip_ms: NotNegative


class Scarcity(Written):
    """What may be done where quota or zones do not give what the waves want."""

    lead_days: Annotated[int, Field(ge=0, le=365)] = 14
    """How long before a window an increase of quota, or a reservation, must be there."""
    dearer_at_most: NotNegative | None = None
    """The share by which what stands in may cost more than what was placed: 0.5 for half as much again."""
    closed_zones: tuple[ClosedZones, ...] = ()
    regions: tuple[OtherRegion, ...] = ()
    latency_needs: tuple[LatencyNeed, ...] = ()


class Span(Written):
    since: Day | None = None
    """Without it, from the beginning."""
    until: Day | None = None
    """The last day; without it, for good."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError("until comes before since")
        return self

    def holds_on(self, day: date) -> bool:
        return (self.since or day) <= day <= (self.until or day)


class Reservation(Span):
    """Capacity kept for the estate (an on-demand capacity reservation): it adds to `capacities`, not to `quotas`.

    To reserve takes quota as its machines would: "the subscription must have available quota equal to or more than the
    quantity" (learn.microsoft.com, azure/virtual-machines/capacity-reservation-create). A machine moved onto one that
    ends later runs on, and counts from then on among what the region gives without reservations: a cautious reading.
    """

    family: Text
    region: Text
    vcpu: NotNegative


class Unavailable(Span):
    """Sizes that a region, or some of its zones, does not sell: for these days, or until somebody says otherwise."""

    sizes: tuple[Pattern, ...] = Field(min_length=1)
    """Names or patterns of sizes or of their families: Standard_M*, standardMSFamily."""
    regions: tuple[Pattern, ...] = ()
    zones: tuple[Text, ...] = ()
    """Only in these. A group may land in any zone that all its sizes share, so one of them is enough to refuse."""
    reason: Text = "not available"


class Subscription(Written):
    """Azure's own limits on the subscription that waves land in.

    Sources: resource groups: azure-docs, azure-resource-manager/management/azure-subscription-service-limits; writes:
    azure-docs, azure-resource-manager/management/request-limits-and-throttling (of one principal in one region);
    machines: azure-compute-docs, virtual-machines/compute-throttling-limits (PutVM, per subscription and region).
    """

    resource_groups: Count = 980
    """It may still hold; each wave makes one."""
    writes_at_once: Count = 200
    """Requests of Resource Manager that a bucket holds; a group is one deployment."""
    writes_per_second: Rate = 10
    machines_at_once: Count = 1_500
    """Machines that Compute's bucket lets be made, per region."""
    machines_per_minute: Rate = 500


class Weights(Written):
    """What the plan weighs against each other, in money."""

    split_per_week: NotNegative = 9
    """For each pair that talks, a week in which one has moved and the other has not."""
    length_per_week: NotNegative = 0
    """For each week until the last wave."""
    change_per_week: NotNegative = 100
    """For each group, a week by which it leaves the slot the last plan gave it."""


class Range(Written):
    """A duration or a rate that is not known exactly: `low` and `high` hold nine of ten, by the history if there is."""

    low: NotNegative
    expected: NotNegative
    high: NotNegative

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.expected <= self.high:
            raise ValueError("expected low <= expected <= high")
        return self


class Pace(Written):
    """Minutes that each step takes for one machine, apart from copying."""

    stop_minutes: Range = Range(low=2, expected=5, high=15)
    start_minutes: Range = Range(low=3, expected=10, high=20)
    verify_minutes: Range = Range(low=5, expected=15, high=60)
    restart_minutes: Range = Range(low=3, expected=10, high=20)
    """To start the source again, when a group is rolled back."""
    machines_at_once: Count = 8
    """Machines that are stopped, started and verified side by side."""
    must_fit: Literal["expected", "high"] = "expected"
    """Which end of the ranges cutover and rollback must fit into a window with; a plan is warned of the other."""


class Calendar(Written):
    start: Day | None = None
    """The first day a wave may move; without it the day of planning."""
    horizon_weeks: Annotated[int, Field(ge=1, le=520)] = 52
    time_zone: ZoneName = "UTC"
    local_times: tuple[LocalTime, ...] = ()
    """Time zones of sites; the first that matches is taken."""
    windows: tuple[Window, ...] = (Window(when="Sat 22:00-Sun 06:00"),)
    freezes: tuple[Freeze, ...] = ()
    holidays: tuple[PublicHolidays, ...] = ()
    ends: tuple[End, ...] = ()
    pins: tuple[PickedWindows, ...] = ()
    """The only windows in which what an entry covers may move."""
    exclusions: tuple[PickedWindows, ...] = ()
    """Windows in which what an entry covers may not move."""
    order: tuple[Precedence, ...] = ()
    environment_order: tuple[EnvironmentSteps, ...] = ()
    shared_services: tuple[SharedServices, ...] = ()
    """The first that covers a service is taken."""
    per_wave: PerWave = PerWave()
    teams: tuple[Team, ...] = ()
    work: tuple[Work, ...] = ()
    links: tuple[LinkToAzure, ...] = ()
    replication: Replication = Replication()
    quotas: tuple[Quota, ...] = ()
    scarcity: Scarcity = Scarcity()
    capacities: tuple[Quota, ...] = ()
    """What a region can give of a family besides reservations; of a family that is not named it is not known."""
    reservations: tuple[Reservation, ...] = ()
    unavailable: tuple[Unavailable, ...] = ()
    subscription: Subscription = Subscription()
    weights: Weights = Weights()
    pace: Pace = Pace()

    def zone_of(self, site: str) -> str:
        return next((local.time_zone for local in self.local_times if means(local.sites, site)), self.time_zone)

    def link_of(self, site: str) -> LinkToAzure | None:
        return next((link for link in self.links if not link.sites or means(link.sites, site)), None)
