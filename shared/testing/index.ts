// What tests share: ports in memory, the contract of each port, and builders of chains, blocks and transactions.

export {
  type BadTransaction,
  type BadTransactionPlace,
  badTransactions,
  badTransactionSpec,
} from './bad-transactions.ts';
export { blockOf, type BlockForge, createForge, type ForgedBlock, type ForgeOrder, searchSeal } from './block-forge.ts';
export { clockContract, type ClockContractCase, type ClockUnderTest } from './clock-contract.ts';
export { longAfter, offerBlock, type Offered, offerBytes, openTestChain } from './block-ladder.ts';
export {
  contentStoreContract,
  type ContentStoreCase,
  type OpenedContent,
  type UnixFsVectors,
  vectorBytes,
} from './content-store-contract.ts';
export { type CrashingStore, type CrashLoss, openCrashingStore, type RandomBelow } from './crashing-store.ts';
export {
  createDrivenNetwork,
  type DrivenNetwork,
  type DrivenNode,
  type DrivenOptions,
  settlePromises,
} from './driven-network.ts';
export { driveByHand, type HandDrivenNode, type HandDrivenOptions, inWords } from './hand-driven-node.ts';
export { createInlineSealer } from './inline-sealer.ts';
export { createLinkedNetwork, type NodeLinks } from './linked-network.ts';
export { loadSignatureCheck } from './load-signature-check.ts';
export { createManualTime, type ManualTime } from './manual-time.ts';
export { createMemoryDisk, type MemoryDisk, openMemoryStore, storeClosed } from '../core/node/index.ts';
export { flipBit, malleated, withOtherSignature } from './mutation.ts';
export {
  type LinkedNetwork,
  type LinkedNode,
  type LinkNodes,
  networkContract,
  type NetworkContractCase,
} from './network-contract.ts';
export {
  cheapStretch,
  createMemoryProfile,
  createStage,
  type Heard,
  heightOf,
  noMachine,
  openingOf,
  peerIdOf,
  type Stage,
  type StagedTab,
  until,
} from './provider-stage.ts';
export { randomContract, type RandomContractCase } from './random-contract.ts';
export { sealerContract, type SealerContractCase, type SealerUnderTest } from './sealer-contract.ts';
export { storeContract, type StoreContractCase } from './store-contract.ts';
export { fixedWork, followingWork, richWallets, testAllocation, testBlockTimeMs, testSpec } from './test-spec.ts';
export {
  recordOf,
  signTransaction,
  type TestWallet,
  type TransactionTerms,
  transferOf,
  walletOf,
} from './test-wallet.ts';
export { verifierContract, type VerifierContractCase, type VerifierUnderTest } from './verifier-contract.ts';
export { type DrivenBlocks, driveBlocks, drivenChainId, drivenProducer, stakesByNumber } from './driven-blocks.ts';
export { authoritySpec, doubleSealOf, sealOf, stakeSpec } from './validator-specs.ts';
export { type OpenedRecord, signingRecordContract } from './signing-record-contract.ts';
export { createLosingValues, type LosingValues } from './losing-values.ts';
