// production_*: making blocks, for the selected account. Proof of work needs its public key alone, so that a locked
// wallet may mine; while there is no wallet at all, the tab mines for a key of its own (mining-key.ts).

import type { Hex32 } from '../core/model/index.ts';
import type { ProductionShape } from './api.ts';
import { notPossibleNow } from './api-error.ts';
import { needFull } from './light-answers.ts';
import type { Methods, ProviderParts } from './methods.ts';
import type { Live } from './open-network.ts';
import { owns } from './wallet-service.ts';

type ProductionMethod = 'production_start' | 'production_stop' | 'production_status';

const permille = 1000;

const show = ({ session }: Live): ProductionShape => {
  const { running, produced, ownSlotAt } = session.node.snapshot().production;
  if (ownSlotAt !== undefined) return { running, nextSlot: ownSlotAt, produced };
  const isPow = session.spec.consensus.kind === 'pow';
  return isPow && running ? { running, hashRate: session.hashRate(), produced } : { running, produced };
};

const start = async ({ session }: Live, producer: Hex32, intensityPermille: number): Promise<void> => {
  const reply = await session.running.submit({ type: 'start-producing', producer, intensityPermille });
  if (!reply.ok) {
    const why = 'reason' in reply.error ? reply.error.reason : reply.error.type;
    throw notPossibleNow('producing-not-possible', `Production could not be started: ${why}.`);
  }
};

/**
 * After another account was selected, or the wallet is backed up: a running production goes on for that account. One
 * that pays the key of this tab stays with it until the wallet is backed up.
 */
export const followSelection = async ({ holder, wallet }: ProviderParts, selected: Hex32): Promise<void> => {
  const live = holder.live();
  const { running, producer, intensityPermille } = live?.session.node.snapshot().production ?? { running: false };
  if (live === undefined || !running || producer === selected) return;
  const paysWallet = producer !== undefined && owns(wallet.known(), producer);
  if (paysWallet || (await wallet.isBackedUp())) await start(live, selected, intensityPermille);
};

export const productionMethods = ({ holder, wallet, miningKey }: ProviderParts): Methods<ProductionMethod> => ({
  production_start: async ({ intensity = 1 }) => {
    const live = holder.need();
    needFull(live, 'this tab cannot make blocks, because it does not know what is in those before');
    const owner = (await wallet.current())?.selected ?? (await miningKey.publicKey());
    await start(live, owner, Math.round(intensity * permille));
    return show(live);
  },
  production_stop: async () => {
    const live = holder.need();
    await live.session.running.submit({ type: 'stop-producing' });
    return show(live);
  },
  production_status: () => show(holder.need()),
});
