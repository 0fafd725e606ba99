/** SQL with its words coloured, and a button that copies it. */

import { h } from "./dom.js";
import { copyButton } from "./copy.js";
import { t } from "./words.js";

const KEYWORDS = new Set(
  ("select from where and or not in is null like ilike between exists as on using join inner left right full outer cross lateral " +
    "group by order having limit offset fetch first next rows only union all except intersect distinct with recursive case when then else " +
    "end asc desc nulls last filter over partition window range preceding following current row unbounded values true false cast at time " +
    "zone interval date timestamp extract any some array within similar to")
    .split(" "),
);
const TOKENS =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\3\$)|(?<quoted>"(?:[^"]|"")*")|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)(?<call>\s*\()?/gu;

/** A <pre> of highlighted SQL. */
export function highlighted(sql) {
  const nodes = [];
  let end = 0;
  for (const match of sql.matchAll(TOKENS)) {
    nodes.push(sql.slice(end, match.index));
    nodes.push(...tokenNodes(match));
    end = match.index + match[0].length;
  }
  nodes.push(sql.slice(end));
  return h("pre", { tabindex: "0", role: "group", "aria-label": "SQL" }, h("code", {}, nodes));
}

function tokenNodes({ 0: whole, groups }) {
  const span = (kind, text) => h("span", { class: `sql-${kind}` }, text);
  if (groups.comment) return [span("comment", whole)];
  if (groups.string) return [span("string", whole)];
  if (groups.number) return [span("number", whole)];
  if (!groups.word) return [whole];
  if (KEYWORDS.has(groups.word.toLowerCase())) return [span("keyword", groups.word), groups.call ?? ""];
  return groups.call ? [span("function", groups.word), groups.call] : [whole];
}

/** Highlighted SQL with its copy button. */
export function sqlBlock(sql) {
  return h("div", { class: "sql" }, highlighted(sql), copyButton(() => sql, { class: "copy", label: t("Copy"), done: t("Copied"), name: t("Copy the SQL") }));
}
