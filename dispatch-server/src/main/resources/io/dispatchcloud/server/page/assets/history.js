// The figures of the last hour, kept in the page.
import { on } from './bus.js';

const HOUR = 3600;
const SLACK = 300;
const GAP = 5;

const columns = {
  waiting: (news) => news.waiting,
  running: (news) => news.containers.running,
  idle: (news) => news.instances.idle,
  busy: (news) => news.instances.running,
  booting: (news) => news.instances.booting + news.instances.creating,
  other: (news) => news.instances.unknown + news.instances.shutdown,
  price: (news) => Number(news.pricePerHour),
  budget: (news) => (Number(news.budgetPerHour) > 0 ? Number(news.budgetPerHour) : null),
  median: (news) => news.startLatency.median ?? null,
  longest: (news) => news.startLatency.longest ?? null,
};

/** Times in seconds, and a list of values for each column. */
export const past = { times: [] };
for (const name of Object.keys(columns)) {
  past[name] = [];
}

function add(time, valueOf) {
  past.times.push(time);
  for (const [name, read] of Object.entries(columns)) {
    past[name].push(valueOf(read));
  }
}

export function keepHistory() {
  on('figures', (news) => {
    const now = Date.now() / 1000;
    const last = past.times.at(-1);
    if (last !== undefined && now - last > GAP) {
      // What nobody saw is left open instead of being drawn as a line.
      add(last + 1, () => null);
    }
    add(now, (read) => read(news));
    const old = past.times.findIndex((time) => time >= now - HOUR);
    if (old > SLACK) {
      past.times.splice(0, old);
      for (const name of Object.keys(columns)) {
        past[name].splice(0, old);
      }
    }
  });
}
