/** Saving, renaming, sharing, deleting, and favourites. */

import { byId } from "../js/dom.js";
import { config, postJson } from "../js/request.js";
import { toast } from "../js/toast.js";
import { t } from "../js/words.js";

const dialog = byId("save-dialog");
const menu = byId("saved-menu");
let current = config.saved;
let acted = null;

const changed = () => document.body.dispatchEvent(new Event("saved-changed"));
const address = (name, id) => config.urls[name].replace("SAVED", id);

/** Starts the dialogs and the list's buttons. `query()` gives {source, sql} of the page. */
export function startSaved(query) {
  byId("panel-saved").addEventListener("click", (event) => onList(event));
  menu.addEventListener("click", (event) => onMenu(event));
  for (const one of document.querySelectorAll("dialog [data-close]")) one.addEventListener("click", () => one.closest("dialog").close());
  byId("save-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => store(query, event.submitter?.id === "save-as-new"));
  });
  byId("delete-saved-dialog").addEventListener("close", () => {
    if (byId("delete-saved-dialog").returnValue === "ok") remove();
    byId("delete-saved-dialog").returnValue = "";
  });
}

/** Opens the dialog for the text in the editor. */
export function askToSave() {
  acted = null;
  const own = current?.is_own;
  byId("save-name").value = current?.name ?? "";
  byId("save-description").value = current?.description ?? "";
  byId("save-shared").checked = current?.is_shared ?? false;
  byId("save-as-new").hidden = !own;
  byId("save-problem").hidden = true;
  dialog.showModal();
  byId("save-name").select();
}

async function store(query, asNew) {
  const said = { name: byId("save-name").value, description: byId("save-description").value, is_shared: byId("save-shared").checked };
  if (acted) {
    await postJson(address("change", acted.id), said);
    if (current?.id === acted.id) name({ ...current, ...said });
  } else if (current?.is_own && !asNew) {
    name({ ...(await postJson(address("change", current.id), { ...said, sql: query().sql })), is_own: true });
  } else {
    name({ ...(await postJson(config.urls.save, { ...said, ...query() })), is_own: true });
  }
  dialog.close();
  toast(t("Saved."));
  changed();
}

function name(saved) {
  current = saved;
  byId("saved-name").textContent = saved?.name ?? "";
  history.replaceState(null, "", saved ? `${config.urls.page}?saved=${saved.id}` : config.urls.page);
}

async function attempt(work) {
  const problem = byId("save-problem");
  problem.hidden = true;
  try {
    await work();
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  }
}

async function onList(event) {
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  const { saved: id, name: called, shared, own, description } = button.closest("li").dataset;
  if (button.dataset.act === "favourite") {
    const wanted = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(wanted));
    await said(() => postJson(address("favourite", id), { is_favourite: wanted }));
    return;
  }
  acted = { id, name: called, description, is_shared: shared === "true" };
  for (const one of menu.querySelectorAll("button")) one.disabled = own !== "true";
  byId("share-label").textContent = acted.is_shared ? t("Stop sharing") : t("Share");
  menu.showPopover();
  const { right, bottom } = button.getBoundingClientRect();
  menu.style.left = `${Math.max(8, right - menu.offsetWidth)}px`;
  menu.style.top = `${Math.min(bottom + 4, innerHeight - menu.offsetHeight - 8)}px`;
  menu.querySelector("button:enabled")?.focus();
}

async function onMenu(event) {
  const act = event.target.closest("button[data-act]")?.dataset.act;
  if (!act) return;
  menu.hidePopover();
  if (act === "edit") {
    byId("save-name").value = acted.name;
    byId("save-description").value = acted.description;
    byId("save-shared").checked = acted.is_shared;
    byId("save-as-new").hidden = true;
    byId("save-problem").hidden = true;
    dialog.showModal();
  } else if (act === "share") {
    await said(() => postJson(address("change", acted.id), { is_shared: !acted.is_shared }));
    changed();
  } else {
    byId("delete-saved-name").textContent = acted.name;
    byId("delete-saved-dialog").showModal();
  }
}

async function remove() {
  await said(() => postJson(address("delete", acted.id)));
  if (current?.id === acted.id) name(null);
  changed();
}

/** Does it; what goes wrong is told at the bottom of the page. */
async function said(work) {
  try {
    await work();
  } catch (problem) {
    toast(problem.message);
  }
}
