/** The drawer that says what an answer rests on. */

import { byId, h, icon } from "../../querying/js/dom.js";
import { formatAge, formatLatency, formatMoment, formatNumber } from "../../querying/js/format.js";
import { sqlBlock } from "../../querying/js/sql.js";
import { t } from "../../querying/js/words.js";

export const TRUST = {
  verified: { icon: "shield", word: () => t("Verified"), text: () => t("Approved definitions, and every check passed.") },
  checked: { icon: "check", word: () => t("Checked"), text: () => t("The checks passed, but not everything in it was approved by a person.") },
  unsure: { icon: "alert", word: () => t("Unsure"), text: () => t("Something could not be checked: look at the SQL before you rely on it.") },
};

let opener = null;

/** Opens the drawer for an answer; closing gives the focus back to what opened it. */
export function openEvidence(answer, page, button) {
  opener = button;
  byId("evidence-body").replaceChildren(...sections(answer, page));
  byId("evidence").hidden = false;
  byId("app").classList.add("with-evidence");
  byId("evidence-title").focus();
}

export function closeEvidence() {
  if (byId("evidence").hidden) return false;
  byId("evidence").hidden = true;
  byId("app").classList.remove("with-evidence");
  if (opener?.isConnected) opener.focus();
  return true;
}

byId("close-evidence").addEventListener("click", closeEvidence);

function sections(answer, page) {
  const evidence = answer.evidence ?? {};
  return [
    trustSection(answer),
    listSection(t("Definitions used"), (evidence.definitions ?? []).map(definition)),
    listSection(t("Tables joined"), (evidence.joins ?? []).map((text) => h("li", {}, text))),
    listSection(t("Checks"), (evidence.checks ?? []).map(check), "checks"),
    listSection(t("Masked for your role"), (evidence.masked ?? []).map((column) => h("li", {}, h("code", {}, column)))),
    h("section", {}, h("h3", {}, t("This answer")), h("dl", { class: "facts" }, facts(answer, evidence, page))),
    evidence.sql_run ? h("section", {}, h("h3", {}, t("SQL as it ran")), sqlBlock(evidence.sql_run)) : null,
  ].filter(Boolean);
}

function trustSection({ trust, confidence }) {
  const kind = TRUST[trust];
  if (!kind) return null;
  const sure = confidence === null || confidence === undefined ? null : h("p", {}, t("Confidence {percent}", { percent: formatNumber(confidence, { style: "percent" }) }));
  return h("section", { class: "summary" }, h("span", { class: `trust ${trust}` }, icon(kind.icon), kind.word()), h("p", {}, kind.text()), sure);
}

function listSection(title, items, className = "") {
  return items.length ? h("section", {}, h("h3", {}, title), h("ul", { class: className }, items)) : null;
}

const KINDS = { metric: () => t("metric"), dimension: () => t("dimension"), segment: () => t("segment"), event: () => t("event"), table: () => t("table"), entry: () => t("note"), verified_query: () => t("verified query") };

function definition({ kind, name, version }) {
  const details = [KINDS[kind]?.() ?? kind, version ? t("version {version}", { version }) : ""].filter(Boolean).join(", ");
  return h("li", {}, h("b", {}, name), " ", h("small", {}, details));
}

function check({ name, passed, text }) {
  const said = h("span", { class: "visually-hidden" }, passed ? t("passed:") : t("not passed:"), " ");
  return h("li", { class: passed ? null : "failed" }, icon(passed ? "check" : "alert"), h("span", {}, said, text || name));
}

function facts(answer, evidence, page) {
  const usage = answer.usage ?? {};
  const tokens = (usage.input_tokens ?? 0) + (usage.output_tokens ?? 0);
  const rows = [
    [t("Answered by"), answeredBy(answer)],
    [t("Time"), answer.latency_ms ? formatLatency(answer.latency_ms) : null],
    [t("Rows"), evidence.row_count === null || evidence.row_count === undefined ? null : formatNumber(evidence.row_count)],
    [t("Data as of"), evidence.data_as_of ? formatMoment(evidence.data_as_of, page.timeZone) : null],
    [t("From the cache"), keptNotice(answer, evidence.cached_age_s, page)],
    [t("Sent to a model"), sentToModel(evidence.sent_to_model)],
    [t("Tokens"), formatNumber(tokens)],
    [t("Cost"), costText(usage.cost_cents)],
  ];
  return rows.filter(([, value]) => value).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]);
}

/** How old kept rows are, with the way to new ones. */
function keptNotice(answer, age, page) {
  if (age === null || age === undefined) return null;
  const again = () => {
    closeEvidence();
    page.retry(answer);
  };
  const button = h("button", { class: "small-button", type: "button", onclick: again }, icon("retry"), t("Run again"));
  return h("span", { class: "kept" }, t("Result of {when}", { when: formatAge(age) }), " ", button);
}

export function answeredBy({ source, model, provider }) {
  if (source === "planner") return t("the planner, no model");
  return model || provider || source || null;
}

/** A list of what was sent, a sentence, or nothing at all. */
function sentToModel(sent) {
  if (!sent || (Array.isArray(sent) && !sent.length)) return t("nothing");
  return Array.isArray(sent) ? sent.join(", ") : sent === true ? t("the question and definitions") : String(sent);
}

/* An unknown price is no price of nought. */
export const costText = (cents) =>
  cents === null ? t("price unknown") : t("{cents} ¢", { cents: formatNumber(Number(cents ?? 0), { maximumFractionDigits: 3 }) });
