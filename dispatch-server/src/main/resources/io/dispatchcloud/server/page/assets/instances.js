// The instances: as tiles, or as a table with the same in words.
import { on } from './bus.js';
import { block, byId, el, nextFrame, remembered, setText } from './dom.js';
import { capital, plural, words } from './format.js';
import { compare, groupOf, groupRank, groupings, matches, sortings } from './instance-order.js';
import { live } from './live.js';
import { Pager } from './pager.js';
import { goTo, linkTo } from './route.js';
import { KeyedTable } from './table.js';
import { Tiles } from './tiles.js';
import { watchTips } from './tip.js';

const ROWS = 50;
const RESORT = 5000;

const choice = {
  group: remembered.get('group', 'state'),
  sort: remembered.get('sort', 'attention'),
  view: remembered.get('view', 'tiles'),
  sought: '',
};

let tiles;
let table;
let pager;
let summary;
let empty;
let creating;
let pending = null;

function select(id, label, name, options) {
  const chosen = el('select', { id, onchange: (event) => choose(name, event.target.value) },
    Object.entries(options).map(([value, text]) => el('option', { value, selected: choice[name] === value }, text)));
  return el('label', { class: 'choice', for: id }, `${label} `, chosen);
}

function choose(name, value) {
  choice[name] = value;
  remembered.set(name, value);
  pending = { all: true };
  nextFrame('instances', show);
}

function viewButton(value, text) {
  return el('button', {
    type: 'button', class: 'small', 'aria-pressed': String(choice.view === value), 'data-view': value,
    onclick: () => choose('view', value),
  }, text);
}

export function buildInstances() {
  tiles = new Tiles((id) => goTo('instance', id));
  watchTips(tiles.element);
  table = new KeyedTable('Instances', [
    { title: 'Instance', cell: (each) => linkTo('instance', each.id) },
    { title: 'Type', text: (each) => each.type },
    { title: 'State', text: (each) => words(each.state) },
    { title: 'Behaviour', text: (each) => each.behavior },
    { title: 'Health', text: (each) => (each.healthy ? 'healthy' : 'unhealthy') },
    { title: 'Containers', text: (each) => String(each.containers), number: true },
    { title: 'Fill', text: (each) => `${each.fill} %`, number: true },
  ], (each) => goTo('instance', each.id));
  pager = new Pager('instances', ROWS, () => nextFrame('instances', show));
  summary = el('span', { class: 'muted' });
  empty = el('p', { class: 'empty', hidden: true }, 'There are no instances now. They are made when containers need them.');
  const creatingPlace = el('div');
  creating = block(creatingPlace, 'creating');
  byId('instances').append(
    el('div', { class: 'head' },
      el('h2', { id: 'instances-title' }, 'Instances'), summary, el('span', { class: 'grow' }),
      el('input', {
        type: 'search', id: 'instance-search', placeholder: 'Find id or type', 'aria-label': 'Find instances by id or type',
        oninput: (event) => choose('sought', event.target.value.trim().toLowerCase()),
      }),
      select('instance-group', 'Group', 'group', groupings),
      select('instance-sort', 'Sort', 'sort', sortings),
      el('div', { class: 'segments', role: 'group', 'aria-label': 'Show as' }, viewButton('tiles', 'Tiles'), viewButton('table', 'Table'))),
    el('div', { class: 'body' }, empty,
      el('div', { id: 'tiles-view' }, el('div', { class: 'tiles-scroll', tabindex: '-1' }, tiles.element), legend()),
      el('div', { id: 'table-view' }, el('div', { class: 'table-scroll' }, table.element), pager.element), creatingPlace));
  on('instances', (news) => {
    note(news);
    nextFrame('instances', show);
  });
  setInterval(resort, RESORT);
  choice.sought = '';
  pending = { all: true };
}

function legend() {
  const entry = (attributes, text) => el('li', {}, el('span', { class: 'tile swatch', ...attributes }), text);
  return el('ul', { class: 'legend', 'aria-label': 'What the tiles mean' },
    entry({ 'data-state': 'running', 'data-half': true }, 'running, by fill'),
    entry({ 'data-state': 'idle' }, 'idle'),
    entry({ 'data-state': 'booting' }, 'booting'),
    entry({ 'data-state': 'unknown' }, 'unknown'),
    entry({ 'data-state': 'shutdown' }, 'shutting down'),
    entry({ 'data-state': 'running', 'data-mark': 'hold' }, 'held'),
    entry({ 'data-state': 'running', 'data-mark': 'drain' }, 'draining'),
    entry({ 'data-state': 'running', 'data-mark': 'sick' }, 'unhealthy'));
}

/** Gathers what changed until the next frame. */
function note(news) {
  if (news === null || pending?.all) {
    pending = { all: true };
    return;
  }
  pending ??= { changed: new Map(), removed: new Set() };
  for (const each of news.changed) {
    pending.changed.set(each.id, each);
    pending.removed.delete(each.id);
  }
  for (const id of news.removed) {
    pending.changed.delete(id);
    pending.removed.add(id);
  }
}

const shown = () => [...live.instances.values()].filter((each) => matches(each, choice.sought));

function show() {
  const asTiles = choice.view === 'tiles';
  byId('tiles-view').hidden = !asTiles;
  byId('table-view').hidden = asTiles;
  for (const each of byId('instances').querySelectorAll('[data-view]')) {
    each.setAttribute('aria-pressed', String(each.dataset.view === choice.view));
  }
  const work = pending;
  pending = null;
  if (asTiles && work) {
    const done = !work.all && tiles.choice
      && tiles.some([...work.changed.values()].filter((each) => matches(each, choice.sought)), [...work.removed].filter((id) => tiles.tiles.has(id)));
    if (!done) {
      tiles.all(shown(), { ...choice });
    }
  } else if (!asTiles) {
    tiles.choice = undefined;
    const sorted = shown().sort((a, b) =>
      groupRank(groupOf(a, choice.group), choice.group) - groupRank(groupOf(b, choice.group), choice.group)
        || (choice.group === 'type' && a.type !== b.type ? (a.type < b.type ? -1 : 1) : 0) || compare(a, b, choice.sort));
    pager.total(sorted.length);
    table.update(sorted.slice(pager.offset, pager.offset + ROWS));
  }
  const sick = [...live.instances.values()].filter((each) => !each.healthy).length;
  const idle = [...live.instances.values()].filter((each) => each.behavior !== 'run').length;
  setText(summary, [plural(live.instances.size, 'instance', 'instances'),
    sick > 0 ? `${sick} unhealthy` : '', idle > 0 ? `${idle} held or draining` : ''].filter(Boolean).join(', '));
  const none = live.instances.size === 0 && Object.keys(live.creating).length === 0;
  empty.hidden = !none;
  if (none) {
    byId('tiles-view').hidden = true;
    byId('table-view').hidden = true;
  }
  creating(live.creating, (types) => {
    const entries = Object.entries(types);
    return entries.length === 0 ? [] : [
      el('strong', {}, 'Being created'),
      ...entries.map(([type, count]) => el('span', { class: 'chip' }, `${capital(type) && type || 'no type'} × ${count}`))];
  });
}

/** Puts tiles in order again whose order changed while they stayed where they were. */
function resort() {
  if (choice.view !== 'tiles' || !tiles.choice || tiles.busy || choice.sort === 'id') {
    return;
  }
  const wrong = [...tiles.groups.values()].some((group) =>
    group.members.some((each, i) => i > 0 && compare(group.members[i - 1], each, choice.sort) > 0));
  if (wrong) {
    pending = { all: true };
    nextFrame('instances', show);
  }
}
