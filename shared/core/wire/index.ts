// Messages between nodes. Imports model and bytes.

export { fittingHeaders } from './fitting-headers.ts';
export {
  decodeMessage,
  encodeMessage,
  type Message,
  type ProofSubject,
  type StatePrefix,
  wireLimits,
} from './message.ts';
