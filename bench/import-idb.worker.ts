// Measures, in a worker as the node runs in, how fast full blocks become a committed head: a peer's messages with 10
// blocks of 500 signed transfers go through the driver, the whole import ladder and one strict commit each to IndexedDB.
// The contender beside it verifies the same signatures with bare libsodium. Every import starts from an empty database
// and an empty memory of verified signatures. An import that stops short is an error, and so is one whose commits were
// not all strict.

import { deleteDB } from 'idb';
import sodium from 'libsodium-wrappers';
import { openIndexedDbStore } from '../browser-node/ports/indexeddb-store.ts';
import type { Store } from '../shared/core/node/index.ts';
import { blockMessages, openImportingNode } from './importing-node.ts';
import type { ImportingNode } from './importing-node.ts';
import { measureInterleaved } from './measure.ts';
import type { Contender } from './measure.ts';
import { answerRates } from './rates-from.ts';
import { sealedChain } from './sealed-chain.ts';
import type { SealedChain } from './sealed-chain.ts';

const blocks = 10;
const transfersPerBlock = 500;
const database = 'import-idb';

interface CountingStore extends Store {
  readonly strictCommits: () => number;
}

/** An empty database; the one of the turn before is deleted. */
async function openEmptyStore(): Promise<CountingStore> {
  await deleteDB(database);
  const store = await openIndexedDbStore(database, { onClosed: () => undefined });
  let strict = 0;
  return {
    ...store,
    commit: (writes, durability) => {
      if (durability === 'strict') strict += 1;
      return store.commit(writes, durability);
    },
    strictCommits: () => strict,
  };
}

const importing = (chain: SealedChain): Contender => {
  const messages = blockMessages(chain.blocks);
  let turn: { readonly store: CountingStore; readonly node: ImportingNode } | undefined;
  return {
    name: 'import',
    prepare: async () => {
      await turn?.node.close();
      await turn?.store.close();
      const store = await openEmptyStore();
      turn = { store, node: await openImportingNode(chain.spec, store) };
    },
    work: async () => {
      if (turn === undefined) throw new Error('the turn was not prepared');
      await turn.node.importAll(messages, messages.length);
      const strict = turn.store.strictCommits();
      if (strict !== messages.length) throw new Error(`${strict} strict commits for ${messages.length} blocks`);
      return chain.signed.length;
    },
  };
};

const verifying = ({ signed }: SealedChain): Contender => ({
  name: 'libsodium',
  work: () => {
    for (const { signature, message, publicKey } of signed) {
      if (!sodium.crypto_sign_verify_detached(signature, message, publicKey)) throw new Error('a wrong signature');
    }
    return signed.length;
  },
});

answerRates(async () => {
  await sodium.ready;
  const chain = sealedChain({ blocks, transfersPerBlock, sodium });
  return measureInterleaved([importing(chain), verifying(chain)], { rounds: 9, roundMs: 1 });
});
