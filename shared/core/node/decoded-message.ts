// A message from a peer with what is in it, decoded once: the driver may decode it before its turn, to have signatures
// checked meanwhile, and the node then reads what was decoded. Nothing is judged here. Bounded by one node message.

import type { DecodeFault, Result } from '../bytes/index.ts';
import { type Block, type BlockFormFault, decodeBlock, decodeTransaction, type Transaction } from '../model/index.ts';
import { decodeMessage, type Message } from '../wire/index.ts';

/** By the bytes' identity: the message hands out views, and the same view asks for what was made of it. */
export interface DecodedMessage {
  readonly message: Result<Message, DecodeFault>;
  readonly block: (bytes: Uint8Array) => Result<Block, BlockFormFault>;
  readonly transaction: (bytes: Uint8Array) => Result<Transaction, DecodeFault>;
}

const once = <T>(decode: (bytes: Uint8Array) => T): ((bytes: Uint8Array) => T) => {
  const known = new Map<Uint8Array, T>();
  return (bytes) => {
    const before = known.get(bytes);
    if (before !== undefined) return before;
    const decoded = decode(bytes);
    known.set(bytes, decoded);
    return decoded;
  };
};

/** Decodes each block once, however often it is asked for. */
export const blockDecoder = (blockBytesMax: number): DecodedMessage['block'] =>
  once((block) => decodeBlock(block, blockBytesMax));

/** `blockBytesMax` of the network's spec bounds each block. */
export const decodedMessage = (bytes: Uint8Array, blockBytesMax: number): DecodedMessage => ({
  message: decodeMessage(bytes),
  block: blockDecoder(blockBytesMax),
  transaction: once(decodeTransaction),
});
