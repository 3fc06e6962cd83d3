// Goes through long lists a page at a time.
import { el, setText } from './dom.js';
import { number } from './format.js';

export class Pager {
  constructor(what, size, turned) {
    this.size = size;
    this.offset = 0;
    this.count = 0;
    this.turned = turned;
    const button = (text, label, where) => el('button', {
      type: 'button', class: 'small', 'aria-label': `${label} page of ${what}`, onclick: () => this.go(where()),
    }, text);
    this.first = button('«', 'First', () => 0);
    this.before = button('‹ Back', 'Previous', () => this.offset - this.size);
    this.after = button('Next ›', 'Next', () => this.offset + this.size);
    this.last = button('»', 'Last', () => Math.floor((this.count - 1) / this.size) * this.size);
    this.text = el('span', { class: 'muted' });
    this.element = el('nav', { class: 'pager', 'aria-label': `Pages of ${what}` },
      this.text, this.first, this.before, this.after, this.last);
  }

  go(offset) {
    this.offset = Math.max(0, Math.min(offset, Math.floor(Math.max(0, this.count - 1) / this.size) * this.size));
    this.show();
    this.turned();
  }

  total(count) {
    this.count = count;
    if (this.offset >= count) {
      this.offset = Math.floor(Math.max(0, count - 1) / this.size) * this.size;
    }
    this.show();
  }

  show() {
    const end = Math.min(this.offset + this.size, this.count);
    setText(this.text, this.count === 0 ? '' : `${number(this.offset + 1)}–${number(end)} of ${number(this.count)}`);
    this.element.hidden = this.count <= this.size && this.offset === 0;
    // Kept in the order of focus: a button that vanishes under the focus loses it.
    this.first.setAttribute('aria-disabled', String(this.offset === 0));
    this.before.setAttribute('aria-disabled', String(this.offset === 0));
    this.after.setAttribute('aria-disabled', String(end >= this.count));
    this.last.setAttribute('aria-disabled', String(end >= this.count));
  }
}
