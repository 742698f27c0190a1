// stake_* and signers_*: the wishes as transactions of the selected account, and who seals by the records of the state.
// Owns nothing; whether a wish fits the network is for the rules to say.

import { notPossibleNow } from './api-error.ts';
import { isLight, needFull } from './light-answers.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { showSigners, showStakers } from './show-validators.ts';
import type { ValidatorMethodTable } from './validator-shape.ts';

export const validatorMethods = (
  { holder, options }: ProviderParts,
  { tx_send: send }: Pick<Methods<'tx_send'>, 'tx_send'>,
): Methods<keyof ValidatorMethodTable> => ({
  stake_add: ({ amount }) => send({ kind: 'stake', amount }),
  stake_remove: ({ amount }) => send({ kind: 'unstake', amount }),
  stakers_get: () => {
    const live = holder.need();
    const { chain } = live.session.node;
    const { validators, height } = chain.head();
    const state = isLight(live) ? undefined : chain.state;
    const shown = showStakers({ spec: chain.spec, validators, state, height, now: options.clock.now() });
    if (shown !== undefined) return shown;
    throw notPossibleNow('no-stakes', 'This network has no stakes: it does not run on proof of stake.');
  },
  signers_get: () => {
    const live = holder.need();
    needFull(live, 'this tab keeps no record of the signers');
    const { chain } = live.session.node;
    const { state, spec } = chain;
    const shown = showSigners({ state, spec, height: chain.head().height + 1, now: options.clock.now() });
    if (shown !== undefined) return shown;
    throw notPossibleNow('no-signers', 'This network has no signers: it does not run on proof of authority.');
  },
  signers_set: (change) => send({ kind: 'signers', ...change }),
});
