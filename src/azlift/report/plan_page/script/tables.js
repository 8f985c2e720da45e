// Tables are sorted by the column whose head is pressed, and the other way when pressed again; empty cells stay last.

const NUMBER = /^-?[\d,]+(\.\d+)?/;

const sortable = (table) => {
  for (const head of table.tHead.rows[0].cells) {
    head.tabIndex = 0;
    head.title = "Sort by this column";
    head.addEventListener("click", () => sortBy(table, head));
    head.addEventListener("keydown", ({ key }) => key === "Enter" && sortBy(table, head));
  }
};

const sortBy = (table, head) => {
  const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  const order = head.classList.contains("number") ? byNumber : byText;
  const keyed = [...table.tBodies[0].rows].map((row) => [row.cells[head.cellIndex].textContent.trim(), row]);
  keyed.sort(([one], [other]) => (one === "") - (other === "") || sign * order(one, other));
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
  table.tBodies[0].append(...keyed.map(([, row]) => row));
};

const byText = (one, other) => one.localeCompare(other, "en", { numeric: true });
const byNumber = (one, other) => number(one) - number(other);
const number = (cell) => Number(NUMBER.exec(cell)?.[0].replaceAll(",", "") ?? 0);
