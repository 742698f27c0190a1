// Messages between nodes. Imports model and bytes.

export {
  decodeMessage,
  encodeMessage,
  type Message,
  type ProofSubject,
  type StatePrefix,
  wireLimits,
} from './message.ts';
