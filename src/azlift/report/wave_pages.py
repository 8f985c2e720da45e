"""A wave's pages in Markdown: what Azure would do, the checklist, and how each group gets on."""

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from urllib.parse import quote

from azlift.escaping import code, markdown
from azlift.model import Change, Checklist, GroupId, Preview, Question, StepOutcome, WavePlan, WaveStanding
from azlift.report.axes import condition_lines, group_rows, status_rows
from azlift.report.night import night_line, waiting_section
from azlift.report.tables import Section, section_table

RESOURCES_SHOWN = 100
"""Of a wave's what-if, line by line; of more the number."""
QUIET = {"NoChange", "Ignore"}
"""The kinds of Azure's what-if in which nothing happens to a resource."""


def what_if_page(previews: Mapping[str, Preview]) -> str:
    """What Azure said it would do, by subject: how many changes of each kind, then resource by resource."""
    kinds = sorted({change.kind for preview in previews.values() for change in preview.changes})
    rows = [(subject, *_counts(preview, kinds), str(len(preview.surprises))) for subject, preview in previews.items()]
    lines = [(s, change) for s, preview in previews.items() for change in preview.changes if change.kind not in QUIET]
    shown = [(subject, change.kind, _named(change), change.detail) for subject, change in lines[:RESOURCES_SHOWN]]
    more = f"\n… and {len(lines) - RESOURCES_SHOWN:,} more.\n" if len(lines) > RESOURCES_SHOWN else ""
    return "\n".join(
        (
            section_table(Section("", ("subject", *kinds, "not planned"), rows)),
            section_table(Section("", ("subject", "change", "resource", "detail"), shown)) + more,
        )
    )


def _counts(preview: Preview, kinds: Iterable[str]) -> list[str]:
    counted = Counter(change.kind for change in preview.changes)
    return [str(counted[kind]) for kind in kinds]


def _named(change: Change) -> str:
    """The resource from its resource group on: the subscription is the same in every line."""
    return change.resource.partition("/resourceGroups/")[2] or change.resource


def checklist_page(checklist: Checklist) -> str:
    """The checklist as it was seen, item by item, and under it what is to be done about what blocks."""
    rows = [(item.state, item.title, item.evidence) for item in checklist.items]
    blocking = [item for item in checklist.items if item.state in ("red", "unknown")]
    verdict = "Nothing blocks." if checklist.green else f"{len(blocking)} of {len(rows)} block."
    advice = "".join(
        f"- **{markdown(item.title)}**: {markdown(item.remedy)} ({markdown(item.who or 'anybody')}; "
        f"or azlift waive {markdown(checklist.wave)} {markdown(item.code)})\n"
        for item in blocking
    )
    table = section_table(Section("", ("state", "what", "evidence"), rows))
    todo = f"\n### What to do\n\n{advice}" if advice else ""
    return f"{verdict} Seen {checklist.at:%Y-%m-%d %H:%M} UTC.\n\n{table}{todo}"


def questions_page(
    wave: str, questions: Sequence[Question], forms: Sequence[str], decide: bool, decide_form: str
) -> str:
    """What people are asked, each with its command, and the address of a form (one per question, in their order; empty
    where there is none) at which the same can be said."""
    parts = [section_table(waiting_section(questions))] if questions else []
    for question, form in zip(questions, forms, strict=True):
        command = f"azlift answer {question.group} {question.step} --done --comment TEXT"
        parts.append(f"- {_link(f'{question.group}, {question.step}: answer in a form', form)}{markdown(command)}\n")
    if decide:
        parts.append(f"Every group is through its checks: **go or no-go for {markdown(wave)}?**\n")
        command = f"azlift decide {wave} --go --reason TEXT (or --no-go)"
        parts.append(f"- {_link('decide in a form', decide_form)}{markdown(command)}\n")
    return "\n".join(parts)


def _link(text: str, address: str) -> str:
    """The text as a link to an address that is ours, before what else there is; empty without one."""
    return f"[{markdown(text)}]({address}), or: " if address else ""


def board_page(plan: WavePlan, waves: Sequence[WaveStanding]) -> str:
    """Every wave and where it stands, and under the table what keeps it or puts it at risk."""
    return section_table(Section("", *status_rows(plan, waves))) + _conditions(waves)


def live_page(
    plan: WavePlan,
    wave: WaveStanding,
    steps: Mapping[GroupId, Sequence[StepOutcome]],
    night: Mapping[GroupId, str] | None = None,
) -> str:
    """Group by group where it stands now, and of a cutover the steps that were taken, with how long each took.

    `night` says at which step each group is.
    """
    said = f"{wave.wave} is **{markdown(wave.stage)}**; run: {wave.run}; health: {wave.health}\n\n"
    page = said + section_table(Section("", *group_rows(plan, wave.groups))) + _conditions([wave])
    taken = [
        (one.group, one.step, one.kind, f"{(one.ended - one.began).total_seconds():,.0f}", one.said[:80])
        for group in wave.groups
        for one in steps.get(group.group, ())
    ]
    if not taken:
        return page
    now = f"\nNow: {markdown(night_line(night))}\n" if night else ""
    return page + now + "\n" + section_table(Section("", ("group", "step", "kind", "seconds", "said"), taken))


def report_line(file: PurePath, written: bool, machine: str, published_at: str) -> str:
    """Where the plan's page is: a link where people publish it, else its file and the machine that has it; where it is
    not written yet, only how it will be."""
    command = code(f"azlift plan --workspace {shlex.quote(str(file.parent))}")
    if not written:
        return f"No report is written yet: {command}\n"
    if published_at:
        address = quote(f"{published_at.rstrip('/')}/{file.name}", safe="/:[]%")
        return f"Report: [{markdown(file.name)}]({address})\n"
    return f"Report: {code(str(file))} on {code(machine)}, written by {command}\n"


def _conditions(waves: Sequence[WaveStanding]) -> str:
    lines = "".join(f"{_item(line)}\n" for line in condition_lines(waves))
    return f"\n{lines}" if lines else ""


def _item(line: str) -> str:
    """An item of a list; what a terminal shows indented under it belongs to it, and is no code."""
    return f"  {markdown(line.strip())}" if line.startswith(" ") else f"- {markdown(line)}"
