/** The menu of files that a result can become: its rows, and its chart as a picture. */

import { h, icon } from "./dom.js";
import { t } from "./words.js";

const ROWS = [["csv", "CSV"], ["xlsx", "Excel (XLSX)"], ["json", "JSON"], ["jsonl", "JSON Lines"]];
const PICTURES = [["png", "PNG"], ["svg", "SVG"], ["pdf", "PDF"]];
let made = 0;

/** The button and its menu, or null where there is nothing to take. `urls`: {rows, picture?}, with FORMAT in them. */
export function downloadMenu(urls, { rows, picture: drawn }) {
  const picture = drawn && urls.picture;
  if (!rows && !picture) return null;
  const id = `downloads-${(made += 1)}`;
  const button = h("button", { class: "download", type: "button", popovertarget: id, "aria-haspopup": "menu", "aria-label": t("Download"), title: t("Download") }, icon("download"));
  const menu = h("div", { class: "menu", id, role: "menu", popover: true, "aria-label": t("Download"), onkeydown: (event) => byArrow(event, menu), onclick: () => menu.hidePopover(), ontoggle: (event) => place(event, button, menu) });
  if (rows) menu.append(h("p", { class: "menu-head", role: "presentation" }, t("All rows")), ...links(ROWS, urls.rows));
  if (picture) menu.append(h("p", { class: "menu-head", role: "presentation" }, t("The chart")), ...links(PICTURES, urls.picture));
  return h("div", { class: "downloads" }, button, menu);
}

/** Takes a file: the page stays where it is, unless there is a reason for no file, which is then told as a page. */
export const openFile = (url) => location.assign(url);

const links = (kinds, url) => kinds.map(([extension, name]) => link(url.replace("FORMAT", extension), name));

const link = (url, name) => h("a", { href: url, role: "menuitem" }, name);

function place(event, button, menu) {
  if (event.newState !== "open") return;
  const at = button.getBoundingClientRect();
  const below = at.bottom + menu.offsetHeight + 8 < innerHeight;
  menu.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - menu.offsetHeight - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
  menu.querySelector("a").focus();
}

function byArrow(event, menu) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("a")];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}
