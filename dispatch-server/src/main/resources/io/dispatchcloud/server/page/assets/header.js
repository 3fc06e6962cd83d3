// The top: who this is, whether it is connected, what is wrong, and the figures.
import { alarm } from './announce.js';
import { on } from './bus.js';
import { byId, el, nextFrame, setAttribute, setText } from './dom.js';
import { capital, duration, money, number, plural, secondsSince, time, words } from './format.js';
import { live } from './live.js';

const SECOND = 1000;
// A pass may be that old where nothing happens; the dispatcher knows whether it is too old.
const LATE = 30;
const OVERLOAD = 300;
const STATES = {
  active: ['good', 'active'],
  starting: ['warn', 'starting, or standing by'],
  none: ['warn', 'no active dispatcher'],
  leaseLost: ['bad', 'lease lost'],
  failed: ['bad', 'failed'],
  closed: ['bad', 'closed'],
  new: ['warn', 'new'],
};

const figures = {};
let wasConnected = null;

function figure(key, label) {
  const value = el('dd', { class: 'value' }, '–');
  const note = el('dd', { class: 'note' });
  const meter = key === 'price' ? el('dd', { class: 'meter', hidden: true }, el('span')) : null;
  figures[key] = { value, note, meter };
  return el('div', { class: `figure ${key}` }, el('dt', {}, label), value, meter, note);
}

export function buildHeader() {
  byId('figures').append(el('dl', { class: 'figures' },
    figure('running', 'Running'),
    figure('waiting', 'Waiting'),
    figure('instances', 'Instances'),
    figure('price', 'Cost per hour'),
    figure('cost', 'Cost so far'),
    figure('latency', 'Start latency')));
  on('figures', () => nextFrame('figures', showFigures));
  on('connection', showConnection);
  on('status', showHealth);
  setInterval(showConnection, SECOND);
  showConnection();
}

function put(key, value, note) {
  setText(figures[key].value, value);
  setText(figures[key].note, note);
}

let latency = null;

function showFigures() {
  const news = live.figures;
  const { containers, instances, statuses } = news;
  if (news.startLatency.count > 0) {
    latency = news.startLatency;
  }
  put('running', number(containers.running), `${number(statuses.preparing)} preparing`);
  put('waiting', number(news.waiting), `${number(statuses.onHold)} on hold`);
  const all = Object.values(instances).reduce((sum, each) => sum + each, 0);
  put('instances', number(all),
    Object.entries(instances).filter((each) => each[1] > 0 && each[0] !== 'unknown')
      .sort((a, b) => b[1] - a[1]).slice(0, 3).map(([state, count]) => `${number(count)} ${words(state)}`).join(', '));
  showPrice(Number(news.pricePerHour), Number(news.budgetPerHour));
  put('cost', money(news.cost), live.status?.limits ? `failed boots ${money(live.status.limits.bootFailuresCost)}` : '');
  put('latency', latency ? duration(latency.median) : '–', latency ? `longest ${duration(latency.longest)}` : 'nothing began yet');
  const [kind, text] = STATES[news.state] ?? ['warn', words(news.state)];
  const late = news.passAge > LATE && news.state === 'active' && !live.status?.health.ready;
  byId('state').className = `pill ${late ? 'bad' : kind}`;
  setText(byId('state'), late ? `last pass ${duration(news.passAge)} ago` : text);
  document.title = `${number(containers.running)} running, ${number(news.waiting)} waiting – dispatch`;
}

function showPrice(price, budget) {
  const { meter } = figures.price;
  put('price', money(price), budget > 0 ? `budget ${money(budget)}, ${Math.round((price / budget) * 100)} % used` : 'no budget set');
  meter.hidden = budget <= 0;
  if (budget > 0) {
    meter.firstChild.style.width = `${Math.min(100, (price / budget) * 100)}%`;
    meter.className = `meter ${price >= budget ? 'bad' : price >= budget * 0.9 ? 'warn' : ''}`;
  }
}

function showConnection() {
  const place = byId('connection');
  const age = (Date.now() - live.heardAt) / SECOND;
  byId('reconnect').hidden = live.connected;
  setAttribute(document.body, 'data-stale', live.connected ? null : '');
  if (live.connected) {
    place.className = 'connection live';
    setText(place, 'live');
  } else {
    place.className = 'connection lost';
    const seen = live.heardAt > 0 ? `; what you see is ${duration(age)} old` : '';
    const next = Math.ceil((live.retryAt - Date.now()) / SECOND);
    setText(place, `not connected${seen}${next > 0 ? `; next try in ${next} s` : '; connecting'}`);
  }
  if (wasConnected !== null && wasConnected !== live.connected && live.heardAt > 0) {
    alarm(live.connected ? 'Connected.' : 'The connection is lost. What you see is not up to date.');
  }
  wasConnected = live.connected;
}

function notices(limits) {
  const found = [];
  if (limits.draining) {
    found.push('This dispatcher takes no new work.');
  }
  if (limits.atQuota) {
    found.push('The provider’s quota is reached: no more instances for now.');
  }
  if (limits.atCapacity.length > 0) {
    found.push(`The provider has no room for ${limits.atCapacity.join(', ')}.`);
  }
  if (limits.bootsFailing.length > 0) {
    found.push(`Instances of ${limits.bootsFailing.join(', ')} do not come up.`);
  }
  if (limits.overloadedAt && secondsSince(limits.overloadedAt) < OVERLOAD) {
    found.push(['The store was overloaded ', time(limits.overloadedAt), '.']);
  }
  return found;
}

/** Whose dispatcher this is: what runs here is owned by its instance set. */
function showSet(name) {
  const set = byId('set');
  set.hidden = false;
  setText(set, name);
  setAttribute(set, 'title', `Instance set ${name}`);
}

let healthKnown = '';
let alarmed = '';

/** Troubles without how long they last: those who hear the page hear of each once. */
const kindsOf = (troubles) => troubles.map((each) => each.replace(/\b(\d+[a-z]*)+\b/g, '')).join(';');

function showHealth(status) {
  if (status?.instanceSet) {
    showSet(status.instanceSet);
  }
  const troubles = status?.health.troubles ?? [];
  const others = status ? notices(status.limits) : [];
  const known = JSON.stringify([troubles, status?.limits, status?.health.ready, others.length]);
  if (known === healthKnown) {
    return;
  }
  healthKnown = known;
  const place = byId('health');
  place.hidden = troubles.length + others.length === 0;
  place.replaceChildren(
    ...troubles.map((each) => el('p', { class: 'trouble' }, el('strong', {}, 'Trouble'), el('span', {}, capital(each)))),
    ...others.map((each) => el('p', { class: 'notice' }, el('strong', {}, 'Limit'), el('span', {}, each))));
  const kinds = kindsOf(troubles);
  if (kinds !== alarmed && troubles.length > 0) {
    alarm(`${plural(troubles.length, 'trouble', 'troubles')}: ${troubles.join('; ')}`);
  }
  alarmed = kinds;
}
