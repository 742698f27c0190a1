// What the bytes of a field say, for the names of docs/protocol/bytes.md: numbers as numbers, times as times, kinds by
// name; nothing where the bytes are all there is to say (roots, keys, signatures). Pure.

const ofKind: Readonly<Record<string, string>> = {
  ...{ pow: 'proof of work', pos: 'proof of stake', poa: 'proof of authority' },
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
      return `${BigInt(`0x${hex}`).toString()} base units`;
    case 'consensusKind':
    case 'kind':
      return kind === undefined ? undefined : (ofKind[kind] ?? kind);
    case 'to':
      return `${hex.startsWith('00') ? 'an account' : 'a contract'} and its 32 bytes`;
    default:
      return undefined;
  }
};
