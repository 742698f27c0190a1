// Tells other scripts of a window that there is a Tabchain provider, in the manner of EIP-6963: it is announced by an
// event, again whenever somebody asks, so that neither has to come first. `window.ethereum` is left alone.
// Owns the listener, until the function that it gives back is called.

import type { Provider } from '../shared/provider/index.ts';

export interface ProviderInfo {
  /** of this page load */
  readonly uuid: string;
  readonly name: string;
  /** name of the maker, reversed, as EIP-6963 has it */
  readonly rdns: string;
}

export const announceEvent = 'tabchain:announceProvider';
export const requestEvent = 'tabchain:requestProvider';

/** crypto.randomUUID exists in secure contexts only. */
const uuidOf = (bytes: Uint8Array): string => {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
};

export const announceProvider = (
  world: Pick<EventTarget, 'addEventListener' | 'removeEventListener' | 'dispatchEvent'>,
  provider: Provider,
): (() => void) => {
  const info: ProviderInfo = Object.freeze({
    uuid: uuidOf(crypto.getRandomValues(new Uint8Array(16))),
    ...{ name: 'Tabchain', rdns: 'app.tabchain' },
  });
  const detail = Object.freeze({ info, provider });
  const announce = (): void => void world.dispatchEvent(new CustomEvent(announceEvent, { detail }));
  world.addEventListener(requestEvent, announce);
  announce();
  return () => world.removeEventListener(requestEvent, announce);
};
