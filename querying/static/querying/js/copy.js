/** Copying to the clipboard, with an answer that can be seen and heard. */

import { h, icon } from "./dom.js";
import { announce } from "./announce.js";
import { t } from "./words.js";

/** A button that copies what `text()` gives. With a `label` it is worded, else only an icon. */
export function copyButton(text, { class: className, label = "", done = "", name }) {
  const button = h("button", { class: className, type: "button", "aria-label": name, title: label ? null : name });
  const draw = (iconName, word) => button.replaceChildren(icon(iconName), word);
  draw("copy", label);
  button.addEventListener("click", async () => {
    const copied = await copyText(text());
    button.classList.toggle("done", copied);
    draw(copied ? "check" : "copy", copied ? done : label);
    announce(copied ? t("Copied") : t("Copying is not allowed here: select the text and copy it by hand."));
    setTimeout(() => {
      button.classList.remove("done");
      draw("copy", label);
    }, 1800);
  });
  return button;
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https the clipboard API is not there: the old way needs a selected field.
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const active = document.activeElement;
  const field = h("textarea", { class: "visually-hidden", "aria-hidden": "true", tabindex: "-1" });
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  active?.focus();
  return copied;
}
