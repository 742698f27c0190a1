// Who a terminal node is to others: the 32-byte seed of its libp2p key. Kept in the data folder from the first start on,
// or made of a text that a person gives, for nodes whose peer id has to be known beforehand.

import { createHash } from 'node:crypto';
import type { Random } from '../shared/core/node/index.ts';
import type { KeyValues } from '../shared/provider/index.ts';

const identityKey = 'identity/0';
const seedBytes = 32;
/** A text that is used elsewhere too gives another key there. */
const seedDomain = 'tabchain terminal node identity\n';

export const identityOf = async (profile: KeyValues, text: string | undefined, random: Random): Promise<Uint8Array> => {
  if (text !== undefined) return new Uint8Array(createHash('sha256').update(`${seedDomain}${text}`).digest());
  const kept = await profile.get(identityKey);
  if (kept?.length === seedBytes) return kept;
  const fresh = random.bytes(seedBytes);
  await profile.put(identityKey, fresh);
  return fresh;
};
