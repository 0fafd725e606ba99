/** What was typed is kept in the browser, by person and source: each tab has its own, and the last is there for a new one. */

import { config } from "../js/request.js";

const keyOf = (source) => `workbench:${config.user}:${source}`;

/** The text of this tab, else the last that any tab had. */
export function draftOf(source) {
  try {
    return sessionStorage.getItem(keyOf(source)) ?? localStorage.getItem(keyOf(source)) ?? "";
  } catch {
    return ""; // A browser that keeps nothing still runs queries.
  }
}

let waiting = 0;

/** Keeps the text soon: not at each key of a long one. */
export function keepDraft(source, text) {
  clearTimeout(waiting);
  const keep = () => {
    try {
      sessionStorage.setItem(keyOf(source), text);
      if (text.trim()) localStorage.setItem(keyOf(source), text);
      else localStorage.removeItem(keyOf(source));
    } catch {
      // Full or forbidden: the text is in the page.
    }
  };
  waiting = setTimeout(keep, 250);
  addEventListener("pagehide", keep, { once: true });
}
