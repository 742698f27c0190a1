// The contenders of the figures `import-…`: a node that takes full blocks from their bytes to a committed head, and bare
// libsodium that verifies the same signatures on one thread. Every import starts from an empty store and an empty memory
// of verified signatures. An import that stops short is an error, and so is one whose commits were not all strict.
// Runs in a worker and in Node.js. Bound: one store and one node at a time.

import sodium from 'libsodium-wrappers';
import type { Store } from '../shared/core/node/index.ts';
import { blockMessages, openImportingNode } from './importing-node.ts';
import type { ImportingNode } from './importing-node.ts';
import { measureInterleaved } from './measure.ts';
import type { Contender } from './measure.ts';
import { sealedChain } from './sealed-chain.ts';
import type { SealedChain } from './sealed-chain.ts';
import type { SignedMessage } from './signed-transfers.ts';

/** Blocks of as many transfers are imported. */
export const importPlan = { blocks: 10, transfersPerBlock: 500 };
const rounds = { rounds: 9, roundMs: 1 };

/** Opens an empty store; what was opened the turn before is closed by then and no longer wanted. */
export type OpenEmptyStore = () => Promise<Store>;

/**
 * Transactions per second that are imported; and what `beside` does in a second or, without one, signatures per second
 * that libsodium verifies and nothing else.
 */
export async function measureImport(openEmptyStore: OpenEmptyStore, beside?: Contender): Promise<readonly number[]> {
  await sodium.ready;
  const chain = sealedChain({ ...importPlan, sodium });
  const { contender, close } = importing(chain, openEmptyStore);
  try {
    return await measureInterleaved([contender, beside ?? verifying(chain.signed)], rounds);
  } finally {
    await close();
  }
}

/** A work that verifies each of these signatures once. */
export const verifying = (signed: readonly SignedMessage[]): Contender => ({
  name: 'libsodium',
  work: () => {
    for (const { signature, message, publicKey } of signed) {
      if (!sodium.crypto_sign_verify_detached(signature, message, publicKey)) throw new Error('a wrong signature');
    }
    return signed.length;
  },
});

interface CountedStore {
  readonly store: Store;
  readonly strictCommits: () => number;
}

const counted = (store: Store): CountedStore => {
  let strict = 0;
  return {
    store: {
      ...store,
      commit: (writes, durability) => {
        if (durability === 'strict') strict += 1;
        return store.commit(writes, durability);
      },
    },
    strictCommits: () => strict,
  };
};

const importing = (
  chain: SealedChain,
  openEmptyStore: OpenEmptyStore,
): { readonly contender: Contender; readonly close: () => Promise<void> } => {
  const messages = blockMessages(chain.blocks);
  let turn: (CountedStore & { readonly node: ImportingNode }) | undefined;
  const close = async (): Promise<void> => {
    await turn?.node.close();
    await turn?.store.close();
    turn = undefined;
  };
  const prepare = async (): Promise<void> => {
    await close();
    const opened = counted(await openEmptyStore());
    turn = { ...opened, node: await openImportingNode(chain.spec, opened.store) };
  };
  const work = async (): Promise<number> => {
    if (turn === undefined) throw new Error('the turn was not prepared');
    await turn.node.importAll(messages, messages.length);
    const strict = turn.strictCommits();
    if (strict !== messages.length) throw new Error(`${strict} strict commits for ${messages.length} blocks`);
    return chain.signed.length;
  };
  return { contender: { name: 'import', prepare, work }, close };
};
