/** Sends files in pieces, each after the other; a line that is cut is tried again where it stopped. */

const PIECE = 4 * 1024 * 1024;
const TRIES = 6;

class Refused extends Error {}

export function startSending(form) {
  form.addEventListener("submit", async (event) => {
    const files = [...form.elements.files.files];
    if (!files.length) return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    tell(form, "");
    try {
      await send(form, files);
    } catch (error) {
      tell(form, error instanceof Refused ? error.message : form.dataset.failed);
      show(form, null);
      button.disabled = false;
    }
  });
}

async function send(form, files) {
  const replaces = Number(form.elements.replaces?.value) || null;
  const wanted = files.map(({ name, size }) => ({ name, size }));
  const { id } = await post(form, form.dataset.begin, JSON.stringify({ files: wanted, replaces }));
  const base = new URL(`../${id}/`, new URL(form.dataset.begin, location.href));
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let before = 0;
  for (const [number, file] of files.entries()) {
    await sendFile(form, new URL(`files/${number}/`, base), file, (done) => show(form, (before + done) / total, file.name));
    before += file.size;
  }
  await post(form, new URL("finish/", base), "");
  location.assign(base);
}

async function sendFile(form, address, file, progress) {
  let there = 0;
  let tries = 0;
  while (there < file.size) {
    const at = new URL(address);
    at.searchParams.set("at", there);
    try {
      ({ there } = await post(form, at, file.slice(there, there + PIECE)));
      tries = 0;
      progress(there);
    } catch (error) {
      if (error instanceof Refused || ++tries >= TRIES) throw error;
      show(form, undefined, form.dataset.again);
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries));
    }
  }
}

async function post(form, address, body) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "Content-Type": "application/octet-stream" };
  const answer = await fetch(address, { method: "POST", headers, body });
  if (answer.status >= 400 && answer.status < 500) {
    const said = await answer.json().catch(() => ({}));
    throw new Refused(said.message || form.dataset.failed);
  }
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function show(form, share, text) {
  const line = form.querySelector(".sending");
  line.hidden = share === null;
  if (typeof share === "number") line.querySelector("progress").value = Math.round(share * 100);
  line.querySelector(".sending-text").textContent = text ? `${form.dataset.sending}: ${text}` : "";
}

function tell(form, message) {
  const notice = form.querySelector(".notice");
  notice.hidden = !message;
  notice.textContent = message;
}
