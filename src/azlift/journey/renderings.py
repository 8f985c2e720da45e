"""What each subject would be sent as, from the plan that stands: nothing is recorded here."""

from azlift.journey.estate import agreed
from azlift.journey.reading import renderings_sent, wave_called, wave_of_group, wave_of_zone
from azlift.model import Estate, GroupId, Rendering, Roster, Target, Wave, WaveId, WavePlan, Workload
from azlift.on_record import copy_of, copy_zone_of, group_of_copy, zone_of
from azlift.rendering import render_group, render_isolated_zone, render_zone, subnet_blocks
from azlift.scarcity import landing_target
from azlift.venue import Venue


def rendered(subject: str, venue: Venue) -> Rendering:
    """The rendering of a group, a landing zone, a group's copy or that one's network. Raises TemplateFault, NotFound,
    PlanError."""
    wave, copied = wave_of_zone(subject), group_of_copy(subject)
    if wave:
        return _zone(wave, venue)
    if copied and subject == copy_zone_of(copied):
        return _copy_zone(copied, venue)
    return _group(copied, venue, copied=True) if copied else _group(subject, venue)


def _group(group: GroupId, venue: Venue, copied: bool = False) -> Rendering:
    estate, roster, made = agreed(venue)
    wave = wave_of_group(made, group)
    members = _members(estate, made, (group,))
    rendering = render_group(
        made.by_group[group],
        members,
        {w.id: roster.by_workload[w.id] for w in members},
        {w.id: roster.names[w.id] for w in members},
        _target(wave, made, roster, venue, group if copied else ""),
        venue.templates,
    )
    return rendering.model_copy(update={"subject": copy_of(group) if copied else group})


def _zone(wave: WaveId, venue: Venue) -> Rendering:
    estate, roster, made = agreed(venue)
    planned = wave_called(wave, venue)
    sent = renderings_sent(zone_of(wave), venue)
    kept = subnet_blocks(sent[-1]) if sent else {}
    target = _target(planned, made, roster, venue)
    rendering = render_zone(planned, _members(estate, made, planned.groups), target, venue.templates, kept)
    return rendering.model_copy(update={"subject": zone_of(wave)})


def _copy_zone(group: GroupId, venue: Venue) -> Rendering:
    estate, roster, made = agreed(venue)
    target = _target(wave_of_group(made, group), made, roster, venue, group)
    rendering = render_isolated_zone(made.by_group[group], _members(estate, made, (group,)), target, venue.templates)
    return rendering.model_copy(update={"subject": copy_zone_of(group)})


def _members(estate: Estate, made: WavePlan, groups: tuple[GroupId, ...]) -> list[Workload]:
    return [estate.by_id[workload] for group in groups for workload in made.by_group[group].workloads]


def _target(wave: Wave, made: WavePlan, roster: Roster, venue: Venue, copied: GroupId = "") -> Target:
    return landing_target(venue.target(wave), wave, made, roster).model_copy(update={"copy_of": copied})
