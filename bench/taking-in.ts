// Measures, in a worker of a page or in Node, how fast `handle` takes gossiped transactions in: one a message, as nodes
// pass them on, from many senders in turn, at prices that leave no order to profit from. Every turn has a new node, whose
// mempool and memory of verified signatures are empty. A transaction that is not taken in is an error.
// Bound: as many transactions as a mempool holds.

import sodium from 'libsodium-wrappers';
import { createGenesis } from '../shared/core/chain/index.ts';
import { createPowEngine } from '../shared/core/consensus/index.ts';
import { signatureCheckFrom } from '../shared/core/crypto/index.ts';
import type { ChainSpec, Transaction } from '../shared/core/model/index.ts';
import { createNode, loadChain, openMemoryStore } from '../shared/core/node/index.ts';
import type { Input, TabchainNode } from '../shared/core/node/index.ts';
import { encodeMessage } from '../shared/core/wire/index.ts';
import { verifying } from './importing.ts';
import { measureInterleaved } from './measure.ts';
import type { Contender } from './measure.ts';
import { createPeople, easySpec, genesisTime, signedMessageOf, signedTransfer } from './signed-transfers.ts';

/** So many people send so many transfers each. */
export const takingInPlan = { senders: 1000, transfersPerSender: 5 };
const { senders, transfersPerSender } = takingInPlan;
const peer = 'the peer that forwards them';

/** Any fixed shuffle: 7 and 1,009 have no common divisor. */
const gasPriceOf = (index: number): bigint => 1n + BigInt((index * 7) % 1009);

function transfersOf(spec: ChainSpec, people: ReturnType<typeof createPeople>): readonly Transaction[] {
  const { chainId } = createGenesis(spec);
  return Array.from({ length: senders * transfersPerSender }, (_, index) => {
    const sender = people[index % senders];
    const recipient = people[(index + 1) % senders];
    if (sender === undefined || recipient === undefined) throw new Error('a transfer without people');
    const nonce = Math.floor(index / senders);
    return signedTransfer({ chainId, sender, recipient, nonce, gasPrice: gasPriceOf(index), validUntil: 100 }, sodium);
  });
}

async function emptyNode(spec: ChainSpec): Promise<TabchainNode> {
  if (spec.consensus.kind !== 'pow') throw new Error('a network of another kind');
  const signatureCheck = signatureCheckFrom(sodium);
  const engine = createPowEngine(spec.consensus);
  const loaded = await loadChain({ spec, engine, signatureCheck, store: openMemoryStore(), now: genesisTime });
  const node = createNode({ ...loaded, signatureCheck });
  node.handle({ type: 'network', event: { type: 'peer-up', peer, path: 'direct', kind: 'tab' } }, genesisTime);
  return node;
}

const gossipOf = ({ id, bytes }: Transaction): Input => ({
  type: 'network',
  event: {
    ...{ type: 'gossip', peer, topic: 'transaction', messageId: id },
    bytes: encodeMessage({ type: 'transactions', transactions: [bytes] }),
  },
});

const takingIn = (spec: ChainSpec, transactions: readonly Transaction[]): Contender => {
  const inputs = transactions.map(gossipOf);
  let node: TabchainNode | undefined;
  return {
    name: 'mempool',
    prepare: async () => {
      node = await emptyNode(spec);
    },
    work: () => {
      for (const input of inputs) node?.handle(input, genesisTime);
      const count = node?.mempool.count() ?? 0;
      if (count !== inputs.length) throw new Error(`${count} of ${inputs.length} transactions were taken in`);
      return count;
    },
  };
};

/** Transactions taken in a second; and what `beside` does or, without one, signatures that bare libsodium verifies. */
export const measureTakingIn = async (beside?: Contender): Promise<readonly number[]> => {
  await sodium.ready;
  const people = createPeople(senders, sodium);
  const spec = easySpec(people);
  const transactions = transfersOf(spec, people);
  const contenders = [takingIn(spec, transactions), beside ?? verifying(transactions.map(signedMessageOf))];
  return measureInterleaved(contenders, { rounds: 9, roundMs: 1 });
};
