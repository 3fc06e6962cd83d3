// Instances as tiles. Each is a button that is made once; what changes is changed in place, in the
// next frame, so that thousands of them stay smooth.
import { el, setAttribute, setText } from './dom.js';
import { number, words } from './format.js';
import { compare, groupOf, groupRank, groupTitle } from './instance-order.js';

const LARGE = 48;
const MEDIUM = 700;
const MANY = 150;

export class Tiles {
  constructor(open) {
    this.element = el('div', { class: 'tiles', role: 'group', 'aria-label': 'Instances as tiles' });
    this.groups = new Map();
    this.tiles = new Map();
    this.size = 'large';
    this.current = null;
    this.element.addEventListener('click', (event) => {
      const tile = event.target.closest('.tile');
      if (tile) {
        this.makeCurrent(tile);
        open(tile.dataset.id);
      }
    });
    this.element.addEventListener('keydown', (event) => this.key(event));
    this.element.addEventListener('focusin', (event) => {
      const tile = event.target.closest('.tile');
      if (tile) {
        this.makeCurrent(tile);
      }
    });
  }

  /** Whether somebody points at a tile: then none should move away under the pointer. */
  get busy() {
    return this.element.matches(':hover') || this.element.contains(document.activeElement);
  }

  /** Makes all anew. */
  all(instances, choice) {
    this.choice = choice;
    this.size = instances.length <= LARGE ? 'large' : instances.length <= MEDIUM ? 'medium' : 'small';
    setAttribute(this.element, 'data-size', this.size);
    const sorted = [...instances].sort((a, b) => compare(a, b, choice.sort));
    const byGroup = new Map();
    for (const each of sorted) {
      const group = groupOf(each, choice.group);
      if (!byGroup.has(group)) {
        byGroup.set(group, []);
      }
      byGroup.get(group).push(each);
    }
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    const before = this.tiles;
    this.tiles = new Map();
    this.groups.clear();
    const titles = [...byGroup.keys()].sort((a, b) => groupRank(a, choice.group) - groupRank(b, choice.group) || (a < b ? -1 : 1));
    this.element.replaceChildren(...titles.map((title) => {
      const group = this.group(title);
      group.members = byGroup.get(title);
      group.grid.replaceChildren(...group.members.map((each) => this.tile(each, before.get(each.id))));
      this.count(group);
      return group.element;
    }));
    const first = this.tiles.get(focused ?? this.current) ?? this.tiles.values().next().value;
    if (first) {
      this.makeCurrent(first.element);
      if (focused) {
        first.element.focus({ preventScroll: true });
      }
    }
  }

  /** Changes some; returns false if there are so many new places that all should be made anew. */
  some(changed, removed) {
    const total = this.tiles.size + changed.length - removed.length;
    const fits = this.size === 'large' ? total <= LARGE + 6 : this.size === 'medium' ? total > LARGE - 6 && total <= MEDIUM + 60 : total > MEDIUM - 60;
    const moving = changed.filter((each) => this.moves(each));
    if (!fits || moving.length + removed.length > MANY) {
      return false;
    }
    for (const id of removed) {
      this.remove(id);
    }
    for (const each of changed) {
      const known = this.tiles.get(each.id);
      if (known && !this.moves(each)) {
        known.group.members[known.group.members.indexOf(known.instance)] = each;
        this.draw(known, each);
      } else {
        this.place(each);
      }
    }
    return true;
  }

  moves(instance) {
    const known = this.tiles.get(instance.id);
    return !known || known.group.title !== groupOf(instance, this.choice.group);
  }

  group(title) {
    const heading = el('h3', {});
    const grid = el('div', { class: 'grid' });
    const element = el('div', { class: 'tile-group', role: 'group' }, heading, grid);
    const group = { title, heading, grid, element, members: [] };
    this.groups.set(title, group);
    return group;
  }

  count(group) {
    const text = `${groupTitle(group.title, this.choice.group)} ${number(group.members.length)}`;
    setText(group.heading, text);
    setAttribute(group.element, 'aria-label', text);
  }

  place(instance) {
    const before = this.tiles.get(instance.id);
    const hadFocus = before && document.activeElement === before.element;
    if (before) {
      this.leave(before);
    }
    const title = groupOf(instance, this.choice.group);
    let group = this.groups.get(title);
    if (!group) {
      group = this.group(title);
      const rank = groupRank(title, this.choice.group);
      const next = [...this.groups.values()].filter((each) => each !== group && each.element.isConnected)
        .sort((a, b) => groupRank(a.title, this.choice.group) - groupRank(b.title, this.choice.group))
        .find((each) => groupRank(each.title, this.choice.group) > rank);
      this.element.insertBefore(group.element, next?.element ?? null);
    }
    let low = 0;
    let high = group.members.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(group.members[middle], instance, this.choice.sort) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const following = group.members[low];
    group.members.splice(low, 0, instance);
    const element = this.tile(instance, before, group);
    group.grid.insertBefore(element, following ? this.tiles.get(following.id).element : null);
    this.count(group);
    if (hadFocus) {
      element.focus({ preventScroll: true });
    }
  }

