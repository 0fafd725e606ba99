/** A result as a table: sorted by a click on a heading, filtered by typing, paged beyond fifty rows. */

import { announce } from "./announce.js";
import { h, icon } from "./dom.js";
import { formatNumber, formatterFor, isNumeric, isTemporal } from "./format.js";
import { Rows } from "./rows.js";
import { t, tn } from "./words.js";

const PAGE = 50;
const MOST_CELLS = 10_000; // A result of 1,600 columns has pages of fewer rows.
const FEW = 10; // So many rows are seen at once: nothing to search.
const TYPING = 300;

/** The table with its foot. `table` is the wire's: {query, columns, rows, row_count, truncated}.
 *
 *  `kept` is an object of whoever draws it: order, filter and page outlive a drawing anew. `rowsUrl`: where the server
 *  arranges all rows of a result of which the page has the first. */
export function tableView(table, { timeZone, kept = {}, rowsUrl = null }) {
  const formatters = table.columns.map((column, index) => formatterFor(column, table.rows.map((row) => row[index]), timeZone));
  const textsOf = (row) => row.map((value, index) => (value === null ? "" : formatters[index](value)));
  if (kept.rows?.table.query !== table.query || kept.rows.table.row_count !== table.row_count) kept.rows = new Rows(table, textsOf, rowsUrl);
  const size = Math.max(5, Math.min(PAGE, Math.floor(MOST_CELLS / table.columns.length)));
  const view = { table, formatters, size, rows: kept.rows, body: h("tbody"), pages: h("span", { class: "pages" }), found: h("span", { class: "found", role: "status" }) };
  view.heads = table.columns.map((column, index) => headCell(view, column, index));
  view.grid = h("table", { class: "data" }, h("thead", {}, h("tr", { "aria-rowindex": "1" }, view.heads)), view.body);
  view.wrap = h("div", { class: "table-wrap", tabindex: "0", role: "group", "aria-label": t("Table of results") }, view.grid);
  const isLong = table.row_count > size || table.truncated;
  const foot = h("div", { class: "table-foot" }, h("span", {}, rowsText(table)), truncatedNotice(view), view.pages);
  draw(view);
  return h("div", { class: "table-view" }, table.rows.length > FEW ? filterBar(view) : null, view.wrap, isLong ? foot : null);
}

export const rowsText = (table) => tn("{count} row", "{count} rows", table.row_count);

function truncatedNotice({ table, rows }) {
  const shown = rows.url ? table.row_count : table.rows.length;
  if (!table.truncated && shown >= table.row_count) return null;
  return h("span", { class: "notice-text" }, t("The first {shown} are shown; there are more.", { shown: formatNumber(shown) }));
}

function filterBar(view) {
  let typing = 0;
  const name = t("Filter the rows");
  const input = h("input", { class: "filter", type: "search", placeholder: name, "aria-label": name, autocomplete: "off", spellcheck: "false", value: view.rows.text, "data-keep": "filter" });
  const filter = () => arrange(view, { text: input.value });
  input.addEventListener("input", () => {
    clearTimeout(typing);
    // What the page has is filtered as one types; the server is asked when one pauses.
    if (view.rows.url) typing = setTimeout(filter, TYPING);
    else filter();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !input.value) return;
    event.preventDefault();
    input.value = "";
    filter();
  });
  return h("div", { class: "table-tools" }, icon("search"), input, view.found);
}

function headCell(view, column, index) {
  const button = h("button", { type: "button", "data-keep": `sort-${index}`, onclick: () => sortBy(view, index) }, column.label || column.name, icon("sort"));
  return h("th", { scope: "col", class: isNumeric(column) ? "number" : null, "aria-sort": "none" }, button);
}

/** First click: numbers and dates from the greatest, words from A; then the other way; then as the answer came. */
async function sortBy(view, index) {
  const column = view.table.columns[index];
  const first = isNumeric(column) || isTemporal(column) ? "descending" : "ascending";
  const second = first === "descending" ? "ascending" : "descending";
  const now = view.rows.sort?.index === index ? view.rows.sort.direction : null;
  const direction = now === null ? first : now === first ? second : null;
  const said = { ascending: t("{column}: ascending"), descending: t("{column}: descending"), null: t("In the order of the answer") }[direction];
  await arrange(view, { sort: direction && { index, direction } });
  announce(said.replace("{column}", column.label || column.name));
}

const arrange = (view, change) => work(view, () => view.rows.arrange(change));

/** Does what may take a moment, and draws what came of it, or why it did not. */
async function work(view, act) {
  const timer = setTimeout(() => view.grid.setAttribute("aria-busy", "true"), 150);
  try {
    if ((await act()) === false) return;
    draw(view);
  } catch (problem) {
    view.found.textContent = problem.message;
    announce(problem.message);
  } finally {
    clearTimeout(timer);
    view.grid.removeAttribute("aria-busy");
  }
}

function draw(view) {
  const { rows, size } = view;
  const start = rows.page * size;
  const shown = rows.here.slice(start, start + size);
  view.body.replaceChildren(...shown.map((row, place) => h("tr", { "aria-rowindex": String(start + place + 2) }, row.map((value, index) => cell(view, value, index)))));
  if (!shown.length) view.body.append(h("tr", {}, h("td", { class: "none", colspan: String(view.heads.length) }, t("No row holds that."))));
  view.grid.setAttribute("aria-rowcount", String(rows.count + 1));
  view.heads.forEach((head, place) => head.setAttribute("aria-sort", rows.sort?.index === place ? rows.sort.direction : "none"));
  view.found.textContent = rows.text.trim() ? t("{count} of {total}", { count: formatNumber(rows.count), total: formatNumber(view.table.row_count) }) : "";
  drawPages(view, start);
}

function cell(view, value, index) {
  const column = view.table.columns[index];
  if (value === null) return h("td", { class: isNumeric(column) ? "number none" : "none" }, h("span", { role: "img", "aria-label": t("no value") }, "–"));
  const kind = isNumeric(column) ? "number" : isTemporal(column) || column.type === "interval" ? "when" : column.type === "json" || column.type === "array" ? "written" : null;
  return h("td", { class: kind }, view.formatters[index](value));
}

function drawPages(view, start) {
  const { rows, size } = view;
  const total = rows.count;
  if (total <= size) {
    view.pages.replaceChildren();
    return;
  }
  const last = Math.ceil(total / size) - 1;
  const turn = (page, key) => async () => {
    await work(view, () => rows.turn(page, size));
    view.wrap.scrollTop = 0;
    (view.pages.querySelector(`[data-keep="${key}"]:enabled`) ?? view.pages.querySelector("button:enabled"))?.focus();
  };
  const button = (key, sign, name, page) =>
    h("button", { type: "button", "data-keep": key, "aria-label": name, title: name, disabled: page < 0 || page > last || page === rows.page, onclick: turn(page, key) }, sign);
  const range = t("{from}–{to} of {total}", { from: formatNumber(start + 1), to: formatNumber(Math.min(start + size, total)), total: formatNumber(total) });
  view.pages.replaceChildren(
    button("first", "«", t("First page"), 0),
    button("previous", "‹", t("Previous page"), rows.page - 1),
    h("span", { "aria-live": "polite" }, range),
    button("next", "›", t("Next page"), rows.page + 1),
    button("last", "»", t("Last page"), last),
  );
}

/** The table as tab-separated text, for a spreadsheet. */
export function tableText(table) {
  const lines = [table.columns.map((column) => column.label || column.name), ...table.rows];
  return lines.map((line) => line.map((value) => (value === null ? "" : String(value).replace(/[\t\n]/g, " "))).join("\t")).join("\n");
}
