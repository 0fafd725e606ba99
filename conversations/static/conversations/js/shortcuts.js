/** Keys: `/` to ask (it can be switched off in the menu, as single keys may clash with speech input), Ctrl+K to
 *  search, Escape to close what is open. */

import { byId } from "../../querying/js/dom.js";
import { closeEvidence } from "./evidence.js";
import { openHistory } from "./sidebar.js";

const toggle = byId("shortcuts");
const isOn = () => localStorage.getItem("shortcuts") !== "off";
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

function search() {
  if (byId("open-history").offsetParent) openHistory(true);
  byId("search").focus();
  byId("search").select();
}

export function startShortcuts() {
  toggle.setAttribute("aria-checked", String(isOn()));
  toggle.addEventListener("click", () => {
    localStorage.setItem("shortcuts", isOn() ? "off" : "on");
    toggle.setAttribute("aria-checked", String(isOn()));
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      search();
    } else if (event.key === "/" && isOn() && !isTyping(event.target) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      byId("question").focus();
    } else if (event.key === "Escape" && !document.querySelector(":popover-open")) {
      if (!closeEvidence()) openHistory(false);
    }
  });
}
