// welcome_*: what this node gives to newcomers of the open network, and what it got itself when it came. The deciding is
// done in welcome-desk.ts and welcome-visit.ts; here is the boundary.

import { parseBaseUnits } from '../core/model/index.ts';
import type { WelcomeShape } from './api.ts';
import { noWallet } from './api-error.ts';
import type { Methods, ProviderParts, Welcome } from './methods.ts';

/** A class with some latecomers. */
const newcomersDefault = 100;

const show = async ({ desk, visit }: Welcome): Promise<WelcomeShape> => {
  const [offer, gift] = await Promise.all([desk.offer(), visit.gift()]);
  return { ...(offer === undefined ? {} : { offer }), ...(gift === undefined ? {} : { gift }) };
};

export const welcomeMethods = ({ holder, wallet, welcome }: ProviderParts): Methods<'welcome_get' | 'welcome_set'> => ({
  welcome_get: () => {
    holder.need();
    return show(welcome());
  },
  welcome_set: async ({ amount, newcomersMax = newcomersDefault }) => {
    holder.need();
    const selected = (await wallet.current())?.selected;
    if (selected === undefined) throw noWallet();
    await welcome().desk.set(selected, parseBaseUnits(amount) ?? 0n, newcomersMax);
    return show(welcome());
  },
});
