// Requests with the token in a header. The token is never part of an address.
import { tell } from './bus.js';

const KEY = 'dispatch.token';
const BASE = '/api/v1';
// Longer than the server waits for a dispatcher, a minute; for what is asked again by itself shorter.
const PATIENCE = 75000;
const READING = 20000;
const TOKEN = /^[\x21-\x7e]+$/;

/** An answer that was a refusal, in the server's words. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `the server answered ${status}`);
    this.status = status;
    this.kind = String(problem.type ?? '').replace('urn:dispatch:problem:', '');
    this.title = problem.title ?? 'The server refused that';
  }

  get ofToken() {
    return this.status === 401 || this.kind === 'wrong-token' || this.kind === 'no-token-configured';
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
  wellFormed: (value) => TOKEN.test(value),
};

export async function send(path, options = {}) {
  const headers = { ...options.headers, Authorization: `Bearer ${options.token ?? token.get() ?? ''}` };
  const answer = await fetch(BASE + path, {
    signal: AbortSignal.timeout(PATIENCE), ...options, headers, cache: 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer',
  });
  if (!answer.ok) {
    const refused = new Refused(answer.status, await problemOf(answer));
    if (refused.ofToken && options.token === undefined) {
      tell('refused', refused);
    }
    throw refused;
  }
  return answer;
}

async function problemOf(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

export async function get(path, options) {
  return (await send(path, { signal: AbortSignal.timeout(READING), ...options })).json();
}

export async function order(kind, id, verb, reason) {
  const answer = await send(`/${kind}s/${encodeURIComponent(id)}/${verb}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ reason }),
  });
  return answer.json();
}

/** What went wrong, for people. */
export function said(failure) {
  return failure instanceof Refused ? failure.message : 'The server could not be reached.';
}
