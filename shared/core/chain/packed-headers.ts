// Headers of a tree in few bytes. What the place of a block in the tree tells anyway (version, chain, height, parent) is left
// out and put back by whoever unpacks; the rest lies in pages that many headers share, for a small array of one's own costs
// more than what is in it. A page is freed when no block refers to it any more. Bounded by the tree.

import { createWriter } from '../bytes/index.ts';
import { bytesOf, decodeSealedHeader, type Hex32, protocolVersion, type SealedHeader } from '../model/index.ts';

export interface HeaderPage {
  readonly chainId: Hex32;
  /** bytes of one packed header: all headers of a chain have the same length */
  readonly length: number;
  readonly bytes: Uint8Array;
  used: number;
}

export interface HeaderPacker {
  /** The page that has it now, and where in it. */
  readonly pack: (sealed: SealedHeader) => readonly [page: HeaderPage, at: number];
}

/** Version (1), chain id (32), height (8), parent (32): see encodeHeader. */
const placeBytes = 73;
const headersPerPage = 128;

export const createHeaderPacker = (chainId: Hex32): HeaderPacker => {
  let page: HeaderPage | undefined;
  return {
    pack: ({ bytes }) => {
      const length = bytes.length - placeBytes;
      if (page?.length !== length || page.used + length > page.bytes.length) {
        page = { chainId, length, bytes: new Uint8Array(headersPerPage * length), used: 0 };
      }
      const at = page.used;
      page.bytes.set(bytes.subarray(placeBytes), at);
      page.used += length;
      return [page, at];
    },
  };
};

/** The header of a block at this height on this parent; not for the genesis block, which has another chain id. */
export const unpackHeader = (page: HeaderPage, at: number, height: number, parent: Hex32): SealedHeader => {
  const bytes = createWriter(placeBytes + page.length)
    .u8(protocolVersion)
    .fixed(bytesOf(page.chainId), 32)
    .uint(height)
    .fixed(bytesOf(parent), 32)
    .raw(page.bytes.subarray(at, at + page.length))
    .finish();
  const sealed = decodeSealedHeader(bytes);
  if (!sealed.ok) throw new Error(`a packed header cannot be read: ${sealed.error.type}`);
  return sealed.value;
};
