// The kinds of status that a container can have, in words, and what would make one run.

/** In the order in which the page shows them; tone: how it is going. */
export const kinds = {
  running: { title: 'Running', tone: 'good' },
  preparing: { title: 'Preparing', tone: 'good', cure: 'It is being started: nothing is needed.' },
  waitingForInstance: { title: 'Waiting for an instance', tone: 'calm', cure: 'It runs when the instance that is being made for it is ready.' },
  atCapacity: { title: 'Provider has no room', tone: 'warn', cure: 'It runs when the provider has room again, when something that runs now ends and leaves enough room, or when another type that fits is configured.' },
  budgetReached: { title: 'Budget reached', tone: 'warn', cure: 'It runs when other work ends and leaves room, or when the budget per hour is raised.' },
  accountLimit: { title: 'No more instances', tone: 'warn', cure: 'It runs when an instance has room for it, or when the limit or quota of instances is raised.' },
  dispatcherLimit: { title: 'Dispatcher’s limit', tone: 'warn', cure: 'It runs when a container before it ends, or when the limit of running containers is raised.' },
  supervisorLimit: { title: 'Supervisor limit', tone: 'calm', cure: 'It runs when another supervisor ends, or when the share of supervisors is raised.' },
  previousAttemptExiting: { title: 'Earlier attempt ending', tone: 'calm', cure: 'It runs when its earlier attempt is known to have ended.' },
  bootsFailing: { title: 'Boots failing', tone: 'bad', cure: 'It runs when instances of a type that fits come up again: look at the image, the network and the boot command.' },
  nothingFits: { title: 'Nothing fits', tone: 'bad', cure: 'It never runs as it is: it needs less, or a larger type has to be configured.' },
  draining: { title: 'Dispatcher drains', tone: 'warn', cure: 'It runs with another dispatcher, or when this one takes work again.' },
  onHold: { title: 'On hold', tone: 'calm', cure: 'It runs when its priority is raised to 1 or more.' },
  finished: { title: 'Finished', tone: 'calm' },
};

export const states = ['queued', 'locked', 'running', 'complete', 'cancelled'];
export const finals = new Set(['complete', 'cancelled']);

export const kindOf = (status) => kinds[status?.kind] ?? { title: status?.kind ?? '', tone: 'calm' };

export const verdicts = {
  chosen: 'Chosen',
  wouldDo: 'Would do; another one is better',
  noRoom: 'Not enough room left',
  full: 'Has as many containers as it may',
  otherType: 'Its type does not fit',
  noWork: 'Is given no work',
};
