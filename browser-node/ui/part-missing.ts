// What the page says when a part of it that is loaded later did not come: which one, what that means, and another try.
// Reloading the page is no way out then, because the relay that serves it is most likely away: the tab would be empty.

import { showNotice } from './notice.ts';

const words = {
  node: {
    title: 'Your node has not started.',
    text:
      'Its part of this page could not be loaded; most likely the relay that serves the page is away. ' +
      'Try again when it is back.',
  },
  network: {
    title: 'Your node reaches nobody yet.',
    text:
      'The part of this page that speaks to other nodes could not be loaded; most likely the relay that serves the page ' +
      'is away. What is stored in this tab can be used meanwhile. Try again when the relay is back.',
  },
  files: {
    title: 'Files cannot be opened yet.',
    text:
      'The part of this page for files could not be loaded; most likely the relay that serves the page is away. ' +
      'Everything else works meanwhile. Try again when the relay is back.',
  },
} as const;

/** @param again called when the person asks for another try */
export const showPartMissing = (part: keyof typeof words, again: () => void): void => {
  const hide = showNotice({
    id: `${part}-missing`,
    ...words[part],
    choice: 'Try again',
    act: () => {
      hide();
      again();
    },
  });
};
