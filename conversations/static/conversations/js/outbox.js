/** Questions that the server has not confirmed. They outlive a reload of this tab and are sent again with the same
 *  id, which the server answers once. */

export class Outbox {
  constructor(conversation) {
    this.key = `outbox:${conversation}`;
    this.frames = new Map(JSON.parse(sessionStorage.getItem(this.key) ?? "[]"));
  }

  add(frame) {
    this.frames.set(frame.id, frame);
    this.keep();
  }

  /** Forgets a frame; gives it back if it was here. */
  take(id) {
    const frame = this.frames.get(id);
    if (this.frames.delete(id)) this.keep();
    return frame;
  }

  all() {
    return [...this.frames.values()];
  }

  keep() {
    if (this.frames.size) sessionStorage.setItem(this.key, JSON.stringify([...this.frames]));
    else sessionStorage.removeItem(this.key);
  }
}
