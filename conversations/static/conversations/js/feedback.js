/** Thumbs and a comment for an answer. */

import { announce } from "../../querying/js/announce.js";
import { h, icon } from "../../querying/js/dom.js";
import { postJson } from "../../querying/js/request.js";
import { toast } from "../../querying/js/toast.js";
import { t } from "../../querying/js/words.js";

/** Two thumbs; the comment's form opens under `foot` after the first press. */
export function feedbackButtons(answer, urls, foot) {
  const url = urls.feedback.replace("MESSAGE", answer.id);
  const buttons = { up: thumb("up", t("Good answer")), down: thumb("down", t("Bad answer")) };
  const show = () => {
    for (const [kind, button] of Object.entries(buttons)) button.setAttribute("aria-pressed", String(answer.feedback?.thumbs === kind));
  };
  const press = async (kind) => {
    const before = answer.feedback;
    answer.feedback = { rating: null, comment: "", ...before, thumbs: kind };
    show();
    if (!(await send(url, { thumbs: kind }))) {
      answer.feedback = before;
      show();
      return;
    }
    foot().querySelector(".comment")?.remove();
    foot().append(commentForm(answer, url));
    announce(t("Thank you, noted."));
  };
  for (const [kind, button] of Object.entries(buttons)) button.addEventListener("click", () => press(kind));
  show();
  return [buttons.up, buttons.down];
}

const thumb = (name, label) => h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, "data-thumb": name }, icon(name));

async function send(url, feedback) {
  try {
    await postJson(url, feedback);
    return true;
  } catch (problem) {
    toast(problem.message);
    return false;
  }
}

function commentForm(answer, url) {
  const field = h("textarea", { maxlength: "2000", id: `comment-${answer.id}` });
  field.value = answer.feedback.comment ?? "";
  const question = answer.feedback.thumbs === "down" ? t("What was wrong? (you may leave this empty)") : t("What was good? (you may leave this empty)");
  const form = h("form", { class: "comment" }, h("label", { for: field.id }, question), field);
  const close = h("button", { class: "small-button", type: "button", onclick: () => form.remove() }, t("Close"));
  form.append(h("div", { class: "actions" }, close, h("button", { class: "small-button" }, t("Send"))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const comment = field.value.trim();
    if (!(await send(url, { comment }))) return;
    answer.feedback = { ...answer.feedback, comment };
    form.remove();
    toast(t("Thank you, noted."));
  });
  return form;
}
