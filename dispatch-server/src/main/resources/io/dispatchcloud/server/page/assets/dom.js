// Small helpers for elements. Whatever comes from the server goes in as text, never as markup.

/** Makes an element: el('p', {class: 'muted', onclick: f}, 'text', child, ...). */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

/** Sets a text if it is another one: what stays the same costs the browser nothing. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function setAttribute(element, name, value) {
  if (value === null) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

export const byId = (id) => document.getElementById(id);

const waiting = new Map();
let frame = 0;

/** Runs something in the next frame, once however often it is asked for. */
export function nextFrame(key, work) {
  waiting.set(key, work);
  if (frame === 0) {
    frame = requestAnimationFrame(() => {
      frame = 0;
      const all = [...waiting.values()];
      waiting.clear();
      for (const each of all) {
        each();
      }
    });
  }
}

/** A part of the page that is made anew when its data differ; the focus stays where it was. */
export function block(parent, className = '') {
  const element = el('div', { class: className });
  parent.append(element);
  let known;
  return (data, build) => {
    const now = JSON.stringify(data) ?? '';
    if (now === known) {
      return;
    }
    known = now;
    const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    const open = new Set([...element.querySelectorAll('details[open]')].map((each) => each.dataset.key));
    element.replaceChildren(...[build(data)].flat().filter(Boolean));
    for (const each of element.querySelectorAll('details')) {
      if (each.dataset.key && open.has(each.dataset.key)) {
        each.open = true;
      }
    }
    if (focused) {
      [...element.querySelectorAll('[data-key]')].find((each) => each.dataset.key === focused)?.focus({ preventScroll: true });
    }
  };
}

/** What people chose, kept over visits; never a secret. */
export const remembered = {
  get(name, otherwise) {
    return localStorage.getItem(`dispatch.${name}`) ?? otherwise;
  },
  set(name, value) {
    localStorage.setItem(`dispatch.${name}`, value);
  },
};
