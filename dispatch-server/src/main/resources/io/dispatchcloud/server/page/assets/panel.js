// The panel at the side: one instance's or one container's story, asked for anew every few seconds.
import { Refused, get, said } from './api.js';
import { on } from './bus.js';
import { byId, el, setText } from './dom.js';
import { ContainerStory } from './container-story.js';
import { InstanceStory } from './instance-story.js';
import { live } from './live.js';
import { cameFrom, leave } from './route.js';

const PAUSE = 2000;
const covers = window.matchMedia('(max-width: 760px)');

let open = null;
let timer = 0;

export function buildPanel() {
  on('route', route);
  on('ordered', (done) => open && done && setTimeout(look, 200));
  on('ready', (ready) => ready && open && look());
  byId('panel').addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      leave();
    }
  });
  covers.addEventListener('change', cover);
  // The story stands below the top, whose height is another when it wraps.
  const top = document.querySelector('.top');
  new ResizeObserver(() => document.documentElement.style.setProperty('--top', `${top.offsetHeight}px`)).observe(top);
}

function route(found) {
  const panel = byId('panel');
  clearTimeout(timer);
  if (found === null) {
    const had = open !== null;
    open = null;
    panel.hidden = true;
    panel.replaceChildren();
    cover();
    const back = cameFrom();
    if (had && back?.isConnected && back !== document.body) {
      back.focus({ preventScroll: true });
    }
    return;
  }
  const title = el('h2', { id: 'panel-title', tabindex: '-1' }, found.id);
  const problem = el('p', { class: 'empty', role: 'status', hidden: true });
  const body = el('div', { class: 'panel-body' });
  const story = found.kind === 'instance' ? new InstanceStory(found.id, body) : new ContainerStory(found.id, body);
  open = { ...found, story, problem };
  panel.replaceChildren(
    el('div', { class: 'panel-head' },
      el('div', {}, el('p', { class: 'kind muted' }, found.kind === 'instance' ? 'Instance' : 'Container'), title),
      el('button', { type: 'button', class: 'quiet close', 'aria-label': 'Close', onclick: leave }, '✕')),
    problem, body);
  panel.hidden = false;
  panel.scrollTop = 0;
  cover();
  title.focus({ preventScroll: true });
  look();
}

/** Where the panel covers everything, nothing below it can be reached. */
function cover() {
  const covered = open !== null && covers.matches;
  byId('main').inert = covered;
  document.querySelector('.top').inert = covered;
}

/** One look at a time, and the next one a while after it has ended: slow answers don't pile up. */
async function look() {
  clearTimeout(timer);
  const mine = open;
  if (mine === null || mine.looking) {
    return;
  }
  mine.looking = true;
  if (live.ready && !document.hidden) {
    await ask(mine);
  }
  mine.looking = false;
  if (mine === open) {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }
}

async function ask(mine) {
  let problem = '';
  try {
    mine.story.show(await get(`/${mine.kind}s/${encodeURIComponent(mine.id)}`));
    if (mine === open) {
      await mine.story.more?.(get);
    }
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 404) {
      problem = mine.story.known
        ? `This ${mine.kind} is gone. Below is what was last seen of it.`
        : `There is no such ${mine.kind}, or it is gone.`;
      mine.story.gone();
    } else {
      problem = said(failure);
    }
  }
  if (mine === open) {
    mine.problem.hidden = problem === '';
    setText(mine.problem, problem);
  }
}
