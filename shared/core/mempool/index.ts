// Transactions that wait for a block. Imports state, model, bytes.

export {
  createMempool,
  type Dropped,
  type Mempool,
  type MempoolFault,
  type MempoolLimits,
  mempoolLimits,
} from './mempool.ts';
