// Chain specs for tests: proof of work that a few hashes meet, generous limits, five rich accounts. Not read from JSON,
// so that a test may set what no person can (a reorg limit of 3, allocations that overflow).

import { type ChainSpec, type ConsensusParameters, zeroHex32 } from '../core/model/index.ts';
import { type TestWallet, walletOf } from './test-wallet.ts';

/** Time between blocks of a test chain (ms). */
export const testBlockTimeMs = 1000;
/** Coins of each rich account at the genesis block. */
export const testAllocation = 1_000_000_000_000n;

/** Every block weighs the same; one in 16^zeros hashes is a seal. */
export const fixedWork = (leadingHexZeros: number): ConsensusParameters => ({
  kind: 'pow',
  blockTimeMs: testBlockTimeMs,
  retarget: { kind: 'fixed', leadingHexZeros },
  initialTarget: 'f'.repeat(64),
  onlyWhenTransactionsWait: false,
});

/** Blocks that come fast weigh more than blocks that come slowly. */
export const followingWork: ConsensusParameters = {
  kind: 'pow',
  blockTimeMs: testBlockTimeMs,
  retarget: { kind: 'asert', halfLifeMs: 4 * testBlockTimeMs },
  initialTarget: `0${'f'.repeat(63)}`,
  onlyWhenTransactionsWait: false,
};

export const richWallets = (): readonly TestWallet[] => [1, 2, 3, 4, 5].map(walletOf);

const allocated = (wallets: readonly TestWallet[]): ChainSpec['allocations'] =>
  wallets
    .map(({ publicKey }) => ({ account: publicKey, amount: testAllocation }))
    .sort((a, b) => (a.account < b.account ? -1 : 1));

export const testSpec = (changes: Partial<ChainSpec> = {}): ChainSpec => ({
  protocol: { version: 1, vmHash: zeroHex32 },
  name: 'Test',
  symbol: 'TAB',
  decimals: 6,
  genesisTime: 1_700_000_000_000,
  salt: '00'.repeat(16),
  reward: 5_000_000n,
  accountDeposit: 10_000n,
  gasPerByte: 20,
  gasPerSignature: 28_000,
  blockGasMax: 200_000_000,
  blockBytesMax: 1_000_000,
  stateBytesMax: 64 * 1024 * 1024,
  reorgLimit: 1000,
  settleDepth: 6,
  consensus: fixedWork(1),
  allocations: allocated(richWallets()),
  ...changes,
});
