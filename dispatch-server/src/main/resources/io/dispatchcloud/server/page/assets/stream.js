// Reads server-sent events with fetch, which can send a token in a header as EventSource can't, and
// comes back by itself after the connection is lost.
import { Refused, send } from './api.js';

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;

/** Takes text as it arrives, and tells whole events. */
export class EventParser {
  constructor(listener) {
    this.listener = listener;
    this.rest = '';
    this.clear();
  }

  clear() {
    this.name = 'message';
    this.data = [];
    this.id = undefined;
  }

  push(text) {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop();
    for (const line of lines) {
      this.line(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
  }

  line(line) {
    if (line === '') {
      if (this.data.length > 0) {
        this.listener(this.name, this.data.join('\n'), this.id);
      }
      this.clear();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.name = value;
    } else if (field === 'data') {
      this.data.push(value);
    } else if (field === 'id') {
      this.id = value;
    }
  }
}

/**
 * Keeps a stream open until it is stopped.
 *
 * on.event(name, data) for each event, on.open() when connected, on.lost(retryAt) when not any more.
 * silence: how long, in ms, nothing may arrive before the connection counts as lost.
 */
export function keepOpen(path, on, silence) {
  let stopped = false;
  let wait = FIRST_WAIT;
  let seen;
  let current;
  let wake = () => {};

  async function read() {
    current = new AbortController();
    let silent = setTimeout(() => current.abort(), silence);
    try {
      const headers = seen ? { 'Last-Event-ID': seen } : {};
      const answer = await send(path, { headers, signal: current.signal });
      const parser = new EventParser((name, data, id) => {
        seen = id ?? seen;
        wait = FIRST_WAIT;
        on.event(name, JSON.parse(data));
      });
      on.open();
      const decoder = new TextDecoder();
      const reader = answer.body.getReader();
      for (let part = await reader.read(); !part.done && !stopped; part = await reader.read()) {
        clearTimeout(silent);
        silent = setTimeout(() => current.abort(), silence);
        parser.push(decoder.decode(part.value, { stream: true }));
      }
    } finally {
      clearTimeout(silent);
      current.abort();
    }
  }

  async function run() {
    while (!stopped) {
      try {
        await read();
      } catch (failure) {
        if (failure instanceof Refused && failure.ofToken) {
          return;
        }
        if (!(failure instanceof Refused) && !(failure instanceof TypeError) && failure.name !== 'AbortError') {
          console.error(failure);
        }
      }
      if (stopped) {
        return;
      }
      // Apart by chance, so that many pages do not come back at the same moment.
      const pause = wait * (0.75 + Math.random() / 2);
      on.lost(Date.now() + pause);
      await new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, pause);
      });
      wait = Math.min(LONGEST_WAIT, wait * 2);
    }
  }

  run();
  return {
    retry: () => wake(),
    stop() {
      stopped = true;
      current?.abort();
      wake();
    },
  };
}
