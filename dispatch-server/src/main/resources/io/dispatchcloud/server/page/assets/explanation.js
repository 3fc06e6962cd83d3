// The decision record of a container: every type and every instance, and why or why not.
import { el } from './dom.js';
import { capital, plural } from './format.js';
import { verdicts } from './reasons.js';
import { linkTo } from './route.js';
import { plainTable } from './table.js';
import { part } from './story-parts.js';

const SHOWN = 50;
const FEW = 5;

export function explanationPart({ status, types, hindrances, places, remedies }) {
  if (status.kind === 'running' || status.kind === 'finished') {
    return [];
  }
  return part('Why, and what would make it run',
    remedies.length === 0 ? el('p', { class: 'cure' }, 'Nothing is needed.')
      : el('ul', { class: 'list tight cure' }, remedies.map((each) => el('li', {}, capital(each)))),
    hindrances.length === 0 ? '' : [el('h4', {}, 'What holds it back'),
      el('ul', { class: 'list tight' }, hindrances.map((each) => el('li', {}, capital(each.sentence) + untilOf(each))))],
    el('h4', {}, 'Instance types'),
    types.length === 0 ? el('p', { class: 'muted' }, 'None was looked at.')
      : plainTable('Instance types', ['Type', 'Fits', 'Why not, or not now'], types.map((each) => [
        each.type,
        el('span', { class: `pill ${each.eligible ? 'good' : 'calm'}` }, each.eligible ? 'fits' : 'no'),
        each.detail ? capital(each.detail) + untilOf(each) : each.eligible ? '' : '–'])),
    el('h4', {}, 'Instances'),
    places.length === 0 ? el('p', { class: 'muted' }, 'It did not come to looking at instances.') : grouped(places));
}

const untilOf = ({ until }) => (until ? `, until ${new Date(until).toLocaleTimeString()}` : '');

const counts = {
  wouldDo: 'would do', noRoom: 'have too little left', full: 'are full', otherType: 'are of a type that does not fit',
  noWork: 'are given no work',
};

/** What was considered when one of its decisions was made; nothing where that is not known. */
export function consideredPart({ at, types, hindrances, places }) {
  if (!types) {
    return '';
  }
  const line = (...parts) => el('li', {}, ...parts);
  return el('details', { 'data-key': `considered-${at}` }, el('summary', {}, 'What was considered'),
    el('ul', { class: 'list tight' },
      hindrances.map((each) => line(capital(each.sentence) + untilOf(each))),
      types.map((each) => line(`${each.type}: ${each.detail ? each.detail + untilOf(each) : 'could be created'}`)),
      places ? line(`Instances: ${Object.keys(counts).filter((each) => places[each] > 0)
        .map((each) => `${places[each]} ${counts[each]}`).join(', ') || 'none'}`) : '',
      places ? places.nearest.map((each) => line(
        each.instance ? linkTo('instance', each.instance) : 'a new one',
        el('span', { class: 'muted' }, ` ${verdicts[each.verdict]}${each.detail ? `: ${each.detail}` : ''}`))) : ''));
}

function grouped(places) {
  return Object.keys(verdicts).map((verdict) => {
    const those = places.filter((each) => each.verdict === verdict);
    return those.length === 0 ? '' : el('details', { 'data-key': verdict, open: those.length <= FEW },
      el('summary', {}, `${verdicts[verdict]}: ${plural(those.length, 'instance', 'instances')}`),
      el('ul', { class: 'list tight' }, those.slice(0, SHOWN).map((each) => el('li', {},
        each.instance ? linkTo('instance', each.instance) : el('span', {}, 'a new one'),
        el('span', { class: 'muted' }, each.type ? ` ${each.type}` : ''),
        each.detail ? el('div', { class: 'muted detail' }, capital(each.detail)) : ''))),
      those.length > SHOWN ? el('p', { class: 'muted' }, `and ${those.length - SHOWN} more`) : '');
  });
}
