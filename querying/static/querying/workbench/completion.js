/** What the editor offers: the tables, columns, metrics and functions of the source, and the dialect's keywords. */

import { t } from "../js/words.js";

const DIALECTS = { postgresql: "PostgreSQL", duckdb: "PostgreSQL", mysql: "MySQL", mariadb: "MariaSQL", sqlite: "SQLite" };
const PLAIN = /^[a-z_][a-z0-9_]*$/;
// What a SELECT is made of. The dialects know hundreds of words more, of which none may run here.
const KEYWORDS = (
  "ALL AND ANY AS ASC BETWEEN BY CASE CAST CROSS CURRENT_DATE CURRENT_TIMESTAMP DESC DISTINCT ELSE END EXCEPT EXISTS FALSE FILTER FIRST FROM " +
  "FULL GROUP HAVING ILIKE IN INNER INTERSECT INTERVAL IS JOIN LAST LATERAL LEFT LIKE LIMIT NOT NULL NULLS OFFSET ON OR ORDER OVER PARTITION " +
  "RANGE RECURSIVE RIGHT ROWS SELECT THEN TRUE UNION USING VALUES WHEN WHERE WINDOW WITH WITHIN"
).split(" ").map((label) => ({ label, type: "keyword", boost: -1 }));
const BACKTICKS = new Set(["mysql", "mariadb"]);

/** A name as SQL writes it: in quotes where it needs them. */
export function quoted(name, engine) {
  if (PLAIN.test(name)) return name;
  return BACKTICKS.has(engine) ? `\`${name.replaceAll("`", "``")}\`` : `"${name.replaceAll('"', '""')}"`;
}

/** The table as a query names it. */
export const tableName = (table, engine) => (table.schema ? `${quoted(table.schema, engine)}.` : "") + quoted(table.name, engine);

/** CodeMirror's language for a source: its dialect, and completion of what is known of it. */
export function sourceFor(cm, words) {
  const dialect = cm[DIALECTS[words.engine]] ?? cm.StandardSQL;
  const tables = cm.schemaCompletionSource({ dialect, schema: schemaOf(words) });
  const more = [...words.metrics.map(metricOption), ...words.functions.map(functionOption), ...columnsOf(words), ...KEYWORDS];
  const sources = [tables, (context) => moreOptions(context, more)];
  return [dialect.extension, ...sources.map((autocomplete) => dialect.language.data.of({ autocomplete }))];
}

/** Tables with their columns, for what stands after FROM and after a dot. */
function schemaOf(words) {
  const tree = {};
  for (const table of words.tables) {
    const self = { label: table.name, apply: quoted(table.name, words.engine), type: "class", detail: table.label };
    const children = table.columns.map((column) => columnOption(column, words.engine));
    if (table.schema) (tree[table.schema] ??= {})[table.name] = { self, children };
    else tree[table.name] = { self, children };
  }
  return tree;
}

const columnOption = (column, engine) => ({
  label: column.name,
  apply: quoted(column.name, engine),
  type: "property",
  detail: column.type,
  info: [column.label, column.masked && t("Masked for your role")].filter(Boolean).join(" · ") || undefined,
});

const metricOption = ({ name, label, expression, query, description }) => ({
  label: name,
  apply: expression || query,
  type: "variable",
  detail: t("metric"),
  info: [label, description, expression || query].filter(Boolean).join("\n"),
  boost: 1,
});

const functionOption = (name) => ({ label: name, apply: `${name}(`, type: "function", boost: -20 });

/** Columns without their table, for those who have not written FROM yet; each name once. */
function columnsOf(words) {
  const found = new Map();
  for (const table of words.tables) {
    for (const column of table.columns) {
      const known = found.get(column.name);
      if (known) known.detail = t("several tables");
      else found.set(column.name, { ...columnOption(column, words.engine), detail: `${table.name} · ${column.type}`, boost: -5 });
      if (found.size > 3000) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** After a dot only the table's own columns are meant, which the language offers. */
function moreOptions(context, options) {
  const word = context.matchBefore(/[\p{L}_][\p{L}\p{N}_]*/u);
  if (!word && !context.explicit) return null;
  const from = word ? word.from : context.pos;
  if (context.state.sliceDoc(from - 1, from) === ".") return null;
  // A word that is whole needs nothing more: what offers it would only lie over the page.
  const typed = word?.text.toLowerCase();
  return { from, options: options.filter(({ label }) => label.toLowerCase() !== typed) };
}
