/** The card of a result: chart, table and SQL as tabs. */

import { chartView } from "./chart.js";
import { h } from "./dom.js";
import { downloadMenu } from "./downloads.js";
import { formatterFor, isNumeric } from "./format.js";
import { sqlBlock } from "./sql.js";
import { rowsText, tableView } from "./table.js";
import { t } from "./words.js";

let made = 0;

/** The card of an answer, or null while it has neither SQL nor rows. `chosen` is the tab the reader picked before; `files` as for downloadMenu, or null; `openUrl` opens the SQL for editing; `kept` and `rowsUrl` as for tableView. */
export function resultCard(answer, { timeZone, vendorUrls, chosen, onChoose, files = null, openUrl = null, kept = {}, rowsUrl = null }) {
  const panels = panelsOf(answer, { timeZone, vendorUrls, openUrl, kept, rowsUrl });
  if (!panels.length) return null;
  const id = `result-${(made += 1)}`;
  const first = Math.max(0, panels.findIndex((panel) => panel.key === chosen));
  const bodies = panels.map((panel, place) => h("div", { role: "tabpanel", id: `${id}-${panel.key}`, "aria-labelledby": `${id}-tab-${panel.key}`, hidden: place !== first }));
  const tabs = panels.map((panel, place) => tab(panel, id, place === first));
  const select = (place, focus) => {
    tabs.forEach((one, index) => {
      one.setAttribute("aria-selected", String(index === place));
      one.tabIndex = index === place ? 0 : -1;
      bodies[index].hidden = index !== place;
    });
    fill(panels[place], bodies[place]);
    if (focus) tabs[place].focus();
  };
  tabs.forEach((one, place) => one.addEventListener("click", () => (onChoose(panels[place].key), select(place, false))));
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": t("Ways to see the result"), onkeydown: (event) => byArrow(event, tabs, select) }, tabs);
  select(first, false);
  return h("div", { class: "card", role: "group", "aria-label": t("Result") }, h("header", { class: "card-head" }, cardName(answer), rowCount(answer), files && answer.table ? downloadMenu(files, { rows: answer.table.rows.length > 0, picture: panels.some((panel) => panel.key === "chart") }) : null, list), bodies);
}

function panelsOf({ chart, table, sql }, { timeZone, vendorUrls, openUrl, kept, rowsUrl }) {
  const panels = [];
  if (table && isFigures(table)) panels.push({ key: "figure", name: t("Number"), make: () => figures(table, timeZone) });
  else if (chart && table?.rows.length) panels.push({ key: "chart", name: t("Chart"), make: () => chartView(chart, vendorUrls) });
  if (table) panels.push({ key: "table", name: t("Table"), make: () => (table.rows.length ? tableView(table, { timeZone, kept, rowsUrl }) : emptyTable()) });
  if (sql) panels.push({ key: "sql", name: "SQL", make: () => [sqlBlock(sql.sql), openLink(openUrl), knowledgeUsed(sql.knowledge)] });
  return panels;
}

/** A panel is built when it is first looked at. */
function fill(panel, body) {
  if (body.childElementCount) return;
  body.append(...[panel.make()].flat().filter(Boolean));
}

function tab(panel, id, selected) {
  const attributes = { type: "button", role: "tab", id: `${id}-tab-${panel.key}`, "aria-controls": `${id}-${panel.key}`, "aria-selected": String(selected) };
  return h("button", { ...attributes, tabindex: selected ? "0" : "-1" }, panel.name);
}

function byArrow(event, tabs, select) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const now = tabs.indexOf(document.activeElement);
  const next = tabs[(now + step + tabs.length) % tabs.length];
  select(tabs.indexOf(next), true);
  next.click();
}

function cardName({ chart, table }) {
  const title = chart?.spec.title;
  const columns = table?.columns.map((column) => column.label || column.name) ?? [];
  return h("span", { class: "name" }, (typeof title === "string" ? title : title?.text) || columns.slice(0, 3).join(" · ") || t("Query"));
}

function rowCount({ table }) {
  return table && !isFigures(table) ? h("span", { class: "rows" }, rowsText(table)) : null;
}

/** One row of at most four numbers and nothing else is shown large. */
function isFigures(table) {
  return table.rows.length === 1 && table.columns.length <= 4 && table.columns.every(isNumeric);
}

function figures(table, timeZone) {
  const [row] = table.rows;
  const figure = (column, index) => {
    const text = row[index] === null ? "–" : formatterFor(column, [row[index]], timeZone)(row[index]);
    return h("div", { class: "figure" }, h("dt", {}, column.label || column.name), h("dd", {}, text));
  };
  return h("dl", { class: "figures" }, table.columns.map(figure));
}

const emptyTable = () => h("p", { class: "table-foot" }, t("No row fits the question."));

const openLink = (url) => (url ? h("p", { class: "used" }, h("a", { href: url }, t("Open in the workbench"))) : null);

function knowledgeUsed(knowledge) {
  if (!knowledge?.length) return null;
  return h("p", { class: "used" }, `${t("Written with")} `, knowledge.map((item) => h("span", { class: "tag" }, item.name)));
}
