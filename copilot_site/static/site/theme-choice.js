/** The menu's choice of light, dark, or as the system says. site/theme.js sets it before the first paint. */

const root = document.documentElement;
const buttons = [...document.querySelectorAll("[data-theme-choice]")];

function show() {
  const chosen = localStorage.getItem("theme") ?? "system";
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
}

/** Whoever draws in the theme's colours listens to `theme-changed` on the document. */
const tell = () => document.dispatchEvent(new Event("theme-changed"));

function choose(theme) {
  if (theme === "system") {
    localStorage.removeItem("theme");
    delete root.dataset.theme;
  } else {
    localStorage.setItem("theme", theme);
    root.dataset.theme = theme;
  }
  show();
  tell();
}

for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.themeChoice));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
// Another tab's choice holds here too.
addEventListener("storage", ({ key, newValue }) => key === "theme" && choose(newValue ?? "system"));
show();
