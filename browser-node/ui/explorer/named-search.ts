// Finds what has no id at hand: accounts by the name that the person gave them, and records by their text, among what
// waits and in the newest blocks. Asks the node for few blocks, those that used gas. Bound: `blocksMax` looked at.

import type { HexText, Provider, TransactionShape } from '../../../shared/provider/index.ts';
import { linkTo } from '../state/route.ts';
import { textOfHex } from '../words/record-text.ts';

export interface Found {
  readonly href: string;
  /** what matched, as a person reads it */
  readonly text: string;
  readonly what: 'account' | 'contact' | 'record';
}

const listedMax = 200;
const blocksMax = 40;
const foundMax = 20;

const namesIn = async (provider: Provider, matches: (text: string) => boolean): Promise<readonly Found[]> => {
  // A locked wallet has no accounts to show; its names are not looked through then.
  const accounts = await provider.request({ method: 'wallet_accounts' }).catch(() => []);
  const contacts = await provider.request({ method: 'contact_list' });
  return [
    ...accounts
      .filter(({ label }) => matches(label))
      .map(({ address, label }) => ({ href: linkTo.address(address), text: label, what: 'account' as const })),
    ...contacts
      .filter(({ name }) => matches(name))
      .map(({ address, name }) => ({ href: linkTo.address(address), text: name, what: 'contact' as const })),
  ];
};

const recordsIn = (
  transactions: readonly TransactionShape[],
  matches: (text: string) => boolean,
): readonly (Found & { readonly id: HexText })[] =>
  transactions.flatMap((transaction) => {
    const text = transaction.kind === 'record' ? textOfHex(transaction.data) : undefined;
    if (text === undefined || !matches(text)) return [];
    return [{ id: transaction.id, href: linkTo.transaction(transaction.id), text, what: 'record' as const }];
  });

const transactionsOf = async (provider: Provider): Promise<readonly TransactionShape[]> => {
  // A light node sees neither.
  const waiting = await provider.request({ method: 'mempool_list', params: {} }).catch(() => []);
  const listed = await provider.request({ method: 'block_list', params: { count: listedMax } });
  const busy = listed.filter(({ gasUsed, headerOnly }) => gasUsed > 0 && headerOnly !== true).slice(0, blocksMax);
  const blocks = await Promise.all(
    busy.map(({ height }) => provider.request({ method: 'block_get', params: { height } }).catch(() => undefined)),
  );
  return [...waiting, ...blocks.flatMap((block) => block?.transactions ?? [])];
};

export const searchByName = async (provider: Provider, typed: string): Promise<readonly Found[]> => {
  const wanted = typed.trim().toLowerCase();
  if (wanted.length < 2) return [];
  const matches = (text: string): boolean => text.toLowerCase().includes(wanted);
  const [names, transactions] = await Promise.all([namesIn(provider, matches), transactionsOf(provider)]);
  return [...names, ...recordsIn(transactions, matches)].slice(0, foundMax);
};
