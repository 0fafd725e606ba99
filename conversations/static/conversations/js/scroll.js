/** Keeps the newest in sight without taking the page from the reader: it follows only a reader who is at the end, and
 *  never pushes the question that is being answered out at the top. */

const NEAR = 48;

export class Follower {
  constructor(scroller, jump) {
    this.scroller = scroller;
    this.jump = jump;
    this.following = true;
    this.anchor = null; // the turn whose top must stay in sight
    this.own = false;
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    for (const name of ["wheel", "touchmove", "keydown"]) scroller.addEventListener(name, () => (this.own = false), { passive: true });
    jump.addEventListener("click", () => this.toEnd());
    new ResizeObserver(() => this.follow()).observe(scroller.firstElementChild);
  }

  get distance() {
    return this.scroller.scrollHeight - this.scroller.clientHeight - this.scroller.scrollTop;
  }

  /** A question was asked: its turn comes into sight and is followed. */
  watch(turn) {
    this.anchor = turn;
    this.following = true;
    this.follow();
  }

  follow() {
    if (this.following) {
      const end = this.scroller.scrollHeight - this.scroller.clientHeight;
      const top = this.anchor?.isConnected ? this.topOf(this.anchor) : end;
      const wanted = Math.min(end, top);
      if (wanted > this.scroller.scrollTop + 1) {
        this.own = true;
        this.scroller.scrollTop = wanted;
      }
    }
    this.show();
  }

  topOf(turn) {
    return turn.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top + this.scroller.scrollTop - 16;
  }

  scrolled() {
    if (!this.own) {
      this.following = this.distance < NEAR;
      // Who goes to the end by hand wants to see what comes, question or not.
      if (this.following) this.anchor = null;
    }
    this.own = false;
    this.show();
  }

  toEnd() {
    this.anchor = null;
    this.following = true;
    this.own = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: "smooth" });
    this.scroller.focus({ preventScroll: true });
  }

  show() {
    this.jump.hidden = this.distance < NEAR * 2;
  }
}
