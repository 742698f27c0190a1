// One question of a component to the node and its newest answer. It is asked again when its key or `again` changes and
// when `retry` is called; an answer that comes too late, after a newer question, is dropped. While the same key is
// asked again its last answer stays on the screen.

import { untrack } from 'svelte';

export type Answer<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: unknown };

export interface Asked<T> {
  readonly answer: Answer<T>;
  readonly retry: () => void;
}

/**
 * Call while a component is set up.
 * @param key names what is asked for; a change empties the screen first
 * @param ask puts the question
 * @param again read for its changes only: the question is asked anew on each
 */
export const createAsked = <T>(key: () => string, ask: () => Promise<T>, again?: () => unknown): Asked<T> => {
  let answer = $state.raw<Answer<T>>({ state: 'loading' });
  let retries = $state(0);
  let shownKey: string | undefined;
  let round = 0;
  $effect(() => {
    const wanted = key();
    again?.();
    if (wanted !== shownKey || retries > 0) {
      if (wanted !== shownKey || untrack(() => answer.state) === 'failed') answer = { state: 'loading' };
      shownKey = wanted;
    }
    round += 1;
    const mine = round;
    untrack(ask).then(
      (value) => {
        if (mine === round) answer = { state: 'ready', value };
      },
      (error: unknown) => {
        if (mine === round) answer = { state: 'failed', error };
      },
    );
  });
  return {
    get answer() {
      return answer;
    },
    retry: () => {
      retries += 1;
    },
  };
};
