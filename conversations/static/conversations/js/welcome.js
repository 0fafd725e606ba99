/** The questions to start with: of the chosen data source, or a few of each. */

import { byId } from "../../querying/js/dom.js";

const SHOWN = 6;

/** `ask(text, source)` sends a question; `fill(text, source)` gives one with a [slot] to be filled in first. */
export function startWelcome(ask, fill) {
  const starters = byId("starters");
  if (!starters) return;
  starters.addEventListener("click", ({ target }) => {
    const starter = target.closest("[data-ask], [data-fill]");
    if (!starter) return;
    const { ask: question, fill: template, source } = starter.dataset;
    if (template) fill(template, source);
    else ask(question, source);
  });
  // They come after the page, by htmx.
  starters.addEventListener("htmx:afterSwap", () => show(starters));
  byId("source").addEventListener("change", () => show(starters));
  show(starters);
}

function show(starters) {
  const source = byId("source").value;
  let shown = 0;
  for (const button of starters.querySelectorAll("[data-source]")) {
    const fits = !source || button.dataset.source === source;
    button.parentElement.hidden = !fits || shown >= SHOWN;
    shown += fits ? 1 : 0;
  }
}
