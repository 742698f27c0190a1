// The contract machine: metered QuickJS, the language it leaves, and the host API. Imports model, crypto and bytes; what
// it needs of the state comes as a port.

export { contractLimits } from './contract-limits.ts';
export {
  type ContractValue,
  type ContractValueFault,
  decodeContractValue,
  encodeContractValue,
} from './contract-value.ts';
export type {
  ContractBlock,
  ContractCall,
  ContractCode,
  ContractOutcome,
  ContractStep,
  ContractStorage,
  ContractWorld,
} from './contract-world.ts';
export { gasPrices } from './gas-prices.ts';
export {
  type ContractMachine,
  createContractMachine,
  type Inspection,
  machineHashOf,
  type MachineOptions,
} from './machine.ts';
