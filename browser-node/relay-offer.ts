// What the page's own relay offers: its addresses, its STUN servers and the default network. `relays.json` is served beside the page; the
// last answer is remembered in the profile, for a page that opens while its relay is away.

import type { OfferedNetwork } from './messages.ts';
import type { ProfileStore } from './ports/profile-store.ts';

const offerKey = 'relay-offer';
const offerTimeoutMs = 4000;

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** A relay without STUN may leave it out. */
const asOffer = (value: unknown): OfferedNetwork | undefined => {
  if (typeof value !== 'object' || value === null || !('relays' in value) || !isTexts(value.relays)) return undefined;
  const spec = 'spec' in value ? value.spec : undefined;
  return { spec, relays: value.relays, stun: 'stun' in value && isTexts(value.stun) ? value.stun : [] };
};

export const parseOffer = (text: string): OfferedNetwork | undefined => {
  try {
    return asOffer(JSON.parse(text));
  } catch {
    return undefined; // a damaged record or another server's page: as good as none
  }
};

/** What the relay behind the page says; nothing where there is none, or it does not answer. */
export const askRelay = async (): Promise<string | undefined> => {
  try {
    const response = await fetch('./relays.json', { signal: AbortSignal.timeout(offerTimeoutMs), cache: 'no-store' });
    const text = await response.text();
    return response.ok ? text : undefined;
  } catch {
    return undefined;
  }
};

/** `undefined` when there is no relay behind the page and there never was. */
export const relayOffer = async (
  profile: Pick<ProfileStore, 'get' | 'put'>,
  said: string | undefined,
): Promise<OfferedNetwork | undefined> => {
  const offer = said === undefined ? undefined : parseOffer(said);
  if (said !== undefined && offer !== undefined) {
    // The node does not wait for the disk. What is not remembered now is at the next start.
    profile.put(offerKey, new TextEncoder().encode(said)).catch(() => undefined);
    return offer;
  }
  // No answer: go on with what is remembered. Peers of the book may still be there.
  const remembered = await profile.get(offerKey);
  return remembered === undefined ? undefined : parseOffer(new TextDecoder().decode(remembered));
};
