// What happens, as it happens. The stream is open only while somebody can see it.
import { on } from './bus.js';
import { byId, el, setText } from './dom.js';
import { live } from './live.js';
import { keepOpen } from './stream.js';
import { eventLine } from './story-parts.js';

const SILENCE = 40000;
const SHOWN = 40;
const DRAW = 500;

let stream = null;
let paused = false;
let visible = false;
let fresh = [];
let list;
let button;
let note;
let missed = 0;

export function buildActivity() {
  list = el('ol', { class: 'events' });
  note = el('span', { class: 'muted' }, 'what happens from now on');
  button = el('button', { type: 'button', class: 'small', 'aria-pressed': 'false', onclick: pause }, 'Pause');
  byId('activity').append(
    el('div', { class: 'head' }, el('h2', { id: 'activity-title' }, 'Activity'), note, el('span', { class: 'grow' }), button),
    el('div', { class: 'body activity-body', tabindex: '0', role: 'region', 'aria-label': 'Events' }, list));
  new IntersectionObserver((seen) => {
    visible = seen.at(-1).isIntersecting;
    follow();
  }).observe(byId('activity'));
  document.addEventListener('visibilitychange', follow);
  on('connection', follow);
  setInterval(draw, DRAW);
}

function pause() {
  paused = !paused;
  button.setAttribute('aria-pressed', String(paused));
  setText(button, paused ? 'Go on' : 'Pause');
  follow();
}

/** Opens the stream, or closes it: browsers open only a few to one server at a time. */
function follow() {
  const wanted = visible && !paused && !document.hidden && live.connected;
  if (wanted && stream === null) {
    stream = keepOpen('/events', {
      event: (name, data) => {
        if (name === 'event') {
          fresh.push(data);
          if (fresh.length > SHOWN) {
            missed += fresh.length - SHOWN;
            fresh = fresh.slice(-SHOWN);
          }
        }
      },
      open: () => {},
      lost: () => {},
    }, SILENCE);
  } else if (!wanted && stream !== null) {
    stream.stop();
    stream = null;
  }
}

export function stop() {
  stream?.stop();
  stream = null;
  fresh = [];
  list?.replaceChildren();
}

function draw() {
  if (fresh.length === 0) {
    return;
  }
  list.prepend(...fresh.reverse().map((event) => eventLine(event)));
  while (list.children.length > SHOWN) {
    list.lastChild.remove();
  }
  setText(note, missed > 0 ? 'the newest of many' : 'newest first');
  fresh = [];
  missed = 0;
}
