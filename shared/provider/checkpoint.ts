// The checkpoint that a join link carries and the profile keeps: JSON {height, id, weight}, the id in base64url (43 letters
// instead of 64, for a link is handed on by hand), the weight in decimal digits. Bounds: every field has one form, of a
// greatest length.

import { base64urlnopad } from '@scure/base';
import { toHex } from '../core/bytes/index.ts';
import { type Checkpoint, contradicts } from '../core/chain/index.ts';
import { bytesOf } from '../core/model/index.ts';
import type { NetworkToOpen } from './backend.ts';
import type { Live } from './open-network.ts';

const idForm = /^[\w-]{43}$/u;
/** a whole number above 0 that fits into 256 bits, as weights do */
const weightForm = /^[1-9][0-9]{0,77}$/u;
const weightEnd = 2n ** 256n;
/** A shorter chain is executed in a moment, and costs a liar as little as its maker. */
const fromBlocks = 64;

export const checkpointJson = ({ height, id, weight }: Checkpoint) => ({
  height,
  id: base64urlnopad.encode(bytesOf(id)),
  weight: weight.toString(),
});

const idOf = (text: string): string | undefined => {
  try {
    return idForm.test(text) ? toHex(base64urlnopad.decode(text)) : undefined;
  } catch {
    return undefined; // 43 letters have two bits to spare, which must be 0; the decoder has no other way to say it
  }
};

export const checkpointOf = (json: unknown): Checkpoint | undefined => {
  if (typeof json !== 'object' || json === null) return undefined;
  if (!('height' in json) || !('id' in json) || !('weight' in json)) return undefined;
  const { height, id: idText, weight: digits } = json;
  if (typeof height !== 'number' || !Number.isSafeInteger(height) || height < 1) return undefined;
  if (typeof idText !== 'string' || typeof digits !== 'string' || !weightForm.test(digits)) return undefined;
  const id = idOf(idText);
  const weight = BigInt(digits);
  return id === undefined || weight >= weightEnd ? undefined : { height, id, weight };
};

/** The highest settled block that this node can name: of its own chain, or the one that it was given. */
export const newestCheckpoint = ({ network, session }: Pick<Live, 'network' | 'session'>): Checkpoint | undefined => {
  const { chain } = session.node;
  const { height } = chain.head();
  const settled = height - chain.spec.settleDepth;
  const own = height > fromBlocks && settled > 0 ? chain.at(settled) : undefined;
  const given = network.checkpoint;
  if (own === undefined) return given;
  if (given !== undefined && given.height > own.height) return given;
  return { height: own.height, id: own.id, weight: own.weight };
};

/** What a person has to know when a link names another chain than the one that is here; which of them is right nobody can tell. */
export const checkpointConflict = (
  { network: { spec }, session }: Pick<Live, 'network' | 'session'>,
  given: NetworkToOpen['checkpoint'],
): string | undefined => {
  const { chain } = session.node;
  if (given === undefined || !contradicts(chain, given)) return undefined;
  return (
    `The link names another chain of “${spec.name}” than this browser has: they differ at block ${given.height}. This browser ` +
    'goes on with its own. Ask whoever gave you the link; to follow the other chain, remove the network here and join again.'
  );
};
