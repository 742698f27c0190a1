// What the groups of methods have in common: their form, and the parts of the provider that they may use. Params come
// checked (check-params.ts); a method answers with its result or throws an error of the API.

import type { Method, ParamsOf, ResultOf } from './api.ts';
import type { ProviderOptions } from './backend.ts';
import type { FileKeeper } from './file-keeper.ts';
import type { KeptModes } from './kept-mode.ts';
import type { LogRing } from './log-ring.ts';
import type { MiningKey } from './mining-key.ts';
import type { NetworkRegistry } from './network-registry.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import type { Live, NetworkHolder } from './open-network.ts';
import type { StorageMeter } from './storage-meter.ts';
import type { DroppedList } from './tx-status.ts';
import type { WalletService } from './wallet-service.ts';
import type { EquivocationDesk } from './report-equivocation.ts';
import type { WelcomeDesk } from './welcome-desk.ts';
import type { WelcomeVisit } from './welcome-visit.ts';
import type { WalletWatch } from './wallet-watch.ts';

export type Methods<M extends Method> = {
  readonly [K in M]: (params: ParamsOf<K>) => ResultOf<K> | Promise<ResultOf<K>>;
};

/** Both sides of the welcome of newcomers. */
export interface Welcome {
  readonly desk: WelcomeDesk;
  readonly visit: WelcomeVisit;
}

export interface ProviderParts {
  readonly options: ProviderOptions;
  readonly holder: NetworkHolder;
  readonly registry: NetworkRegistry;
  /** those of the page's own relay, as far as it has told them */
  readonly offeredRelays: () => readonly string[];
  readonly modes: KeptModes;
  readonly wallet: WalletService;
  readonly walletWatch: WalletWatch;
  readonly equivocations: EquivocationDesk;
  /** the turn of whatever takes a nonce of this wallet */
  readonly sending: OneAtATime;
  /** what this tab mines for while there is no wallet */
  readonly miningKey: MiningKey;
  /** there once all parts are: it pays through the methods */
  readonly welcome: () => Welcome;
  readonly dropped: DroppedList;
  /** blocks that were refused on execution, with the fault */
  readonly refused: DroppedList;
  readonly log: LogRing;
  readonly meter: StorageMeter;
  readonly fileKeeper: FileKeeper;
  /** something that a person has to know, and what can be done */
  readonly alarm: (what: string, choices: readonly string[]) => void;
  readonly status: (live: Live) => ResultOf<'node_status'>;
  /** something in it has changed that the node does not tell by itself */
  readonly statusChanged: () => void;
  /** tells how far a long job has come */
  readonly progress: (job: string, done: number, total: number) => void;
}
