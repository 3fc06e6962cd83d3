// Dark or light: as the system has it, unless somebody chose.
import { tell } from './bus.js';
import { byId, remembered, setText } from './dom.js';

const NEXT = { system: 'dark', dark: 'light', light: 'system' };
const TEXT = { system: 'Theme: auto', dark: 'Theme: dark', light: 'Theme: light' };

let chosen = remembered.get('theme', 'system');

function apply() {
  if (chosen === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = chosen;
  }
  setText(byId('theme'), TEXT[chosen]);
  tell('theme', chosen);
}

export function nextTheme() {
  chosen = NEXT[chosen] ?? 'system';
  remembered.set('theme', chosen);
  apply();
}

export function buildTheme() {
  byId('theme').addEventListener('click', nextTheme);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
  apply();
}
