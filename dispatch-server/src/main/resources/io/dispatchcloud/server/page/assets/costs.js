// What everything has cost: containers and overheads, which sum to the total.
import { get, said } from './api.js';
import { on } from './bus.js';
import { block, byId, el, setText } from './dom.js';
import { capital, money, number, time, words } from './format.js';
import { live } from './live.js';
import { linkTo } from './route.js';
import { plainTable } from './table.js';

const PAUSE = 15000;
const LIMIT = 100;
const BY = { container: 'Container', label: 'Label', day: 'Day' };

let by = 'container';
let timer = 0;
let asked = 0;
let summary;
let list;
let message;

export function buildCosts() {
  const body = el('div', { class: 'body' });
  byId('costs').append(
    el('div', { class: 'head' }, el('h2', { id: 'costs-title' }, 'Costs'), el('span', { class: 'muted', id: 'costs-since' }), el('span', { class: 'grow' }),
      el('div', { class: 'segments', role: 'group', 'aria-label': 'Costs by' }, Object.entries(BY).map(([value, text]) =>
        el('button', { type: 'button', class: 'small', 'data-by': value, 'aria-pressed': String(value === by), onclick: () => choose(value) }, text)))),
    body);
  message = el('p', { class: 'empty', hidden: true });
  body.append(message);
  summary = block(body, 'cost-summary');
  list = block(body, 'cost-list');
  on('ready', look);
}

function choose(value) {
  by = value;
  for (const each of byId('costs').querySelectorAll('[data-by]')) {
    each.setAttribute('aria-pressed', String(each.dataset.by === by));
  }
  look();
}

export async function look() {
  clearTimeout(timer);
  const mine = ++asked;
  if (live.ready === false) {
    message.hidden = false;
    setText(message, 'No dispatcher is active here.');
  } else if (live.ready && !document.hidden) {
    try {
      const answer = await get(`/costs?by=${by}&limit=${LIMIT}`);
      if (mine === asked) {
        show(answer);
      }
    } catch (failure) {
      if (mine === asked && live.ready) {
        message.hidden = false;
        setText(message, said(failure));
      }
    }
  }
  if (mine === asked) {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }
}

export function stop() {
  asked++;
  clearTimeout(timer);
}

function show(answer) {
  message.hidden = true;
  byId('costs-since').replaceChildren('since ', time(answer.since));
  const overheads = Object.entries(answer.overheads);
  // For the bar alone; the sums that people rely on are the server's.
  const overhead = overheads.reduce((sum, each) => sum + Number(each[1]), 0);
  const parts = [['containers', Number(answer.total) - overhead], ...overheads];
  summary([answer.total, parts], sums);
  list([answer.by, answer.items, answer.count, answer.rest, answer.earlier], table);
}

function sums([total, parts]) {
  const share = (value) => (Number(total) > 0 ? Math.max(0, (Number(value) / Number(total)) * 100) : 0);
  const bar = el('div', { class: 'bar', 'aria-hidden': 'true' }, parts.map(([name, value]) => {
    const piece = el('span', { class: `piece ${name}` });
    piece.style.width = `${share(value)}%`;
    return piece;
  }));
  return [
    el('p', { class: 'total' }, el('b', {}, money(total)), ' in all'),
    bar,
    el('ul', { class: 'cost-parts' }, parts.map(([name, value]) => el('li', {},
      el('span', { class: `piece ${name}` }), el('span', {}, name === 'containers' ? 'Containers' : `Overhead: ${words(name)}`),
      el('b', {}, money(value)), el('span', { class: 'muted number' }, `${share(value).toFixed(1)} %`)))),
  ];
}

function table([kind, items, count, rest, earlier]) {
  if (items.length === 0) {
    return el('p', { class: 'muted' }, 'Nothing has cost anything yet.');
  }
  const cost = (value) => el('span', { class: 'number block' }, money(value));
  const more = [];
  if (rest && Number(rest) > 0) {
    more.push([kind === 'day' ? 'Earlier days' : `${number(count - items.length)} others`, cost(rest)]);
  }
  if (kind === 'container' && Number(earlier) > 0) {
    more.push(['Ended long ago', cost(earlier)]);
  }
  if (kind === 'day') {
    return plainTable('Costs by day', ['Day', 'Containers', 'Overhead'], [
      ...[...items].reverse().map((each) => [each.day, cost(each.containers), cost(each.overhead)]), ...more.map((each) => [...each, ''])]);
  }
  const name = (each) => (kind === 'container' ? linkTo('container', each.container) : `${each.name}: ${each.value}`);
  return plainTable(`Costs by ${kind}`, [capital(kind), 'Cost'], [...items.map((each) => [name(each), cost(each.cost)]), ...more]);
}
