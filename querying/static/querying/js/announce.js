/** What a screen reader is told: whole sentences at the end of things, never every token. */

import { byId } from "./dom.js";

let clearing = 0;

export function announce(text) {
  const live = byId("live");
  live.textContent = "";
  clearTimeout(clearing);
  // A change in the next frame is read out even when the words are the same as before.
  requestAnimationFrame(() => {
    live.textContent = text;
  });
  clearing = setTimeout(() => (live.textContent = ""), 10_000);
}
