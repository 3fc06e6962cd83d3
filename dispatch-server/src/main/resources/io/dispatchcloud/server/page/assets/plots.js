// Live plots over the last hour.
import { on } from './bus.js';
import { byId, el, nextFrame, setAttribute, setText } from './dom.js';
import { duration, money, number } from './format.js';
import { past } from './history.js';
import uPlot from './vendor/uplot.js';

const HEIGHT = 118;
const MINUTES = 5 * 60;
const HOUR = 3600;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// Dashes tell lines apart where colours do not.
const plots = [
  {
    title: 'Containers', format: number,
    series: [['waiting', 'waiting', 'shutdown', []], ['running', 'running', 'running', [6, 3]]],
  },
  {
    title: 'Instances by state', format: number,
    series: [['busy', 'running', 'running', []], ['idle', 'idle', 'idle', [6, 3]],
      ['booting', 'booting', 'booting', [2, 3]], ['other', 'other', 'unknown', [8, 3, 2, 3]]],
  },
  {
    title: 'Cost per hour', format: (value) => money(String(value)),
    series: [['price', 'cost', 'running', []], ['budget', 'budget', 'danger', [6, 4]]],
  },
  {
    title: 'Start latency', format: duration, points: true,
    series: [['median', 'median', 'running', []], ['longest', 'longest', 'shutdown', [4, 3]]],
  },
];

function axis(size, values) {
  return {
    stroke: () => colour('muted'), size, values, gap: 4, font: '11px Inter, "Segoe UI", system-ui, sans-serif',
    grid: { stroke: () => colour('line'), width: 1 }, ticks: { show: false },
  };
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const minutes = (chart, ticks) => ticks.map((tick) => new Date(tick * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }));

function options(plot, width) {
  return {
    width, height: HEIGHT, legend: { show: false }, padding: [6, 4, 0, 0],
    cursor: { sync: { key: 'trends' }, drag: { x: false, y: false }, points: { size: 6 }, y: false },
    scales: {
      x: { time: true, range: (chart, low, high) => window_(low, high) },
      y: { range: (chart, low, high) => [0, Math.max(1, (high ?? 1) * 1.1)] },
    },
    axes: [
      { ...axis(20, minutes), space: 70 },
      { ...axis(44, (chart, ticks) => ticks.map((tick) => (plot.format === duration ? duration(tick) : short.format(tick)))), space: 28 },
    ],
    series: [{}, ...plot.series.map(([key, label, tone, dash]) => ({
      label, stroke: () => colour(tone), width: 1.6, dash, spanGaps: plot.points === true,
      points: { show: plot.points === true, size: 3 },
    }))],
    hooks: { setCursor: [(chart) => legend(plot, chart.cursor.idx)] },
  };
}

/** At least five minutes, at most an hour; never an empty axis. */
function window_(low, high) {
  const end = high ?? Date.now() / 1000;
  return [Math.max(end - HOUR, Math.min(low ?? end, end - MINUTES)), end];
}

function legend(plot, index) {
  plot.series.forEach(([key], i) => {
    const at = index ?? lastKnown(key);
    const value = past[key][at];
    setText(plot.values[i], value === null || value === undefined ? '–' : plot.format(value));
  });
}

function lastKnown(key) {
  const values = past[key];
  let i = values.length - 1;
  while (i > 0 && values[i] === null) {
    i--;
  }
  return i;
}

export function buildPlots() {
  const body = el('div', { class: 'body plots' });
  byId('trends').append(
    el('div', { class: 'head' }, el('h2', { id: 'trends-title' }, 'Trends'), el('span', { class: 'muted' }, 'the last hour, since this page was opened')), body);
  for (const plot of plots) {
    plot.values = plot.series.map(() => el('b', {}, '–'));
    plot.place = el('div', { class: 'plot', role: 'img' });
    body.append(el('figure', {},
      el('figcaption', {}, el('h3', {}, plot.title), el('span', { class: 'keys' }, plot.series.map(([, label, tone], i) =>
        el('span', { class: `key tone-${tone}` }, el('i'), `${label} `, plot.values[i])))),
      plot.place));
  }
  new ResizeObserver(() => nextFrame('plot-size', fit)).observe(body);
  on('figures', () => nextFrame('plots', draw));
  on('theme', () => plots.forEach((plot) => plot.chart?.redraw(false, true)));
  setInterval(describe, 10000);
}

function fit() {
  for (const plot of plots) {
    const width = plot.place.clientWidth;
    if (width > 0 && plot.chart) {
      plot.chart.setSize({ width, height: HEIGHT });
    }
  }
}

const data = (plot) => [past.times, ...plot.series.map(([key]) => past[key])];

function draw() {
  for (const plot of plots) {
    if (!plot.chart && plot.place.clientWidth > 0) {
      plot.chart = new uPlot(options(plot, plot.place.clientWidth), data(plot), plot.place);
      describe();
    } else {
      plot.chart?.setData(data(plot));
    }
    if (plot.chart && (plot.chart.cursor.idx ?? null) === null) {
      legend(plot, null);
    }
  }
}

/** The same for those who do not see it. */
function describe() {
  for (const plot of plots) {
    setAttribute(plot.place, 'aria-label', `${plot.title}: ${plot.series.map(([, label], i) => `${label} ${plot.values[i].textContent}`).join(', ')}`);
  }
}
