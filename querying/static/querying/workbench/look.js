/** How the editor looks: the page's colours, which follow the theme by themselves. */

export function lookOf(cm) {
  const { tags } = cm;
  const soft = "color-mix(in srgb, var(--accent) 18%, transparent)";
  const theme = cm.EditorView.theme({
    "&": { fontSize: "13.5px", color: "var(--ink)", backgroundColor: "var(--raised)", minHeight: "168px", maxHeight: "46vh" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto", minHeight: "168px" },
    ".cm-content": { padding: "10px 0", caretColor: "var(--ink)" },
    ".cm-cursor": { borderLeftColor: "var(--ink)" },
    ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--ink-3)", border: "0" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--hover)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: soft },
    ".cm-selectionMatch": { backgroundColor: soft },
    "&.cm-focused .cm-matchingBracket": { backgroundColor: soft, outline: "1px solid var(--accent)" },
    ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "8px", boxShadow: "var(--shadow-float)", overflow: "hidden" },
    ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "13px", maxHeight: "260px" },
    ".cm-tooltip-autocomplete > ul > li": { padding: "4px 10px" },
    ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--accent-ink)" },
    ".cm-completionDetail": { color: "var(--ink-3)", fontStyle: "normal", marginLeft: "12px" },
    "li[aria-selected] .cm-completionDetail": { color: "inherit" },
    ".cm-completionInfo": { padding: "8px 10px", fontFamily: "var(--font)", fontSize: "13px", maxWidth: "320px", whiteSpace: "pre-wrap" },
    ".cm-panels": { backgroundColor: "var(--ground)", color: "var(--ink)", borderBottom: "1px solid var(--line)" },
    ".cm-panels .cm-textfield": { backgroundColor: "var(--paper)", border: "1px solid var(--line-strong)", borderRadius: "6px" },
    ".cm-panels .cm-button": { backgroundImage: "none", backgroundColor: "var(--raised)", border: "1px solid var(--line)", borderRadius: "6px", color: "var(--ink)" },
    ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textUnderlineOffset: "3px" },
    ".cm-lintRange-info, .cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn)", textUnderlineOffset: "3px" },
    ".cm-diagnostic": { padding: "8px 12px", maxWidth: "420px", fontFamily: "var(--font)", fontSize: "13px" },
    ".cm-diagnostic-error": { borderLeft: "3px solid var(--bad)" },
    ".cm-diagnostic-info, .cm-diagnostic-warning": { borderLeft: "3px solid var(--warn)" },
    // Its pictures are data addresses in a style sheet; a sign of our own needs none.
    ".cm-lint-marker": { content: "normal", width: "8px", height: "8px", margin: "7px 3px", borderRadius: "50%" },
    ".cm-lint-marker-error": { content: "normal", backgroundColor: "var(--bad)" },
    ".cm-lint-marker-info, .cm-lint-marker-warning": { content: "normal", backgroundColor: "var(--warn)" },
  });
  const style = cm.HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--info)", fontWeight: "600" },
    { tag: [tags.string, tags.special(tags.string)], color: "var(--warn)" },
    { tag: [tags.number, tags.bool, tags.null], color: "light-dark(#8a3b7c, #e2a0d6)" },
    { tag: [tags.function(tags.variableName), tags.standard(tags.name), tags.typeName], color: "var(--accent)" },
    { tag: [tags.comment, tags.lineComment, tags.blockComment], color: "var(--ink-3)", fontStyle: "italic" },
  ]);
  return [theme, cm.syntaxHighlighting(style)];
}
