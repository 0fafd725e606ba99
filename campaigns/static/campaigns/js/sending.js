/** A form that is on its way is not sent again. The server holds without this, too. */

export function startSending() {
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (defaultPrevented || target.method !== "post") return;
    // After the form's data is gathered: a disabled button would be left out.
    setTimeout(() => setDisabled(target, true));
  });
  // A page that comes back from the browser's memory can be used again.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) for (const form of document.forms) setDisabled(form, false);
  });
}

function setDisabled(form, disabled) {
  for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = disabled;
}
