/** The tables and metrics beside the editor: searched by name or label, a click inserts. */

import { byId, h, icon } from "../js/dom.js";
import { formatNumber } from "../js/format.js";
import { t } from "../js/words.js";
import { quoted, tableName } from "./completion.js";

const MOST_COLUMNS = 400;

/** Fills both panels with the words of a source. */
export function showWords(words, editor) {
  const tables = byId("panel-tables");
  tables.replaceChildren(finder(t("Search tables and columns"), (text) => drawTables(list, words, editor, text)), h("div", { class: "wb-tree" }));
  const list = tables.lastElementChild;
  drawTables(list, words, editor, "");
  byId("panel-metrics").replaceChildren(...metricList(words, editor));
}

export function showTrouble(text, again) {
  byId("panel-tables").replaceChildren(h("p", { class: "wb-none" }, text), h("button", { class: "button", type: "button", onclick: again }, t("Try again")));
}

function finder(label, onInput) {
  const input = h("input", { class: "input", type: "search", placeholder: t("Search"), "aria-label": label, autocomplete: "off" });
  input.addEventListener("input", () => onInput(input.value.trim().toLowerCase()));
  return input;
}

const holds = (text, ...names) => names.some((name) => name?.toLowerCase().includes(text));

function drawTables(list, words, editor, text) {
  const found = words.tables
    .map((table) => {
      if (!text || holds(text, table.name, table.label)) return { table, columns: table.columns, open: false };
      return { table, columns: table.columns.filter((column) => holds(text, column.name, column.label)), open: true };
    })
    .filter(({ columns }) => columns.length);
  list.replaceChildren(...found.map((one) => tableEntry(one, words.engine, editor)));
  if (!found.length) list.append(h("p", { class: "wb-none" }, text ? t("No table or column is called that.") : t("There is no table here that you may see.")));
}

/** A table that opens to its columns; they are drawn when it is opened first. */
function tableEntry({ table, columns, open }, engine, editor) {
  const name = h("span", { class: "wb-table-name" }, table.schema ? `${table.schema}.${table.name}` : table.name);
  const about = [table.label === table.name ? "" : table.label, table.rows ? t("about {count} rows", { count: formatNumber(table.rows) }) : ""].filter(Boolean).join(" · ");
  const insert = h("button", { class: "icon-button", type: "button", "aria-label": t("Insert {name}", { name: table.name }), title: t("Insert {name}", { name: table.name }), onclick: () => editor().insert(tableName(table, engine)) }, icon("plus"));
  const summary = h("summary", {}, icon("chevron"), h("span", {}, name, about ? h("small", {}, about) : null));
  const body = h("ul");
  const entry = h("details", {}, summary, body);
  const fill = () => {
    if (!entry.open || body.childElementCount) return;
    body.append(...columns.slice(0, MOST_COLUMNS).map((column) => columnEntry(column, engine, editor)));
    if (columns.length > MOST_COLUMNS) body.append(h("li", { class: "wb-none" }, t("{count} more: search for them.", { count: formatNumber(columns.length - MOST_COLUMNS) })));
  };
  entry.addEventListener("toggle", fill);
  entry.open = open;
  return h("div", { class: "wb-entry" }, entry, insert);
}

function columnEntry(column, engine, editor) {
  const title = [column.label, column.masked && t("Masked for your role")].filter(Boolean).join(" · ");
  const about = h("small", {}, column.type, column.key ? ` · ${t("key")}` : "", column.masked ? ` · ${t("masked")}` : "");
  return h("li", {}, h("button", { type: "button", title: title || null, onclick: () => editor().insert(quoted(column.name, engine)) }, h("span", {}, column.name), about));
}

function metricList(words, editor) {
  if (!words.metrics.length) return [h("p", { class: "wb-none" }, t("No metric is defined for this source."))];
  const put = (metric) => {
    const empty = !editor().text.trim();
    if (empty && metric.query) editor().setText(metric.query);
    else editor().insert(metric.expression || `(${metric.query})`);
    editor().focus();
  };
  const entry = (metric) => h("li", {}, h("button", { type: "button", title: metric.expression || metric.query, onclick: () => put(metric) }, h("span", {}, metric.label || metric.name), h("small", {}, metric.expression || metric.name)));
  const list = h("ul", { class: "wb-metrics" });
  const draw = (text) => list.replaceChildren(...words.metrics.filter((metric) => holds(text, metric.name, metric.label, metric.description)).map(entry));
  draw("");
  return [finder(t("Search metrics"), draw), list];
}
