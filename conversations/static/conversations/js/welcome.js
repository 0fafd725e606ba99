/** The questions to start with: of the chosen data source, or of all. */

import { byId } from "./dom.js";

/** `ask(text, source)` sends a question. */
export function startWelcome(ask) {
  const starters = byId("starters");
  if (!starters) return;
  starters.addEventListener("click", ({ target }) => {
    const starter = target.closest("[data-ask]");
    if (starter) ask(starter.dataset.ask, starter.dataset.source);
  });
  byId("source").addEventListener("change", () => show(starters));
  show(starters);
}

function show(starters) {
  const source = byId("source").value;
  for (const button of starters.querySelectorAll("[data-ask]")) {
    button.parentElement.hidden = Boolean(source) && button.dataset.source !== source;
  }
}
