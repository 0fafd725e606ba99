/** Values of a result as a person writes them in their language, and the order they sort in. */

import { locale, t } from "./words.js";

const NUMERIC = new Set(["integer", "number"]);
const TEMPORAL = new Set(["date", "timestamp", "timestamptz"]);
const PLAIN_NUMBER = /(^|[_\s])(id|year|année|annee|code|zip|postcode|siren|siret)$/i;
const MONEY = /\b[A-Z]{3}\b|[€$£]/;
const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });

export const isNumeric = (column) => NUMERIC.has(column.type);
export const isTemporal = (column) => TEMPORAL.has(column.type);

/** A function from a column's value to its text. It looks at all values once: months are written as months. */
export function formatterFor(column, values, timeZone) {
  if (isNumeric(column)) return numberFormatter(column, values);
  if (isTemporal(column)) return timeFormatter(column, values, timeZone);
  if (column.type === "boolean") return (value) => (value ? t("yes") : t("no"));
  if (column.type === "interval") return durationText;
  if (column.type === "json" || column.type === "array") return (value) => (typeof value === "string" ? value : JSON.stringify(value));
  return String;
}

/** Decimals are the same down the column, so that they stand under each other: none, or as many as are used, to two. */
function numberFormatter(column, values) {
  const useGrouping = !(PLAIN_NUMBER.test(column.name) || PLAIN_NUMBER.test(column.label));
  const used = Math.max(0, ...values.map(decimalsOf));
  const decimals = used && MONEY.test(column.label) ? 2 : used;
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping });
  const small = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  return (value) => {
    const number = Number(value);
    if (Number.isNaN(number)) return String(value);
    if (number !== 0 && Math.abs(number) < 0.01) return small.format(number);
    // A string holds more digits than a double: it is formatted as it stands.
    return format.format(value);
  };
}

const decimalsOf = (value) => Math.min(2, (/\.(\d*?)0*$/.exec(String(value ?? ""))?.[1] ?? "").length);

function timeFormatter(column, values, timeZone) {
  const texts = values.filter((value) => value !== null).map(String);
  const grain = grainOf(column, texts);
  if (grain) return (value) => GRAINS[grain](parseTime(value));
  const dayOnly = column.type === "date" || (texts.length > 0 && column.type === "timestamp" && texts.every((text) => /T00:00:00$/.test(text)));
  const zone = column.type === "timestamptz" ? timeZone : "UTC";
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: dayOnly ? undefined : "short", timeZone: dayOnly ? "UTC" : zone });
  return (value) => {
    const moment = parseTime(value);
    return Number.isNaN(moment.getTime()) ? String(value) : format.format(moment);
  };
}

const GRAINS = {
  year: (moment) => String(moment.getUTCFullYear()),
  quarter: (moment) => t("Q{quarter} {year}", { quarter: Math.floor(moment.getUTCMonth() / 3) + 1, year: moment.getUTCFullYear() }),
  month: (moment) => new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" }).format(moment),
};

/** Year, quarter or month where the column's name says so and every value is the first day of one. */
function grainOf(column, texts) {
  const name = `${column.name} ${column.label}`.toLowerCase();
  const firstDays = texts.length > 0 && texts.every((text) => /^-?\d{4,}-\d\d-01(T00:00:00(\.0+)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text));
  if (!firstDays) return null;
  if (/\b(year|année|an)\b/.test(name)) return "year";
  if (/quarter|trimestre/.test(name)) return "quarter";
  return /month|mois/.test(name) ? "month" : null;
}

/** ISO text without a zone is read as UTC, so that no day moves. */
export function parseTime(value) {
  const text = String(value);
  const naive = /T\d\d:\d\d/.test(text) && !/(Z|[+-]\d\d:?\d\d)$/.test(text);
  return new Date(naive ? `${text}Z` : text);
}

