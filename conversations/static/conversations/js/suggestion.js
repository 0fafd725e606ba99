/** A card for what the assistant proposes. Nothing is made before a button is pressed; the server tells what came of it. */

import { announce } from "./announce.js";
import { h, icon } from "./dom.js";
import { formatNumber } from "./format.js";
import { postJson } from "./request.js";
import { t } from "./words.js";

const KINDS = {
  segment: () => t("Segment"),
  campaign: () => t("Campaign"),
  email: () => t("E-mail"),
  sms: () => t("SMS"),
  social: () => t("Social post"),
  strategy: () => t("Strategy"),
  audience: () => t("Audience"),
};

/** What a click makes of each kind; the others are there to be read and copied. */
const CREATE = {
  segment: () => t("Create the segment"),
  campaign: () => t("Create the campaign"),
  email: () => t("Create a campaign draft"),
};

const STATES = { applied: () => t("Created"), rejected: () => t("Dismissed"), accepted: () => t("Accepted") };

export function suggestionCard(suggestion, urls) {
  const trouble = h("p", { class: "problem", role: "alert", hidden: true });
  const state = STATES[suggestion.status];
  const name = `suggestion-${suggestion.id}`;
  return h(
    "section", { class: `suggestion ${suggestion.status}`, "aria-labelledby": name },
    h("header", {}, h("span", { class: "kind" }, KINDS[suggestion.kind]?.() ?? suggestion.kind), h("h2", { id: name }, suggestion.title), state ? h("span", { class: "state" }, state()) : null),
    contentOf(suggestion),
    suggestion.reasoning ? h("p", { class: "because" }, suggestion.reasoning) : null,
    trouble,
    buttonsOf(suggestion, urls, trouble),
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
const email = ({ subject, preheader, body, cta_text: cta }) => [facts(fact(t("Subject"), subject), fact(t("Preview line"), preheader), fact(t("Button"), cta)), folded(t("The text"), body)];
const sms = ({ message }) => h("p", { class: "whole" }, message);
const social = ({ text, hashtags, platform }) => [facts(fact(t("Platform"), platform)), h("p", { class: "whole" }, text), hashtags.length ? h("p", {}, hashtags.join(" ")) : null];
const strategy = ({ steps }) => h("ol", {}, steps.map((step) => h("li", {}, h("b", {}, step.action), " ", [step.timeline, step.channel].filter(Boolean).join(" · "), step.rationale ? h("p", {}, step.rationale) : null)));
const audience = ({ rules, estimate }) => [facts(fact(t("People"), estimate === null ? "" : formatNumber(estimate))), h("ul", {}, rules.map((rule) => h("li", {}, rule)))];

function buttonsOf(suggestion, urls, trouble) {
  const { status, kind, applied } = suggestion;
  if (status === "applied") return applied?.url ? h("div", { class: "buttons" }, h("a", { class: "small-button primary", href: applied.url }, applied.kind === "segment" ? t("Open the segment") : t("Open the campaign"))) : null;
  const decide = (decision) => async (event) => {
    const buttons = [...event.currentTarget.parentElement.querySelectorAll("button")];
    buttons.forEach((button) => (button.disabled = true));
    trouble.hidden = true;
    try {
      // The card is drawn again by the event that tells every tab.
      const { status: now } = await postJson(urls.decide.replace("SUGGESTION", suggestion.id).replace("DECISION", decision));
      announce(STATES[now]?.() ?? "");
    } catch (problem) {
      trouble.textContent = problem.message;
      trouble.hidden = false;
      buttons.forEach((button) => (button.disabled = false));
      event.target?.focus?.();
    }
  };
  const create = CREATE[kind] ? h("button", { class: "small-button primary", type: "button", onclick: decide("apply") }, icon("check"), CREATE[kind]()) : null;
  const dismiss = status === "rejected" ? null : h("button", { class: "small-button", type: "button", onclick: decide("reject") }, t("Dismiss"));
  return create || dismiss ? h("div", { class: "buttons" }, create, dismiss) : null;
}
