// One instance's story.
import { block, el } from './dom.js';
import { bytes, capital, money, time, words } from './format.js';
import { confirmOrder, verbOf } from './orders.js';
import { kindOf } from './reasons.js';
import { linkTo } from './route.js';
import { eventList, facts, part } from './story-parts.js';

export class InstanceStory {
  constructor(id, place) {
    this.id = id;
    this.known = false;
    this.state = block(place, 'lead');
    this.actions = block(place, 'actions');
    this.running = block(place);
    this.facts = block(place);
    this.events = block(place);
  }

  show({ instance, containers, events }) {
    this.known = true;
    this.state([instance.state, instance.behavior, instance.healthy], state);
    this.actions([instance.behavior, instance.state, instance.containers.length], (now) => buttons(this.id, now));
    this.running(containers.map((each) => [each.id, each.status, each.labels]), running);
    this.facts(instance, all);
    this.events(events, (news) => part('Events', eventList(news, this.id)));
  }

  gone() {
    this.state(['gone', 'run', true], state);
    this.actions([], () => []);
  }
}

function state([now, behavior, healthy]) {
  return el('p', { class: 'pills' },
    el('span', { class: `pill state-${now}` }, capital(words(now))),
    behavior === 'run' ? '' : el('span', { class: 'pill warn' }, behavior === 'hold' ? 'Held' : 'Draining'),
    healthy ? '' : el('span', { class: 'pill bad' }, 'Unhealthy'));
}

function buttons(id, [behavior, now, containers]) {
  const give = (verb) => el('button', {
    type: 'button', class: verb === 'kill' ? 'danger' : null, 'data-key': `order-${verb}`,
    disabled: verb === behavior || now === 'shutdown' && verb !== 'kill',
    'aria-pressed': verb === 'kill' ? null : String(verb === behavior),
    onclick: () => confirmOrder('instance', id, verb, containers),
  }, verbOf('instance', verb).title);
  return [
    el('div', { class: 'segments', role: 'group', 'aria-label': 'What becomes of it' }, ['run', 'hold', 'drain'].map(give)),
    give('kill'),
  ];
}

function running(containers) {
  return part(`What runs there (${containers.length})`, containers.length === 0
    ? el('p', { class: 'muted' }, 'Nothing.')
    : el('ul', { class: 'list' }, containers.map(([id, status, labels]) => el('li', {},
      el('div', {}, linkTo('container', id), ' ', el('span', { class: `pill ${kindOf(status).tone}` }, kindOf(status).title)),
      el('div', { class: 'muted' }, capital(status.sentence)),
      el('div', { class: 'labels' }, Object.entries(labels).map(([key, value]) => el('span', { class: 'label' }, `${key}: ${value}`)))))));
}

function all(instance) {
  const type = instance.type;
  const gpu = type?.gpu;
  return part('Facts', facts([
    ['Id', el('span', { class: 'mono' }, instance.id)],
    ['Address', instance.address && el('span', { class: 'mono' }, instance.address)],
    ['Type', type?.name],
    ['Provider’s type', type?.providerType],
    ['Size', type && `${type.vcpus} vCPUs, ${bytes(type.ram)} memory, ${bytes(type.scratch)} scratch`],
    ['GPUs', gpu && `${gpu.deviceCount} × ${bytes(gpu.vram)} ${gpu.stack ?? ''} ${gpu.hardwareTarget ?? ''} ${gpu.driverVersion ?? ''}`],
    ['Price', type && `${money(type.price)} an hour${type.preemptible ? ', spot' : ''}`],
    ['Cost so far', money(instance.cost)],
    ['Behaviour', instance.behavior],
    ['Boot', words(instance.boot ?? '')],
    ['Created', time(instance.createdAt)],
    ['Last busy', time(instance.lastBusyAt)],
    ['Last probe', time(instance.lastProbeAt)],
    ['Last answer', time(instance.lastAnswerAt)],
    ['Last container', instance.lastContainer && linkTo('container', instance.lastContainer.id)],
  ]));
}
