// What this tab has checked by itself, in one sentence: the reason why nobody has to be believed. A tab that began with a
// settled state says so, and a light one says what it does not know.

import type { Status } from '../../../shared/provider/index.ts';

export const verifiedText = ({
  mode,
  verifiedSince,
  height,
}: Pick<Status, 'mode' | 'verifiedSince' | 'height'>): string => {
  if (mode === 'light') {
    return `Light mode: this tab has checked the headers and the work of all blocks up to ${height}. What is in the blocks it believes only with a proof.`;
  }
  if (verifiedSince <= 1)
    return `Verified by you since block ${verifiedSince}: this tab has checked every block from there on by itself.`;
  return `Verified by you since block ${verifiedSince}: this tab has checked every block from there on by itself. It began with the accounts as they were before, which that block’s header proves.`;
};
