// The state of the chain and the rules that change it. Imports model, crypto and bytes.

export {
  applyBlock,
  beginBlock,
  type BlockFacts,
  type Execution,
  type ExecutionFault,
  finishExecution,
} from './apply-block.ts';
export { applyTransaction } from './apply-transaction.ts';
export { evidenceRecordOf } from './kinds/evidence.ts';
export { fileNameIsClean, mediaTypeIsFormed } from './kinds/file.ts';
export {
  amountOf,
  checkTransactionForm,
  type CheckedTransaction,
  gasOf,
  gasReserve,
  intrinsicGas,
  reserveOf,
  signatureIsValid,
  transactionBytesMax,
  type TransactionRules,
} from './check-transaction.ts';
export {
  contractIdOf,
  contractKey,
  type ContractStage,
  createContractStage,
  depositPerByte,
  foundingBytes,
  hasContracts,
  readCode,
  readContract,
  readStored,
  storageKey,
  storedEntries,
} from './contract-state.ts';
export type { MachinePort } from './kinds/kind-rules.ts';
export {
  createState,
  decodeChanges,
  encodeChanges,
  genesisEntries,
  pathOfKey,
  recordSize,
  type State,
  type StateChange,
  type StateFork,
  undoOf,
} from './state.ts';
export {
  besidePart,
  createStateParts,
  decodeStatePart,
  encodeStatePart,
  firstPrefixes,
  isBelow,
  rootPrefix,
  type StateEntry,
  type StatePart,
  statePartHolds,
  statePartLimits,
  type StateParts,
  type TriePrefix,
} from './state-part.ts';
export {
  accountKey,
  createLayer,
  readAccount,
  readStateKey,
  type StateKey,
  type StateLayer,
  type StateView,
} from './state-view.ts';
export { checkProof, type TrieProof } from './trie-proof.ts';
export type { TransactionFault, ValidatorFault } from './transaction-fault.ts';
export { jailedWithin } from './validators/due.ts';
export {
  type AdminRecord,
  adminRecordOf,
  foldedAt,
  type SignersRecord,
  signersAt,
  signersRecordOf,
} from './validators/signer-records.ts';
export { jailedUntil, stakeOf, stakesOf, type UnbondingEntry, unbondingOf } from './validators/stake-records.ts';
export { validatorsOf } from './validators/validators-of.ts';
