// File: says on the chain that some bytes, named by their content id, are shared under a name; docs/protocol/rules.md.
// Writes the sender's record alone. The bytes themselves travel apart (shared/files), and nobody can tell from the chain
// whether anyone holds them, so the claimed size is checked by whoever fetches.
// The rules use no tables of Unicode, which differ between engines: code points alone.

import { err, ok } from '../../bytes/index.ts';
import { readCid } from '../../model/index.ts';
import { writeAccount } from '../state-view.ts';
import { type KindRules, payerAfter, plainReceipt } from './kind-rules.ts';

/** 1 TiB: more than all tabs of a network can keep. */
const fileSizeMax = 2 ** 40;

/**
 * Control characters, separators of paths, line and paragraph separators, marks that turn the direction of text, and
 * halves of surrogate pairs: what could make a name look like another or leave its folder.
 */
// eslint-disable-next-line no-control-regex
const forbiddenInName = /[\u0000-\u001f/\\\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/u;

/** 1 to 255 bytes come with the codec's limit; the empty name is refused here. */
export const fileNameIsClean = (name: string): boolean =>
  name !== '' &&
  name !== '.' &&
  name !== '..' &&
  !/^[ \u00a0\u3000]|[ \u00a0\u3000]$/.test(name) &&
  !forbiddenInName.test(name);

/** type/subtype of RFC 6838 in lower case, without parameters. */
export const mediaTypeIsFormed = (mediaType: string): boolean =>
  /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/.test(mediaType);

export const fileRules: KindRules<'file'> = ({ cid, name, size, mediaType }) => ({
  amount: 0n,
  check: () => {
    const read = readCid(cid);
    if (!read.ok) return err({ type: 'file-cid-malformed', reason: read.error.type });
    if (!fileNameIsClean(name)) return err({ type: 'file-name-invalid' });
    if (size === 0 || size > fileSizeMax) return err({ type: 'file-size-out-of-range', size, limit: fileSizeMax });
    return mediaTypeIsFormed(mediaType) ? ok(undefined) : err({ type: 'file-media-type-invalid' });
  },
  deposit: () => 0n,
  apply: (turn) => {
    writeAccount(turn.layer, turn.transaction.sender, payerAfter(turn, 0n, turn.gas));
    return ok(plainReceipt(turn));
  },
});
