// The chain that start-10000 opens, and where its database lies. Everyone here has coins from the genesis block on and
// sends in turn, so that state, snapshot and replay are those of a network with some hundred people.

import sodium from 'libsodium-wrappers';
import type { ChainSpec } from '../shared/core/model/index.ts';
import { sealedChain } from './sealed-chain.ts';
import type { SealedChain } from './sealed-chain.ts';
import { createPeople, easySpec } from './signed-transfers.ts';

export const databaseName = 'start-10000';

export const blocks = 10_000;
const accounts = 500;

export async function specOfStart(): Promise<ChainSpec> {
  await sodium.ready;
  return easySpec(createPeople(accounts, sodium));
}

export async function chainOfStart(): Promise<SealedChain> {
  await sodium.ready;
  return sealedChain({ blocks, transfersPerBlock: 5, accounts, sodium });
}
