// What the stories of instances and containers have in common.
import { el } from './dom.js';
import { clock, moment, money, words, capital } from './format.js';
import { linkTo } from './route.js';

/** Names and values in two columns; what there is not is left out. */
export function facts(entries) {
  return el('dl', { class: 'facts' }, entries
    .filter((entry) => entry && ![undefined, null, false, ''].includes(entry[1]))
    .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

export function part(title, ...children) {
  return el('section', { class: 'part' }, el('h3', {}, title), ...children);
}

/** Events, newest first; those of the story itself need no link to it. */
export function eventList(events, self) {
  if (events.length === 0) {
    return el('p', { class: 'muted' }, 'None lately.');
  }
  return el('ol', { class: 'events' }, [...events].reverse().map((event) => eventLine(event, self)));
}

export function eventLine(event, self = '') {
  return el('li', {},
    el('time', { datetime: event.at, title: moment(event.at), class: 'mono muted' }, clock(event.at)),
    el('div', {},
      el('span', { class: 'event-kind' }, capital(words(event.kind))),
      event.container && event.container !== self ? [' ', linkTo('container', event.container)] : '',
      event.instance && event.instance !== self ? [el('span', { class: 'muted' }, event.container ? ' on ' : ' '), linkTo('instance', event.instance)] : '',
      event.cost ? el('span', { class: 'muted' }, ` cost ${money(event.cost)}`) : '',
      event.detail ? el('div', { class: 'muted detail' }, event.detail) : ''));
}

export const yes = (value) => (value ? 'yes' : 'no');
