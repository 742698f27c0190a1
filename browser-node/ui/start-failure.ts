// What the page says when its node did not start or has stopped: one sentence and a way to try again.
// Bound: the last failure is the one that is shown.

import { showNotice } from './notice.ts';

/** @param reason one or two sentences: what happened and what to do */
export const showStartFailure = (reason: string): void => {
  showNotice({
    id: 'start-failure',
    title: 'This tab is not a node now.',
    text: reason,
    choice: 'Reload the page',
    act: () => {
      location.reload();
    },
  });
};
