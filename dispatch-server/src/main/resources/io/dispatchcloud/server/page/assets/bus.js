// Who has news tells it here; who wants to know listens.
const listeners = new Map();

export function on(topic, listener) {
  if (!listeners.has(topic)) {
    listeners.set(topic, new Set());
  }
  listeners.get(topic).add(listener);
  return () => listeners.get(topic).delete(listener);
}

export function tell(topic, news) {
  for (const each of listeners.get(topic) ?? []) {
    each(news);
  }
}
