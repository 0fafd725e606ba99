/** Buttons that open a dialog (`data-opens`) and close theirs (`data-closes`); Escape and the focus are the browser's. */

export function startDialogs() {
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    target.closest("[data-closes]")?.closest("dialog").close();
  });
}
