"""The plan's page in a browser: it draws, it fetches nothing, and no name of an inventory runs."""

from collections.abc import Callable
from pathlib import Path

import plans
import pytest
from tests.browser.chromium import Tab

from azlift.report import plan_page

COLOURS = """
Object.fromEntries(["gantt", "graph", "savings"].map((id) => {
  const seen = new Set();
  for (const canvas of document.querySelectorAll(`#${id} canvas`)) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) seen.add(data.slice(at, at + 3).join());
  }
  return [id, [...seen]];
}))
"""
"""Which colours each chart's canvas has."""

EVERY_TOOLTIP = """
(async () => {
  const told = [];
  for (const id of ["gantt", "graph", "savings"]) {
    const place = document.getElementById(id), chart = echarts.getInstanceByDom(place);
    for (const [seriesIndex, series] of chart.getOption().series.entries()) {
      for (const dataIndex of series.data.keys()) {
        chart.dispatchAction({ type: "showTip", seriesIndex, dataIndex });
        await new Promise(requestAnimationFrame);
        const tip = place.querySelector(".tip");
        if (tip) told.push([id, tip.textContent, tip.querySelectorAll(":not(strong, span, div)").length]);
      }
    }
  }
  return told;
})()
"""
"""Chart, text, and how many elements other than its own each tooltip has."""


def written(made: plans.Planned, folder: Path, change: Callable[[str], str] = str) -> Path:
    page = folder / "plan.html"
    page.write_text(change(plan_page(made.plan, made.estate, made.case, made.ties)), encoding="utf-8")
    return page


@pytest.mark.parametrize("width", [1280, 400])
async def test_each_chart_is_drawn_in_its_colours_and_nothing_is_wider_than_the_window(
    tab: Tab, tmp_path: Path, width: int
) -> None:
    await tab.open(written(plans.small(), tmp_path), width)
    colours = await tab.evaluate(COLOURS)
    assert {"158,202,225", "8,81,156", "213,94,0"} <= set(colours["gantt"]), "copies, windows, one that is too short"
    assert {"68,1,84", "194,223,35"} <= set(colours["graph"]), "the first wave's groups and the last's"
    assert {"140,149,159", "0,114,178", "230,159,0", "0,104,74"} <= set(colours["savings"])
    assert await tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.complaints == []


async def test_no_name_becomes_markup_or_runs_or_is_asked_for(tab: Tab, tmp_path: Path) -> None:
    page = written(plans.hostile(), tmp_path)
    await tab.open(page)
    tooltips = await tab.evaluate(EVERY_TOOLTIP)
    assert {chart for chart, _, _ in tooltips} == {"gantt", "graph", "savings"}
    assert any(plans.HOSTILE[0] in text for _, text, _ in tooltips), "names are told as they are"
    assert [text for _, text, foreign in tooltips if foreign] == []
    assert await tab.evaluate("[document.title, typeof hacked, document.scripts.length]") == [
        "Migration plan",
        "undefined",
        3,
    ]
    assert await tab.evaluate("document.querySelectorAll('img, base, iframe, [onerror], [onmouseover]').length") == 0
    assert tab.requested == [page.as_uri()]
    assert tab.complaints == []


async def test_the_policy_alone_keeps_a_name_from_running_were_it_not_escaped(tab: Tab, tmp_path: Path) -> None:
    hacked = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'><img src=https://example.com/y>"
    page = written(plans.small(), tmp_path, lambda html: html.replace("</h1>", f"</h1>{hacked}"))
    await tab.open(page)
    assert await tab.evaluate("[document.images.length, typeof hacked]") == [2, "undefined"]
    assert tab.requested == [page.as_uri()]
    assert len([one for one in tab.complaints if "Content Security Policy" in one]) >= 3


async def test_a_library_that_was_tampered_with_does_not_run(tab: Tab, tmp_path: Path) -> None:
    await tab.open(written(plans.small(), tmp_path, lambda html: html.replace("!function(t,e)", "!function(t, e)", 1)))
    assert await tab.evaluate("typeof echarts") == "undefined"


