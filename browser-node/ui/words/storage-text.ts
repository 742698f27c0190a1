// Whether the browser has promised to keep what this page has stored, and how much of it the chain is, in words for the
// person who has a wallet to lose.

import { bytesText } from './quantity.ts';

export const storageText = ({ persisted, bytes }: { readonly persisted: boolean; readonly bytes: number }): string => {
  const stored = bytes === 0 ? 'what this page stores' : `what this page stores (the chain: ${bytesText(bytes)})`;
  return persisted
    ? `This browser has promised to keep ${stored}. Only you can delete it.`
    : `This browser may delete ${stored} when space runs short.`;
};
