// The newest headers that this profile has sealed, whole, so that a second copy of one of its keys is still noticed after a
// restart, also where the chain that had them is gone. Beside the record of signed slots, on the same disk; what is kept
// here never decides whether a slot may be signed. Bounds: one value a chain with the newest `keptMax` headers, 20 kB.

import { createReader, createWriter, type DecodeFault, type Result } from '../core/bytes/index.ts';
import type { Hex32 } from '../core/model/index.ts';
import type { AtomicValues } from './signing-record.ts';

export interface OwnSeals {
  /** A sealed header; on the disk when it resolves. */
  readonly keep: (chainId: Hex32, header: Uint8Array) => Promise<void>;
  /** The oldest first; none where the value is damaged. */
  readonly kept: (chainId: Hex32) => Promise<readonly Uint8Array[]>;
}

const keptMax = 32;
/** A header with its seal has about 500. */
const headerBytesMax = 4096;

export const encodeOwnSeals = (headers: readonly Uint8Array[]): Uint8Array => {
  const writer = createWriter(1024).u8(headers.length);
  for (const header of headers) writer.bytes16(header);
  return writer.finish();
};

export const decodeOwnSeals = (bytes: Uint8Array): Result<readonly Uint8Array[], DecodeFault> => {
  const reader = createReader(bytes);
  return reader.finish(reader.list(reader.u8(), keptMax, () => reader.bytes16(headerBytesMax)));
};

const headersIn = (bytes: Uint8Array | undefined): readonly Uint8Array[] => {
  const headers = bytes === undefined ? undefined : decodeOwnSeals(bytes);
  return headers?.ok === true ? headers.value : [];
};

const nameOf = (chainId: Hex32): string => `sealed/${chainId}`;

export const createOwnSeals = ({ update }: AtomicValues): OwnSeals => ({
  keep: async (chainId, header) => {
    await update(nameOf(chainId), (current) => encodeOwnSeals([...headersIn(current), header].slice(-keptMax)));
  },
  kept: async (chainId) => headersIn(await update(nameOf(chainId), (current) => current)),
});
