// What each month costs, and what is saved so far.

const SOURCE = "#8c959f";
const TARGET = "#0072b2";
const MIGRATION = "#e69f00";
const SAVED = "#00684a";

const savings = (money, narrow) => {
  const { currency, months } = money;
  const told = (at) =>
    ["source", "target", "migration", "saved"].map((part) => [part, `${amount(money[part][at])} ${currency}`]);
  return {
    legend: { top: 0, left: 0, itemGap: 16 },
    tooltip: { ...hint, trigger: "axis", formatter: ([{ dataIndex }]) => tip(months[dataIndex], told(dataIndex)) },
    grid: { top: narrow ? 92 : 70, bottom: 50, left: 64, right: 64 },
    xAxis: { type: "category", data: months, axisLabel: { color: QUIET, hideOverlap: true } },
    yAxis: [
      moneyAxis(`${currency} a month`, { align: "left", padding: [0, 0, 0, -56] }),
      {
        ...moneyAxis(narrow ? "saved" : `saved so far, ${currency}`, { align: "right", padding: [0, -56, 0, 0] }),
        splitLine: { show: false },
      },
    ],
    series: savingsSeries(money),
  };
};

const moneyAxis = (name, place) => ({
  type: "value",
  name,
  nameTextStyle: { color: QUIET, ...place },
  axisLabel: { color: QUIET, formatter: short },
});

const short = (value) =>
  Math.abs(value) >= 1e6 ? `${value / 1e6} M` : Math.abs(value) >= 1e3 ? `${value / 1e3} k` : `${value}`;

const savingsSeries = ({ source, target, migration, saved, today, pays_back }) => {
  const bar = (name, color, data) => ({ type: "bar", name, stack: "paid", itemStyle: { color }, data });
  return [
    { ...bar("source", SOURCE, source), markLine: mark("today", { yAxis: today }, INK, "insideMiddleTop") },
    bar("target", TARGET, target),
    bar("migration", MIGRATION, migration),
    {
      type: "line",
      name: "saved so far",
      yAxisIndex: 1,
      data: saved,
      symbolSize: 5,
      lineStyle: { width: 2.5 },
      itemStyle: { color: SAVED },
      markLine: pays_back === null ? undefined : mark("pays back", { xAxis: pays_back }, SAVED, "end"),
    },
  ];
};

/** A dashed line across the chart, with its name on it. */
const mark = (name, at, color, position) => ({
  symbol: "none",
  silent: true,
  lineStyle: { color, type: "dashed" },
  label: { position, color, formatter: name, backgroundColor: "#fffd", padding: [1, 4] },
  data: [{ ...at, name }],
});
