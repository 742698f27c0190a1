// What a node does that has seen one key seal two headers in one slot: it says so in its log, and reports it to the chain
// as this tab's person, where that can be done without asking (evidence-reporter.ts). Owns nothing.

import type { NodeEvent } from '../core/node/index.ts';
import { messageOf } from './api-error.ts';
import { reportEvidence } from './evidence-reporter.ts';
import type { ProviderParts } from './methods.ts';
import type { Live } from './open-network.ts';

type Equivocation = Extract<NodeEvent, { readonly type: 'equivocation' }>;

/** A light node has neither the stakes nor the signers, so others report. Never rejects. */
export const reportEquivocation = async (
  { wallet, log, options }: Pick<ProviderParts, 'wallet' | 'log' | 'options'>,
  { session }: Live,
  { first, second }: Equivocation,
): Promise<void> => {
  const add = (what: string): void => {
    log.add({ time: options.clock.now(), level: 'warn', what });
  };
  add('one key has sealed two headers in one slot');
  const { chain, mempool, accounts } = session.node;
  if (chain.mode === 'light') return;
  try {
    const place = {
      ...{ chainId: chain.chainId, spec: chain.spec, state: chain.state, height: chain.head().height },
      nextNonce: (sender: string) => mempool.nextNonce(sender, accounts),
    };
    const senders = async (): Promise<readonly string[]> => [(await wallet.unlocked()).selected];
    const submit = (bytes: Uint8Array) => session.running.submit({ type: 'submit-transaction', bytes });
    const sent = await reportEvidence({ senders, sign: wallet.sign, submit }, place, {
      kind: 'evidence',
      first,
      second,
    });
    if (sent) add('the two headers are reported to the chain as evidence');
  } catch (cause) {
    add(`the two headers are not reported from here: ${messageOf(cause)}`); // a locked wallet, or none
  }
};
