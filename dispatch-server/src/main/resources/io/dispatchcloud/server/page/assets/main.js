// Puts the page together.
import * as activity from './activity.js';
import { on } from './bus.js';
import * as containers from './containers.js';
import * as costs from './costs.js';
import { byId } from './dom.js';
import { keepTimes } from './format.js';
import { buildHeader } from './header.js';
import { keepHistory } from './history.js';
import { buildInstances } from './instances.js';
import { buildKeys } from './keys.js';
import * as live from './live.js';
import { buildPanel } from './panel.js';
import { buildPlots } from './plots.js';
import { watchRoute } from './route.js';
import { signIn, signOut } from './sign-in.js';
import { buildTheme } from './theme.js';

function quit(problem) {
  live.end();
  activity.stop();
  containers.stop();
  costs.stop();
  signOut(problem);
}

buildTheme();
keepHistory();
buildHeader();
buildInstances();
containers.buildContainers();
buildPlots();
costs.buildCosts();
activity.buildActivity();
buildPanel();
buildKeys();
keepTimes();
live.watchReturn();
byId('forget').addEventListener('click', () => {
  // A page made anew holds nothing of what was seen.
  quit('');
  location.replace('/');
});
byId('reconnect').addEventListener('click', live.retry);
on('refused', (refused) => quit(`${refused.title}. ${refused.message}`));
watchRoute();
signIn(live.begin);
