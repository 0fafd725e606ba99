/** Posting to our own server. */

import { readJson } from "./dom.js";
import { t } from "./words.js";

export const config = readJson("page-config");

/** Posts JSON and gives the answer's JSON; throws an Error whose message is fit for the person, with our `details`. */
export async function postJson(url, body = {}, options = {}) {
  const response = await send(url, {
    ...options,
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": config.csrf_token, Accept: "application/json" },
    body: JSON.stringify(body),
  });
  return isJson(response) ? response.json() : {};
}

/** Gives an address's JSON; throws as postJson does. */
export async function getJson(url) {
  return (await send(url, { headers: { Accept: "application/json" } })).json();
}

async function send(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Error(t("The server can't be reached. Nothing was lost; try again in a moment."));
  }
  if (response.redirected || response.status === 401) throw new Error(t("You are signed out. Sign in in another tab, then try again."));
  if (response.ok) return response;
  const answer = isJson(response) ? await response.json() : {};
  const text = answer.error?.text || answer.detail || t("That did not work. Nothing was lost; try again in a moment.");
  throw Object.assign(new Error(text), { details: answer.error });
}

const isJson = (response) => response.headers.get("Content-Type")?.includes("application/json");
