"use strict";
// What all charts share. Names come from inventories: they reach the page as text nodes and as text of a canvas, never
// as markup.

const INK = "#1b1f24";
const QUIET = "#57606a";
const LINE = "#d0d7de";
const NARROW_PX = 600;

const hint = { trigger: "item", confine: true, borderColor: LINE, padding: 8 };
const amount = (value) => Math.round(value).toLocaleString("en");

const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

/** A tooltip's content: a title, and lines of a name and what is said of it. */
const tip = (title, lines) => {
  const box = element("div", "");
  box.className = "tip";
  box.append(element("strong", title));
  for (const [name, said] of lines) {
    const line = element("div", "");
    line.append(element("span", `${name}: `), said);
    box.append(line);
  }
  return box;
};

/** Draw what `make(data, narrow)` says in the element of this id, where the page has one. */
const show = (id, data, make) => {
  const place = document.getElementById(id);
  if (!place) return null;
  place.style.height = `${place.dataset.height}px`;
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const textStyle = { fontFamily: "system-ui, sans-serif", color: INK };
  chart.setOption({ animation: false, useUTC: true, textStyle, ...make(data, place.clientWidth < NARROW_PX) });
  new ResizeObserver(() => chart.resize()).observe(place);
  return chart;
};
