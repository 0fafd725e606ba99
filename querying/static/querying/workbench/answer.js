/** What stands below the editor: a result, a plan, or that it runs. */

import { attempt } from "../js/attempt.js";
import { kindOf } from "../js/chart_kinds.js";
import { redrawCharts } from "../js/chart.js";
import { byId, h, icon, replaceKeeping } from "../js/dom.js";
import { formatAge, formatLatency, formatNumber } from "../js/format.js";
import { config, getJson } from "../js/request.js";
import { resultCard } from "../js/result.js";
import { sqlBlock } from "../js/sql.js";
import { rowsText } from "../js/table.js";
import { t } from "../js/words.js";

const place = byId("answer");
let chosen = null;
let kept = {}; // How the rows of the last run are ordered and filtered.

document.addEventListener("theme-changed", redrawCharts);

export const clearAnswer = () => place.replaceChildren();

/** A run's rows, with what is to be known of it. */
export function showResult(run, again) {
  const about = facts(run, again);
  kept = {};
  const card = h("div", { class: "wb-card" });
  drawCard(card, run, run.chart, "auto");
  place.replaceChildren(...[about, card, evidence(run)].filter(Boolean));
}

/** The rows with their chart of a kind, and the buttons for the others. */
function drawCard(box, run, spec, kind) {
  const table = { query: run.query, columns: run.columns, rows: run.rows, row_count: run.row_count, truncated: run.truncated };
  const file = (url) => url.replace("QUERY", run.query).replace("KIND", kind);
  const card = resultCard({ chart: spec && { spec }, table }, { files: { rows: file(config.urls.export), picture: file(config.urls.picture) }, timeZone: config.time_zone, vendorUrls: config.vendor, chosen: chosen ?? "table", onChoose: (key) => (chosen = key), kept, rowsUrl: file(config.urls.rows) });
  replaceKeeping(box, ...[card, ...kindButtons(box, run, spec)].filter(Boolean));
}

function kindButtons(box, run, spec) {
  if (!run.kinds.length) return [];
  const trouble = h("p", { class: "action-problem", role: "alert", hidden: true });
  const drawn = spec ? kindOf(spec) : null;
  const show = async (kind) => {
    const { spec: other } = await getJson(config.urls.chart.replace("QUERY", run.query).replace("KIND", kind));
    chosen = "chart";
    drawCard(box, run, other, kind);
    box.querySelector(`[data-kind="${kind}"]`)?.focus();
  };
  const button = ({ kind, text }) => h("li", {}, h("button", { class: "small-button", type: "button", "aria-pressed": String(kind === drawn), "data-kind": kind, onclick: (event) => attempt(event.currentTarget, trouble, () => show(kind)) }, text));
  return [h("ul", { class: "chips actions-row", "aria-label": t("Kind of chart") }, run.kinds.map(button)), trouble];
}

function facts(run, again) {
  const parts = [rowsText(run), run.truncated ? t("there are more") : "", formatLatency(run.milliseconds)].filter(Boolean);
  const cached = run.cached_age === null ? null : h("span", {}, t("Result of {when}", { when: formatAge(run.cached_age) }), " ", h("button", { class: "link", type: "button", onclick: again }, t("Run anew")));
  return h("p", { class: "wb-facts" }, h("span", {}, parts.join(" · ")), cached);
}

function evidence(run) {
  const notes = [];
  if (run.masked.length) notes.push(h("p", {}, icon("shield"), ` ${t("Masked for your role: {columns}", { columns: run.masked.join(", ") })}`));
  if (run.too_large.length) notes.push(h("p", {}, t("Values too large to show were left out: {columns}", { columns: run.too_large.join(", ") })));
  return h("details", { class: "wb-evidence", open: notes.length > 0 }, h("summary", {}, t("Evidence")), ...notes, h("h3", {}, t("SQL as it ran")), sqlBlock(run.sql_run));
}

/** A plan in words: the costly part first, then hints, then every step with its share. */
export function showPlan(plan, { offset, goTo, really, insert, lead }) {
  const shown = [];
  if (lead) shown.push(h("p", { class: "notice" }, lead));
  if (plan.costly) shown.push(costly(plan.costly, offset, goTo));
  shown.push(...plan.hints.map((hint) => hintView(hint, offset, goTo, insert)));
  if (!plan.hints.length) shown.push(h("p", { class: "wb-none" }, t("Nothing stands out that would make it cheaper.")));
  const steps = h("ol", { class: "wb-steps" }, plan.steps.map((step) => stepView(step)));
  const head = h("header", {}, h("h2", {}, t("What the database does")), plan.milliseconds === null ? h("button", { class: "link", type: "button", onclick: really }, t("Run it and measure")) : h("span", {}, formatLatency(plan.milliseconds)));
  place.replaceChildren(h("div", { class: "wb-plan" }, ...shown, head, steps));
}

const percent = (share) => formatNumber(share, { style: "percent" });

function costly(part, offset, goTo) {
  const where = part.place ? h("button", { class: "link", type: "button", onclick: () => goTo(part.place[0] + offset, part.place[1] + offset) }, t("Show it in the SQL")) : null;
  const what = part.share === null ? t("Reads most:") : t("Most of the work ({share}):", { share: percent(part.share) });
  return h("p", { class: "wb-costly" }, h("b", {}, what), ` ${part.text} `, where);
}

function hintView(hint, offset, goTo) {
  const where = hint.place ? h("button", { class: "link", type: "button", onclick: () => goTo(hint.place[0] + offset, hint.place[1] + offset) }, t("Show it in the SQL")) : null;
  return h("div", { class: "wb-hint" }, h("p", {}, icon("alert"), h("span", {}, hint.text, " ", where)), hint.sql ? sqlBlock(hint.sql) : null);
}

function stepView(step) {
  const measured = [step.milliseconds === null ? "" : formatLatency(step.milliseconds), step.rows === null ? "" : rowsText({ row_count: step.rows })].filter(Boolean).join(" · ");
  const told = h("div", { class: "wb-step" }, h("span", {}, step.text), h("small", {}, step.details.join(" "), measured ? ` ${measured}` : ""));
  if (step.share === null) return h("li", {}, told);
  const bar = h("meter", { min: "0", max: "1", value: String(step.share), "aria-label": t("Share of the work") }, percent(step.share));
  return h("li", {}, told, h("span", { class: "wb-share" }, bar, h("small", {}, step.share ? percent(step.share) : "")));
}
