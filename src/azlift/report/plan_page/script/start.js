// Everything, once.

const charts = JSON.parse(document.getElementById("charts").textContent);
document.querySelectorAll("table").forEach(sortable);
show("gantt", charts.gantt, gantt);
show("savings", charts.savings, savings);
const drawnGraph = show("graph", charts.graph, graph);
if (drawnGraph) {
  findGroup(drawnGraph, charts.graph.groups);
  zoomWithCtrl(drawnGraph.getDom());
}
