// The kinds of status that a container can have, in words.

/** In the order in which the page shows them; tone: how it is going. */
export const kinds = {
  running: { title: 'Running', tone: 'good' },
  preparing: { title: 'Preparing', tone: 'good' },
  waitingForInstance: { title: 'Waiting for an instance', tone: 'calm' },
  atCapacity: { title: 'Provider has no room', tone: 'warn' },
  budgetReached: { title: 'Budget reached', tone: 'warn' },
  budgetSpent: { title: 'Has cost what it may', tone: 'bad' },
  accountLimit: { title: 'No more instances', tone: 'warn' },
  dispatcherLimit: { title: 'Dispatcher’s limit', tone: 'warn' },
  supervisorLimit: { title: 'Supervisor limit', tone: 'calm' },
  previousAttemptExiting: { title: 'Earlier attempt ending', tone: 'calm' },
  bootsFailing: { title: 'Boots failing', tone: 'bad' },
  nothingFits: { title: 'Nothing fits', tone: 'bad' },
  draining: { title: 'Dispatcher drains', tone: 'warn' },
  onHold: { title: 'On hold', tone: 'calm' },
  finished: { title: 'Finished', tone: 'calm' },
};

export const states = ['queued', 'locked', 'running', 'complete', 'cancelled'];
export const finals = new Set(['complete', 'cancelled']);

export const kindOf = (status) => kinds[status?.kind] ?? { title: status?.kind ?? '', tone: 'calm' };

export const verdicts = {
  chosen: 'Chosen',
  wouldDo: 'Would do; another one is better',
  noRoom: 'Not enough room left',
  unknownNeeds: 'Nobody knows what room is left',
  full: 'Has as many containers as it may',
  otherType: 'Its type does not fit',
  noWork: 'Is given no work',
};
