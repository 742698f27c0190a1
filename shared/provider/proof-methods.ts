// account_prove, tx_prove and proof_check: what the chain says, in bytes that anybody checks without a network
// (docs/protocol/proofs.md). Bounded as proofs are; a check touches the open chain only to say whether it has the block.

import { formatAddress, parseAddress } from '../core/model/index.ts';
import type { SignatureCheck } from '../core/crypto/index.ts';
import { checkProofBytes, type ProofFault, proveAccount, proveStorage, type ProvenFact } from '../core/proof/index.ts';
import type { CheckedProof, ProofShape, ProvenValue } from './api.ts';
import { notFound, wrongParam } from './api-error.ts';
import { jsonOfBytes } from './contract-json.ts';
import { askAccount, askTransaction, isLight, needFull } from './light-answers.ts';
import type { ProviderOptions } from './backend.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { notKeptMessage, startedLate } from './not-kept.ts';
import type { Live } from './open-network.ts';
import { readHex, showAccount, showBytes, showHex, showTransaction } from './show-transaction.ts';
import { transactionProof } from './transaction-proof.ts';

const keyBytesMax = 64;
const noBytes = new Uint8Array(0);

const valueOf = (fact: ProvenFact): ProvenValue => {
  if (fact.kind === 'transaction') return { kind: 'transaction', transaction: showTransaction(fact.transaction) };
  if (fact.kind === 'storage') {
    const { contract: id, key, value } = fact;
    const address = formatAddress({ kind: 'contract', id });
    return { kind: 'storage', address, key, exists: value !== undefined, value: jsonOfBytes(value ?? noBytes) };
  }
  const { balance, nonce } = fact.record ?? { balance: 0n, nonce: 0 };
  return {
    kind: 'account',
    address: showAccount(fact.account),
    exists: fact.record !== undefined,
    balance: balance.toString(),
    nonce,
  };
};

const faultNameOf = (fault: ProofFault): string =>
  fault.type === 'proof-seal' ? `${fault.type}: ${fault.fault.type}` : fault.type;

/** Whether the open network's chain has the block; `undefined` where that is another network, or none is open. */
const standingOf = (live: Live | undefined, fact: ProvenFact): boolean | undefined => {
  const chain = live?.session.node.chain;
  if (chain === undefined || chain.chainId !== fact.chainId) return undefined;
  if (fact.height > chain.head().height) return undefined;
  return chain.idAt(fact.height) === fact.block;
};

const checked = (live: Live | undefined, bytes: Uint8Array, signatureCheck: SignatureCheck): CheckedProof => {
  const proven = checkProofBytes(bytes, signatureCheck);
  if (!proven.ok) return { valid: false, fault: faultNameOf(proven.error) };
  const fact = proven.value;
  const onChain = standingOf(live, fact);
  return {
    valid: true,
    height: fact.height,
    value: valueOf(fact),
    chainId: showHex(fact.chainId),
    blockId: showHex(fact.block),
    time: fact.time,
    confirmations: fact.confirmations,
    work: fact.work.toString(),
    ...(fact.signers === 0 ? {} : { signers: fact.signers }),
    ...(onChain === undefined ? {} : { onChain }),
  };
};

const noBlockHas = ({ session }: Live) => {
  const { chain } = session.node;
  return startedLate(chain)
    ? notFound(notKeptMessage(chain, 'No block that is here has that transaction'), 'history-not-kept')
    : notFound('No block of this chain has that transaction; a proof needs one.');
};

const shown = (live: Live, bytes: Uint8Array): ProofShape => {
  const { height, blockId, value } = checked(live, bytes, live.session.node.signatureCheck);
  if (height === undefined || blockId === undefined || value === undefined) {
    throw new Error('a proof of our own does not hold');
  }
  return { bytes: showBytes(bytes), height, blockId, value };
};

export const proofMethods = ({
  holder,
  options,
}: Pick<ProviderParts, 'holder'> & { readonly options: Pick<ProviderOptions, 'signatureCheck'> }): Methods<
  'account_prove' | 'tx_prove' | 'proof_check'
> => ({
  account_prove: async ({ address, key }) => {
    const live = holder.need();
    const parsed = parseAddress(address);
    if (!parsed.ok) throw wrongParam('address', 'That is not an address.', parsed.error.type);
    const { id, kind } = parsed.value;
    if (kind === 'contract') {
      if (key === undefined) throw wrongParam('key', 'Of a contract, what it stores under a key is proved: say which.');
      if (new TextEncoder().encode(key).length > keyBytesMax) throw wrongParam('key', 'A key has at most 64 bytes.');
      needFull(live, 'this tab has no storage of contracts to prove from');
      return shown(live, proveStorage(live.session.node.chain, id, key));
    }
    if (key !== undefined) throw wrongParam('key', 'Only a contract stores something under a key.');
    if (isLight(live)) return shown(live, (await askAccount(live.session, id)).bytes);
    return shown(live, proveAccount(live.session.node.chain, id));
  },
  tx_prove: async ({ id }) => {
    const live = holder.need();
    const hex = id.slice(2);
    const bytes = isLight(live) ? (await askTransaction(live.session, hex))?.bytes : await transactionProof(live, hex);
    if (bytes === undefined) throw noBlockHas(live);
    return shown(live, bytes);
  },
  proof_check: async ({ proof }) => checked(holder.live(), readHex(proof.bytes), await options.signatureCheck()),
});