  leave(known) {
    const { group } = known;
    group.members.splice(group.members.indexOf(known.instance), 1);
    if (group.members.length === 0) {
      group.element.remove();
      this.groups.delete(group.title);
    } else {
      this.count(group);
    }
  }

  remove(id) {
    const known = this.tiles.get(id);
    if (!known) {
      return;
    }
    const near = known.element.nextElementSibling ?? known.element.previousElementSibling;
    const hadFocus = document.activeElement === known.element;
    this.leave(known);
    known.element.remove();
    this.tiles.delete(id);
    if (this.current === id) {
      this.current = null;
      const next = near ?? this.tiles.values().next().value?.element;
      if (next) {
        this.makeCurrent(next);
        if (hadFocus) {
          next.focus({ preventScroll: true });
        }
      }
    }
  }

  tile(instance, before, group = this.groups.get(groupOf(instance, this.choice.group))) {
    const element = before?.element ?? el('button', { type: 'button', class: 'tile', tabindex: '-1', 'data-id': instance.id });
    const known = { element, group, instance: null, size: before?.size };
    this.tiles.set(instance.id, known);
    this.draw(known, instance);
    return element;
  }

  draw(known, instance) {
    const { element } = known;
    known.instance = instance;
    element.dataset.state = instance.state;
    setAttribute(element, 'data-mark', mark(instance));
    element.style.setProperty('--fill', `${instance.fill}%`);
    setAttribute(element, 'aria-label', label(instance));
    if (known.size !== this.size) {
      known.size = this.size;
      element.replaceChildren(...(this.size === 'large'
        ? [el('span', { class: 'tile-id' }), el('span', { class: 'tile-type' }), el('span', { class: 'tile-count' })]
        : this.size === 'medium' ? [el('span', { class: 'tile-count' })] : []));
    }
    if (this.size === 'large') {
      setText(element.children[0], instance.id);
      setText(element.children[1], instance.type);
      setText(element.children[2], instance.containers > 0 ? `${instance.containers} · ${instance.fill} %` : words(instance.state));
    } else if (this.size === 'medium') {
      setText(element.children[0], instance.containers > 0 ? String(instance.containers) : '');
    }
  }

  /** One of them can be reached with Tab, the others from there with the arrows. */
  makeCurrent(element) {
    if (this.current !== element.dataset.id) {
      const before = this.tiles.get(this.current)?.element;
      before?.setAttribute('tabindex', '-1');
    }
    element.setAttribute('tabindex', '0');
    this.current = element.dataset.id;
  }

  key(event) {
    const tile = event.target.closest('.tile');
    const next = tile && {
      ArrowRight: () => beside(tile, 1), ArrowLeft: () => beside(tile, -1),
      ArrowDown: () => below(tile, 1), ArrowUp: () => below(tile, -1),
      Home: () => this.element.querySelector('.tile'), End: () => [...this.element.querySelectorAll('.tile')].at(-1),
    }[event.key]?.();
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
}

function mark(instance) {
  return !instance.healthy ? 'sick' : instance.behavior === 'run' ? null : instance.behavior;
}

function label(instance) {
  const parts = [instance.id, instance.type, words(instance.state), `${instance.fill} % full`, `${instance.containers} containers`];
  if (!instance.healthy) {
    parts.push('unhealthy');
  }
  if (instance.behavior !== 'run') {
    parts.push(instance.behavior === 'hold' ? 'held' : 'draining');
  }
  return parts.join(', ');
}

function beside(tile, step) {
  const near = step > 0 ? tile.nextElementSibling : tile.previousElementSibling;
  if (near) {
    return near;
  }
  const group = tile.closest('.tile-group');
  const other = step > 0 ? group.nextElementSibling : group.previousElementSibling;
  return step > 0 ? other?.querySelector('.tile') : other?.querySelector('.tile:last-child');
}

function below(tile, step) {
  const left = tile.offsetLeft;
  const top = tile.offsetTop;
  for (let each = beside(tile, step); each; each = beside(each, step)) {
    if (each.offsetTop !== top && Math.abs(each.offsetLeft - left) < each.offsetWidth) {
      return each;
    }
  }
  return null;
}
