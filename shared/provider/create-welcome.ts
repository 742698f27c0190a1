// Puts the two sides of the welcome together for one provider: what it gives (welcome-desk.ts) and what it asks for
// (welcome-visit.ts). A terminal node asks nobody: it is no newcomer with a person behind it. Owns nothing.

import type { EventHub } from './event-hub.ts';
import type { Methods, ProviderParts, Welcome } from './methods.ts';
import { createWelcomeDesk } from './welcome-desk.ts';
import { createWelcomeVisit } from './welcome-visit.ts';

export const createWelcome = (parts: ProviderParts, methods: Methods<'tx_send'>, hub: EventHub): Welcome => {
  const { options, holder, wallet, miningKey, log } = parts;
  const { profile, slot, host, clock } = options;
  const now = (): number => clock.now();
  const chainId = () => holder.live()?.network.chainId;
  const desk = createWelcomeDesk({
    ...{ profile, now, chainId },
    pay: async (payment) => methods.tx_send({ kind: 'transfer', ...payment }),
    log: (what) => {
      log.add({ time: now(), level: 'info', what });
    },
  });
  const visit = createWelcomeVisit({
    ...{ profile, slot, host, now, chainId },
    account: async () => {
      const known = await wallet.current();
      return known !== undefined && (await wallet.isBackedUp()) ? known.selected : miningKey.publicKey();
    },
    isHost: async () => options.kind !== 'tab' || (await desk.offer()) !== undefined,
    onGift: (gift) => {
      hub.emit('welcome', gift);
    },
  });
  return { desk, visit };
};
