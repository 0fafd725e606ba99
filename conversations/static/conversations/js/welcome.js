/** The questions to start with: of the chosen data source, or a few of each. */

import { byId } from "./dom.js";

const SHOWN = 6;

/** `ask(text, source)` sends a question. */
export function startWelcome(ask) {
  const starters = byId("starters");
  if (!starters) return;
  starters.addEventListener("click", ({ target }) => {
    const starter = target.closest("[data-ask]");
    if (starter) ask(starter.dataset.ask, starter.dataset.source);
  });
  // They come after the page, by htmx.
  starters.addEventListener("htmx:afterSwap", () => show(starters));
  byId("source").addEventListener("change", () => show(starters));
  show(starters);
}

function show(starters) {
  const source = byId("source").value;
  let shown = 0;
  for (const button of starters.querySelectorAll("[data-ask]")) {
    const fits = !source || button.dataset.source === source;
    button.parentElement.hidden = !fits || shown >= SHOWN;
    shown += fits ? 1 : 0;
  }
}
