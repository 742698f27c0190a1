// Messages between nodes. Imports model and bytes.

export { decodeMessage, encodeMessage, type Message, wireLimits } from './message.ts';
