// How far one transfer of a file has come, from the events of the node.
// Call while a component is set up.

import type { Provider } from '../../../shared/provider/index.ts';

export interface Transfer {
  readonly done: number;
  readonly total: number;
}

/** `job` is read again when what it reads changes; nothing before the first event. */
export const followTransfer = (provider: Provider, job: () => string): { readonly current: Transfer | undefined } => {
  let current = $state.raw<Transfer>();
  $effect(() => {
    const wanted = job();
    current = undefined;
    const listen = (progress: { readonly job: string; readonly done: number; readonly total: number }): void => {
      if (progress.job === wanted) current = { done: progress.done, total: progress.total };
    };
    provider.on('progress', listen);
    return () => provider.off('progress', listen);
  });
  return {
    get current() {
      return current;
    },
  };
};
