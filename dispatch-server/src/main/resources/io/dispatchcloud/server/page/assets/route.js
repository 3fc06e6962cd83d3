// Which story is open stands in the address, so that it can be shared, and gone back from.
import { el } from './dom.js';
import { tell } from './bus.js';

const FORM = /^#(container|instance)\/(.+)$/;
let opener = null;
let told = null;

const address = (kind, id) => `#${kind}/${encodeURIComponent(id)}`;

export function goTo(kind, id) {
  opener = document.activeElement;
  location.hash = address(kind, id);
}

export function leave() {
  if (FORM.test(location.hash)) {
    history.pushState(null, '', location.pathname);
    route();
  }
}

/** Where the focus goes back to. */
export const cameFrom = () => opener;

export function linkTo(kind, id) {
  return el('a', {
    href: address(kind, id), class: 'mono id', 'data-key': `${kind}/${id}`,
    onclick: (event) => {
      opener = event.currentTarget;
    },
  }, id);
}

function route() {
  const found = FORM.exec(location.hash);
  let id;
  try {
    id = found && decodeURIComponent(found[2]);
  } catch {
    id = null;
  }
  // A click on a link comes as both events.
  const now = id ? address(found[1], id) : '';
  if (now === told) {
    return;
  }
  told = now;
  tell('route', id ? { kind: found[1], id } : null);
}

export function watchRoute() {
  window.addEventListener('hashchange', route);
  window.addEventListener('popstate', route);
  route();
}
