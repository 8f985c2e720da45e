"""The page put together: what people read, what the charts draw, and a policy that lets nothing else happen.

`echarts.min.js` is Apache ECharts 6.1.0 (Apache-2.0), unchanged, as npm has it (`npm pack echarts@6.1.0`, dist/). The
policy names it, our own script and our style by their hashes, and the library's is written down here: were the file
another, no browser would run it. Nothing may be fetched, and no script of an inventory's name could run.
"""

from collections.abc import Mapping
from importlib.resources import files
from string import Template

from azlift.model import BusinessCase, Estate, GroupId, WavePlan
from azlift.report.plan_page.gantt import gantt_data, gantt_section
from azlift.report.plan_page.graph import graph_data, graph_section
from azlift.report.plan_page.markup import data, source_hash
from azlift.report.plan_page.savings import savings_data, savings_section
from azlift.report.plan_page.summary import summary
from azlift.report.plan_page.tables import groups_table, waves_table

LIBRARY_HASH = "'sha256-tmslrrTfhOMxmdwhaUAU0zbSIsvZ3rDlp8FL1qoND9A='"
SCRIPTS = ("drawing", "gantt", "graph", "savings", "tables", "start")
"""Ours, in the order of their running: together one script."""


def plan_page(
    plan: WavePlan,
    estate: Estate,
    case: BusinessCase | None,
    ties: Mapping[tuple[GroupId, GroupId], float],
    until: str = "",
) -> str:
    """`ties`: what it costs a week that two groups are apart, for those that talk. `case`: None where none was made.
    `until`: until when the groups can be taken back, in a sentence.

    About 1.2 MB of an estate of 50 machines, and at most 2 MB of one of 10,000.
    """
    style, script = _asset("page.css"), "\n".join(_asset(f"script/{name}.js") for name in SCRIPTS)
    policy = (
        f"default-src 'none'; script-src {LIBRARY_HASH} {source_hash(script)}; style-src {source_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    charts = {"gantt": gantt_data(plan), "graph": graph_data(plan, ties), "savings": savings_data(case)}
    return Template(_asset("page.html")).substitute(
        policy=policy,
        style=style,
        summary=summary(plan, estate, case, until),
        gantt=gantt_section(plan),
        graph=graph_section(plan, ties),
        savings=savings_section(case),
        waves=waves_table(plan),
        groups=groups_table(plan),
        data=data(charts),
        library=_asset("echarts.min.js"),
        script=script,
    )


def _asset(name: str) -> str:
    return (files("azlift.report.plan_page") / name).read_text(encoding="utf-8")
