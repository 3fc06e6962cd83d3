// A table whose rows stay what they are while their contents change.
import { el, setText } from './dom.js';

export class KeyedTable {
  /**
   * columns: {title, text(item)} or {title, cell(item)} which makes an element, once for each key;
   * and optionally draw(td, item) after each change. key(item): id unless said.
   */
  constructor(caption, columns, open, key = (item) => item.id) {
    this.columns = columns;
    this.open = open;
    this.key = key;
    this.rows = new Map();
    this.body = el('tbody', {});
    this.element = el('table', {},
      el('caption', { class: 'unseen' }, caption),
      el('thead', {}, el('tr', {}, columns.map((column) =>
        el('th', { scope: 'col', class: [column.number ? 'number' : '', column.className ?? ''].join(' ').trim() || null }, column.title)))),
      this.body);
    if (open) {
      this.element.classList.add('opens');
      this.body.addEventListener('click', (event) => this.click(event));
    }
  }

  click(event) {
    const row = event.target.closest('tr');
    if (row && !event.target.closest('a, button') && getSelection().isCollapsed) {
      this.open(this.rows.get(row.dataset.key).item);
    }
  }

  update(items) {
    const focused = this.body.contains(document.activeElement) ? document.activeElement : null;
    const gone = new Set(this.rows.keys());
    items.forEach((item, i) => {
      const key = this.key(item);
      gone.delete(key);
      const row = this.rows.get(key) ?? this.make(item, key);
      this.draw(row, item);
      if (this.body.children[i] !== row.element) {
        this.body.insertBefore(row.element, this.body.children[i] ?? null);
      }
    });
    for (const key of gone) {
      this.rows.get(key).element.remove();
      this.rows.delete(key);
    }
    if (focused?.isConnected && document.activeElement !== focused) {
      focused.focus({ preventScroll: true });
    }
  }

  make(item, key) {
    const cells = this.columns.map((column, i) => {
      const cell = el(i === 0 ? 'th' : 'td', {
        scope: i === 0 ? 'row' : null, class: [column.number ? 'number' : '', column.className ?? ''].join(' ').trim() || null,
      });
      if (column.cell) {
        cell.append(column.cell(item));
      }
      return cell;
    });
    const row = { element: el('tr', { 'data-key': key }, cells), cells, item };
    this.rows.set(key, row);
    return row;
  }

  draw(row, item) {
    row.item = item;
    this.columns.forEach((column, i) => {
      if (column.text) {
        setText(row.cells[i], column.text(item));
      }
      column.draw?.(row.cells[i], item);
    });
  }
}

/** A table that is made once and thrown away. */
export function plainTable(caption, titles, rows) {
  return el('div', { class: 'table-scroll' }, el('table', {},
    el('caption', { class: 'unseen' }, caption),
    el('thead', {}, el('tr', {}, titles.map((title) => el('th', { scope: 'col' }, title)))),
    el('tbody', {}, rows.map((cells) => el('tr', {}, cells.map((cell) => el('td', {}, cell)))))));
}
