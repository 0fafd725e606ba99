/** One conversation on the page: what is asked goes out, what comes in is drawn. */

import { announce } from "../../querying/js/announce.js";
import { Composer } from "./composer.js";
import { byId, h } from "../../querying/js/dom.js";
import { Outbox } from "./outbox.js";
import { plainText } from "./prose.js";
import { config, postJson } from "../../querying/js/request.js";
import { Follower } from "./scroll.js";
import { refreshHistory } from "./sidebar.js";
import { ChatSocket } from "./socket.js";
import { ConversationState } from "./state.js";
import { toast } from "../../querying/js/toast.js";
import { TurnView, unsentBubble } from "./turn.js";
import { t } from "../../querying/js/words.js";

const draftKey = (id) => `draft:${id ?? "new"}`;
const LOST_GRACE = 1_500;
const SPOKEN = 600;

export class Chat {
  constructor() {
    this.id = config.conversation;
    this.state = new ConversationState();
    this.views = new Map();
    this.stops = new Map(); // stop frames by message, until the answer has ended
    this.dirty = new Set();
    this.thread = byId("thread");
    this.unsent = h("div", { class: "turns" });
    this.thread.after(this.unsent);
    this.follower = new Follower(byId("scroll"), byId("jump"));
    this.page = {
      timeZone: config.time_zone, vendorUrls: config.vendor, urls: config.urls,
      ask: (text, source) => this.ask(text, source), stop: (answer) => this.stop(answer),
      retry: (answer) => this.socket?.send({ type: "retry", message: answer.id }), edit: (question) => this.edit(question),
    };
    this.composer = new Composer({
      limit: config.question_max_length, draftKey: draftKey(this.id), onAsk: (text) => this.ask(text), onStop: () => this.stop(this.state.running),
    });
    if (this.id) this.open();
  }

  /** Opens the line of the conversation; the server's snapshot draws what there is. */
  open() {
    this.outbox = new Outbox(this.id);
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new ChatSocket({
      url: `${scheme}//${location.host}${config.urls.socket.replace("CONVERSATION", this.id)}`,
      seq: () => this.state.seq,
      pending: () => [...this.stops.values(), ...this.outbox.all()],
      onEvent: (event) => this.take(event),
      onStatus: (status) => this.showStatus(status),
      onFinal: (code) => this.showFinal(code),
    });
    this.drawUnsent();
  }

  async ask(text, source = byId("source")?.value) {
    const frame = { type: "ask", id: newId(), text };
    if (source) frame.datasource = Number(source) || source;
    if (!this.id && !(await this.create(text))) return;
    this.outbox.add(frame);
    byId("welcome").hidden = true;
    this.drawUnsent();
    this.follower.watch(this.unsent.lastElementChild);
    if (matchMedia("(pointer: fine)").matches) this.composer.field.focus();
    this.socket.send(frame);
  }

  /** Puts a question with a slot into the composer, to be asked of its own source. */
  fill(template, source) {
    if (source && !byId("source").value) byId("source").value = source;
    this.composer.fill(template);
  }

  /** Makes the conversation on its first question. The text goes back to the composer if that fails. */
  async create(text) {
    this.creating ??= postJson(config.urls.create, {});
    try {
      const { id, url } = await this.creating;
      if (this.id) return true;
      this.id = id;
      history.pushState({}, "", url);
      byId("current-conversation").value = id;
      byId("conversation-actions").hidden = false;
      this.composer.rekey(draftKey(id));
      this.open();
      return true;
    } catch (problem) {
      this.composer.giveBack(text, problem.message);
      return false;
    } finally {
      this.creating = null;
    }
  }

  stop(answer) {
    if (!answer) return;
    const frame = { type: "stop", message: answer.id };
    this.stops.set(answer.id, frame);
    this.socket.send(frame);
  }

  edit(question) {
    this.composer.giveBack(this.state.questions.get(question)?.text ?? "");
  }

  take(event) {
    if (event.type === "pong") return;
    if (event.type === "error" && !event.message) {
      this.refuse(event);
      return;
    }
    if (event.type === "turn.queued") this.outbox.take(event.id);
    if (event.type === "snapshot") this.takeSnapshot(event);
    for (const question of this.state.apply(event)) this.dirty.add(question);
    if (this.state.hasGap) this.socket.resumeAnew();
    if (event.type === "snapshot") for (const id of this.state.turnIds()) this.outbox.take(id);
    if (event.type === "message.completed") this.ended(event);
    if (event.type === "turn.queued") refreshHistory();
    this.schedule();
  }

