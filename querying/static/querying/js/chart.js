/** A Vega-Lite chart in the page's colours and language, as wide as the room it has. */

import { h } from "./dom.js";
import { language, t } from "./words.js";

const FRENCH_NUMBERS = { decimal: ",", thousands: "\u202f", grouping: [3], currency: ["", "\u00a0€"], percent: "\u202f%" };
const FRENCH_TIMES = {
  dateTime: "%A %e %B %Y à %X", date: "%d/%m/%Y", time: "%H:%M:%S", periods: ["AM", "PM"],
  days: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
  shortDays: ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
  months: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
  shortMonths: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
};

const drawn = new Set();
let vega = null;

/** Loads the three builds once, when the first chart is wanted: they are most of the page's weight. */
function loadVega(urls) {
  vega ??= urls.reduce((before, url) => before.then(() => loadScript(url)), Promise.resolve()).then(() => window.vegaEmbed);
  return vega;
}

function loadScript(url) {
  return new Promise((resolve, reject) => {
    document.head.append(h("script", { src: url, onload: resolve, onerror: () => reject(new Error(url)) }));
  });
}

/** The chart's element; it draws itself once it is in the page, and again when the theme changes. */
export function chartView(chart, vendorUrls) {
  const wait = h("div", { class: "chart-wait" }, t("Drawing the chart…"));
  const mount = h("div");
  const element = h("div", { class: "chart" }, mount, wait);
  const view = { spec: chart.spec, mount, vendorUrls, result: null, width: 0 };
  view.fail = () => wait.replaceChildren(t("The chart could not be drawn; the table holds the same numbers."));
  view.done = () => wait.remove();
  drawn.add(view);
  new ResizeObserver(() => resize(view)).observe(mount);
  return element;
}

async function resize(view) {
  const width = Math.floor(view.mount.clientWidth);
  if (!view.mount.isConnected || width === 0 || width === view.width) return;
  view.width = width;
  await draw(view);
}

/** One drawing at a time; what changes meanwhile is drawn once more at the end. */
async function draw(view) {
  view.again = Boolean(view.drawing);
  if (view.drawing) return;
  view.drawing = true;
  await drawOnce(view);
  view.drawing = false;
  if (view.again) await draw(view);
}

async function drawOnce(view) {
  try {
    const embed = await loadVega(view.vendorUrls);
    // Holding the height keeps the page still while the old drawing goes and the new one comes.
    view.mount.style.minHeight = `${view.mount.offsetHeight}px`;
    view.result?.finalize();
    view.result = await embed(view.mount, specFor(view), options());
    describe(view);
    view.done();
  } catch (problem) {
    console.error(problem);
    view.fail();
  } finally {
    view.mount.style.minHeight = "";
  }
}

/** The server's spec with this page's width and colours. Data stand in the spec; nothing is fetched. */
function specFor(view) {
  const autosize = { type: typeof view.spec.height === "number" ? "fit" : "fit-x", contains: "padding" };
  const { title, ...spec } = view.spec; // The card says it already.
  const { encoding } = spec;
  // Names speak for themselves; a title stays where it says that not all are shown.
  const named = encoding?.y?.type === "nominal" && !/\d/.test(encoding.y.title ?? "");
  if (named) spec.encoding = { ...encoding, y: { ...encoding.y, title: null } };
  const config = merge(spec.config ?? {}, themeConfig(view.width, stepsOf(spec)));
  return { ...spec, width: view.width, autosize, background: "transparent", config };
}

/** How many places the horizontal axis has: more ticks than that would say a month twice. */
const stepsOf = (spec) => new Set((spec.data?.values ?? []).map((value) => value[spec.encoding?.x?.field])).size;

function options() {
  const french = language.startsWith("fr");
  return {
    mode: "vega-lite",
    renderer: "svg",
    ast: true, // No eval: the content security policy forbids it.
    logLevel: 1, // Errors: what Vega-Lite adapts in a spec is no warning to a reader.
    actions: false,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true, theme: "custom" },
    formatLocale: french ? FRENCH_NUMBERS : undefined,
    timeFormatLocale: french ? FRENCH_TIMES : undefined,
    loader: { load: () => Promise.reject(new Error("Charts load nothing.")) },
  };
}

function describe(view) {
  const title = typeof view.spec.title === "string" ? view.spec.title : view.spec.title?.text;
  const label = view.spec.description || title || t("Chart of the result");
  view.mount.setAttribute("role", "img");
  view.mount.setAttribute("aria-label", label);
  view.mount.firstElementChild?.setAttribute("aria-hidden", "true");
}

function themeConfig(width, steps) {
  const colour = colours();
  const [ink, ink3, line] = ["--ink-2", "--ink-3", "--line"].map(colour);
  const range = [1, 2, 3, 4, 5, 6, 7, 8].map((place) => colour(`--c${place}`));
  const font = getComputedStyle(document.body).fontFamily;
  return {
    font,
    view: { stroke: null },
    mark: { color: range[0] },
    bar: { cornerRadiusEnd: 4 },
    line: { strokeWidth: 2.2, color: range[0] },
    point: { filled: true, size: 40 },
    arc: { innerRadius: 48, stroke: colour("--raised") },
    range: { category: range },
    text: { color: ink, fontSize: 12 },
    title: { color: ink, fontSize: 13, anchor: "start" },
    axis: {
      labelColor: ink3, titleColor: ink3, gridColor: line, domainColor: line, tickColor: line,
      labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500, labelPadding: 6, labelLimit: width < 480 ? 96 : 180, labelOverlap: "greedy", labelSeparation: 8,
    },
    axisQuantitative: { domain: false, ticks: false, tickCount: 5 },
    axisTemporal: { grid: false, tickCount: Math.max(2, Math.min(steps, Math.floor(width / 90))) },
    axisDiscrete: { grid: false, ticks: false, title: null },
    legend: { labelColor: ink, titleColor: ink3, labelFontSize: 12, titleFontSize: 12, orient: width < 560 ? "bottom" : "right", columns: width < 560 ? 2 : 1 },
  };
}

/** Resolves a custom property: `light-dark()` is only decided when a colour is computed. */
function colours() {
  const probe = h("span", { hidden: true });
  document.body.append(probe);
  queueMicrotask(() => probe.remove());
  return (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
}

function merge(base, over) {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const both = value && base[key] && typeof value === "object" && typeof base[key] === "object" && !Array.isArray(value);
    merged[key] = both ? merge(base[key], value) : value;
  }
  return merged;
}

/** Draws every chart that is still in the page again, in the theme of now. */
export function redrawCharts() {
  for (const view of drawn) {
    if (!view.mount.isConnected) {
      view.result?.finalize();
      drawn.delete(view);
    } else if (view.result) draw(view);
  }
}
