// What the wallet means for the coins: looked at after every change of the chain or of the wallet, many changes together.
// Tells whether the wallet is backed up and whether it holds coins, raises an alarm where it holds coins that one cleared
// browser would take, and hands what this tab mined by itself to a wallet that is backed up (mining-key.ts).
// Owns one timer and what was told last; the alarm comes once in the life of a page for each wallet.

import { readAccount } from '../core/state/index.ts';
import type { Wallet } from '../core/wallet/index.ts';
import { messageOf } from './api-error.ts';
import type { EventTable, LogEntry } from './api.ts';
import type { EventHub } from './event-hub.ts';
import type { MiningKey } from './mining-key.ts';
import type { Live } from './open-network.ts';
import { createThrottle } from './throttle.ts';
import type { WalletService } from './wallet-service.ts';

export interface WalletWatch {
  readonly look: () => void;
  readonly stop: () => void;
}

export interface WalletWatchParts {
  readonly hub: EventHub;
  readonly wallet: Pick<WalletService, 'known' | 'isBackedUp'>;
  readonly miningKey: Pick<MiningKey, 'handOver'>;
  readonly live: () => Live | undefined;
  readonly alarm: (what: string, choices: readonly string[]) => void;
  readonly log: (entry: Pick<LogEntry, 'level' | 'what'>) => void;
}

/** Blocks may come fast; what was mined may wait this long for its owner. */
const lookGapMs = 250;

const holdsCoins = (wallet: Wallet, live: Live | undefined): boolean => {
  const accounts = live?.session.node.accounts;
  if (accounts === undefined) return false;
  return wallet.accounts.some(({ publicKey }) => (readAccount(accounts, publicKey)?.balance ?? 0n) > 0n);
};

export const createWalletWatch = (parts: WalletWatchParts): WalletWatch => {
  let told: EventTable['wallet'] | undefined;
  let warnedOf: string | undefined;

  const tell = (next: EventTable['wallet']): void => {
    if (told?.backedUp === next.backedUp && told.hasCoins === next.hasCoins) return;
    told = next;
    parts.hub.emit('wallet', next);
  };
  const warn = ({ accounts }: Wallet): void => {
    const of = accounts[0]?.publicKey;
    if (warnedOf === of) return;
    warnedOf = of;
    parts.alarm('wallet-not-backed-up', ['back-up', 'dismiss']);
  };
  const see = async (wallet: Wallet, live: Live | undefined): Promise<void> => {
    const backedUp = await parts.wallet.isBackedUp();
    const hasCoins = holdsCoins(wallet, live);
    tell({ backedUp, hasCoins });
    if (hasCoins && !backedUp) warn(wallet);
    if (live !== undefined && backedUp) await parts.miningKey.handOver(live, wallet.selected);
  };
  const looking = createThrottle(lookGapMs, () => {
    const wallet = parts.wallet.known();
    if (wallet === undefined) return;
    see(wallet, parts.live()).catch((cause: unknown) => {
      parts.log({ level: 'warn', what: `mined coins could not be handed to the wallet: ${messageOf(cause)}` });
    });
  });
  return { look: looking.wish, stop: looking.stop };
};
