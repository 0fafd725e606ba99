/** Starts the chat page. */

import { redrawCharts } from "../../querying/js/chart.js";
import { Chat } from "./chat.js";
import { config } from "../../querying/js/request.js";
import { startShortcuts } from "./shortcuts.js";
import { startSidebar } from "./sidebar.js";
import { startWelcome } from "./welcome.js";

document.addEventListener("theme-changed", redrawCharts);
const chat = new Chat();
startSidebar({ current: () => chat.id, onRenamed: (title) => chat.rename(title), onGone: () => location.assign(config.urls.new) });
startWelcome((text, source) => chat.ask(text, source), (text, source) => chat.fill(text, source));
startShortcuts();
// A page that was made for another address of the history is drawn anew.
addEventListener("popstate", () => location.reload());
