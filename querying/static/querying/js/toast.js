/** A short notice at the bottom, with at most one thing to do about it. */

import { byId, h } from "./dom.js";

export function toast(text, { action = "", onAction = null } = {}) {
  const notice = h("div", { class: "toast" }, h("span", {}, text));
  const close = () => notice.remove();
  if (action) {
    const act = () => {
      close();
      onAction();
    };
    notice.append(h("button", { type: "button", onclick: act }, action));
  }
  byId("toasts").replaceChildren(notice);
  setTimeout(close, action ? 10_000 : 5_000);
}
