/** Keeps the newest in sight without taking the page from the reader: it follows only a reader who is at the end, and
 *  never pushes the question that is being answered out at the top. */

const NEAR = 48;
// A scroll this soon after a hand was on the page is the reader's; all others are the page's own.
const HAND_MS = 400;

export class Follower {
  constructor(scroller, jump) {
    this.scroller = scroller;
    this.jump = jump;
    this.following = true;
    this.anchor = null; // the turn whose top must stay in sight
    this.touched = 0;
    this.held = false;
    this.listen();
    new ResizeObserver(() => this.follow()).observe(scroller.firstElementChild);
  }

  listen() {
    const { scroller } = this;
    for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      scroller.addEventListener(name, () => (this.touched = performance.now()), { passive: true });
    }
    // A scrollbar is held for as long as it likes.
    scroller.addEventListener("pointerdown", () => (this.held = true));
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => (this.held = false));
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.jump.addEventListener("click", () => this.toEnd());
  }

  get end() {
    return this.scroller.scrollHeight - this.scroller.clientHeight;
  }

  get distance() {
    return this.end - this.scroller.scrollTop;
  }

  /** A question was asked: its turn comes into sight and is followed. */
  watch(turn) {
    this.anchor = turn;
    this.following = true;
    this.touched = 0;
    this.follow();
  }

  follow() {
    if (this.following) {
      const top = this.anchor?.isConnected ? this.topOf(this.anchor) : this.end;
      const wanted = Math.min(this.end, top);
      if (wanted > this.scroller.scrollTop + 1) this.scroller.scrollTop = wanted;
    }
    this.show();
  }

  topOf(turn) {
    return turn.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top + this.scroller.scrollTop - 16;
  }

  scrolled() {
    const now = performance.now();
    if (this.held || now - this.touched < HAND_MS) {
      this.touched = now; // A finger's swing goes on after it has let go.
      this.following = this.distance < NEAR;
      // Who goes to the end by hand wants to see what comes, question or not.
      if (this.following) this.anchor = null;
    }
    this.show();
  }

  toEnd() {
    this.anchor = null;
    this.following = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: "smooth" });
    this.scroller.focus({ preventScroll: true });
  }

  show() {
    this.jump.hidden = this.distance < NEAR * 2;
  }
}
