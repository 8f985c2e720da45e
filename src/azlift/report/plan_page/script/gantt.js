// When it moves: a row per wave, bars over time. Times are milliseconds since 1970, UTC.

const COPY = "#9ecae1";
const WINDOW = "#08519c";
const SHORT = "#d55e00";
const HOUR = 3_600_000;
const LEAST_PX = 3;

const gantt = (waves, narrow) => ({
  legend: { top: 0, left: 0, itemGap: narrow ? 8 : 16 },
  tooltip: { ...hint, formatter: ({ value: [row] }) => tip(waves[row].wave, waves[row].told) },
  grid: { top: narrow ? 64 : 40, bottom: 66, left: narrow ? 64 : 84, right: 44 },
  xAxis: {
    type: "time",
    min: ({ min }) => min - 48 * HOUR,
    max: ({ max }) => max + 48 * HOUR,
    minInterval: 24 * HOUR,
    splitLine: { show: true, lineStyle: { color: "#eaeef2" } },
    axisLabel: {
      hideOverlap: true,
      color: QUIET,
      formatter: { year: "{yyyy}", month: "{MMM} {yyyy}", day: "{d} {MMM}", hour: "{HH}:{mm}" },
    },
    name: "UTC",
    nameLocation: "end",
    nameGap: 6,
    nameTextStyle: { color: QUIET },
  },
  yAxis: {
    type: "category",
    inverse: true,
    data: waves.map(({ wave }) => wave),
    axisTick: { show: false },
    axisLabel: { color: INK, width: narrow ? 56 : 76, overflow: "truncate" },
    splitArea: { show: true, areaStyle: { color: ["#fff", "#f6f8fa"] } },
  },
  dataZoom: [
    {
      type: "slider",
      bottom: 8,
      height: 20,
      filterMode: "none",
      showDataShadow: false,
      labelFormatter: (at) => new Date(at).toISOString().slice(0, 10),
    },
  ],
  series: ganttSeries(waves).filter(({ data }) => data.length),
});

const ganttSeries = (waves) => [
  ganttBars("copy", COPY, 0.4, waves, ({ copy }) => copy),
  ganttBars("window", WINDOW, 0.75, waves, ({ short, window }) => (short ? null : window)),
  ganttBars("window too short", SHORT, 0.75, waves, ({ short, window }) => (short ? window : null)),
  {
    type: "scatter",
    name: "decide by",
    symbol: "diamond",
    symbolSize: 8,
    z: 5,
    itemStyle: { color: "#fff", borderColor: INK, borderWidth: 1.5 },
    encode: { x: 1, y: 0 },
    data: waves.flatMap(({ decide }, row) => (decide ? [[row, decide]] : [])),
  },
];

/** A bar for each wave that has such a stretch, as high as this share of its row. */
const ganttBars = (name, color, share, waves, stretch) => ({
  type: "custom",
  name,
  itemStyle: { color },
  encode: { x: [1, 2], y: 0 },
  clip: true,
  data: waves.flatMap((wave, row) => (stretch(wave) ? [[row, ...stretch(wave)]] : [])),
  renderItem: (_, api) => {
    const [x, y] = api.coord([api.value(1), api.value(0)]);
    const width = Math.max(LEAST_PX, api.coord([api.value(2), 0])[0] - x);
    const height = Math.max(LEAST_PX, api.size([0, 1])[1] * share);
    return { type: "rect", shape: { x, y: y - height / 2, width, height, r: 1 }, style: { fill: color } };
  },
});
