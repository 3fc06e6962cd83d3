// What a tile says when pointed at, or reached with the keyboard. Screen readers hear the tile's label.
import { byId, el, setText } from './dom.js';
import { bytes, money, plural, words } from './format.js';
import { live } from './live.js';

const GAP = 10;
let shownFor = null;

function lines(instance) {
  const type = live.types[instance.type];
  const marks = [words(instance.state)];
  if (instance.behavior !== 'run') {
    marks.push(instance.behavior === 'hold' ? 'held' : 'draining');
  }
  if (!instance.healthy) {
    marks.push('unhealthy');
  }
  return [
    ['tip-id', instance.id],
    ['tip-state', marks.join(', ')],
    ['', `${plural(instance.containers, 'container', 'containers')}, ${instance.fill} % full`],
    ['muted', type ? `${instance.type}: ${type.vcpus} vCPUs, ${bytes(type.ram)}, ${money(type.price)} an hour${type.preemptible ? ', spot' : ''}` : instance.type],
  ];
}

function show(tile) {
  const instance = live.instances.get(tile.dataset.id);
  const tip = byId('tip');
  if (!instance) {
    hide();
    return;
  }
  shownFor = tile;
  const texts = lines(instance);
  if (tip.children.length !== texts.length) {
    tip.replaceChildren(...texts.map(() => el('p')));
  }
  texts.forEach(([name, text], i) => {
    tip.children[i].className = name;
    setText(tip.children[i], text);
  });
  tip.hidden = false;
  const at = tile.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(window.innerWidth - size.width - GAP, at.left + at.width / 2 - size.width / 2));
  const above = at.top - size.height - GAP;
  const top = above > 0 ? above : at.bottom + GAP;
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}

function hide() {
  shownFor = null;
  byId('tip').hidden = true;
}

export function watchTips(element) {
  element.addEventListener('pointerover', (event) => {
    const tile = event.target.closest('.tile');
    if (tile && event.pointerType !== 'touch') {
      show(tile);
    }
  });
  element.addEventListener('pointerleave', hide);
  element.addEventListener('focusin', (event) => {
    if (event.target.matches('.tile:focus-visible')) {
      show(event.target);
    }
  });
  element.addEventListener('focusout', hide);
  document.addEventListener('scroll', () => shownFor && hide(), { capture: true, passive: true });
  document.addEventListener('keydown', (event) => event.key === 'Escape' && hide());
}
