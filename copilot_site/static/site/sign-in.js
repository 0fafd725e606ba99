// A demo sign-in fills the e-mail in; the password is typed from the terminal.
document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-sign-in]");
  if (!choice) return;
  document.getElementById("id_login").value = choice.dataset.signIn;
  document.getElementById("id_password").focus();
});
