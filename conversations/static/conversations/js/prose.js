/** A small, safe Markdown: paragraphs, lists, headings, quotes, code, **bold**, *italic*. No HTML, links or images:
 *  a model's text may hold what somebody planted in a database row, and a link or an image could carry data away. */

import { h } from "../../querying/js/dom.js";

const INLINE = /(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)|\*\*(?=\S)([\s\S]*?\S)\*\*|(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])/g;

/** Draws `text` into `element`, touching only the blocks that changed since the last call: no flicker while it streams. */
export function drawProse(element, text) {
  const known = element.blocks ?? [];
  const blocks = blocksOf(text);
  blocks.forEach((block, index) => {
    if (known[index] === block) return;
    const node = blockNode(block);
    if (element.children[index]) element.children[index].replaceWith(node);
    else element.append(node);
  });
  while (element.children.length > blocks.length) element.lastElementChild.remove();
  element.blocks = blocks;
}

/** Blocks as text: split at blank lines, but a fence stays whole. */
function blocksOf(text) {
  const blocks = [];
  let open = [];
  let fence = false;
  const close = () => {
    if (open.length) blocks.push(open.join("\n"));
    open = [];
  };
  for (const line of text.split("\n")) {
    const isFence = line.startsWith("```");
    if (isFence && !fence) close();
    if (!fence && !isFence && startsBlock(line, open)) close();
    if (fence || line.trim() || isFence) open.push(line);
    if (isFence && fence) close();
    if (isFence) fence = !fence;
  }
  close();
  return blocks;
}

const kindOf = (line) => {
  if (/^\s*([-*•]|\d+[.)])\s+/.test(line)) return "list";
  if (/^#{1,6}\s/.test(line)) return "heading";
  return line.startsWith(">") ? "quote" : "text";
};

function startsBlock(line, open) {
  if (!line.trim() || !open.length) return !line.trim();
  const before = kindOf(open[0]);
  const now = kindOf(line);
  if (before === "list" && now === "text") return !/^\s/.test(line);
  return before !== now || now === "heading";
}

function blockNode(block) {
  if (block.startsWith("```")) return h("pre", { tabindex: "0" }, h("code", {}, block.replace(/^```.*\n?/, "").replace(/\n?```$/, "")));
  const kind = kindOf(block.split("\n", 1)[0]);
  if (kind === "list") return listNode(block);
  if (kind === "heading") return h("h2", {}, inline(block.replace(/^#+\s*/, "")));
  if (kind === "quote") return h("blockquote", {}, inline(block.replace(/^>\s?/gm, "")));
  return h("p", {}, inline(block));
}

function listNode(block) {
  const items = [];
  for (const line of block.split("\n")) {
    const item = /^\s*(?:[-*•]|\d+[.)])\s+(.*)$/.exec(line);
    if (item) items.push(item[1]);
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  return h(/^\s*\d/.test(block) ? "ol" : "ul", {}, items.map((item) => h("li", {}, inline(item))));
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(end, match.index));
    if (match[2] !== undefined) nodes.push(h("code", {}, match[2]));
    else if (match[3] !== undefined) nodes.push(h("strong", {}, inline(match[3])));
    else nodes.push(h("em", {}, inline(match[4])));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

/** The text without its marks, for the clipboard and for readers. */
export const plainText = (text) => text.replace(INLINE, (whole, fence, code, bold, italic) => code ?? bold ?? italic);
