/** The tabs beside the editor. */

import { byId } from "../js/dom.js";

const tabs = [...byId("side-tabs").children];
const panelOf = (tab) => byId(tab.getAttribute("aria-controls"));

function select(tab, focus) {
  for (const one of tabs) {
    one.setAttribute("aria-selected", String(one === tab));
    one.tabIndex = one === tab ? 0 : -1;
    panelOf(one).hidden = one !== tab;
  }
  if (focus) tab.focus();
}

export function startSide() {
  byId("side-tabs").hidden = false;
  for (const tab of tabs) tab.addEventListener("click", () => select(tab, false));
  byId("side-tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    select(tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length], true);
  });
  select(tabs[0], false);
}
