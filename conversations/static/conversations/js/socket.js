/** The line to the server: it comes back by itself, and what is said while it is away is said when it is back. */

const FIRST_WAIT = 400;
const LONGEST_WAIT = 15_000;
const PING_EVERY = 25_000;
const PONG_WITHIN = 8_000;
const ANEW_EVERY = 1_000;
const FINAL = new Set([4401, 4403, 4404]);

export class ChatSocket {
  /** `seq` gives the highest seq seen; `pending` the frames to send (again) once connected; `onFinal` gets a close code. */
  constructor({ url, seq, pending, onEvent, onStatus, onFinal }) {
    Object.assign(this, { url, seq, pending, onEvent, onStatus, onFinal });
    this.attempts = 0;
    this.anewAt = -ANEW_EVERY;
    this.socket = null;
    this.closed = false;
    this.fresh = true; // A page load resumes from 0 and gets a snapshot.
    this.listen();
    this.connect();
  }

  listen() {
    const wake = () => document.visibilityState === "visible" && this.hurry();
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.drop());
    addEventListener("pageshow", wake);
    document.addEventListener("visibilitychange", wake);
  }

  get connected() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    clearTimeout(this.retryTimer);
    if (this.closed || (this.socket && this.socket.readyState <= WebSocket.OPEN)) return;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener("open", () => this.opened());
    socket.addEventListener("message", ({ data }) => this.received(data));
    socket.addEventListener("close", ({ code }) => socket === this.socket && this.lost(code));
  }

  opened() {
    this.write({ type: "resume", after: this.fresh ? 0 : this.seq() });
    for (const frame of this.pending()) this.write(frame);
    this.watch();
  }

  received(data) {
    clearTimeout(this.pongTimer);
    if (this.attempts > 0 || this.fresh) this.onStatus("connected");
    this.attempts = 0;
    this.fresh = false;
    this.onEvent(JSON.parse(data));
  }

  /** Sends now if it can; whatever must not be lost is in `pending()` too. */
  send(frame) {
    if (this.connected) this.write(frame);
    else this.hurry();
  }

  /** Frames got lost on their way: all of it again. The text of a running answer is stored every half second. */
  resumeAnew() {
    if (!this.connected || performance.now() - this.anewAt < ANEW_EVERY) return;
    this.anewAt = performance.now();
    this.write({ type: "resume", after: 0 });
  }

  write(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  lost(code) {
    clearInterval(this.pingTimer);
    clearTimeout(this.pongTimer);
    this.socket = null;
    if (this.closed) return;
    if (FINAL.has(code)) {
      this.closed = true;
      this.onFinal(code);
      return;
    }
    this.attempts += 1;
    this.onStatus("lost");
    this.retryTimer = setTimeout(() => this.connect(), waitBefore(this.attempts));
  }

  /** Something says that it is worth trying now: the network is back, the tab is looked at, a question is sent. */
  hurry() {
    if (this.closed) return;
    if (this.connected) this.ping();
    else this.connect();
  }

  watch() {
    clearInterval(this.pingTimer);
    this.pingTimer = setInterval(() => this.ping(), PING_EVERY);
  }

  /** A line can be dead without a word: a ping that stays unanswered closes it. */
  ping() {
    this.write({ type: "ping" });
    clearTimeout(this.pongTimer);
    const socket = this.socket;
    this.pongTimer = setTimeout(() => socket === this.socket && this.drop(), PONG_WITHIN);
  }

  /** Gives a dead line up. Closing it may take a minute, which nobody waits for. */
  drop() {
    const socket = this.socket;
    if (!socket) return;
    this.lost(0);
    socket.close();
  }

  close() {
    this.closed = true;
    this.socket?.close();
  }
}

/** Exponential backoff with full jitter, so that a restarted server is not stormed. */
function waitBefore(attempt) {
  const ceiling = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1));
  return ceiling / 4 + Math.random() * ceiling * 0.75;
}
