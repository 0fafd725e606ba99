/** Light, dark, or as the system says. site/theme.js sets the choice before the first paint. */

import { redrawCharts } from "./chart.js";

const root = document.documentElement;
const buttons = [...document.querySelectorAll("[data-theme-choice]")];

function show() {
  const chosen = localStorage.getItem("theme") ?? "system";
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
}

function choose(theme) {
  if (theme === "system") {
    localStorage.removeItem("theme");
    delete root.dataset.theme;
  } else {
    localStorage.setItem("theme", theme);
    root.dataset.theme = theme;
  }
  show();
  redrawCharts();
}

export function startTheme() {
  for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.themeChoice));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawCharts);
  // Another tab's choice holds here too.
  addEventListener("storage", ({ key, newValue }) => key === "theme" && choose(newValue ?? "system"));
  show();
}
