// The contacts of this profile for the wallet's forms: asked for once, and anew after each change made here. Another tab's
// changes are seen when the wallet is opened again.

import type { Contact, Provider } from '../../../shared/provider/index.ts';

export interface Contacts {
  /** by name; empty until they are there */
  readonly list: readonly Contact[];
  readonly nameOf: (address: string) => string | undefined;
  readonly put: (contact: Contact) => Promise<void>;
  readonly remove: (address: string) => Promise<void>;
}

/** Call while a component is set up. */
export const createContacts = (provider: Provider): Contacts => {
  let list = $state.raw<readonly Contact[]>([]);
  const look = async (): Promise<void> => {
    list = await provider.request({ method: 'contact_list' });
  };
  // A list that cannot be read leaves the forms without names, which they can do without.
  look().catch(() => undefined);
  return {
    get list() {
      return list;
    },
    nameOf: (address) => list.find((contact) => contact.address === address)?.name,
    put: async (contact) => {
      await provider.request({ method: 'contact_put', params: contact });
      await look();
    },
    remove: async (address) => {
      await provider.request({ method: 'contact_remove', params: { address } });
      await look();
    },
  };
};
