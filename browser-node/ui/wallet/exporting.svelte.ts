// The wallet, opened once with the passphrase, for a form that does something with its words or its backup. Owns what is
// typed; it is forgotten as soon as it was right.

import type { Provider, ResultOf } from '../../../shared/provider/index.ts';
import { createDoing } from '../state/index.ts';

export interface Exporting {
  passphrase: string;
  readonly busy: boolean;
  /** what the last try was refused with */
  readonly error: unknown;
  /** Asks for the export, then uses it. */
  readonly run: (use: (exported: ResultOf<'wallet_export'>) => void | Promise<void>) => void;
}

/** Call while a component is set up. */
export const createExporting = (provider: Provider): Exporting => {
  const doing = createDoing();
  let passphrase = $state('');
  return {
    get passphrase() {
      return passphrase;
    },
    set passphrase(typed) {
      passphrase = typed;
    },
    get busy() {
      return doing.busy;
    },
    get error() {
      return doing.error;
    },
    run: (use) => {
      void doing.run(async () => {
        await use(await provider.request({ method: 'wallet_export', params: { passphrase } }));
        passphrase = '';
      });
    },
  };
};
