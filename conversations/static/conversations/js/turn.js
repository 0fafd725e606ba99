/** One question and its answer on the page. Parts are drawn again only when what they show has changed. */

import { actionRow } from "./actions.js";
import { copyButton } from "../../querying/js/copy.js";
import { h, icon, replaceKeeping } from "../../querying/js/dom.js";
import { costText, openEvidence, TRUST } from "./evidence.js";
import { feedbackButtons } from "./feedback.js";
import { formatClock, formatLatency, formatMoment, formatNumber } from "../../querying/js/format.js";
import { drawProse, plainText } from "./prose.js";
import { resultCard } from "../../querying/js/result.js";
import { sqlBlock } from "../../querying/js/sql.js";
import { hasEnded } from "./state.js";
import { suggestionCard } from "./suggestion.js";
import { tableText } from "../../querying/js/table.js";
import { t, tn } from "../../querying/js/words.js";

/** `page` gives {timeZone, vendorUrls, urls, ask(text, source), stop(answer), retry(answer), edit(text)}. */
export class TurnView {
  constructor(question, page) {
    this.page = page;
    this.answer = null;
    this.tries = h("div", { hidden: true });
    this.element = h("article", { class: "turn", "aria-label": t("Question and answer") }, questionBubble(question, page), this.tries);
  }

  /** Draws the last of `answers`; earlier tries are folded away above it. */
  update(answers) {
    const last = answers.at(-1);
    if (!last) return;
    if (!this.answer || this.answer.id !== last.id) this.begin(last, answers.slice(0, -1));
    this.answer.update(last);
  }

  begin(answer, earlier) {
    this.answer?.element.remove();
    this.answer = new AnswerView(answer.id, this.page);
    this.element.append(this.answer.element);
    this.tries.hidden = !earlier.length;
    this.tries.replaceChildren(...(earlier.length ? [earlierTries(earlier, this.page)] : []));
  }
}

function questionBubble(question, page) {
  const when = question.created_at ? h("time", { datetime: question.created_at, title: formatMoment(question.created_at, page.timeZone) }, formatClock(question.created_at, page.timeZone)) : null;
  return h("div", { class: "ask" }, h("p", {}, question.text), attachedQuery(question.query), h("footer", {}, when));
}

/** The SQL that a question is about, folded. */
function attachedQuery(sql) {
  return sql ? h("details", { class: "attached" }, h("summary", {}, t("The attached query")), sqlBlock(sql)) : null;
}

/** A question that the server has not confirmed yet. */
export function unsentBubble(frame, connected) {
  const note = connected ? t("Sending…") : t("Kept here; it is sent when the connection is back.");
  return h("article", { class: "turn" }, h("div", { class: "ask unsent" }, h("p", {}, frame.text), h("footer", {}, note)));
}

function earlierTries(earlier, page) {
  const views = earlier.map((answer) => {
    const view = new AnswerView(answer.id, page);
    view.update(answer);
    return view.element;
  });
  return h("details", { class: "tries" }, h("summary", {}, tn("{count} earlier try", "{count} earlier tries", earlier.length)), h("div", {}, views));
}

/** The parts of an answer in the order they stand, and the fields each of them shows. */
const PARTS = [
  ["lead", ["status", "stages", "reading", "clarify"]],
  ["prose", ["text", "status"]],
  ["clarify", ["clarify", "text"]],
  ["card", ["sql", "table", "chart", "status"]],
  ["suggestions", ["suggestions"]],
  ["trouble", ["status", "error", "quota"]],
  ["foot", ["status", "trust", "evidence", "usage", "latency_ms"]],
  ["actions", ["status", "suggested_actions", "chart"]],
  ["chips", ["status", "follow_ups"]],
];

class AnswerView {
  constructor(id, page) {
    this.id = id;
    this.page = page;
    this.slots = Object.fromEntries(PARTS.map(([name]) => [name, h("div", { hidden: true })]));
    this.shown = {};
    this.tab = null;
    this.kept = {}; // How its reader has ordered and filtered the table, whatever is drawn anew.
    this.element = h("div", { class: "answer", id: `answer-${id}` }, Object.values(this.slots));
  }

