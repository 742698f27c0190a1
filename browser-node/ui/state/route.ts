// Where the person is: the fragment of the page's address as a union, and back. Deep links are these texts, so they
// survive a reload and can be sent to others. Pure; router.svelte.ts follows the address bar.

import type { HexText } from '../../../shared/provider/index.ts';

export type Route =
  | { readonly screen: 'overview' }
  | { readonly screen: 'wallet' }
  /** `from` is the greatest height in the list; the head when absent */
  | { readonly screen: 'blocks'; readonly from?: number }
  | { readonly screen: 'block'; readonly block: { readonly height: number } | { readonly id: HexText } }
  | { readonly screen: 'transaction'; readonly id: HexText }
  | { readonly screen: 'address'; readonly address: string }
  | { readonly screen: 'files' }
  | { readonly screen: 'file'; readonly cid: string }
  | { readonly screen: 'mempool' }
  | { readonly screen: 'produce' }
  | { readonly screen: 'network' }
  | { readonly screen: 'settings' }
  | { readonly screen: 'proof' }
  | { readonly screen: 'join'; readonly link: string }
  | { readonly screen: 'not-found'; readonly hash: string };

const asHeight = (text: string): number | undefined => {
  const height = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  return height;
};

/** 32 bytes in hexadecimal, with or without `0x`, in any case: as pasted from anywhere. */
const asId = (text: string): HexText | undefined => {
  const digits = /^(?:0x)?([0-9a-f]{64})$/.exec(text.toLowerCase())?.[1];
  return digits === undefined ? undefined : `0x${digits}`;
};

const withArgument = (name: string, argument: string): Route | undefined => {
  const id = asId(argument);
  const height = asHeight(argument);
  switch (name) {
    case 'block':
      if (height !== undefined) return { screen: 'block', block: { height } };
      return id === undefined ? undefined : { screen: 'block', block: { id } };
    case 'blocks':
      return height === undefined ? undefined : { screen: 'blocks', from: height };
    case 'tx':
    case 'record':
      return id === undefined ? undefined : { screen: 'transaction', id };
    case 'file':
      return { screen: 'file', cid: argument };
    case 'address':
      return { screen: 'address', address: argument };
    case 'join':
      return { screen: 'join', link: argument };
    default:
      return undefined;
  }
};

const alone: Readonly<Record<string, Route>> = {
  '': { screen: 'overview' },
  wallet: { screen: 'wallet' },
  blocks: { screen: 'blocks' },
  files: { screen: 'files' },
  mempool: { screen: 'mempool' },
  produce: { screen: 'produce' },
  network: { screen: 'network' },
  settings: { screen: 'settings' },
  proof: { screen: 'proof' },
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

export const routeOf = (hash: string): Route => {
  const path = hash.replace(/^#?\/?/, '');
  const slash = path.indexOf('/');
  const name = slash < 0 ? path : path.slice(0, slash);
  const argument = slash < 0 ? '' : decoded(path.slice(slash + 1));
  const known = argument === '' ? (Object.hasOwn(alone, name) ? alone[name] : undefined) : withArgument(name, argument);
  return known ?? { screen: 'not-found', hash };
};

/** What was typed into the search field: a height, an id of a block or transaction, or an address. */
export type Sought =
  | { readonly kind: 'height'; readonly height: number }
  | { readonly kind: 'id'; readonly id: HexText }
  | { readonly kind: 'address'; readonly address: string };

export const soughtOf = (typed: string): Sought | undefined => {
  const text = typed.trim();
  const height = asHeight(text.replaceAll(/[ ,']/g, ''));
  if (height !== undefined) return { kind: 'height', height };
  const id = asId(text);
  if (id !== undefined) return { kind: 'id', id };
  return /^tabc?1[0-9a-z]+$/i.test(text) ? { kind: 'address', address: text.toLowerCase() } : undefined;
};

export const linkTo = {
  block: (block: number | string): string => `#/block/${block}`,
  blocks: (from: number): string => `#/blocks/${from}`,
  transaction: (id: string): string => `#/tx/${id}`,
  file: (cid: string): string => `#/file/${cid}`,
  address: (address: string): string => `#/address/${address}`,
} as const;
