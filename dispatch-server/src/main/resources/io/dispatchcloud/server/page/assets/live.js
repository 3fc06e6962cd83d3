// What the server tells all the time: every instance, and the figures.
import { get } from './api.js';
import { on, tell } from './bus.js';
import { setServerTime } from './format.js';
import { keepOpen } from './stream.js';

const SILENCE = 8000;
const STATUS_PAUSE = 5000;

/** The newest of everything. */
export const live = {
  instances: new Map(),
  types: {},
  creating: {},
  figures: null,
  status: null,
  heardAt: 0,
  connected: false,
  /** Whether the active dispatcher is there to be asked; null for not known, or not connected. */
  ready: null,
  retryAt: 0,
};

let stream = null;
let timer = 0;
let looking = false;

const instanceOf = ([id, type, state, behavior, healthy, containers, fill]) =>
  ({ id, type, state, behavior, healthy: healthy === 1, containers, fill });

function take(name, data) {
  live.heardAt = Date.now();
  if (name === 'instances') {
    live.instances = new Map(data.instances.map((row) => [row[0], instanceOf(row)]));
    live.types = data.types;
    live.creating = data.creating;
    tell('instances', null);
  } else if (name === 'changes') {
    const changed = data.instances.map(instanceOf);
    for (const each of changed) {
      live.instances.set(each.id, each);
    }
    for (const id of data.removed) {
      live.instances.delete(id);
    }
    live.types = data.types ?? live.types;
    live.creating = data.creating ?? live.creating;
    tell('instances', { changed, removed: data.removed });
  } else if (name === 'figures') {
    live.figures = data;
    setServerTime(Date.parse(data.at) + data.passAge * 1000);
    tell('figures', data);
    readiness(data.state === 'active');
  }
}

function readiness(ready) {
  if (live.ready !== ready) {
    live.ready = ready;
    tell('ready', ready);
    look();
  }
}

function connection(connected, retryAt = 0) {
  live.connected = connected;
  if (!connected) {
    readiness(null);
  }
  live.retryAt = retryAt;
  tell('connection', connected);
}

async function look() {
  clearTimeout(timer);
  if (stream === null || looking) {
    return;
  }
  if (live.ready) {
    looking = true;
    try {
      live.status = await get('/status');
    } catch {
      // The stream says whether the server is there; without a dispatcher there is no status.
      live.status = null;
    }
    looking = false;
    tell('status', live.status);
  }
  if (stream !== null) {
    clearTimeout(timer);
    timer = setTimeout(look, STATUS_PAUSE);
  }
}

export function begin() {
  end();
  stream = keepOpen('/live', {
    event: take,
    open: () => {
      live.heardAt = Date.now();
      connection(true);
    },
    lost: (retryAt) => connection(false, retryAt),
  }, SILENCE);
}

export function end() {
  stream?.stop();
  stream = null;
  clearTimeout(timer);
  live.connected = false;
  live.ready = null;
}

export const retry = () => stream?.retry();

export function watchReturn() {
  window.addEventListener('online', retry);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && !live.connected) {
      retry();
    }
  });
  on('ordered', look);
}