  update(answer) {
    for (const [name, fields] of PARTS) {
      const now = fields.map((field) => answer[field]);
      if (this.shown[name]?.every((value, index) => value === now[index])) continue;
      this.shown[name] = now;
      const content = this[name](answer);
      if (content !== this.slots[name]) replaceKeeping(this.slots[name], ...[content].flat().filter(Boolean));
      this.slots[name].hidden = !this.slots[name].childElementCount;
    }
  }

  /** Stages while it runs; then, in the same line so that nothing moves, how the question was understood. */
  lead(answer) {
    if (answer.status === "queued") return waits(answer, this.page);
    if (hasEnded(answer)) return answer.reading ? readingLine(answer.reading) : null;
    const now = answer.stages.at(-1);
    const items = answer.stages.map((stage) => h("li", { class: stage === now ? "now" : null }, stage === now ? null : icon("check"), stage.label));
    return h("ul", { class: "stages", "aria-label": t("Progress") }, items.length ? items : h("li", { class: "now" }, t("Starting…")));
  }

  prose(answer) {
    const slot = this.slots.prose;
    this.body ??= h("div", { class: "prose" });
    drawProse(this.body, answer.text);
    this.body.querySelector(".caret")?.classList.remove("caret");
    if (!hasEnded(answer)) deepestLast(this.body)?.classList.add("caret");
    if (!answer.text) return null;
    if (this.body.parentElement !== slot) slot.replaceChildren(this.body);
    return slot;
  }

  clarify({ clarify, text }) {
    if (!clarify) return null;
    const question = text.includes(clarify.question) ? null : h("p", {}, clarify.question);
    const chip = (choice) => h("li", {}, h("button", { class: "chip", type: "button", onclick: () => this.page.ask(choice.text, choice.datasource) }, choice.label));
    return h("div", { class: "clarify" }, question, h("ul", { class: "chips" }, clarify.choices.map(chip)));
  }

  card(answer) {
    const { timeZone, vendorUrls, urls } = this.page;
    const file = (url) => url.replace("MESSAGE", answer.id);
    const files = answer.status === "completed" ? { rows: file(urls.rows), picture: file(urls.picture) } : null;
    const openUrl = urls.workbench && answer.table?.query ? `${urls.workbench}?query=${answer.table.query}` : null;
    const rowsUrl = answer.table?.query ? urls.all_rows.replace("QUERY", answer.table.query) : null;
    return resultCard(answer, { timeZone, vendorUrls, files, openUrl, kept: this.kept, rowsUrl, chosen: this.tab, onChoose: (key) => (this.tab = key) });
  }

  suggestions({ suggestions }) {
    if (!suggestions?.length) return null;
    const focused = this.slots.suggestions.contains(document.activeElement) ? document.activeElement.closest("[data-suggestion]")?.dataset.suggestion : null;
    // A drawn card that had the focus is replaced by its next state, which takes it over.
    if (focused) queueMicrotask(() => this.slots.suggestions.querySelector(`[data-suggestion="${focused}"] :is(a, button)`)?.focus());
    return h("ul", { class: "suggestions", "aria-label": t("Suggestions") }, suggestions.map((each) => h("li", { "data-suggestion": each.id }, suggestionCard(each, suggestions, this.page.urls))));
  }

  actions(answer) {
    const focused = this.slots.actions.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    // The button that had the focus is drawn again, and takes it over.
    if (focused) queueMicrotask(() => this.slots.actions.querySelector(`[data-action="${focused}"]`)?.focus());
    return actionRow(answer, this.page, () => (this.tab = "chart"));
  }

  trouble(answer) {
    return [quotaNotice(answer, this.page), troubleNotice(answer, this.page)];
  }

  foot(answer) {
    return hasEnded(answer) && !answer.clarify && (answer.text || answer.table) ? footOf(answer, this.page, () => this.slots.foot) : null;
  }

