// The queue and what runs, in the order of scheduling, each with its reason; the server has the list,
// the page shows a part of it.
import { get, said } from './api.js';
import { on } from './bus.js';
import { byId, el, nextFrame, setAttribute, setText } from './dom.js';
import { bytes, capital, number, time } from './format.js';
import { live } from './live.js';
import { Pager } from './pager.js';
import { kindOf, kinds, states } from './reasons.js';
import { goTo, linkTo } from './route.js';
import { parseSearch } from './search.js';
import { KeyedTable } from './table.js';

const ROWS = 25;
const PAUSE = 2000;
const TYPING = 250;

const choice = { state: '', status: '', text: '' };
let table;
let pager;
let message;
let chips;
let timer = 0;
let asked = 0;
let chipsFor = '';

export function buildContainers() {
  table = new KeyedTable('Containers in the order of scheduling', [
    { title: 'Container', cell: name, draw: (cell, each) => drawLabels(cell.lastChild.lastChild, each.labels) },
    { title: 'Turn', text: (each) => number(each.turn), number: true, className: 'extra' },
    { title: 'Status', cell: () => el('span', { class: 'pill' }), draw: (cell, each) => drawStatus(cell.firstChild, each) },
    { title: 'Why', text: (each) => capital(each.status.sentence), className: 'why' },
    { title: 'Needs', text: needs, className: 'extra' },
    { title: 'Priority', text: (each) => number(each.priority), number: true, className: 'extra' },
    { title: 'Since', cell: () => el('span'), draw: drawSince, className: 'extra nowrap' },
  ], (each) => goTo('container', each.id));
  pager = new Pager('containers', ROWS, look);
  message = el('p', { class: 'empty', role: 'status', hidden: true });
  chips = el('div', { class: 'chips', role: 'group', 'aria-label': 'Containers by status' });
  const count = el('span', { class: 'muted', id: 'containers-count' });
  byId('containers').append(
    el('div', { class: 'head' },
      el('h2', { id: 'containers-title' }, 'Containers'), count, el('span', { class: 'grow' }),
      el('input', {
        type: 'search', id: 'container-search', placeholder: 'Find id or label:value', oninput: typed,
        'aria-label': 'Find containers by a part of the id, or by label:value', maxlength: 200,
      }),
      el('label', { class: 'choice', for: 'container-state' }, 'State ',
        el('select', { id: 'container-state', onchange: (event) => choose('state', event.target.value) },
          el('option', { value: '' }, 'any'), states.map((each) => el('option', { value: each }, each)))),
      el('label', { class: 'choice', for: 'container-status' }, 'Status ',
        el('select', { id: 'container-status', onchange: (event) => choose('status', event.target.value) },
          el('option', { value: '' }, 'any'), Object.entries(kinds).map(([value, kind]) => el('option', { value }, kind.title))))),
    el('div', { class: 'body' }, chips, message, el('div', { class: 'table-scroll' }, table.element), pager.element));
  on('figures', () => nextFrame('chips', showChips));
  on('ready', look);
  on('ordered', () => setTimeout(look, TYPING));
}

function name(each) {
  return el('div', { class: 'name' }, linkTo('container', each.id), el('span', { class: 'labels' }));
}

function drawLabels(place, labels) {
  const text = Object.entries(labels).map(([key, value]) => `${key}: ${value}`);
  if (place.children.length !== text.length) {
    place.replaceChildren(...text.map(() => el('span', { class: 'label' })));
  }
  text.forEach((each, i) => setText(place.children[i], each));
}

function drawStatus(pill, each) {
  const kind = kindOf(each.status);
  const text = each.status.kind === 'finished' ? capital(each.state) : kind.title;
  setAttribute(pill, 'class', `pill ${kind.tone}`);
  setText(pill, text);
}

function needs(each) {
  const gpus = each.needs.gpu?.deviceCount ?? 0;
  return `${each.needs.vcpus} vCPU${each.needs.vcpus === 1 ? '' : 's'}, ${bytes(each.needs.ram)}${gpus > 0 ? `, ${gpus} GPU` : ''}`;
}

function drawSince(cell, each) {
  const since = each.finishedAt ?? each.startedAt ?? each.submittedAt;
  if (cell.dataset.since !== since) {
    cell.dataset.since = since ?? '';
    cell.replaceChildren(time(since));
  }
}

function typed(event) {
  choice.text = event.target.value;
  clearTimeout(timer);
  timer = setTimeout(() => {
    pager.offset = 0;
    look();
  }, TYPING);
}

function choose(key, value) {
  choice[key] = value;
  byId(`container-${key}`).value = value;
  pager.offset = 0;
  chipsFor = '';
  showChips();
  look();
}

function showChips() {
  const counts = live.figures?.statuses ?? {};
  const known = JSON.stringify([counts, choice.status]);
  if (known === chipsFor) {
    return;
  }
  chipsFor = known;
  for (const [kind, words] of Object.entries(kinds)) {
    let chip = [...chips.children].find((each) => each.dataset.kind === kind);
    const count = counts[kind] ?? 0;
    if (!chip && count > 0) {
      chip = el('button', {
        type: 'button', class: `chip ${words.tone}`, 'data-kind': kind,
        onclick: () => choose('status', choice.status === kind ? '' : kind),
      }, el('span', {}, words.title), el('b', {}));
      const order = Object.keys(kinds);
      const next = [...chips.children].find((each) => order.indexOf(each.dataset.kind) > order.indexOf(kind));
      chips.insertBefore(chip, next ?? null);
    }
    if (chip) {
      chip.hidden = count === 0 && choice.status !== kind;
      setText(chip.lastChild, number(count));
      setAttribute(chip, 'aria-pressed', String(choice.status === kind));
    }
  }
}

function address() {
  const sought = parseSearch(choice.text);
  const query = new URLSearchParams({ limit: ROWS, offset: pager.offset });
  for (const [key, value] of [['state', choice.state], ['status', choice.status], ['search', sought.search]]) {
    if (value !== '') {
      query.set(key, value);
    }
  }
  for (const label of sought.labels) {
    query.append('label', label);
  }
  return `/containers?${query}`;
}

/** Asks for what is to be seen, and again after a while; only the newest answer counts. */
export async function look() {
  clearTimeout(timer);
  const mine = ++asked;
  if (live.ready === false) {
    setText(byId('containers-count'), '');
    table.update([]);
    pager.total(0);
    say('No dispatcher is active here: there is nothing to show.');
  } else if (live.ready && !document.hidden) {
    try {
      const answer = await get(address());
      if (mine === asked) {
        show(answer);
      }
    } catch (failure) {
      if (mine === asked && live.ready) {
        say(said(failure));
      }
    }
  }
  if (mine === asked) {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }
}

function say(text) {
  message.hidden = text === '';
  setText(message, text);
}

function show(answer) {
  const before = pager.offset;
  pager.total(answer.total);
  if (pager.offset !== before) {
    look();
    return;
  }
  const filtered = choice.state + choice.status + choice.text !== '';
  setText(byId('containers-count'), `${number(answer.total)}${filtered ? ' found' : ''}`);
  table.update(answer.items);
  table.element.hidden = answer.items.length === 0;
  say(answer.items.length > 0 ? ''
    : filtered ? 'No container is like that.' : 'The queue is empty, and nothing runs.');
}

export function stop() {
  asked++;
  clearTimeout(timer);
}
