/** The rows of a result as their reader wants them: in an order, those that hold a text. What the page has whole is
 *  arranged here; of a longer result the server arranges all rows and gives them by the thousand. */

import { sortRows } from "./format.js";
import { getJson } from "./request.js";

const ACCENTS = /[\u0300-\u036f]/g;
export const folded = (text) => text.normalize("NFKD").replace(ACCENTS, "").toLowerCase();

export class Rows {
  /** `table` as the wire has it; `textsOf(row)`: what its reader sees of a row; `url`: where the server arranges all of its rows. */
  constructor(table, textsOf, url) {
    this.table = table;
    this.textsOf = textsOf;
    this.url = url && table.row_count > table.rows.length ? url : null;
    this.searched = new WeakMap();
    this.asked = 0;
    this.sort = null; // {index, direction}
    this.text = "";
    this.page = 0;
    this.here = table.rows; // those at hand, of `count` that fit
    this.count = table.row_count;
    this.next = null; // the server's cursor for more than are at hand
    if (!this.url) this.count = table.rows.length;
  }

  get isArranged() {
    return Boolean(this.sort || this.text);
  }

  /** Takes a change of `sort` or `text`. At once, but for a longer result; throws what getJson does. False: another change came first. */
  async arrange(change) {
    Object.assign(this, change, { page: 0 });
    if (this.url && this.isArranged) return this.fetch();
    this.asked += 1;
    const { rows, columns, row_count: all } = this.table;
    const wanted = folded(this.text.trim());
    const found = wanted ? rows.filter((row) => this.searchedText(row).includes(wanted)) : rows;
    this.here = this.sort ? sortRows(found, columns[this.sort.index], this.sort.index, this.sort.direction === "descending") : found;
    this.count = this.url ? all : found.length;
    this.next = null;
    return true;
  }

  /** Goes to a page of `size` rows, and gets the rows that it lacks. Throws what getJson does. */
  async turn(page, size) {
    const wanted = Math.min((page + 1) * size, this.count);
    while (this.here.length < wanted) {
      // What came with the answer has no cursor: the server's first rows are the same.
      if (!(await this.fetch(this.next)) || (!this.next && this.here.length < wanted)) return;
    }
    this.page = page;
  }

  async fetch(cursor = null) {
    this.asked += 1;
    const mine = this.asked;
    const query = new URLSearchParams();
    if (this.sort) query.set("sort", `${this.sort.direction === "descending" ? "-" : ""}${this.nameOf(this.sort.index)}`);
    if (this.text.trim()) query.set("search", this.text.trim());
    if (cursor) query.set("cursor", cursor);
    const page = await getJson(`${this.url}?${query}`);
    if (mine !== this.asked) return false;
    this.here = cursor ? [...this.here, ...page.rows] : page.rows;
    this.count = page.row_count;
    this.next = page.next;
    return true;
  }

  /** What the server calls a column: of two with one name, the place. */
  nameOf(index) {
    const names = this.table.columns.map((column) => column.name);
    return names.indexOf(names[index]) === names.lastIndexOf(names[index]) && !/^-/.test(names[index]) ? names[index] : `#${index + 1}`;
  }

  /** All that may be searched for in a row: as it is written on the page, and as it travels. */
  searchedText(row) {
    if (!this.searched.has(row)) {
      const plain = row.map((value) => (value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value)));
      this.searched.set(row, folded([...this.textsOf(row), ...plain].join("\n")));
    }
    return this.searched.get(row);
  }
}
