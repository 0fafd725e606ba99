/** The page's words in the person's language: the English sentence is the key (querying/words.py, and its like in the app of the page). */

import { readJson } from "./dom.js";

const catalogue = readJson("page-words");
export const language = document.documentElement.lang || "en";
/** How this browser writes numbers and dates in that language: British or American, French or Swiss. */
export const locale = navigator.languages.find((one) => one.split("-")[0] === language) ?? language;
const plural = new Intl.PluralRules(language);

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

export const t = (message, values = {}) => fill(catalogue[message] ?? message, values);

/** One of two sentences by a count; `{count}` in it is the number as the language writes it. */
export function tn(one, other, count, values = {}) {
  const message = plural.select(count) === "one" ? one : other;
  return t(message, { count: new Intl.NumberFormat(locale).format(count), ...values });
}
