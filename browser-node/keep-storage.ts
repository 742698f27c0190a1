// Asks the browser to keep what this page stores. Without its promise it may delete all of it when space runs short; with
// it only the person can. Asked when a wallet was made or brought here, because then there is something to lose and the
// person has just acted, which browsers want to see (WHATWG Storage, "persist()"); and once more, unless it is promised by
// then, when the first coins come. Where the browser has no such promise to give (insecure contexts), nothing is asked and
// the answer is no. Asks at most twice a page load.

import type { Method, Provider } from '../shared/provider/index.ts';

/** The slice of `navigator.storage` in use. */
export interface StorageLike {
  readonly persisted: () => Promise<boolean>;
  readonly persist: () => Promise<boolean>;
}

export interface StorageKeeper {
  /** Asks the browser for the promise; its answer. */
  readonly ask: () => Promise<boolean>;
  /** whether it is promised already */
  readonly isPersisted: () => Promise<boolean>;
  /** The same provider, which asks after the calls that bring a wallet and when its first coins come. */
  readonly watching: <P extends Provider>(provider: P) => P;
}

const bringsWallet: ReadonlySet<Method> = new Set<Method>(['wallet_create', 'wallet_import']);

/** `navigator.storage` is missing in insecure contexts, and parts of it in old browsers, whatever the types say. */
export const browserStorage = (): StorageLike | undefined => {
  const browser: { readonly storage?: Partial<StorageLike> } = navigator;
  if (browser.storage?.persist === undefined || browser.storage.persisted === undefined) return undefined;
  return { persist: () => navigator.storage.persist(), persisted: () => navigator.storage.persisted() };
};

/** What the page takes and may take, in bytes, as far as the browser says so. */
export const storageEstimate = async (): Promise<{ readonly used: number; readonly room: number } | undefined> => {
  if (browserStorage() === undefined) return undefined;
  const { usage, quota } = await navigator.storage.estimate();
  return usage === undefined || quota === undefined ? undefined : { used: usage, room: quota };
};

/** A refusal may come as a rejection. */
const answerOf = async (question: Promise<boolean> | undefined): Promise<boolean> => {
  try {
    return (await question) ?? false;
  } catch {
    return false;
  }
};

/** @param tell hears every answer to the question */
export const createStorageKeeper = (
  storage: StorageLike | undefined,
  tell: (persisted: boolean) => void,
): StorageKeeper => {
  let asking: Promise<boolean> | undefined;
  const ask = async (): Promise<boolean> => {
    const persisted = await answerOf(storage?.persist());
    tell(persisted);
    return persisted;
  };
  const askAgain = async (): Promise<void> => {
    const promised = (await asking) ?? (await answerOf(storage?.persisted()));
    if (!promised) asking = ask();
  };
  return {
    ask,
    isPersisted: () => answerOf(storage?.persisted()),
    watching: (provider) => {
      listenForFirstCoins(provider, () => void askAgain());
      return {
        ...provider,
        request: async (call) => {
          const result = await provider.request(call);
          // Not waited for: some browsers ask the person, who may take their time.
          if (bringsWallet.has(call.method)) asking ??= ask();
          return result;
        },
      };
    },
  };
};

/** The first that come while the page looks on; coins that were there before were asked for then. */
const listenForFirstCoins = (provider: Provider, tell: () => void): void => {
  let hadNone = false;
  let isTold = false;
  provider.on('wallet', ({ hasCoins }) => {
    if (hadNone && hasCoins && !isTold) {
      isTold = true;
      tell();
    }
    hadNone ||= !hasCoins;
  });
};
