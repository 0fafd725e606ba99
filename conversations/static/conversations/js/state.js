/** What the page knows of a conversation. Every event sets fields, so that applying one twice changes nothing
 *  (docs/socket.md); the drawing looks only at this. */

const ENDED = new Set(["completed", "stopped", "failed", "interrupted"]);

export class ConversationState {
  constructor() {
    this.seq = 0;
    this.title = "";
    this.hasGap = false; // Text is missing that the next snapshot holds.
    this.questions = new Map(); // by the user message's id: {id, text, user, created_at, query}
    this.answers = new Map(); // by the assistant message's id: the fields of a snapshot's message
  }

  /** Takes an event in; gives the ids of the questions whose turn must be drawn again. */
  apply(event) {
    if (event.type === "snapshot") return this.applySnapshot(event);
    this.seq = Math.max(this.seq, event.seq ?? 0);
    if (event.type === "turn.queued") return this.applyQueued(event);
    const answer = this.answers.get(event.message);
    const change = answer && CHANGES[event.type];
    if (!change) return [];
    change(answer, event, this);
    return [answer.reply_to];
  }

  applySnapshot({ conversation, messages, seq }) {
    this.seq = Math.max(this.seq, seq ?? 0);
    this.hasGap = false;
    this.title = conversation?.title || this.title;
    for (const message of messages) {
      if (message.role === "user") this.questions.set(message.id, message);
      else this.takeMessage(message);
    }
    return [...this.questions.keys()];
  }

  takeMessage(message) {
    const known = this.answers.get(message.id);
    // What an event has ended meanwhile is newer than a snapshot that still sees it running.
    if (known && hasEnded(known) && !hasEnded(message)) return;
    const text = known && !hasEnded(message) && known.text.length > message.text.length ? known.text : message.text;
    this.answers.set(message.id, { stages: message.stage ? [message.stage] : [], ...known, ...message, text });
  }

  applyQueued(event) {
    this.title = event.title || this.title;
    if (!this.questions.has(event.reply_to)) {
      this.questions.set(event.reply_to, { id: event.reply_to, text: event.text, user: event.user, created_at: event.created_at, query: event.query });
    }
    if (!this.answers.has(event.message)) this.answers.set(event.message, newAnswer(event));
    return [event.reply_to];
  }

  /** The answers to a question in order: all but the last are earlier tries. */
  answersTo(question) {
    return [...this.answers.values()].filter((answer) => answer.reply_to === question);
  }

  turnIds() {
    return new Set([...this.answers.values()].map((answer) => answer.turn));
  }

  /** The answer that is being written, or the first that waits. */
  get running() {
    const open = [...this.answers.values()].filter((answer) => !hasEnded(answer));
    return open.find((answer) => answer.status === "running") ?? open[0] ?? null;
  }
}

export const hasEnded = (answer) => ENDED.has(answer.status);

function newAnswer(event) {
  return {
    id: event.message, turn: event.id, reply_to: event.reply_to, retry_of: event.retry_of ?? null, status: "queued", source: "",
    provider: "", model: "", stages: [], text: "", sql: null, table: null, chart: null, clarify: null, trust: null, confidence: null,
    reading: "", evidence: null, usage: {}, latency_ms: 0, follow_ups: [], suggested_actions: [], error: null, quota: null, feedback: null, suggestions: [],
    created_at: event.created_at,
  };
}

const run = (answer) => {
  if (!hasEnded(answer)) answer.status = "running";
};

/** One function per event of an answer. */
const CHANGES = {
  "message.started": (answer, { source, provider, model }) => {
    run(answer);
    Object.assign(answer, { source, provider, model });
  },
  stage: (answer, { name, label }) => {
    run(answer);
    const isKnown = answer.stages.some((stage) => stage.name === name);
    // A stage that is told again has come to say something else, as that it waits.
    answer.stages = isKnown ? answer.stages.map((stage) => (stage.name === name ? { name, label } : stage)) : [...answer.stages, { name, label }];
  },
  token: (answer, { text, offset }, state) => {
    run(answer);
    const known = answer.text.length;
    if (hasEnded(answer) || offset + text.length <= known) return;
    if (offset > known) {
      state.hasGap = true;
      return;
    }
    answer.text += text.slice(known - offset);
  },
  sql: (answer, { sql, knowledge }) => (answer.sql = { sql, knowledge }),
  table: (answer, { query, columns, rows, row_count, truncated }) => (answer.table = { query, columns, rows, row_count, truncated }),
  chart: (answer, { spec }) => (answer.chart = { spec }),
  clarify: (answer, { question, choices }) => (answer.clarify = { question, choices }),
  suggestion: (answer, { type, seq, message, ...suggestion }) => {
    const known = answer.suggestions ?? [];
    const place = known.findIndex((each) => each.id === suggestion.id);
    answer.suggestions = place < 0 ? [...known, suggestion] : known.with(place, suggestion);
  },
  error: (answer, { code, text, retryable }) => (answer.error = { code, text, retryable }),
  quota: (answer, { used, limit, resets_at }) => (answer.quota = { used, limit, resets_at }),
  "message.completed": (answer, event, state) => {
    const { type, seq, message, title, text, ...fields } = event;
    Object.assign(answer, fields, { text: text || answer.text });
    state.title = title || state.title;
  },
};
