// What the page says when its node did not start or has stopped: one sentence and a way to try again.
// Bound: the last failure is the one that is shown.

import { showNotice } from './notice.ts';
import { alarmWords, words } from './words/index.ts';

/** The node ended without a word of its own; `reason` is the browser's, if it gave one. */
export const showNodeStopped = (reason: string): void => {
  const { stopped, noReason } = words().notices;
  showStartFailure(stopped(reason || noReason));
};

/** @param reason one or two sentences: what happened and what to do; or the name of an alarm */
export const showStartFailure = (reason: string): void => {
  showNotice({
    id: 'start-failure',
    title: words().notices.notANode,
    text: alarmWords(reason),
    choice: words().notices.reload,
    act: () => {
      location.reload();
    },
  });
};
