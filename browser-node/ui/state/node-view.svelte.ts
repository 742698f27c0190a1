// What the screen shows of the node: immutable answers of the API, each replaced as a whole by follow-node.ts. Components
// read these values and never hold anything of the chain. Bounded: follow-node.ts says how much of each is asked for.

import type {
  BlockListItem,
  ChainSpecShape,
  EventTable,
  NodeInfo,
  PeerShape,
  ProductionShape,
  Status,
  WalletAccount,
} from '../../../shared/provider/index.ts';
import type { SettleFacts } from '../words/index.ts';

export type WalletView =
  | { readonly state: 'loading' }
  | { readonly state: 'none' }
  | { readonly state: 'locked'; readonly backedUp: boolean }
  | {
      readonly state: 'open';
      readonly accounts: readonly WalletAccount[];
      readonly selected: WalletAccount;
      /** false: all of it is gone when this browser clears its data */
      readonly backedUp: boolean;
    };

export type Alarm = EventTable['alarm'];
export type Progress = EventTable['progress'];

export class NodeView {
  /** absent until the node has answered */
  info = $state.raw<NodeInfo>();
  /** the node answered that it has joined no network */
  noNetwork = $state.raw(false);
  /** why the node could not be asked the last time, if so */
  trouble = $state.raw<unknown>();
  status = $state.raw<Status>();
  /** newest first */
  blocks = $state.raw<readonly BlockListItem[]>([]);
  peers = $state.raw<readonly PeerShape[]>([]);
  production = $state.raw<ProductionShape>();
  wallet = $state.raw<WalletView>({ state: 'loading' });
  settle = $state.raw<SettleFacts>();
  /** the rules of the network */
  spec = $state.raw<ChainSpecShape>();
  alarms = $state.raw<readonly Alarm[]>([]);
  progress = $state.raw<readonly Progress[]>([]);
  /** counts up with every change of the head that the screen has taken in */
  headVersion = $state.raw(0);
  /** counts up whenever a transaction of the wallet or the mempool may have moved */
  transactionVersion = $state.raw(0);
  peerVersion = $state.raw(0);
}
