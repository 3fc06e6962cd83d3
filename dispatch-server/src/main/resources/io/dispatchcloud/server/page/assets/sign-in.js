// Asks for the token, once for as long as the tab is open.
import { Refused, get, said, token } from './api.js';
import { byId, setText } from './dom.js';

let enter = () => {};

function show(problem) {
  byId('app').hidden = true;
  byId('sign-in').hidden = false;
  setText(byId('sign-in-problem'), problem);
  byId('token').value = '';
  byId('token').focus();
}

async function submit(event) {
  event.preventDefault();
  const given = byId('token').value.trim();
  const button = event.target.querySelector('button');
  setText(byId('sign-in-problem'), '');
  if (!token.wellFormed(given)) {
    show(given === '' ? 'Enter the token.' : 'The token is wrong: it has letters, digits and ._~+/=- alone.');
    return;
  }
  button.disabled = true;
  try {
    await get('/status', { token: given });
    go(given);
  } catch (failure) {
    // Where no dispatcher is active the token was right all the same.
    if (failure instanceof Refused && failure.kind === 'not-active') {
      go(given);
    } else if (failure instanceof Refused && failure.ofToken) {
      show(`${failure.title}. ${failure.message}`);
    } else {
      show(said(failure));
    }
  } finally {
    button.disabled = false;
  }
}

function go(given) {
  token.set(given);
  byId('token').value = '';
  open();
}

function open() {
  byId('sign-in').hidden = true;
  byId('app').hidden = false;
  enter();
}

export function signIn(entered) {
  enter = entered;
  byId('sign-in-form').addEventListener('submit', submit);
  if (token.get()) {
    open();
  } else {
    show('');
  }
}

export function signOut(problem) {
  token.forget();
  show(problem);
}
