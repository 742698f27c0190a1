// Keeps the view of the node fresh: the one place that listens to the node's events. An event says that something
// changed; what it is now is asked by request, many wishes gathered into few requests. Bounded: the newest `blocksShown`
// blocks, the last `alarmsMax` alarms, at most five requests of a kind a second.

import type { EventListenerOf, EventName, Provider, WalletAccount } from '../../../shared/provider/index.ts';
import { hasCode, type SettleFacts } from '../words/index.ts';
import { gather } from './gather.ts';
import type { NodeView, Progress, WalletView } from './node-view.svelte.ts';

const blocksShown = 30;
const alarmsMax = 5;
const refreshGapMs = 200;
/** A block is passed on before it is drawn: where several tabs share a processor, drawing would delay those that wait for it. */
export const passOnMs = 150;
/** Of blocks, while a chain is being fetched: who draws them takes the processor from who executes. */
const fetchingGapMs = 1000;
/** hash rate, round trips and other numbers change without an event */
const pollMs = 2000;

export interface NodeFollower {
  /** Asks for the wallet anew: after it was made, opened, locked or another account selected. */
  readonly walletChanged: () => Promise<void>;
  readonly productionChanged: () => void;
  readonly stop: () => void;
}

const settleOf = (spec: Readonly<Record<string, unknown>>): SettleFacts | undefined => {
  const { settleDepth, consensus } = spec;
  if (typeof settleDepth !== 'number' || typeof consensus !== 'object' || consensus === null) return undefined;
  const blockTimeMs: unknown = Reflect.get(consensus, 'blockTimeMs') ?? Reflect.get(consensus, 'slotMs');
  return typeof blockTimeMs === 'number' ? { settleDepth, blockTimeMs } : undefined;
};

const accountsOf = async (provider: Provider): Promise<readonly WalletAccount[] | 'locked'> => {
  try {
    return await provider.request({ method: 'wallet_accounts' });
  } catch (error) {
    if (!hasCode(error, 4100)) throw error;
    return 'locked';
  }
};

const walletOf = async (provider: Provider): Promise<WalletView> => {
  const accounts = await accountsOf(provider);
  const backedUp = async (): Promise<boolean> => (await provider.request({ method: 'wallet_backup' })).done;
  if (accounts === 'locked') return { state: 'locked', backedUp: await backedUp() };
  const selected = accounts.find((account) => account.selected) ?? accounts[0];
  return selected === undefined ? { state: 'none' } : { state: 'open', accounts, selected, backedUp: await backedUp() };
};

/** Alarms that the state of the wallet has answered, in this tab or another. */
const withoutAnswered = (alarms: NodeView['alarms'], wallet: WalletView): NodeView['alarms'] =>
  alarms.filter(({ what }) => {
    if (what === 'wallet-not-backed-up') return !('backedUp' in wallet && wallet.backedUp);
    return what !== 'storage-evicted' || wallet.state === 'none';
  });

const readsOf = (provider: Provider, view: NodeView) => ({
  network: async () => {
    view.info = await provider.request({ method: 'node_info' });
    view.noNetwork = false;
    view.spec = await provider.request({ method: 'network_spec' });
    view.settle = settleOf(view.spec);
  },
  status: async () => {
    view.status = await provider.request({ method: 'node_status' });
  },
  blocks: async () => {
    view.blocks = await provider.request({ method: 'block_list', params: { count: blocksShown } });
    view.headVersion += 1;
  },
  peers: async () => {
    view.peers = await provider.request({ method: 'net_peers' });
    view.peerVersion += 1;
  },
  production: async () => {
    view.production = await provider.request({ method: 'production_status' });
  },
  wallet: async () => {
    view.wallet = await walletOf(provider);
    view.alarms = withoutAnswered(view.alarms, view.wallet);
    view.transactionVersion += 1;
  },
});

/** A read that fails leaves the last answer; that the node has no network is an answer. */
const tolerant = (view: NodeView, read: () => Promise<void>) => async (): Promise<void> => {
  try {
    await read();
    view.trouble = undefined;
  } catch (error) {
    if (hasCode(error, 4900)) view.noNetwork = true;
    else view.trouble = error;
  }
};

/** Files have their progress on their own screens: one waits for a holder for hours, or ends without a last word. */
const isOfFile = ({ job }: Progress): boolean => job.startsWith('file:') || job.startsWith('file-add:');

const withProgress = (progress: readonly Progress[], entry: Progress): readonly Progress[] => {
  const others = progress.filter(({ job }) => job !== entry.job);
  return entry.done >= entry.total ? others : [...others, entry];
};

const listen = <E extends EventName>(provider: Provider, event: E, listener: EventListenerOf<E>): (() => void) => {
  provider.on(event, listener);
  return () => {
    provider.off(event, listener);
  };
};

export const followNode = (provider: Provider, view: NodeView): NodeFollower => {
  const reads = readsOf(provider, view);
  const isFetching = (): boolean => view.progress.some(({ job }) => job === 'sync');
  const gathered = (read: () => Promise<void>) => gather(tolerant(view, read), () => refreshGapMs);
  const network = gathered(reads.network);
  const status = gathered(reads.status);
  const blocksGapMs = (): number => (isFetching() ? fetchingGapMs : refreshGapMs);
  const blocks = gather(tolerant(view, reads.blocks), blocksGapMs, passOnMs);
  const peers = gathered(reads.peers);
  const production = gathered(reads.production);
  const readWallet = tolerant(view, reads.wallet);
  const refreshAll = (): void => {
    for (const { wish } of [network, status, blocks, peers, production]) wish();
    void readWallet();
  };

  const ends = [
    listen(provider, 'network', refreshAll),
    listen(provider, 'status', (next) => {
      if (view.status?.mempool.count !== next.mempool.count) view.transactionVersion += 1;
      if (view.status?.producing !== next.producing) production.wish();
      view.status = next;
    }),
    listen(provider, 'head', blocks.wish),
    listen(provider, 'transaction', () => {
      view.transactionVersion += 1;
    }),
    listen(provider, 'wallet', () => void readWallet()),
    listen(provider, 'peer', peers.wish),
    listen(provider, 'alarm', (alarm) => {
      view.alarms = [...view.alarms.filter(({ what }) => what !== alarm.what), alarm].slice(-alarmsMax);
    }),
    listen(provider, 'progress', (entry) => {
      if (!isOfFile(entry)) view.progress = withProgress(view.progress, entry);
    }),
  ];
  const poll = setInterval(() => {
    peers.wish();
    production.wish();
    if (view.info === undefined || view.trouble !== undefined) refreshAll();
  }, pollMs);
  refreshAll();
  return {
    walletChanged: readWallet,
    productionChanged: production.wish,
    stop: () => {
      clearInterval(poll);
      for (const end of ends) end();
      for (const { stop } of [network, status, blocks, peers, production]) stop();
    },
  };
};
