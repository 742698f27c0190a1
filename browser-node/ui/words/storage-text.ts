// Whether the browser has promised to keep what this page has stored, and how much of it the chain is, in words for the
// person who has a wallet to lose.

import { words } from './language.ts';
import { bytesText } from './quantity.ts';

export const storageText = ({ persisted, bytes }: { readonly persisted: boolean; readonly bytes: number }): string => {
  const { bare, withChain, promised, notPromised } = words().care.stored;
  const stored = bytes === 0 ? bare : withChain(bytesText(bytes));
  return persisted ? promised(stored) : notPromised(stored);
};