  chips({ status, follow_ups: followUps }) {
    if (status !== "completed" || !followUps?.length) return null;
    const chip = (text) => h("li", {}, h("button", { class: "chip", type: "button", onclick: () => this.page.ask(text) }, text));
    return h("ul", { class: "chips", "aria-label": t("Questions that follow") }, followUps.map(chip));
  }
}

/** Where the next word will stand: the last item of a list, not the list. */
function deepestLast(body) {
  const last = body.lastElementChild;
  return last?.matches("ul, ol, pre") ? last.lastElementChild : last;
}

function waits(answer, page) {
  const cancel = h("button", { class: "small-button", type: "button", onclick: () => page.stop(answer) }, t("Cancel"));
  return h("ul", { class: "stages" }, h("li", {}, t("Waits for its turn")), h("li", {}, cancel));
}

function readingLine(reading) {
  const line = h("div", { class: "reading prose" });
  drawProse(line, reading);
  return line;
}

const TROUBLES = {
  stopped: () => t("You stopped this answer."),
  interrupted: () => t("This answer was interrupted. Your question is kept."),
  failed: () => t("This could not be answered."),
};

function troubleNotice({ status, error, ...answer }, page) {
  const text = error?.text || TROUBLES[status]?.();
  if (!text) return null;
  const mild = status === "stopped" || status === "completed" || !error;
  const actions = h("div", { class: "actions" });
  if (status !== "completed" && hasEnded({ status })) {
    actions.append(h("button", { class: "small-button", type: "button", onclick: () => page.retry(answer) }, icon("retry"), t("Try again")));
    actions.append(h("button", { class: "small-button", type: "button", onclick: () => page.edit(answer.reply_to) }, icon("edit"), t("Change the question")));
  }
  const code = error && error.code !== "internal" ? null : error ? h("small", {}, error.code) : null;
  return h("div", { class: mild ? "trouble mild" : "trouble" }, icon("alert"), h("p", {}, text), actions, code);
}

function quotaNotice({ quota }, page) {
  if (!quota) return null;
  const values = { used: formatNumber(quota.used), limit: formatNumber(quota.limit ?? 0), when: formatMoment(quota.resets_at, page.timeZone) };
  const text = quota.limit === null ? t("{used} tokens used.", values) : t("{used} of {limit} tokens used; the count starts again on {when}.", values);
  return h("div", { class: "trouble mild" }, icon("alert"), h("p", {}, text));
}

function footOf(answer, page, slot) {
  const copy = copyButton(() => answerText(answer), { class: "icon-button", name: t("Copy the answer") });
  return [h("div", { class: "foot" }, trustButton(answer, page), whyText(answer), copy, feedbackButtons(answer, page.urls, slot), h("span", { class: "spacer" }), usageText(answer))];
}

function trustButton(answer, page) {
  const kind = TRUST[answer.trust];
  if (!kind && !answer.evidence) return null;
  const open = (event) => openEvidence(answer, page, event.currentTarget);
  const name = kind ? t("{trust}: see the evidence", { trust: kind.word() }) : t("Evidence");
  return h("button", { class: `trust ${answer.trust ?? "plain"}`, type: "button", "aria-label": name, onclick: open }, icon(kind?.icon ?? "shield"), kind ? kind.word() : t("Evidence"));
}

function whyText({ evidence }) {
  const checks = evidence?.checks ?? [];
  if (!checks.length) return null;
  const passed = checks.filter((check) => check.passed).length;
  return h("span", { class: "why" }, tn("{passed} of {count} check passed", "{passed} of {count} checks passed", checks.length, { passed: formatNumber(passed) }));
}

function usageText({ usage, latency_ms: latency }) {
  const tokens = (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0);
  const parts = [tn("{count} token", "{count} tokens", tokens), tokens ? costText(usage.cost_cents) : null, latency ? formatLatency(latency) : null];
  return h("span", { class: "usage" }, parts.filter(Boolean).join(" · "));
}

function answerText({ text, table, sql }) {
  return [plainText(text), table?.rows.length ? tableText(table) : "", sql?.sql ?? ""].filter(Boolean).join("\n\n");
}
