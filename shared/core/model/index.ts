// What the network talks about: addresses, amounts, transactions, blocks, receipts, accounts, chain specs; their bytes
// and their limits. Imports crypto and bytes.

export { type Account, decodeAccount, encodeAccount } from './account.ts';
export {
  accountAddress,
  type Address,
  type AddressFault,
  bytesOf,
  formatAddress,
  type Hex32,
  parseAddress,
  readHex32,
  zeroHex32,
} from './address.ts';
export {
  addAmounts,
  type Amount,
  type AmountFault,
  amountMax,
  formatCoins,
  parseBaseUnits,
  parseCoins,
} from './amount.ts';
export { type Block, type BlockFormFault, decodeBlock, encodeBlock, transactionRootOf } from './block.ts';
export {
  type Allocation,
  type ChainSpec,
  type ConsensusParameters,
  decodeChainSpec,
  encodeChainSpec,
  type PoaParameters,
  type PosParameters,
  type PowParameters,
  specLimits,
} from './chain-spec.ts';
export {
  blockTimeOf,
  chainSpecJson,
  checkChainSpec,
  parseChainSpec,
  targetOfBits,
  targetOfHashes,
} from './chain-spec-json.ts';
export { cleanFileName } from './file-name.ts';
export { contractMachineHash } from './contract-machine-hash.ts';
export { type Cid, cidCodecs, type CidFault, cidHashes, formatCid, makeCid, parseCid, readCid } from './cid.ts';
export type {
  ContractBlock,
  ContractCall,
  ContractCode,
  ContractOutcome,
  ContractRunner,
  FunctionGas,
  TracedOutcome,
  ContractStep,
  ContractStorage,
  ContractWorld,
  Inspection,
} from './contract-port.ts';
export {
  type ContractRecord,
  contractRecordBytes,
  decodeContractRecord,
  decodeStoredEntry,
  encodeContractRecord,
  encodeStoredEntry,
  type StoredEntry,
} from './contract-record.ts';
export {
  type ContractValue,
  type ContractValueFault,
  decodeContractValue,
  encodeContractValue,
  magnitudeOf,
} from './contract-value.ts';
export {
  type ConsensusField,
  type ConsensusKind,
  decodeHeaderEntry,
  decodeSealedHeader,
  encodeHeader,
  type Header,
  headerEntryBytes,
  protocolVersion,
  readSealedHeader,
  sealBytes,
  sealDigestOf,
  type SealedHeader,
  sealHeader,
  sealSigningBytes,
} from './header.ts';
export { type FieldFault, type Fields, fieldsOf } from './json-fields.ts';
export { type Payload, type PayloadKind, payloadLimits } from './payload.ts';
export { type ContractEvent, decodeReceipt, encodeReceipt, type Receipt, receiptRootOf } from './receipt.ts';
export {
  decodeTransaction,
  encodeUnsigned,
  signingBytesOf,
  type Transaction,
  transactionSigningBytes,
  type UnsignedTransaction,
  withSignature,
} from './transaction.ts';
export { decodeValidators, encodeValidators, readSigners, type Validators, validatorsHashOf } from './validators.ts';
export { decodeReceipts, encodeReceipts, isContractCall, receiptsKey } from './stored-receipts.ts';
