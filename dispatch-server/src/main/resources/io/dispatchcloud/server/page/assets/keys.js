// Single keys for those who know them. They can be switched off: some speak to their computer.
import { byId, el, remembered } from './dom.js';
import { retry } from './live.js';
import { leave } from './route.js';
import { nextTheme } from './theme.js';

const keys = [
  ['/', 'Find containers', () => byId('container-search').focus()],
  ['f', 'Find instances', () => byId('instance-search').focus()],
  ['i', 'Go to the instances', () => visit('instances')],
  ['c', 'Go to the containers', () => visit('containers')],
  ['t', 'Go to the trends', () => visit('trends')],
  ['o', 'Go to the costs', () => visit('costs')],
  ['a', 'Go to the activity', () => visit('activity')],
  ['p', 'Go to the open story', () => byId('panel').querySelector('h2')?.focus()],
  ['d', 'Dark, light, or as the system has it', nextTheme],
  ['r', 'Connect now', retry],
  ['?', 'Show these keys', () => showHelp()],
];

const others = [
  ['Esc', 'Close the story, or a dialog'],
  ['Arrows', 'Go from tile to tile'],
  ['Home, End', 'Go to the first or last tile'],
  ['Enter', 'Open the story of a tile or a row'],
];

function visit(id) {
  const section = byId(id);
  section.scrollIntoView({ block: 'start' });
  section.focus({ preventScroll: true });
}

const active = () => remembered.get('keys', 'on') === 'on';

function showHelp() {
  const row = ([key, what]) => el('div', {}, el('dt', {}, el('kbd', {}, key)), el('dd', {}, what));
  const dialog = el('dialog', { 'aria-labelledby': 'help-title', onclose: () => dialog.remove() },
    el('form', { method: 'dialog' },
      el('h2', { id: 'help-title' }, 'Keys'),
      el('dl', { class: 'keys-list' }, [...keys, ...others].map(row)),
      el('label', { class: 'check' }, el('input', {
        type: 'checkbox', checked: active(), onchange: (event) => remembered.set('keys', event.target.checked ? 'on' : 'off'),
      }), ' Single keys do something'),
      el('div', { class: 'buttons' }, el('button', { class: 'primary', autofocus: true }, 'Close'))));
  document.body.append(dialog);
  dialog.showModal();
}

export function buildKeys() {
  byId('help').addEventListener('click', showHelp);
  document.addEventListener('keydown', (event) => {
    const typing = event.target.matches('input, textarea, select') || document.querySelector('dialog[open]');
    if (event.key === 'Escape' && event.target.matches('input[type="search"]')) {
      event.target.blur();
      return;
    }
    if (event.key === 'Escape' && !typing) {
      leave();
      return;
    }
    if (typing || byId('app').hidden || event.ctrlKey || event.altKey || event.metaKey || !active()) {
      return;
    }
    const found = keys.find(([key]) => key === event.key);
    if (found) {
      event.preventDefault();
      found[2]();
    }
  });
}
