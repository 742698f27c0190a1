// What the page says when a part of it that is loaded later did not come: which one, what that means, and another try.
// Reloading the page is no way out then, because the relay that serves it is most likely away: the tab would be empty.

import { showNotice } from './notice.ts';
import { type Text, words } from './words/index.ts';

/** @param again called when the person asks for another try */
export const showPartMissing = (part: keyof Text['notices']['missing'], again: () => void): void => {
  const hide = showNotice({
    id: `${part}-missing`,
    ...words().notices.missing[part],
    choice: words().notices.tryAgain,
    act: () => {
      hide();
      again();
    },
  });
};
