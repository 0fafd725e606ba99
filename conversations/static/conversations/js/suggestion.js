/** A card for what the assistant proposes. Nothing is made before a button is pressed; the server tells what came of it. */

import { announce } from "../../querying/js/announce.js";
import { copyButton } from "../../querying/js/copy.js";
import { h, icon } from "../../querying/js/dom.js";
import { formatNumber } from "../../querying/js/format.js";
import { postJson } from "../../querying/js/request.js";
import { t } from "../../querying/js/words.js";

const KINDS = {
  segment: () => t("Segment"),
  campaign: () => t("Campaign"),
  email: () => t("E-mail"),
  sms: () => t("SMS"),
  social: () => t("Social post"),
  strategy: () => t("Strategy"),
  audience: () => t("Audience"),
};

const STATES = { applied: () => t("Created"), rejected: () => t("Dismissed"), accepted: () => t("Accepted") };

/** `others` are the suggestions of the same answer: one of them may be the segment that this is for. */
export function suggestionCard(suggestion, others, urls) {
  const trouble = h("p", { class: "problem", role: "alert", hidden: true });
  const state = STATES[suggestion.status];
  const name = `suggestion-${suggestion.id}`;
  return h(
    "section", { class: `suggestion ${suggestion.status}`, "aria-labelledby": name },
    h("header", {}, h("span", { class: "kind" }, KINDS[suggestion.kind]?.() ?? suggestion.kind), h("h2", { id: name }, suggestion.title), state ? h("span", { class: "state" }, state()) : null),
    contentOf(suggestion),
    suggestion.reasoning ? h("p", { class: "because" }, suggestion.reasoning) : null,
    trouble,
    ...footOf(suggestion, others.find((each) => each.id === suggestion.segment), urls, trouble),
  );
}

function contentOf({ kind, content }) {
  const draw = { segment, campaign, email, sms, social, strategy, audience }[kind];
  return draw ? draw(content) : null;
}

const fact = (label, value) => (value ? h("div", {}, h("dt", {}, label), h("dd", {}, value)) : null);
const facts = (...rows) => h("dl", {}, rows);
const folded = (label, text, tag = "p") => h("details", {}, h("summary", {}, label), h(tag, { class: "whole" }, text));

const segment = ({ count, query }) => [facts(fact(t("People"), formatNumber(count))), folded(t("The query"), query, "pre")];
const campaign = ({ channel, segment: to, schedule, content }) => [facts(fact(t("Channel"), channel === "sms" ? t("SMS") : channel === "email" ? t("E-mail") : channel), fact(t("To"), to), fact(t("When"), schedule)), content.body ? email(content) : sms(content)];
/** As it will read, but as text: nothing that a model or a person wrote becomes a part of the page. */
const email = ({ subject, preheader, body, cta_text: cta }) => [
  facts(fact(t("Subject"), subject), fact(t("Preview line"), preheader)),
  h("div", { class: "mail", tabindex: "0", role: "group", "aria-label": t("The text") }, h("p", { class: "whole" }, body), cta ? h("p", {}, h("span", { class: "cta" }, cta)) : null),
];
const sms = ({ message }) => h("p", { class: "whole" }, message);
const social = ({ text, hashtags, platform }) => [facts(fact(t("Platform"), platform)), h("p", { class: "whole" }, text), hashtags.length ? h("p", {}, hashtags.join(" ")) : null];
const strategy = ({ steps }) => h("ol", {}, steps.map((step) => h("li", {}, h("b", {}, step.action), " ", [step.timeline, step.channel].filter(Boolean).join(" · "), step.rationale ? h("p", {}, step.rationale) : null)));
const audience = ({ rules, estimate }) => [facts(fact(t("People"), estimate === null ? "" : formatNumber(estimate))), h("ul", {}, rules.map((rule) => h("li", {}, rule)))];

/** What can be copied, by kind. */
const TEXTS = {
  segment: ({ query }) => query,
  campaign: ({ content }) => (content.body ? TEXTS.email(content) : TEXTS.sms(content)),
  email: ({ subject, preheader, body, cta_text: cta }) => [subject, preheader, body, cta].filter(Boolean).join("\n\n"),
  sms: ({ message }) => message,
  social: ({ text, hashtags }) => [text, hashtags.join(" ")].filter(Boolean).join("\n\n"),
  strategy: ({ steps }) => steps.map((step, place) => [`${place + 1}. ${step.action}`, [step.timeline, step.channel].filter(Boolean).join(" · "), step.rationale].filter(Boolean).join("\n")).join("\n\n"),
  audience: ({ rules }) => rules.map((rule) => `- ${rule}`).join("\n"),
};

/** What a click makes: its words, and what the person should know before; null where nothing can be made. */
function creation({ kind, content }, segment) {
  if (kind === "segment") return { label: t("Create the segment") };
  if (kind !== "email" && kind !== "campaign") return null;
  if (kind === "campaign" && content.channel !== "email") return { note: t("Only e-mail can be sent from here: copy what you need.") };
  if (!segment) return { note: t("A campaign needs a segment: ask for both in one question.") };
  if (segment.status === "applied") return { label: t("Create a campaign draft"), note: t("A draft to “{segment}”; nothing is sent yet.", { segment: segment.title }) };
  return { label: t("Create segment and draft"), note: t("Creates the segment “{segment}” and a draft to it; nothing is sent yet.", { segment: segment.title }) };
}

function footOf(suggestion, segment, urls, trouble) {
  const { status, kind, applied, content } = suggestion;
  const copy = TEXTS[kind] ? copyButton(() => TEXTS[kind](content), { class: "small-button", label: t("Copy"), done: t("Copied"), name: kind === "segment" ? t("Copy the query") : t("Copy the text") }) : null;
  if (status === "applied") return [h("div", { class: "buttons" }, applied?.url ? openLink(applied) : null, copy)];
  const made = creation(suggestion, segment);
  const decide = (decision, label, attributes = {}, ...children) => h("button", { class: "small-button", type: "button", onclick: (event) => decided(event, suggestion, decision, urls, trouble), ...attributes }, ...children, label);
  const create = made?.label ? decide("apply", made.label, { class: "small-button primary" }, icon("check")) : null;
  const accept = create || status === "accepted" ? null : decide("accept", t("Accept"));
  const dismiss = status === "rejected" ? null : decide("reject", t("Dismiss"));
  return [made?.note ? h("p", { class: "because" }, made.note) : null, h("div", { class: "buttons" }, create, accept, copy, dismiss)];
}

const openLink = ({ kind, url }) => h("a", { class: "small-button primary", href: url }, kind === "segment" ? t("Open the segment") : t("Open the campaign"));

async function decided(event, suggestion, decision, urls, trouble) {
  const pressed = event.currentTarget;
  const buttons = [...pressed.parentElement.querySelectorAll("button")];
  buttons.forEach((button) => (button.disabled = true));
  trouble.hidden = true;
  try {
    // The card is drawn again by the event that tells every tab.
    const { status } = await postJson(urls.decide.replace("SUGGESTION", suggestion.id).replace("DECISION", decision));
    announce(STATES[status]?.() ?? "");
  } catch (problem) {
    trouble.textContent = problem.message;
    trouble.hidden = false;
    buttons.forEach((button) => (button.disabled = false));
    pressed.focus();
  }
}
