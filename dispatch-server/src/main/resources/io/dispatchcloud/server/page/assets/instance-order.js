// In which order instances stand, and which stand together.
import { capital, words } from './format.js';

const STATES = ['running', 'idle', 'booting', 'unknown', 'shutdown'];

export const groupings = { state: 'State', type: 'Type', none: 'Nothing' };
export const sortings = { attention: 'Attention', fill: 'Fill', type: 'Type', id: 'Id' };

export function groupOf(instance, by) {
  return by === 'state' ? instance.state : by === 'type' ? instance.type : '';
}

export function groupRank(group, by) {
  return by === 'state' ? STATES.indexOf(group) : 0;
}

export function groupTitle(group, by) {
  return by === 'state' ? capital(words(group)) : by === 'type' ? group || 'No type' : 'All';
}

// What somebody may have to look at comes first.
const attention = (instance) =>
  !instance.healthy ? 0 : instance.behavior === 'drain' ? 1 : instance.behavior === 'hold' ? 2 : 3;

const text = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

export function compare(a, b, by) {
  const first = by === 'attention' ? attention(a) - attention(b)
    : by === 'fill' ? b.fill - a.fill
      : by === 'type' ? text(a.type, b.type) : 0;
  return first || text(a.id, b.id);
}

export function matches(instance, sought) {
  return sought === '' || instance.id.toLowerCase().includes(sought) || instance.type.toLowerCase().includes(sought);
}
