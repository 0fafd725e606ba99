/** The list of conversations: opening it on a phone, renaming, archiving, deleting. */

import { byId } from "../../querying/js/dom.js";
import { config, postJson } from "../../querying/js/request.js";
import { toast } from "../../querying/js/toast.js";
import { t } from "../../querying/js/words.js";

const panel = byId("history");
const scrim = byId("scrim");
const menu = byId("conversation-menu");
let subject = null; // the conversation the open menu or dialog is about: {id, title, archived, button}

export const refreshHistory = () => document.body.dispatchEvent(new Event("history-changed"));

export function openHistory(open) {
  const was = panel.classList.contains("open");
  panel.classList.toggle("open", open);
  scrim.hidden = !open;
  byId("main").inert = open;
  byId("open-history").setAttribute("aria-expanded", String(open));
  if (open) byId("search").focus();
  else if (was) byId("open-history").focus();
  return was;
}

/** `onRenamed(title)` and `onGone()` are about the conversation that is on the page. */
export function startSidebar({ current, onRenamed, onGone }) {
  byId("open-history").addEventListener("click", () => openHistory(true));
  byId("close-history").addEventListener("click", () => openHistory(false));
  scrim.addEventListener("click", () => openHistory(false));
  // The search answers as one types; sending its form would only reload the page.
  document.querySelector(".find").addEventListener("submit", (event) => event.preventDefault());
  byId("history-list").addEventListener("click", ({ target }) => {
    const button = target.closest("[data-conversation]");
    if (button) openMenu(button, { id: button.dataset.conversation, title: button.dataset.title, archived: "archived" in button.dataset });
  });
  byId("conversation-actions").addEventListener("click", ({ currentTarget }) => openMenu(currentTarget, { id: current(), title: byId("title").textContent, archived: false }));
  menu.addEventListener("click", ({ target }) => act(target.closest("[data-action]")?.dataset.action, { current, onGone }));
  for (const button of document.querySelectorAll("dialog [data-close]")) button.addEventListener("click", () => button.closest("dialog").close(""));
  byId("rename-dialog").addEventListener("close", ({ target }) => target.returnValue === "ok" && rename(byId("new-title").value.trim(), { current, onRenamed }));
  byId("delete-dialog").addEventListener("close", ({ target }) => target.returnValue === "ok" && remove({ current, onGone }));
}

function openMenu(button, about) {
  subject = { ...about, button };
  byId("archive-label").textContent = about.archived ? t("Take out of the archive") : t("Archive");
  menu.showPopover();
  const place = button.getBoundingClientRect();
  menu.style.top = `${Math.max(8, Math.min(place.bottom + 4, innerHeight - menu.offsetHeight - 8))}px`;
  menu.style.left = `${Math.max(8, Math.min(place.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
  menu.querySelector("button").focus();
}

function act(action, context) {
  if (!action) return;
  menu.hidePopover();
  if (action === "archive") archive(!subject.archived, context);
  if (action === "rename") {
    byId("new-title").value = subject.title;
    openDialog("rename-dialog");
    byId("new-title").select();
  }
  if (action === "delete") {
    byId("delete-name").textContent = subject.title;
    openDialog("delete-dialog");
  }
}

function openDialog(id) {
  byId(id).returnValue = "";
  byId(id).showModal();
}

const urlOf = (name, id) => config.urls[name].replace("CONVERSATION", id);

async function change(name, id, body) {
  try {
    await postJson(urlOf(name, id), body);
    refreshHistory();
    return true;
  } catch (problem) {
    toast(problem.message);
    return false;
  }
}

async function rename(title, { current, onRenamed }) {
  const { id } = subject;
  if (title && (await change("rename", id, { title })) && id === current()) onRenamed(title);
}

async function archive(archived, { current, onGone }) {
  const { id } = subject;
  if (!(await change("archive", id, { archived }))) return;
  const undo = () => change("archive", id, { archived: !archived });
  toast(archived ? t("Archived.") : t("Taken out of the archive."), { action: t("Undo"), onAction: undo });
  if (archived && id === current()) onGone();
}

async function remove({ current, onGone }) {
  const { id } = subject;
  if (!(await change("delete", id))) return;
  toast(t("Deleted."));
  if (id === current()) onGone();
}
