/** Files dropped onto the form's field are as if they had been chosen. */

export function startDropping(form) {
  const field = form.querySelector(".drop");
  const input = form.querySelector("input[type=file]");
  const over = (on) => (event) => {
    event.preventDefault();
    field.classList.toggle("over", on);
  };
  field.addEventListener("dragenter", over(true));
  field.addEventListener("dragover", over(true));
  field.addEventListener("dragleave", over(false));
  field.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
