// Values for people.
import { el } from './dom.js';

const whole = new Intl.NumberFormat('en');
const SECOND = 1000;

export const number = (value) => whole.format(value ?? 0);
export const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;

/** Money comes as decimal text; people see as many digits as tell something. */
export function money(text) {
  const value = Number(text ?? 0);
  const size = Math.abs(value);
  const digits = size === 0 || size >= 0.995 ? 2 : size >= 0.01 ? 3 : 5;
  return value.toLocaleString('en', { minimumFractionDigits: Math.min(digits, 2), maximumFractionDigits: digits });
}

export function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size >= 100 || Number.isInteger(size) ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

export function duration(seconds) {
  const total = Math.max(0, seconds);
  if (total < 1) {
    return total === 0 ? '0 s' : '< 1 s';
  }
  if (total < 100) {
    return `${Math.round(total)} s`;
  }
  if (total < 5400) {
    return `${Math.round(total / 60)} min`;
  }
  return total < 129600 ? `${Math.round(total / 3600)} h` : `${Math.round(total / 86400)} d`;
}

let skew = 0;

/** What the server's clock is before this machine's: ages are told by the server's. */
export function setServerTime(now) {
  const found = now - Date.now();
  skew = Math.abs(found) < 2 * SECOND ? 0 : found;
}

export const secondsSince = (instant) => (Date.now() + skew - Date.parse(instant)) / SECOND;
export const ago = (instant) => `${duration(secondsSince(instant))} ago`;
export const clock = (instant) => new Date(instant).toLocaleTimeString('en-GB');
export const moment = (instant) => `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** A time that tells its age, and grows older by itself. */
export function time(instant) {
  return instant ? el('time', { datetime: instant, title: moment(instant), 'data-ago': true }, ago(instant)) : '';
}

export function keepTimes() {
  setInterval(() => {
    for (const each of document.querySelectorAll('time[data-ago]')) {
      const text = ago(each.dateTime);
      if (each.textContent !== text) {
        each.textContent = text;
      }
    }
  }, 5 * SECOND);
}

/** 'failedBoot' becomes 'failed boot'. */
export const words = (camel) => camel.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
