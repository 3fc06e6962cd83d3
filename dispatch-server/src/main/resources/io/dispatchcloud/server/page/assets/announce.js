// Tells people things that they may not be looking at: shortly seen, and read out by screen readers.
import { byId, el } from './dom.js';

const SHOWN = 6000;

export function toast(text, kind = 'good') {
  const shown = el('p', { class: `toast ${kind}` }, text);
  byId('toasts').append(shown);
  setTimeout(() => shown.remove(), SHOWN);
}

/** For screen readers alone, at once: what is seen elsewhere on the page. */
export function alarm(text) {
  byId('alerts').textContent = text;
}
