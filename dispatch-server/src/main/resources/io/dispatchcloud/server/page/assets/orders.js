// Hold, drain, run, kill: each is confirmed, with a reason that goes into the log.
import { order, said } from './api.js';
import { toast } from './announce.js';
import { tell } from './bus.js';
import { el } from './dom.js';
import { plural } from './format.js';

const LONGEST = 500;
// Control characters, line ends, and what steers the direction of text: the server takes none of them.
const UNWANTED = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

const instanceVerbs = {
  hold: { title: 'Hold', done: 'is held', what: 'It is given no more work and is not shut down. What runs there goes on.' },
  drain: { title: 'Drain', done: 'drains', what: 'It is given no more work, and is shut down as soon as nothing runs there.' },
  run: { title: 'Run', done: 'is given work again', what: 'It is given work again, and is shut down when it was idle for a while.' },
  kill: { title: 'Kill', done: 'is being destroyed', danger: true },
};
const containerVerbs = {
  kill: { title: 'Kill', done: 'is being killed', danger: true, what: 'It is cancelled, what runs of it is ended, and it does not run again.' },
};

export const verbOf = (kind, verb) => (kind === 'instance' ? instanceVerbs : containerVerbs)[verb];

function consequence(verb, does, running) {
  if (does.what) {
    return does.what;
  }
  return running > 0
    ? `It is destroyed at once. ${plural(running, 'container that runs there is', 'containers that run there are')} lost, and run${running === 1 ? 's' : ''} again elsewhere.`
    : 'It is destroyed at once. Nothing runs there.';
}

/** Asks whether, and why; then gives the order. running: how many containers run on an instance. */
export function confirmOrder(kind, id, verb, running = 0) {
  const does = verbOf(kind, verb);
  const reason = el('textarea', { id: 'reason', rows: 2, maxlength: LONGEST, required: true, 'aria-describedby': 'order-problem' });
  const problem = el('p', { id: 'order-problem', class: 'problem', role: 'alert' });
  const go = el('button', { type: 'submit', class: does.danger ? 'danger primary' : 'primary' }, does.title);
  const cancel = el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel');
  const form = el('form', { novalidate: true, onsubmit: submit },
    el('h2', { id: 'order-title' }, `${does.title} this ${kind}?`),
    el('p', { class: 'mono subject' }, id),
    el('p', { id: 'order-what' }, consequence(verb, does, running)),
    el('label', { for: 'reason' }, 'Reason ', el('span', { class: 'muted' }, '(for the log)')),
    reason, problem,
    el('div', { class: 'buttons' }, cancel, go));
  const dialog = el('dialog', { 'aria-labelledby': 'order-title', 'aria-describedby': 'order-what', onclose: () => dialog.remove() }, form);

  async function submit(event) {
    event.preventDefault();
    const why = reason.value.replace(UNWANTED, ' ').trim();
    if (why === '') {
      problem.textContent = 'Say why: those who read the log will want to know.';
      reason.setAttribute('aria-invalid', 'true');
      reason.focus();
      return;
    }
    go.disabled = true;
    problem.textContent = '';
    try {
      await order(kind, id, verb, why);
      dialog.close();
      toast(`${id} ${does.done}.`);
      tell('ordered', { kind, id, verb });
    } catch (failure) {
      problem.textContent = said(failure);
    } finally {
      go.disabled = false;
    }
  }

  reason.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  reason.focus();
}
