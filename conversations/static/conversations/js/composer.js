/** Where a question is typed. What is in it is only ever cleared when the question is safely on its way. */

import { byId } from "../../querying/js/dom.js";
import { formatNumber } from "../../querying/js/format.js";
import { t } from "../../querying/js/words.js";

const NEAR_LIMIT = 0.8;

export class Composer {
  /** `onAsk(text)` is called with a checked question; `onStop()` by the stop button. */
  constructor({ limit, draftKey, onAsk, onStop }) {
    Object.assign(this, { limit, draftKey, onAsk });
    this.form = byId("composer");
    this.field = byId("question");
    this.counter = byId("counter");
    this.problem = byId("problem");
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.submit()));
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.form.querySelector(".box").addEventListener("click", (event) => !event.target.closest("button") && this.field.focus());
    byId("stop").addEventListener("click", onStop);
    this.restore();
    // Until now a press would have sent the form into nowhere, and the text with it.
    byId("send").disabled = false;
  }

  get text() {
    return this.field.value.trim();
  }

  key(event) {
    // While an input method composes, Enter picks a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  submit() {
    const problem = this.problemOf(this.text);
    if (problem) {
      this.complain(problem);
      return;
    }
    const text = this.text;
    this.put("");
    this.onAsk(text);
  }

  problemOf(text) {
    const length = [...text].length;
    if (!length) return t("Type a question first.");
    if (length <= this.limit) return "";
    return t("This question has {length} characters; at most {limit} can be asked at once. Nothing was sent and your text is kept: shorten it or ask it in parts.", {
      length: formatNumber(length), limit: formatNumber(this.limit),
    });
  }

  complain(text) {
    this.problem.textContent = text;
    this.problem.hidden = false;
    this.field.setAttribute("aria-invalid", "true");
    this.field.focus();
  }

  /** Puts a text into the field, keeping what stands there already below it. */
  giveBack(text, problem) {
    this.put([text, this.text].filter(Boolean).join("\n"));
    if (problem) this.complain(problem);
    this.field.focus();
  }

  /** Puts a template into the field, its first [slot] marked so that typing replaces it. */
  fill(template) {
    this.put(template);
    this.field.focus();
    const slot = /\[[^\]]*\]/.exec(template);
    if (slot) this.field.setSelectionRange(slot.index, slot.index + slot[0].length);
  }

  put(text) {
    this.field.value = text;
    this.changed();
  }

  changed() {
    this.problem.hidden = true;
    this.field.removeAttribute("aria-invalid");
    this.grow();
    this.count();
    this.keep();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 220)}px`;
  }

  count() {
    const length = [...this.text].length;
    this.counter.textContent = length >= this.limit * NEAR_LIMIT ? `${formatNumber(length)} / ${formatNumber(this.limit)}` : "";
    this.counter.classList.toggle("over", length > this.limit);
  }

  keep() {
    if (this.field.value) localStorage.setItem(this.draftKey, this.field.value);
    else localStorage.removeItem(this.draftKey);
  }

  restore() {
    // Who was quicker than this script has typed already: that comes after what was kept.
    const typed = this.field.value.trimEnd();
    this.field.value = [localStorage.getItem(this.draftKey), typed].filter(Boolean).join("\n");
    this.grow();
    this.count();
    if (typed) this.keep();
  }

  /** The conversation has an address now: what is typed belongs to it. */
  rekey(draftKey) {
    localStorage.removeItem(this.draftKey);
    this.draftKey = draftKey;
    this.keep();
  }

  showRunning(running) {
    byId("stop").hidden = !running;
  }
}
