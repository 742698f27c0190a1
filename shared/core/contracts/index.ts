// The contract machine: metered QuickJS, the language it leaves, and the host API. Imports model, crypto and bytes; what
// it needs of the state comes as a port of the model.

export { contractLimits } from './contract-limits.ts';
export { gasPrices } from './gas-prices.ts';
export { type ContractMachine, createContractMachine, machineHashOf, type MachineOptions } from './machine.ts';
