/** Copies the text of the element that `data-copies` names. */

export function startCopying() {
  for (const button of document.querySelectorAll("[data-copies]")) button.addEventListener("click", () => copy(button));
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copies);
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    // Not allowed here: select it, so that the keyboard can copy it.
    getSelection().selectAllChildren(source);
    return;
  }
  const before = button.textContent;
  button.textContent = button.dataset.done;
  button.classList.add("done");
  setTimeout(() => {
    button.textContent = before;
    button.classList.remove("done");
  }, 2000);
}
