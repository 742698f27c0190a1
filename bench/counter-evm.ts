// The same counter on @ethereumjs/evm: it adds to a number in storage, emits the new number with who added, and gives it
// back; its other function gives the number. Blocks of signed legacy transactions, one from each sender, go from their
// bytes to the root of the Merkle Patricia state: decoded and their sender recovered by @ethereumjs/tx, run by the EVM. Its
// caches are on and stay warm, and as in @ethereumjs/vm a checkpoint around a block or a view spares it writing to the trie
// in between; fees and receipts, which we compute, are left out, to its advantage.
// Bounds: as many transactions in a block as there are people.

import { createEVM } from '@ethereumjs/evm';
import { Caches, MerkleStateManager } from '@ethereumjs/statemanager';
import { createLegacyTx, createTxFromRLP } from '@ethereumjs/tx';
import {
  type Address,
  bytesToBigInt,
  createAccount,
  createAddressFromPrivateKey,
  createContractAddress,
  hexToBytes,
} from '@ethereumjs/util';
import type { Counter } from './counter-shape.ts';

const increment = hexToBytes('0xd09de08a');
const value = hexToBytes('0x3fa4f245');
const gasLimit = 200_000n;
const gasPrice = 1_000_000_000n;

/**
 * Runtime code of 93 bytes (0x5d), each line with where it stands. Functions are chosen by the first four bytes of the
 * data, as Solidity's are; `increment` adds 1, writes, logs the number and the caller under one topic, and returns.
 */
const runtime = [
  '5f3560e01c', // 00 the selector
  '8063d09de08a14601b57', // 05 increment: to 1b
  '633fa4f24514605457', // 0f value: to 54
  '5f5ffd', // 18 anything else is reverted
  '5b505f54600101', // 1b the number and 1
  '805f55', // 22 written
  '5f5233602052', // 25 laid into the memory with the caller
  `7f${'11'.repeat(32)}`, // 2b the topic
  '60405fa1', // 4c logged
  '60205ff3', // 50 returned
  '5b5f545f5260205ff3', // 54 the number, returned
].join('');

/** Copies the runtime code, which stands behind it, and returns it. */
const creation = hexToBytes(`0x605d8060095f395ff3${runtime}`);

const privateKeyOf = (index: number): Uint8Array => {
  const key = new Uint8Array(32).fill(1);
  new DataView(key.buffer).setUint32(0, index + 1);
  return key;
};

interface Sender {
  readonly privateKey: Uint8Array;
  readonly address: Address;
  nonce: bigint;
}

/** The counter is the first person's first transaction; everybody sends one transaction a block from then on. */
export async function counterEvm(people: number): Promise<Counter> {
  const stateManager = new MerkleStateManager({ caches: new Caches() });
  const evm = await createEVM({ stateManager });
  const { common } = evm;
  const senders = Array.from({ length: people }, (_, index): Sender => {
    const privateKey = privateKeyOf(index);
    return { privateKey, address: createAddressFromPrivateKey(privateKey), nonce: 0n };
  });
  for (const { address } of senders) await stateManager.putAccount(address, createAccount({ balance: 10n ** 21n }));
  const [founder] = senders;
  if (founder === undefined) throw new RangeError('a counter without people');
  const contract = createContractAddress(founder.address, 0n);

  const next = (data: Uint8Array, to?: Address, from = senders): readonly Uint8Array[] =>
    from.map((sender) => {
      const terms = { nonce: sender.nonce, gasPrice, gasLimit, data, ...(to === undefined ? {} : { to }) };
      sender.nonce += 1n;
      return createLegacyTx(terms, { common }).sign(sender.privateKey).serialize();
    });
  const executeOne = async (bytes: Uint8Array): Promise<void> => {
    const transaction = createTxFromRLP(bytes, { common });
    const caller = transaction.getSenderAddress();
    const account = await stateManager.getAccount(caller);
    if (account?.nonce !== transaction.nonce) throw new Error('a nonce is not next');
    if (account.balance < transaction.gasLimit * gasPrice) throw new Error('a sender has too few coins');
    const { data, to } = transaction;
    const call = { caller, origin: caller, gasPrice, gasLimit: transaction.gasLimit, data };
    const { execResult } = await evm.runCall(to === undefined ? call : { ...call, to });
    if (execResult.exceptionError !== undefined) throw new Error(`the EVM: ${execResult.exceptionError.error}`);
    await evm.journal.cleanup();
  };
  const execute = async (block: readonly Uint8Array[]): Promise<void> => {
    await evm.journal.checkpoint();
    for (const bytes of block) await executeOne(bytes);
    await evm.journal.commit();
    await stateManager.getStateRoot();
  };
  const view = async (): Promise<bigint> => {
    const call = { caller: founder.address, origin: founder.address, to: contract, data: value, isStatic: true };
    await evm.journal.checkpoint();
    const { execResult } = await evm.runCall({ ...call, skipNonceIncrement: true });
    await evm.journal.revert();
    await evm.journal.cleanup();
    if (execResult.returnValue.length !== 32) throw new Error('the counter of the EVM does not say its value');
    return bytesToBigInt(execResult.returnValue);
  };

  await execute(next(creation, undefined, [founder]));
  return { calls: () => next(increment, contract), deploys: () => next(creation), execute, view };
}
