/** Puts a variable where the writer was: into the subject, the preview line, the text, or the button's words. */

const TEXTS = ["subject", "preheader", "body", "cta_text"];

export function startVariables() {
  const form = document.getElementById("draft");
  if (!form) return;
  let last = form.elements.body;
  form.addEventListener("focusin", ({ target }) => {
    if (TEXTS.includes(target.name)) last = target;
  });
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-puts]");
    if (!button) return;
    last.setRangeText(`{{ ${button.dataset.puts} }}`, last.selectionStart, last.selectionEnd, "end");
    last.focus();
    last.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