  takeSnapshot({ conversation, messages }) {
    const source = byId("source");
    if (source && conversation?.datasource && !this.loaded) source.value = conversation.datasource;
    byId("welcome").hidden = messages.length > 0 || this.outbox.all().length > 0;
    this.loaded = true;
  }

  /** What the server would not take goes back to where it was typed. */
  refuse({ of, text }) {
    const frame = this.outbox.take(of);
    this.drawUnsent();
    byId("welcome").hidden = this.state.questions.size > 0 || this.outbox.all().length > 0;
    if (frame) this.composer.giveBack(frame.text, text);
    else toast(text);
  }

  ended({ message, text, status }) {
    this.stops.delete(message);
    const answer = this.state.answers.get(message);
    const spoken = plainText(text || answer?.text || "").slice(0, SPOKEN);
    announce(answer?.error?.text ?? (status === "completed" ? t("Answer: {text}", { text: spoken }) : t("The answer has ended.")));
    refreshHistory();
  }

  /** Draws once a frame, however many events came. A hidden tab gets no frames, so it draws by a timer. */
  schedule() {
    if (this.scheduled) return;
    this.scheduled = true;
    const draw = () => {
      this.scheduled = false;
      this.draw();
    };
    if (document.hidden) setTimeout(draw, 100);
    else requestAnimationFrame(draw);
  }

  draw() {
    const before = this.views.size;
    for (const id of this.state.questions.keys()) {
      if (!this.views.has(id)) this.addTurn(id);
    }
    for (const id of this.dirty) this.views.get(id)?.update(this.state.answersTo(id));
    this.dirty.clear();
    this.drawUnsent();
    this.showTitle();
    this.composer.showRunning(Boolean(this.state.running));
    if (this.views.size > before) this.follower.watch(this.thread.lastElementChild);
    else this.follower.follow();
  }

  addTurn(id) {
    const view = new TurnView(this.state.questions.get(id), this.page);
    this.views.set(id, view);
    this.thread.append(view.element);
    this.dirty.add(id);
  }

  drawUnsent() {
    const frames = this.outbox?.all() ?? [];
    const connected = Boolean(this.socket?.connected);
    const key = JSON.stringify([connected, frames.map((frame) => frame.id)]);
    if (key === this.unsentKey) return;
    this.unsentKey = key;
    this.unsent.replaceChildren(...frames.map((frame) => unsentBubble(frame, connected)));
  }

  showTitle() {
    const { title } = this.state;
    if (!title || title === byId("title").textContent) return;
    byId("title").textContent = title;
    document.title = `${title} · Insight Copilot`;
  }

  rename(title) {
    this.state.title = title;
    this.showTitle();
  }

  showStatus(status) {
    if (status === "connected") {
      clearTimeout(this.lostTimer);
      this.lostTimer = null;
      this.banner();
    } else {
      // A short break passes without a word.
      this.lostTimer ??= setTimeout(() => this.showLost(), LOST_GRACE);
    }
    this.drawUnsent();
  }

  showLost() {
    const offline = navigator.onLine === false;
    const text = offline ? t("You are offline. What you ask is kept and sent when you are back.") : t("The connection is lost; trying again. What you ask is kept and sent then.");
    this.banner(text, h("button", { type: "button", onclick: () => this.socket.hurry() }, t("Try now")));
  }

  showFinal(code) {
    clearTimeout(this.lostTimer);
    const signIn = `${config.urls.sign_in}?next=${encodeURIComponent(location.pathname)}`;
    if (code === 4401) this.banner(t("You are signed out. What you typed is kept."), h("a", { href: signIn }, t("Sign in again")));
    else this.banner(t("This conversation is not there any more, or not yours."), h("a", { href: config.urls.new }, t("Ask a new question")));
  }

  banner(text = "", action = null) {
    const banner = byId("banner");
    banner.hidden = !text;
    banner.replaceChildren(...[text, action].filter(Boolean));
  }
}

/** A uuid; `crypto.randomUUID` is only there in secure contexts, and a site may be reached by plain http at first. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

