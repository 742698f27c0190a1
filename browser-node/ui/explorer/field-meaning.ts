// What the bytes of a field say, for the names of docs/protocol/bytes.md: numbers as numbers, times as times, kinds by
// name; nothing where the bytes are all there is to say (roots, keys, signatures). Pure.

import { words } from '../words/index.ts';

const kindText = (kind: string): string => {
  const kinds: Readonly<Record<string, string>> = words().networks.consensus;
  return kinds[kind] ?? kind;
};

const numbers: readonly string[] = [
  'version',
  'height',
  'gasUsed',
  'slot',
  'nonce',
  'gasLimit',
  'gasPrice',
  'validUntil',
];

/** @param kind of the consensus or of the transaction, whichever the object has */
export const fieldMeaning = (name: string, hex: string, kind: string | undefined): string | undefined => {
  if (numbers.includes(name)) return BigInt(`0x${hex}`).toString();
  switch (name) {
    case 'time':
      return new Date(Number(BigInt(`0x${hex}`))).toISOString();
    case 'amount':
      return words().rules.baseUnits(BigInt(`0x${hex}`).toString());
    case 'consensusKind':
    case 'kind':
      return kind === undefined ? undefined : kindText(kind);
    case 'to':
      return hex.startsWith('00') ? words().rules.anAccount : words().rules.aContract;
    default:
      return undefined;
  }
};
