/** Building the page without ever parsing HTML: what a model, a person or a database says stays text. */

const SVG = "http://www.w3.org/2000/svg";

/** An element: `h("button", {class: "chip", onclick: pick, "aria-label": "…"}, "text", child)`. Null children are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An icon of the sprite in _icons.html; decoration, so hidden from readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Puts other content into an element. Whatever has the focus in it, and is there again, has it then too. */
export function replaceKeeping(element, ...content) {
  const held = element.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.dataset.keep;
  const at = key && held.selectionStart;
  element.replaceChildren(...content);
  if (!key) return;
  const again = element.querySelector(`[data-keep="${key}"]`);
  again?.focus({ preventScroll: true });
  if (Number.isInteger(at)) again?.setSelectionRange?.(at, at);
}

export const byId = (id) => document.getElementById(id);

export const readJson = (id) => JSON.parse(byId(id).textContent);
