// One container's story: where it is, why, what would make it run, and how it came about.
import { Refused } from './api.js';
import { block, el } from './dom.js';
import { bytes, capital, clock, duration, moment, money, number, time, words } from './format.js';
import { consideredPart, explanationPart } from './explanation.js';
import { confirmOrder } from './orders.js';
import { finals, kindOf } from './reasons.js';
import { linkTo } from './route.js';
import { plainTable } from './table.js';
import { eventList, facts, part, yes } from './story-parts.js';

// An explanation costs the dispatcher as much as a pass.
const EXPLAIN = 10000;

export class ContainerStory {
  constructor(id, place) {
    this.id = id;
    this.known = false;
    this.explainedAt = 0;
    this.decided = [];
    this.considered = [];
    this.state = block(place, 'lead');
    this.actions = block(place, 'actions');
    this.why = block(place);
    this.facts = block(place);
    this.history = block(place);
    this.attempts = block(place);
    this.events = block(place);
  }

  show({ container, history, events, attempts, attemptsUnavailable }) {
    this.known = true;
    this.ended = finals.has(container.state);
    const status = container.status ?? { kind: 'finished', sentence: container.state };
    if (this.statusKind !== status.kind) {
      this.statusKind = status.kind;
      this.explainedAt = 0;
    }
    this.state([container.state, status, container.turn, container.error], lead);
    this.actions([this.ended], ([ended]) => (ended ? [] : el('button', {
      type: 'button', class: 'danger', 'data-key': 'order-kill', onclick: () => confirmOrder('container', this.id, 'kill'),
    }, 'Kill')));
    this.facts(container, all);
    this.decided = history;
    this.past(newest(history) === newest(this.considered) ? this.considered : history);
    this.attempts([attempts ?? [], attemptsUnavailable === true], allAttempts);
    this.events(events, (news) => part('Events', eventList(news, this.id)));
  }

  past(history) {
    this.history(history, (news) => part('How it came about', decisions(news)));
  }

  async more(get) {
    // What was considered is much, and changes only with a decision.
    if (newest(this.decided) !== newest(this.considered)) {
      this.considered = (await get(`/containers/${encodeURIComponent(this.id)}/history`)).history;
      this.past(this.considered);
    }
    if (this.ended) {
      this.why(null, () => []);
      return;
    }
    if (Date.now() - this.explainedAt < EXPLAIN) {
      return;
    }
    this.explainedAt = Date.now();
    try {
      this.why(await get(`/containers/${encodeURIComponent(this.id)}/explanation`), explanationPart);
    } catch (failure) {
      // It left the queue meanwhile: then there is nothing to explain.
      if (!(failure instanceof Refused && failure.status === 404)) {
        throw failure;
      }
      this.why(null, () => []);
    }
  }

  gone() {
    this.actions([true], () => []);
  }
}

const newest = (history) => history[history.length - 1]?.at;

function lead([state, status, turn, error]) {
  const kind = kindOf(status);
  return [
    el('p', { class: 'pills' },
      el('span', { class: `pill ${kind.tone}` }, status.kind === 'finished' ? capital(state) : kind.title),
      turn ? el('span', { class: 'muted' }, `turn ${number(turn)}, ${state}`) : ''),
    el('p', { class: 'sentence' }, `${capital(status.sentence)}.`),
    error ? el('p', { class: 'problem' }, error) : '',
  ];
}

function all(each) {
  const { needs } = each;
  const ran = each.startedAt && each.finishedAt
    ? duration((Date.parse(each.finishedAt) - Date.parse(each.startedAt)) / 1000) : undefined;
  return part('Facts', facts([
    ['Id', el('span', { class: 'mono' }, each.id)],
    ['Labels', Object.keys(each.labels).length > 0 && el('span', { class: 'labels' },
      Object.entries(each.labels).map(([key, value]) => el('span', { class: 'label' }, `${key}: ${value}`)))],
    ['Instance', each.instance && linkTo('instance', each.instance)],
    ['Priority', number(each.priority)],
    ['Needs', `${needs.vcpus} vCPUs, ${bytes(needs.ram)} memory`],
    ['Cache', needs.cacheRam + needs.cacheDisk > 0 ? `${bytes(needs.cacheRam)} memory, ${bytes(needs.cacheDisk)} disk` : undefined],
    ['Disk', needs.tmp + needs.imageSize > 0 ? `${bytes(needs.tmp)} scratch, ${bytes(needs.imageSize)} image` : undefined],
    ['GPUs', needs.gpu && `${needs.gpu.deviceCount} × ${bytes(needs.gpu.vram)} ${needs.gpu.stack} ${needs.gpu.hardwareTargets.join(' or ')}`],
    ['Spot', yes(each.preemptible)],
    ['Supervisor', each.supervisor ? 'yes' : undefined],
    ['Attempt', each.attempt > 0 ? each.attempt : undefined],
    ['Submitted', time(each.submittedAt)],
    ['First seen', time(each.firstSeenAt)],
    ['Started', time(each.startedAt)],
    ['Finished', time(each.finishedAt)],
    ['Ran for', ran],
    ['Exit status', each.exitStatus],
    ['Has cost', each.cost && money(each.cost)],
    ['Instance set', each.instanceSet],
  ]));
}

function decisions(history) {
  if (history.length === 0) {
    return el('p', { class: 'muted' }, 'Nothing was decided about it yet.');
  }
  return el('ol', { class: 'events' }, [...history].reverse().map((each) => el('li', {},
    el('time', { datetime: each.at, title: moment(each.at), class: 'mono muted' }, clock(each.at)),
    el('div', {}, el('span', { class: 'event-kind' }, capital(each.status.sentence)),
      el('div', { class: 'muted detail' }, `turn ${number(each.turn)}`), consideredPart(each)))));
}

function allAttempts([known, unavailable]) {
  if (unavailable) {
    return part('Attempts', el('p', { class: 'muted' }, 'The store gives no answer just now.'));
  }
  return known.length > 0 ? part('Attempts', ...known.map(attempt)) : [];
}

function attempt(each) {
  const tail = (title, text) => (text?.end ? el('details', { 'data-key': `${each.attempt}-${title}` },
    el('summary', {}, `${title}, ${bytes(text.bytes)}`), el('pre', { tabindex: '0' }, text.end)) : '');
  return el('div', { class: 'attempt' },
    el('p', {}, el('strong', {}, `Attempt ${each.attempt}`), ` ${words(each.outcome)}`,
      each.reason ? el('span', { class: 'muted' }, `: ${each.reason}`) : ''),
    plainTable(`Attempt ${each.attempt}`, ['Instance', 'Started', 'Finished', 'Exit', 'Cost'], [[
      each.instance ? linkTo('instance', each.instance) : '–',
      each.startedAt ? time(each.startedAt) : '–', each.finishedAt ? time(each.finishedAt) : '–',
      String(each.exitStatus ?? '–'), each.cost ? money(each.cost) : '–',
    ]]),
    tail('Output', each.stdout), tail('Errors', each.stderr));
}
