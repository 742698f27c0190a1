// wallet_sign, wallet_verify and contact_*: what a person says as an account outside of transactions, and the names that
// they gave to addresses. Both work without a network. Bounds: `contactsMax` contacts; lengths by check-params.ts.

import { inDomain } from '../core/crypto/index.ts';
import { bytesOf, formatAddress, parseAddress } from '../core/model/index.ts';
import { notPossibleNow, wrongParam } from './api-error.ts';
import type { KeyValues } from './backend.ts';
import type { Methods, ProviderParts } from './methods.ts';
import type { Contact, PersonalMethodTable } from './personal-shape.ts';
import { readHex, showAccount, showBytes } from './show-transaction.ts';

const contactPrefix = 'contact/';
const contactsMax = 200;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What a signature of a text is over (docs/protocol/wallet.md, "Messages"). */
const messageBytes = (text: string): Uint8Array => inDomain('message', encoder.encode(text));

const accountOf = (text: string, path: string): string => {
  const address = parseAddress(text);
  if (address.ok && address.value.kind === 'account') return address.value.id;
  throw wrongParam(path, 'Only accounts sign; this is the address of a contract.', 'recipient-not-account');
};

/** One spelling for each address, whatever capitals were typed. */
const keyOf = (text: string): string => {
  const address = parseAddress(text);
  if (!address.ok) throw wrongParam('address', 'That is not an address.', address.error.type);
  return contactPrefix + formatAddress(address.value);
};

const contactsIn = async (profile: KeyValues): Promise<readonly Contact[]> => {
  const keys = await profile.list(contactPrefix);
  const contacts = await Promise.all(
    keys.map(async (key): Promise<readonly Contact[]> => {
      const name = await profile.get(key);
      // Another tab may have removed it since.
      return name === undefined ? [] : [{ address: key.slice(contactPrefix.length), name: decoder.decode(name) }];
    }),
  );
  return contacts.flat().sort((a, b) => a.name.localeCompare(b.name));
};

export const personalMethods = ({
  options,
  wallet,
}: Pick<ProviderParts, 'options' | 'wallet'>): Methods<keyof PersonalMethodTable> => ({
  wallet_sign: async ({ text, from }) => {
    const { selected } = await wallet.unlocked();
    const publicKey = from === undefined ? selected : accountOf(from, 'from');
    const signature = await wallet.sign(publicKey, messageBytes(text));
    return { address: showAccount(publicKey), signature: showBytes(signature) };
  },
  wallet_verify: async ({ address, text, signature }) => {
    const publicKey = bytesOf(accountOf(address, 'address'));
    const check = await options.signatureCheck();
    return { valid: check(readHex(signature), messageBytes(text), publicKey) };
  },
  contact_list: () => contactsIn(options.profile),
  contact_put: async ({ address, name }) => {
    const key = keyOf(address);
    const known = await options.profile.list(contactPrefix);
    if (known.length >= contactsMax && !known.includes(key)) {
      throw notPossibleNow('contacts-full', `There are ${contactsMax} contacts already. Remove one first.`);
    }
    await options.profile.put(key, encoder.encode(name.trim()));
    return {};
  },
  contact_remove: async ({ address }) => {
    await options.profile.delete(keyOf(address));
    return {};
  },
});
