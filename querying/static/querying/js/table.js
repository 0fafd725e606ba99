/** A result as a table: sorted by a click on a heading, paged beyond fifty rows. */

import { h, icon } from "./dom.js";
import { formatNumber, formatterFor, isNumeric, isTemporal, sortRows } from "./format.js";
import { t, tn } from "./words.js";

const PAGE = 50;
const MOST_CELLS = 10_000; // A result of 1,600 columns has pages of fewer rows.

/** The table with its foot. `table` is the wire's: {columns, rows, row_count, truncated}. */
export function tableView(table, timeZone) {
  const view = { table, rows: table.rows, sort: null, page: 0, size: Math.max(5, Math.min(PAGE, Math.floor(MOST_CELLS / table.columns.length))) };
  view.formatters = table.columns.map((column, index) => formatterFor(column, table.rows.map((row) => row[index]), timeZone));
  view.body = h("tbody");
  view.heads = table.columns.map((column, index) => headCell(view, column, index));
  view.pages = h("span", { class: "pages" });
  const grid = h("table", { class: "data" }, h("thead", {}, h("tr", {}, view.heads)), view.body);
  view.wrap = h("div", { class: "table-wrap", tabindex: "0", role: "group", "aria-label": t("Table of results") }, grid);
  const foot = h("div", { class: "table-foot" }, h("span", {}, rowsText(table)), truncatedNotice(table), view.pages);
  draw(view);
  return h("div", {}, view.wrap, table.rows.length > view.size || table.truncated ? foot : null);
}

export const rowsText = (table) => tn("{count} row", "{count} rows", table.row_count);

function truncatedNotice(table) {
  if (!table.truncated && table.rows.length >= table.row_count) return null;
  return h("span", { class: "notice-text" }, t("The first {shown} are shown; there are more.", { shown: formatNumber(table.rows.length) }));
}

function headCell(view, column, index) {
  const button = h("button", { type: "button", onclick: () => sortBy(view, index) }, column.label || column.name, icon("sort"));
  return h("th", { scope: "col", class: isNumeric(column) ? "number" : null, "aria-sort": "none" }, button);
}

/** First click: numbers and dates from the greatest, words from A; then the other way; then as the answer came. */
function sortBy(view, index) {
  const column = view.table.columns[index];
  const first = isNumeric(column) || isTemporal(column) ? "descending" : "ascending";
  const second = first === "descending" ? "ascending" : "descending";
  const now = view.sort?.index === index ? view.sort.direction : null;
  const direction = now === null ? first : now === first ? second : null;
  view.sort = direction && { index, direction };
  view.rows = direction ? sortRows(view.table.rows, column, index, direction === "descending") : view.table.rows;
  view.page = 0;
  view.heads.forEach((head, place) => head.setAttribute("aria-sort", direction && place === index ? direction : "none"));
  draw(view);
}

function draw(view) {
  const start = view.page * view.size;
  view.body.replaceChildren(...view.rows.slice(start, start + view.size).map((row) => h("tr", {}, row.map((value, index) => cell(view, value, index)))));
  drawPages(view, start);
}

function cell(view, value, index) {
  const column = view.table.columns[index];
  if (value === null) return h("td", { class: isNumeric(column) ? "number none" : "none" }, h("span", { role: "img", "aria-label": t("no value") }, "–"));
  const kind = isNumeric(column) ? "number" : isTemporal(column) || column.type === "interval" ? "when" : null;
  return h("td", { class: kind }, view.formatters[index](value));
}

function drawPages(view, start) {
  const total = view.rows.length;
  if (total <= view.size) return;
  const turn = (by) => () => {
    view.page += by;
    draw(view);
    view.wrap.scrollTop = 0;
    view.pages.querySelector(`[data-by="${by}"]:enabled`)?.focus();
  };
  const button = (by, sign, name, disabled) =>
    h("button", { type: "button", "data-by": by, "aria-label": name, disabled, onclick: turn(by) }, sign);
  const range = t("{from}–{to} of {total}", { from: formatNumber(start + 1), to: formatNumber(Math.min(start + view.size, total)), total: formatNumber(total) });
  view.pages.replaceChildren(
    button(-1, "‹", t("Previous page"), start === 0),
    h("span", { "aria-live": "polite" }, range),
    button(1, "›", t("Next page"), start + view.size >= total),
  );
}

/** The table as tab-separated text, for a spreadsheet. */
export function tableText(table) {
  const lines = [table.columns.map((column) => column.label || column.name), ...table.rows];
  return lines.map((line) => line.map((value) => (value === null ? "" : String(value).replace(/[\t\n]/g, " "))).join("\t")).join("\n");
}
