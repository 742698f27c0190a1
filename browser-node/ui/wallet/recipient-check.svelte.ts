// Whether what was typed is an address that can be paid: asked of the node, which knows the check letters and whether the
// account exists yet. A newer text makes the answer to an older one void.

import { untrack } from 'svelte';
import type { Provider } from '../../../shared/provider/index.ts';
import { faultWords } from '../words/index.ts';

export type RecipientCheck =
  | { readonly state: 'empty' }
  | { readonly state: 'asking' }
  | { readonly state: 'right'; readonly fresh: boolean }
  | { readonly state: 'wrong'; readonly why: string };

/** Call while a component is set up. */
export const createRecipientCheck = (provider: Provider, typed: () => string): { readonly check: RecipientCheck } => {
  let check = $state.raw<RecipientCheck>({ state: 'empty' });
  $effect(() => {
    const address = typed();
    if (address === '') {
      check = { state: 'empty' };
      return undefined;
    }
    let current = true;
    check = { state: 'asking' };
    untrack(() => provider.request({ method: 'account_get', params: { address } })).then(
      ({ balance, nonce }) => {
        if (current) check = { state: 'right', fresh: balance === '0' && nonce === 0 };
      },
      (error: unknown) => {
        const { why, todo } = faultWords('', error);
        if (current) check = { state: 'wrong', why: `${why} ${todo}` };
      },
    );
    return () => {
      current = false;
    };
  });
  return {
    get check() {
      return check;
    },
  };
};
