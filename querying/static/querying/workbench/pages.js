/** The rows beyond those that came with the run: asked for by pages, sorted and filtered by the server. */

import { h } from "../js/dom.js";
import { config, getJson } from "../js/request.js";
import { tableView } from "../js/table.js";
import { formatNumber } from "../js/format.js";
import { t } from "../js/words.js";

/** A bar to sort and filter all rows, and the pages of what it finds. */
export function pagedRows(run) {
  const column = (label) => h("select", { "aria-label": label, class: "input" }, h("option", { value: "" }, "–"), run.columns.map(({ name, label: said }) => h("option", { value: name }, said || name)));
  const [sort, filter] = [column(t("Sort all rows by")), column(t("Column to search"))];
  const down = h("input", { type: "checkbox" });
  const text = h("input", { class: "input", type: "search", "aria-label": t("Text to search for"), autocomplete: "off" });
  const out = h("div");
  const note = h("span", { role: "status" });
  const more = h("button", { class: "button", type: "button", hidden: true }, t("Next rows"));
  let cursor = "";
  const load = async (from) => {
    const query = new URLSearchParams();
    if (sort.value) query.set("sort", (down.checked ? "-" : "") + sort.value);
    if (filter.value && text.value) query.set("filter", `${filter.value}:${text.value}`);
    if (from) query.set("cursor", from);
    note.textContent = t("Working…");
    try {
      const page = await getJson(`${config.urls.rows.replace("QUERY", run.query)}?${query}`);
      cursor = page.next;
      more.hidden = !cursor;
      note.textContent = t("{count} rows fit", { count: formatNumber(page.row_count) });
      out.replaceChildren(h("div", { class: "card" }, tableView({ ...page, truncated: false, row_count: page.rows.length }, config.time_zone)));
    } catch (problem) {
      note.textContent = problem.message;
    }
  };
  more.addEventListener("click", () => load(cursor));
  const form = h("form", { class: "wb-pages" }, h("span", {}, t("All rows:")), h("label", {}, t("sort by"), sort), h("label", {}, down, t("downwards")), h("label", {}, t("where"), filter), h("label", {}, t("holds"), text), h("button", { class: "button", type: "submit" }, t("Show")), more, note);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    load("");
  });
  return h("section", { "aria-label": t("All rows") }, form, out);
}
