/** Starts the workbench. */

import { announce } from "../js/announce.js";
import { byId, h } from "../js/dom.js";
import { config, getJson, postJson } from "../js/request.js";
import { toast } from "../js/toast.js";
import { t } from "../js/words.js";
import { clearAnswer, showPlan, showResult } from "./answer.js";
import { showTrouble, showWords } from "./browser.js";
import { draftOf, keepDraft } from "./drafts.js";
import { openEditor } from "./editor.js";
import { askToSave, startSaved } from "./saved.js";
import { startSide } from "./side.js";

const source = byId("source");
const problem = byId("problem");
const note = byId("note");
let running = null;
let editor = null;

for (const one of document.querySelectorAll("[data-scripted]")) if (!one.classList.contains("wb-panel") && one.id !== "stop") one.hidden = false;
startSide();

const keys = [
  ["Mod-Enter", () => run()],
  ["Mod-Shift-Enter", () => explain()],
  ["Mod-.", () => stop()],
  ["Mod-s", () => askToSave()],
  ["Shift-Alt-f", () => format()],
];
const before = byId("sql").value;
const kept = draftOf(config.source);
if (!before && kept) byId("sql").value = kept;
editor = await openEditor({ keys, onChange: (text) => (keepDraft(Number(source.value), text), forget()) });
if (before && kept.trim() && kept !== before) {
  // What was opened stands in the editor; what was typed before is one click away.
  toast(t("What you had typed is kept."), { action: t("Bring it back"), onAction: () => editor.setText(kept) });
}
if (editor.text) keepDraft(config.source, editor.text);
startSaved(() => ({ source: Number(source.value), sql: editor.text }));
loadWords();

byId("query").addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.id === "explain") explain();
  else run();
});
byId("stop").addEventListener("click", () => stop());
byId("format").addEventListener("click", () => format());
byId("save").addEventListener("click", () => askToSave());
byId("open-help").addEventListener("click", () => byId("help-dialog").showModal());
byId("improve")?.addEventListener("click", () => improve());
source.addEventListener("change", () => changeSource());
document.addEventListener("keydown", onKey);
addEventListener("offline", () => say(t("You are offline. Your text is kept here.")));
addEventListener("online", () => say(""));
addEventListener("pagehide", () => running && stop());

/** Keys outside the editor; in it they are the editor's own. */
function onKey(event) {
  const inside = event.target.closest(".cm-editor, textarea, input, select");
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const mod = event.ctrlKey || event.metaKey;
  if (event.key === "?" && !inside) byId("help-dialog").showModal();
  else if (mod && event.key === "." && running) stop();
  else if (mod && event.key === "s") askToSave();
  else if (mod && event.key === "Enter" && !event.target.closest("form, dialog")) run();
  else return;
  event.preventDefault();
}

const run = (again = false) => work(t("Running…"), config.urls.run, { again }, (answer) => {
  showResult(answer, () => run(true));
  announce(t("The result is there."));
  document.body.dispatchEvent(new Event("history-changed"));
});

const explain = ({ really = false, lead = "" } = {}) => work(t("Reading the plan…"), config.urls.explain, { really }, (plan, from) => {
  showPlan(plan, { offset: from, goTo: (start, end) => editor.goTo(start, end), really: () => explain({ really: true }), lead });
  mark(plan, from);
  announce(t("The plan is there."));
});

/** One thing at a time: what is chosen in the editor is sent, and the answer shown unless it was stopped. */
async function work(saying, url, more, show) {
  if (running) return;
  const { sql, from } = editor.chosen;
  if (!sql.trim()) {
    say(t("Write a query first."));
    editor.focus();
    return;
  }
  begin(saying);
  try {
    const answer = await postJson(url, { source: Number(source.value), sql, run: running, ...more });
    forget();
    show(answer, from);
  } catch (error) {
    refused(error, from);
    if (error.details) document.body.dispatchEvent(new Event("history-changed")); // It came to the server, and is logged.
  } finally {
    end();
  }
}

function begin(saying) {
  running = crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
  problem.hidden = true;
  byId("stop").hidden = false;
  byId("run").disabled = byId("explain").disabled = true;
  byId("answer").setAttribute("aria-busy", "true");
  say(saying);
}

function end() {
  running = null;
  byId("stop").hidden = true;
  byId("run").disabled = byId("explain").disabled = false;
  byId("answer").removeAttribute("aria-busy");
  say(navigator.onLine ? "" : t("You are offline. Your text is kept here."));
}

function stop() {
  if (!running) return;
  say(t("Stopping…"));
  postJson(config.urls.stop, { run: running }, { keepalive: true }).catch((error) => say(error.message));
}

/** What was refused is underlined where it stands, with the sentence. */
function refused(error, from) {
  clearAnswer();
  const place = error.details?.place;
  const goTo = place ? h("button", { class: "link", type: "button", onclick: () => editor.goTo(place[0] + from, place[1] + from) }, t("Show it in the SQL")) : null;
  problem.replaceChildren(...[h("b", {}, error.message), " ", goTo].filter(Boolean));
  problem.hidden = false;
  if (place) editor.mark([{ from: place[0] + from, to: place[1] + from, severity: "error", message: error.message }]);
}

/** The costly part and the hints, at their places. */
function mark(plan, from) {
  const parts = plan.hints.filter((hint) => hint.place).map((hint) => ({ from: hint.place[0] + from, to: hint.place[1] + from, severity: "info", message: hint.text }));
  editor.mark(parts);
}

/** A changed text is no longer the one that was refused. */
function forget() {
  problem.hidden = true;
  queueMicrotask(() => editor?.mark([]));
}

async function format() {
  try {
    const { sql } = await postJson(config.urls.format, { sql: editor.text });
    editor.setText(sql);
    editor.focus();
  } catch (error) {
    say(error.message);
  }
}

/** A conversation about the query; without a model, what the plan says. */
async function improve() {
  if (!editor.text.trim()) return say(t("Write a query first."));
  const { sql } = editor.chosen;
  try {
    const { url } = await postJson(byId("improve").dataset.url, { source: Number(source.value), sql });
    location.assign(url);
  } catch (error) {
    if (error.details?.code === "provider.unavailable") await explain({ lead: error.message });
    else say(error.message);
  }
  return undefined;
}

function changeSource() {
  const draft = draftOf(Number(source.value));
  if (draft) editor.setText(draft);
  clearAnswer();
  loadWords();
}

async function loadWords() {
  const wanted = source.value;
  try {
    const words = await getJson(config.urls.words.replace("SOURCE", wanted));
    if (source.value !== wanted) return;
    showWords(words, () => editor);
    editor.know(words);
  } catch (error) {
    showTrouble(error.message, () => loadWords());
  }
}

const say = (text) => (note.textContent = text);