/* ISO 8601, each part with a sign of its own where they differ: a month is no number of days. */
const DURATION = /^(-?)P(?:(-?\d+)Y)?(?:(-?\d+)M)?(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?)?$/;
const UNITS = [["year", 360 * 86400], ["month", 30 * 86400], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** The parts of a duration in the order of UNITS; null for what is none, such as an infinity. */
function partsOf(text) {
  const [found, sign, ...parts] = DURATION.exec(text) ?? [];
  return found === undefined ? null : { sign: sign ? -1 : 1, parts: parts.map((part) => Number(part ?? 0)) };
}

/** For sorting alone; as the database does, with months of 30 days. */
function secondsOf(text) {
  const found = partsOf(text);
  return found ? found.sign * found.parts.reduce((sum, part, index) => sum + part * UNITS[index][1], 0) : infinityOf(text);
}

const infinityOf = (text) => (/^-?infinity$/.test(text) ? (text.startsWith("-") ? -Infinity : Infinity) : NaN);

function durationText(value) {
  const found = partsOf(value);
  if (!found) return String(value);
  const told = found.parts.map((part, index) => (part ? unitText(part, UNITS[index][0]) : "")).filter(Boolean);
  return (found.sign < 0 ? "−" : "") + (told.join(" ") || unitText(0, "second"));
}

/* A short month reads like a minute in French. */
const unitText = (amount, unit) =>
  new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: unit === "month" ? "long" : "short", maximumFractionDigits: 6 }).format(amount);

/** A moment as a number, for sorting: infinities, and years before Christ as PostgreSQL writes them. */
function momentOf(text) {
  const moment = parseTime(text).getTime();
  if (!Number.isNaN(moment)) return moment;
  const before = /^(\d+)-.* BC$/.exec(text);
  return before ? -62135596800000 - Number(before[1]) * 31556952000 : infinityOf(text);
}

/* Not by subtraction: of two infinities that is no number. */
const ordered = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Of numbers with more digits than a double has, which come as text. */
function orderedExactly(a, b) {
  const parts = [a, b].map((text) => /^(-?\d+)(?:\.(\d+))?$/.exec(text));
  if (!parts.every(Boolean)) return 0;
  const decimals = Math.max(...parts.map(([, , after = ""]) => after.length));
  return ordered(...parts.map(([, before, after = ""]) => BigInt(before + after.padEnd(decimals, "0"))));
}

/** Orders two values of a column; nulls and what is not a number are told apart by `sortRows`. */
export function comparerFor(column) {
  if (isNumeric(column)) return (a, b) => ordered(Number(a), Number(b)) || (typeof a === "string" || typeof b === "string" ? orderedExactly(String(a), String(b)) : 0);
  if (isTemporal(column)) return (a, b) => ordered(momentOf(a), momentOf(b));
  if (column.type === "interval") return (a, b) => ordered(secondsOf(a), secondsOf(b));
  if (column.type === "boolean") return (a, b) => Number(a) - Number(b);
  const text = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));
  return (a, b) => collator.compare(text(a), text(b));
}

/** Rows in the order of one column, nulls last whichever way. The given rows are left as they are. */
export function sortRows(rows, column, index, descending) {
  const compare = comparerFor(column);
  const empty = (value) => value === null || value === "NaN";
  return [...rows].sort((left, right) => {
    const [a, b] = [left[index], right[index]];
    if (empty(a) || empty(b)) return empty(a) - empty(b);
    return descending ? compare(b, a) : compare(a, b);
  });
}

export const formatNumber = (value, options) => new Intl.NumberFormat(locale, options).format(value);

/** Milliseconds as a person says them: 84 ms, 2.3 s. */
export function formatLatency(milliseconds) {
  if (milliseconds < 1000) return `${formatNumber(Math.round(milliseconds))} ms`;
  return `${formatNumber(milliseconds / 1000, { maximumFractionDigits: 1 })} s`;
}

export const formatClock = (iso, timeZone) =>
  new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone }).format(new Date(iso));

export const formatMoment = (iso, timeZone) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(parseTime(iso));

const AGES = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** How long ago something was, in its largest unit: 12 minutes ago. */
export function formatAge(seconds) {
  const [unit, size] = AGES.find(([, least]) => seconds >= least) ?? AGES.at(-1);
  return new Intl.RelativeTimeFormat(locale).format(-Math.round(seconds / size), unit);
}