async def test_a_group_is_found_and_shown_by_a_part_of_its_name(tab: Tab, tmp_path: Path) -> None:
    await tab.open(written(plans.small(), tmp_path))
    await tab.evaluate("""
        const field = document.getElementById("find");
        field.value = "PP-07";
        field.dispatchEvent(new Event("input"));
    """)
    await tab.settle()
    assert await tab.evaluate("document.getElementById('found').textContent") == "1 found"
    told = await tab.evaluate("document.querySelector('#graph .tip').textContent")
    assert told.startswith("app-07-prodWave: wave-02Size: 2 machines, 87 GiBTalks to: ")


async def test_a_table_is_sorted_by_the_column_that_is_pressed(tab: Tab, tmp_path: Path) -> None:
    await tab.open(written(plans.small(), tmp_path))
    column = "[...document.querySelectorAll('#groups tbody tr')].map((row) => row.cells[3].textContent)"
    press = "document.querySelectorAll('#groups th')[3].click()"
    await tab.evaluate(press)
    assert await tab.evaluate(column) == [str(gib) for gib in range(80, 100)]
    await tab.evaluate(press)
    assert await tab.evaluate(column) == [str(gib) for gib in reversed(range(80, 100))], "80 comes before 100 by number"
    assert await tab.evaluate("document.querySelector('#groups th[aria-sort]').textContent") == "GiB"


async def test_a_plan_without_dates_has_no_broken_chart(tab: Tab, tmp_path: Path) -> None:
    await tab.open(written(plans.without_dates(plans.small()), tmp_path))
    assert await tab.evaluate("[...document.querySelectorAll('.chart')].map((chart) => chart.id)") == ["graph"]
    assert await tab.evaluate("document.querySelector('#when ol').children.length") == 6
    assert tab.complaints == []


@pytest.mark.slow
async def test_all_of_a_large_plan_is_drawn(tab: Tab, tmp_path: Path) -> None:
    await tab.open(written(plans.large(), tmp_path))
    drawn = "echarts.getInstanceByDom(document.getElementById('graph')).getModel().getSeriesByIndex(0).getGraph()"
    assert await tab.evaluate(f"{drawn}.nodes.length") == 2_600
    assert await tab.evaluate(f"{drawn}.edges.length") == 3_000
    assert await tab.evaluate("document.querySelectorAll('#gantt canvas')[0].height") >= 60 * 20
    assert tab.complaints == []


async def test_the_wheel_scrolls_the_page_and_zooms_the_graph_only_with_ctrl(tab: Tab, tmp_path: Path) -> None:
    await tab.open(written(plans.small(), tmp_path))
    await tab.evaluate("document.getElementById('graph').scrollIntoView()")
    state = "[scrollY, echarts.getInstanceByDom(document.getElementById('graph')).getOption().series[0].zoom ?? 1]"
    scrolled, zoom = await tab.evaluate(state)
    await tab.wheel(500, 400, 120, ctrl=False)
    await tab.evaluate(
        f"new Promise((done) => (function look() {{ scrollY > {scrolled} ? done() : requestAnimationFrame(look); }})())"
    )
    assert (await tab.evaluate(state))[1] == zoom
    await tab.evaluate("document.getElementById('graph').scrollIntoView()")
    await tab.wheel(500, 400, -120, ctrl=True)
    assert await tab.evaluate(state) == [scrolled, pytest.approx(1.1, abs=0.2)]
    assert (await tab.evaluate(state))[1] > zoom


async def test_without_scripts_the_tables_are_there_and_the_page_says_so(tab: Tab, tmp_path: Path) -> None:
    await tab.call("Emulation.setScriptExecutionDisabled", value=True)
    await tab.load(written(plans.small(), tmp_path))
    assert "The charts need JavaScript" in await tab.evaluate("document.body.innerText")
    assert await tab.evaluate("document.querySelectorAll('#groups tbody tr').length") == 20
    assert await tab.evaluate("document.querySelectorAll('canvas').length") == 0


async def test_the_page_can_be_printed(tab: Tab, tmp_path: Path) -> None:
    await tab.open(written(plans.small(), tmp_path))
    assert (await tab.printed()).startswith(b"%PDF-")
