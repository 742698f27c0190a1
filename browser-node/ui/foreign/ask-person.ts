// Puts the questions of other origins before the person, one after another, on top of whatever screen is open.
// Owns the dialog that is open.

import { mount, unmount } from 'svelte';
import type { AskPerson } from './foreign-call.ts';
import ConfirmCall from './confirm-call.svelte';

export const createAskPerson = (target: () => Element): AskPerson => {
  let before: Promise<unknown> = Promise.resolve();
  return (call) => {
    const asked = before.then(async () => {
      let dialog: object | undefined;
      const answered = await new Promise<boolean>((answer) => {
        dialog = mount(ConfirmCall, { target: target(), props: { call, answer } });
      });
      if (dialog !== undefined) await unmount(dialog);
      return answered;
    });
    before = asked.catch(() => undefined);
    return asked;
  };
};
