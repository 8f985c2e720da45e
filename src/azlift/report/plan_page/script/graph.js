// Who talks to whom: groups coloured from the first wave to the last, and what ties them.
// A group is [id, x, y, place of its wave or -1, machines, GiB]; a tie [place of a group, place of another, weight].

const TOGETHER = "#8c959f";
const APART = "#d55e00";
// Viridis without its palest end (CC0, Smith and van der Walt): ordered in grey too, and for the colour-blind.
const FIRST_TO_LAST = ["#440154", "#414487", "#2a788e", "#22a884", "#7ad151", "#c2df23"];
// ECharts sets upright and level lines to whole units before it scales them, so a unit must be less than a pixel.
const FINE = 100;
const CROWD = 300;
const PARTNERS_TOLD = 6;

const graph = (drawn, narrow) => ({
  tooltip: { ...hint, formatter: graphTip(drawn) },
  visualMap: {
    type: "continuous",
    seriesIndex: 0,
    dimension: 0,
    min: 0,
    max: Math.max(drawn.waves.length - 1, 1),
    precision: 0,
    calculable: drawn.waves.length > 1,
    orient: "horizontal",
    left: 0,
    top: 0,
    itemWidth: 14,
    itemHeight: narrow ? 130 : 260,
    inRange: { color: FIRST_TO_LAST },
    outOfRange: { color: [LINE] },
    formatter: (at) => drawn.waves[Math.round(at)] ?? "",
    text: narrow ? ["", ""] : ["last", "first"],
    textStyle: { color: INK },
  },
  series: [graphSeries(drawn, narrow, drawn.groups.length > CROWD)],
});

const graphTip = ({ waves, groups, ties }) => {
  const partners = groups.map(() => []);
  for (const [one, other, weight] of ties) {
    partners[one].push([other, weight]);
    partners[other].push([one, weight]);
  }
  const wave = (at) => waves[groups[at][3]] ?? "no wave";
  const ofGroup = (at) => {
    const [name, , , , machines, gib] = groups[at];
    const more = partners[at].length - PARTNERS_TOLD;
    return tip(name, [
      ["Wave", wave(at)],
      ["Size", `${amount(machines)} machine${machines === 1 ? "" : "s"}, ${amount(gib)} GiB`],
      ...partners[at]
        .slice(0, PARTNERS_TOLD)
        .map(([other, weight]) => [
          "Talks to",
          `${groups[other][0]} (${wave(other)}), ${weight.toFixed(2)} a week apart`,
        ]),
      ...(more > 0 ? [["And to", `${more} more`]] : []),
    ]);
  };
  const ofTie = ({ source, target, value }) =>
    tip(`${groups[source][0]} and ${groups[target][0]}`, [["A week apart costs", value.toFixed(2)]]);
  return ({ dataType, dataIndex, data }) => (dataType === "node" ? ofGroup(dataIndex) : ofTie(data));
};

const graphSeries = ({ groups, ties }, narrow, crowded) => ({
  type: "graph",
  layout: "none",
  roam: !narrow,
  scaleLimit: { min: 0.5, max: 40 },
  nodeScaleRatio: 0.4,
  preserveAspect: true,
  left: 16,
  right: crowded || narrow ? 16 : 130,
  top: 60,
  bottom: 16,
  labelLayout: { hideOverlap: true },
  label: {
    show: !crowded && !narrow,
    position: "right",
    color: INK,
    fontSize: 11,
    formatter: ({ dataIndex }) => groups[dataIndex][0],
  },
  itemStyle: { borderColor: INK, borderWidth: 0.6 },
  emphasis: {
    focus: "adjacency",
    label: { show: true, fontWeight: "bold", color: INK, backgroundColor: "#fffd", padding: 3 },
  },
  data: graphNodes(groups, crowded ? [3, 11] : [8, 30]),
  links: graphLinks(groups, ties, crowded ? { broadest: 2.5, opacity: 0.25 } : { broadest: 5, opacity: 0.55 }),
});

const graphNodes = (groups, [least, most]) => {
  const largest = Math.max(...groups.map((group) => group[4]), 1);
  return groups.map(([name, x, y, wave, machines]) => ({
    name,
    x: x * FINE,
    y: -y * FINE,
    value: wave < 0 ? [] : [wave],
    symbolSize: least + (most - least) * Math.sqrt(machines / largest),
  }));
};

const graphLinks = (groups, ties, { broadest, opacity }) => {
  const heaviest = Math.max(...ties.map((tie) => tie[2]));
  return ties.map(([source, target, value]) => {
    const color = groups[source][3] === groups[target][3] ? TOGETHER : APART;
    const width = Math.max(0.5, broadest * Math.sqrt(value / heaviest));
    return { source, target, value, lineStyle: { width, opacity, color } };
  });
};

/** Show the group whose name is typed, or the first that has it in its name. */
const findGroup = (chart, groups) => {
  const field = document.getElementById("find");
  const act = (type, dataIndex) => chart.dispatchAction({ type, seriesIndex: 0, dataIndex });
  field.addEventListener("input", () => {
    const sought = field.value.trim().toLowerCase();
    const names = groups.map(([name]) => name.toLowerCase());
    const at = [...names.keys()].filter((number) => sought && names[number].includes(sought));
    document.getElementById("found").textContent = sought ? `${at.length} found` : "";
    act("downplay");
    act("hideTip");
    if (!at.length) return;
    const best = at.find((number) => names[number] === sought) ?? at[0];
    act("highlight", best);
    act("showTip", best);
  });
};

/** The wheel scrolls the page; with Ctrl it zooms the graph. */
const zoomWithCtrl = (place) =>
  place.addEventListener("wheel", (event) => event.ctrlKey || event.stopPropagation(), { capture: true });
