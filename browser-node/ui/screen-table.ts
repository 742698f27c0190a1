// The one table of screens: which path shows which screen, what may follow the path, what stands in the rail, and what is
// a detail that opens in the sheet. A new screen is one line here. Each is a part of its own that is fetched after the
// first paint (screen-loader.svelte.ts). The order is the order of the rail.

import type { Component } from 'svelte';
import type { IconName } from './parts/icons.ts';
import type { Text } from './words/index.ts';
import { blockRefIn, isHeight, isId, isText, type Route } from './state/route.ts';

export type Screen = Component<{ argument: string }>;

export interface RailEntry {
  /** its name in the catalogue */
  readonly name: keyof Text['frame']['places'];
  readonly icon: IconName;
  /** one of the four that stand in the bar of a narrow screen; the others are under “More” */
  readonly inBar?: true;
}

export interface ScreenEntry {
  /** first part of the fragment; the overview has none */
  readonly path: string;
  readonly load: () => Promise<{ readonly default: Screen }>;
  /** whether this may follow the path; without it nothing may */
  readonly takes?: (argument: string) => boolean;
  readonly rail?: RailEntry;
  /** path of the rail's entry that it belongs to, where it has none of its own */
  readonly under?: string;
  /** a detail: beside the list it came from on a wide screen, a page on a narrow one */
  readonly sheet?: true;
  /** says something even where this tab has joined no network */
  readonly withoutNetwork?: true;
  /** takes the whole window: no rail, no bar */
  readonly bare?: true;
}

/** A screen that takes no argument. */
const plain =
  (load: () => Promise<{ readonly default: Component<Record<string, never>> }>): ScreenEntry['load'] =>
  async () => {
    const { default: Plain } = await load();
    return { default: (...[at]: Parameters<Screen>) => Plain(at, {}) };
  };

const isBlockRef = (argument: string): boolean => blockRefIn(argument) !== undefined;
const isHeightOrNothing = (argument: string): boolean => argument === '' || isHeight(argument);

export const screenTable: readonly ScreenEntry[] = [
  {
    path: '',
    load: plain(() => import('./overview/overview-screen.svelte')),
    rail: { name: 'overview', icon: 'overview', inBar: true },
  },
  {
    path: 'wallet',
    load: plain(() => import('./wallet/wallet-screen.svelte')),
    rail: { name: 'wallet', icon: 'wallet', inBar: true },
  },
  {
    path: 'blocks',
    load: () => import('./explorer/blocks-screen.svelte'),
    takes: isHeightOrNothing,
    rail: { name: 'blocks', icon: 'blocks', inBar: true },
  },
  {
    path: 'contracts',
    load: plain(() => import('./contracts/contracts-screen.svelte')),
    rail: { name: 'contracts', icon: 'contracts' },
  },
  {
    path: 'files',
    load: plain(() => import('./files/files-screen.svelte')),
    rail: { name: 'files', icon: 'files' },
  },
  {
    path: 'produce',
    load: plain(() => import('./screens/produce-screen.svelte')),
    rail: { name: 'produce', icon: 'produce' },
  },
  {
    path: 'network',
    load: plain(() => import('./screens/network-screen.svelte')),
    rail: { name: 'network', icon: 'network', inBar: true },
    withoutNetwork: true,
  },
  { path: 'lab', load: plain(() => import('./lab/lab-screen.svelte')), rail: { name: 'lab', icon: 'lab' } },
  { path: 'big', load: plain(() => import('./overview/big-screen.svelte')), bare: true },
  {
    path: 'settings',
    load: plain(() => import('./settings/settings-screen.svelte')),
    rail: { name: 'settings', icon: 'settings' },
    withoutNetwork: true,
  },
  { path: 'mempool', load: plain(() => import('./explorer/mempool-screen.svelte')), under: 'blocks' },
  {
    path: 'block',
    load: () => import('./explorer/block-screen.svelte'),
    takes: isBlockRef,
    under: 'blocks',
    sheet: true,
  },
  { path: 'tx', load: () => import('./explorer/transaction-screen.svelte'), takes: isId, under: 'blocks', sheet: true },
  {
    path: 'address',
    load: () => import('./explorer/address-screen.svelte'),
    takes: isText,
    under: 'blocks',
    sheet: true,
  },
  { path: 'forks', load: plain(() => import('./explorer/forks-screen.svelte')), under: 'blocks' },
  { path: 'peer', load: () => import('./explorer/peer-screen.svelte'), takes: isText, under: 'network', sheet: true },
  {
    path: 'contract',
    load: () => import('./contracts/contract-screen.svelte'),
    takes: isText,
    under: 'contracts',
    sheet: true,
  },
  { path: 'file', load: () => import('./files/file-screen.svelte'), takes: isText, under: 'files', sheet: true },
  { path: 'proof', load: plain(() => import('./screens/proof-screen.svelte')), under: 'blocks', withoutNetwork: true },
  {
    path: 'join',
    load: () => import('./screens/join-screen.svelte'),
    takes: isText,
    under: 'network',
    withoutNetwork: true,
  },
];

/** Undefined: the link leads nowhere. */
export const entryOf = ({ path, argument }: Route): ScreenEntry | undefined => {
  const entry = screenTable.find((each) => each.path === path);
  if (entry === undefined) return undefined;
  return (entry.takes?.(argument) ?? argument === '') ? entry : undefined;
};

export const linkOf = ({ path }: ScreenEntry): string => `#/${path}`;
