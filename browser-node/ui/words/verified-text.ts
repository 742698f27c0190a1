// What this tab has checked by itself, in one sentence: the reason why nobody has to be believed. A tab that began with a
// settled state says so, and a light one says what it does not know.

import type { Status } from '../../../shared/provider/index.ts';
import { words } from './language.ts';

export const verifiedText = ({
  mode,
  verifiedSince,
  height,
}: Pick<Status, 'mode' | 'verifiedSince' | 'height'>): string => {
  const text = words().care.verified;
  if (mode === 'light') return text.light(height);
  const since = text.since(verifiedSince);
  return verifiedSince <= 1 ? since : `${since} ${text.fromState}`;
};
