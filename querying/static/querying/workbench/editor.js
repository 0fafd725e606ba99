/** The SQL editor: CodeMirror where its build can be loaded, else the page's own text box. Both answer the same calls. */

import { byId } from "../js/dom.js";
import { config } from "../js/request.js";
import { t } from "../js/words.js";
import { sourceFor } from "./completion.js";
import { lookOf } from "./look.js";

const area = byId("sql");

/** The editor over the page's text box. `keys` as for CodeMirror; `onChange` is told of every change. */
export async function openEditor({ keys, onChange }) {
  try {
    const cm = await import(config.editor);
    return new Editor(cm, keys, onChange);
  } catch (problem) {
    console.warn(problem);
    return new PlainEditor(keys, onChange);
  }
}

class Editor {
  constructor(cm, keys, onChange) {
    this.cm = cm;
    this.dialect = new cm.Compartment();
    const quiet = new Set(["Tab"]);
    area.hidden = true;
    this.view = new cm.EditorView({
      doc: area.value,
      parent: byId("editor"),
      extensions: [
        cm.EditorView.cspNonce.of(config.nonce),
        cm.EditorState.phrases.of(phrases()),
        cm.Prec.highest(cm.keymap.of(keys.map(([key, run]) => ({ key, run: (view) => (cm.closeCompletion(view), run(), true), preventDefault: true })))),
        cm.lineNumbers(), cm.highlightActiveLineGutter(), cm.highlightSpecialChars(), cm.history(), cm.drawSelection(),
        cm.indentOnInput(), cm.bracketMatching(), cm.closeBrackets(), cm.highlightActiveLine(), cm.highlightSelectionMatches(),
        cm.autocompletion({ maxRenderedOptions: 60, icons: false }), cm.lintGutter(), cm.search({ top: true }),
        cm.keymap.of([
          ...cm.closeBracketsKeymap,
          ...cm.completionKeymap,
          // Tab takes what is offered, and else goes on: nobody is caught in the editor.
          { key: "Tab", run: cm.acceptCompletion },
          { key: "F8", run: cm.nextDiagnostic },
          { key: "Shift-F8", run: cm.previousDiagnostic },
          ...cm.searchKeymap, ...cm.historyKeymap, ...cm.defaultKeymap.filter(({ key }) => !quiet.has(key)),
        ]),
        this.dialect.of(cm.sql()),
        ...lookOf(cm),
        cm.EditorView.lineWrapping,
        cm.EditorView.contentAttributes.of({ "aria-label": t("SQL editor"), "aria-describedby": "problem" }),
        cm.EditorView.domEventHandlers({ beforeinput: (event, view) => replaceSelected(cm, event, view) }),
        cm.EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = this.text;
          onChange(this.text);
        }),
      ],
    });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** What is selected, with where it begins; all of the text where nothing is. */
  get chosen() {
    const { from, to } = this.view.state.selection.main;
    const part = this.view.state.sliceDoc(from, to);
    return part.trim() ? { sql: part, from } : { sql: this.text, from: 0 };
  }

  setText(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, selection: { anchor: 0 } });
  }

  /** Puts text at the cursor, apart from the word before it. */
  insert(text) {
    const { from, to } = this.view.state.selection.main;
    const before = this.view.state.sliceDoc(Math.max(0, from - 1), from);
    const insert = (/[\w")]/.test(before) ? " " : "") + text;
    this.view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true });
    this.focus();
  }

  focus() {
    this.view.focus();
  }

  /** Underlines parts: [{from, to, message, severity}]. */
  mark(parts) {
    const most = this.view.state.doc.length;
    const diagnostics = parts.map(({ from, to, ...rest }) => ({ from: Math.min(from, most), to: Math.min(Math.max(to, from), most), ...rest }));
    this.view.dispatch(this.cm.setDiagnostics(this.view.state, diagnostics));
  }

  /** Moves the cursor to a part and shows it. */
  goTo(from, to) {
    const most = this.view.state.doc.length;
    this.view.dispatch({ selection: { anchor: Math.min(from, most), head: Math.min(to, most) }, scrollIntoView: true });
    this.focus();
  }

  /** What is completed from now on: the words of a source. */
  know(words) {
    this.view.dispatch({ effects: this.dialect.reconfigure(sourceFor(this.cm, words)) });
  }
}

/** Typing over a selection: Chromium would give the new text the old one's style as an attribute, which is refused. */
function replaceSelected(cm, event, view) {
  const { from, to } = view.state.selection.main;
  if (event.inputType !== "insertText" || !event.data || from === to || view.composing) return false;
  const typed = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  event.preventDefault();
  const handled = view.state.facet(cm.EditorView.inputHandler).some((handle) => handle(view, from, to, event.data, typed));
  if (!handled) view.dispatch(typed());
  return true;
}

/** The text box with the same calls; it completes and underlines nothing. */
class PlainEditor {
  constructor(keys, onChange) {
    area.hidden = false;
    area.addEventListener("input", () => onChange(area.value));
    const byKey = new Map(keys);
    area.addEventListener("keydown", (event) => {
      const name = `${event.ctrlKey || event.metaKey ? "Mod-" : ""}${event.shiftKey ? "Shift-" : ""}${event.key}`;
      if (!byKey.has(name)) return;
      event.preventDefault();
      byKey.get(name)();
    });
  }

  get text() {
    return area.value;
  }

  get chosen() {
    const part = area.value.slice(area.selectionStart, area.selectionEnd);
    return part.trim() ? { sql: part, from: area.selectionStart } : { sql: area.value, from: 0 };
  }

  setText(text) {
    area.value = text;
    area.dispatchEvent(new Event("input"));
  }

  insert(text) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input"));
    this.focus();
  }

  focus() {
    area.focus();
  }

  mark() {}

  goTo(from, to) {
    area.focus();
    area.setSelectionRange(from, to);
  }

  know() {}
}

/** CodeMirror's own words (its search panel and its announcements) in the page's language. */
function phrases() {
  return {
    Find: t("Find"), Replace: t("Replace"), next: t("next"), previous: t("previous"), all: t("all"), close: t("close"),
    "match case": t("match case"), "by word": t("by word"), regexp: t("regular expression"), replace: t("replace"), "replace all": t("replace all"),
    Completions: t("Completions"), Diagnostics: t("Problems"), "No diagnostics": t("No problems"),
  };
}
