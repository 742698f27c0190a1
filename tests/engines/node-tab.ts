/**
 * A tab as a node among others, whatever engine it runs in: only `window.tabchain` is needed of it. What the stories of
 * several engines wait for stands here, told of all tabs alike. Every wait has a deadline.
 */
import { waitUntil } from '../e2e/harness.ts';
import type { AddressText, Method, ParamsOf, ResultOf } from '../../shared/provider/index.ts';

export interface NodeTab {
  /** such as `firefox 1` */
  readonly name: string;
  readonly ask: <M extends Method>(method: M, params: ParamsOf<M>) => Promise<ResultOf<M>>;
}

/** What a person does in a tab to have coins and spend them. */
export interface WalletTab extends NodeTab {
  readonly createWallet: () => Promise<AddressText>;
  /** Coins as one types them, such as `1.5`. */
  readonly pay: (to: AddressText, coins: string) => Promise<void>;
  readonly startMining: () => Promise<void>;
  readonly stopMining: () => Promise<void>;
  /** Chooses a file of this disk on the screen; resolves to its content id. */
  readonly shareFile: (path: string) => Promise<string>;
  /** Opens a file of the network on its screen, where a film is played from its beginning; resolves when all of it is here. */
  readonly openFile: (cid: string) => Promise<OpenedFile>;
}

export interface OpenedFile {
  /** SHA-256 of the bytes, in hexadecimal */
  readonly digest: string;
  /** pixels of the picture of a film, 0 for anything else */
  readonly width: number;
  /** seconds that a film had played, 0 for anything else */
  readonly played: number;
}

export const peerIdOf = async ({ ask }: NodeTab): Promise<string> => (await ask('node_info', {})).peerId;

export const heightOf = async ({ ask }: NodeTab): Promise<number> => (await ask('node_status', {})).height;

export const selectedAddress = async ({ ask, name }: NodeTab): Promise<AddressText> => {
  const selected = (await ask('wallet_accounts', {})).find((account) => account.selected);
  if (selected === undefined) throw new Error(`the wallet of ${name} has no selected account`);
  return selected.address;
};

/** Peer ids of those whom this tab is linked with over WebRTC, sorted. */
export const directPeers = async ({ ask }: NodeTab): Promise<readonly string[]> =>
  (await ask('net_peers', {}))
    .filter(({ path }) => path === 'direct')
    .map(({ peerId }) => peerId)
    .sort();

/** Waits until every pair of them has a direct link and none has another; how long it took, in ms. */
export const untilMeshed = async (tabs: readonly NodeTab[], deadlineMs: number): Promise<number> => {
  const startedMs = Date.now();
  const ids = await Promise.all(tabs.map(peerIdOf));
  const names = tabs.map(({ name }) => name).join(', ');
  await waitUntil(`each of ${names} is linked directly to all others`, deadlineMs, async () => {
    const links = await Promise.all(tabs.map(directPeers));
    return links.every(
      (peers, i) =>
        peers.join() ===
        ids
          .filter((id) => id !== ids[i])
          .sort()
          .join(),
    );
  });
  return Date.now() - startedMs;
};

export const untilHeight = (tabs: readonly NodeTab[], height: number, deadlineMs: number): Promise<void> =>
  waitUntil(`${tabs.length} tabs reach height ${height}`, deadlineMs, async () => {
    return (await Promise.all(tabs.map(heightOf))).every((reached) => reached >= height);
  });

export const untilBalance = (
  tabs: readonly NodeTab[],
  address: AddressText,
  units: bigint,
  deadlineMs: number,
): Promise<void> =>
  waitUntil(`${tabs.length} tabs say that ${address} has ${units} base units`, deadlineMs, async () => {
    const accounts = await Promise.all(tabs.map(({ ask }) => ask('account_get', { address })));
    return accounts.every(({ balance }) => BigInt(balance) === units);
  });

/** The ids of the block at the least of their heights: one id when they are of one chain. */
export const newestCommonBlocks = async (tabs: readonly NodeTab[]): Promise<ReadonlySet<string>> => {
  const height = Math.min(...(await Promise.all(tabs.map(heightOf))));
  const blocks = await Promise.all(tabs.map(({ ask }) => ask('block_get', { height })));
  return new Set(blocks.map(({ id }) => id));
};
