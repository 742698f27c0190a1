// Where the person is: the fragment of the page's address as a path and what follows it, and back. Deep links are these
// texts, so they survive a reload and can be sent to others. Which paths there are says screen-table.ts; what may follow
// them is told here. Pure; router.svelte.ts follows the address bar.

import type { HexText } from '../../../shared/provider/index.ts';

export interface Route {
  /** its first part: `block` of `#/block/12` */
  readonly path: string;
  /** what follows, decoded: `12`; empty where nothing does */
  readonly argument: string;
}

/** Paths of links that were given out under another name. */
const renamed: Readonly<Record<string, string>> = { record: 'tx' };

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

export const routeOf = (hash: string): Route => {
  const whole = hash.replace(/^#?\/?/, '');
  const slash = whole.indexOf('/');
  const name = slash < 0 ? whole : whole.slice(0, slash);
  const path = (Object.hasOwn(renamed, name) ? renamed[name] : undefined) ?? name;
  return { path, argument: slash < 0 ? '' : decoded(whole.slice(slash + 1)) };
};

/** A height as it stands in a link. */
export const heightIn = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);

/** 32 bytes in hexadecimal, with or without `0x`, in any case: as pasted from anywhere. */
export const idIn = (text: string): HexText | undefined => {
  const digits = /^(?:0x)?([0-9a-f]{64})$/.exec(text.toLowerCase())?.[1];
  return digits === undefined ? undefined : `0x${digits}`;
};

export const isHeight = (text: string): boolean => heightIn(text) !== undefined;
export const isId = (text: string): boolean => idIn(text) !== undefined;
export const isText = (text: string): boolean => text !== '';

/** A block as it is asked for. */
export type BlockRef = { readonly height: number } | { readonly id: HexText };

export const blockRefIn = (text: string): BlockRef | undefined => {
  const height = heightIn(text);
  if (height !== undefined) return { height };
  const id = idIn(text);
  return id === undefined ? undefined : { id };
};

/** What was typed into the search field: a height, an id of a block or transaction, an address, or some other text. */
export type Sought =
  | { readonly kind: 'height'; readonly height: number }
  | { readonly kind: 'id'; readonly id: HexText }
  | { readonly kind: 'address'; readonly address: string };

export const soughtOf = (typed: string): Sought | undefined => {
  const text = typed.trim();
  const height = heightIn(text.replaceAll(/[ ,']/g, ''));
  if (height !== undefined) return { kind: 'height', height };
  const id = idIn(text);
  if (id !== undefined) return { kind: 'id', id };
  return /^tabc?1[0-9a-z]+$/i.test(text) ? { kind: 'address', address: text.toLowerCase() } : undefined;
};

export const linkTo = {
  block: (block: number | string): string => `#/block/${block}`,
  blocks: (from: number): string => `#/blocks/${from}`,
  transaction: (id: string): string => `#/tx/${id}`,
  file: (cid: string): string => `#/file/${cid}`,
  /** of an account, or of a contract */
  address: (address: string): string => `#/${address.startsWith('tabc1') ? 'contract' : 'address'}/${address}`,
  peer: (peerId: string): string => `#/peer/${peerId}`,
} as const;
