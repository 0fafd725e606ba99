/** What a button does, once at a time; what goes wrong is told in `trouble`. */

/** A disabled button would lose the focus, which its successor takes over when the row is drawn anew. */
export async function attempt(button, trouble, act) {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  trouble.hidden = true;
  try {
    await act();
  } catch (problem) {
    trouble.textContent = problem.message;
    trouble.hidden = false;
  } finally {
    button.ariaDisabled = null;
  }
}
