// Addresses: the text of BIP-350 and nothing beside it.

import { readFileSync } from 'node:fs';
import { bech32, bech32m } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../bytes/index.ts';
import { type Address, formatAddress, parseAddress } from './index.ts';

interface Bip350 {
  readonly validBech32m: readonly string[];
  readonly invalidBech32m: readonly { readonly string: string; readonly reason: string }[];
  readonly alsoInvalidAsBech32m: readonly string[];
}
const vectorsFile = new URL('../../../tests/vectors/keys/bip350.json', import.meta.url);
const bip350 = JSON.parse(readFileSync(vectorsFile, 'utf8')) as Bip350;

const id = '0123456789abcdef'.repeat(4);
const account = formatAddress({ kind: 'account', id });
const contract = formatAddress({ kind: 'contract', id });
/** An address with a k in it, whose capital has a double: U+212A in small letters is k too. */
const withK = formatAddress({ kind: 'account', id: 'b6'.repeat(32) });
const words = bech32m.toWords(fromHex(id) ?? new Uint8Array(0));
const faultOf = (text: string): string => {
  const address = parseAddress(text);
  return address.ok ? 'no fault' : address.error.type;
};

const addresses: fc.Arbitrary<Address> = fc.record({
  kind: fc.constantFrom('account', 'contract'),
  id: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
});

describe('addresses', () => {
  it('read back as what they were made of, in small letters and in capitals', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        const text = formatAddress(address);
        expect(text).toMatch(address.kind === 'account' ? /^tab1[02-9ac-hj-np-z]{58}$/ : /^tabc1[02-9ac-hj-np-z]{58}$/);
        expect(parseAddress(text)).toEqual({ ok: true, value: address });
        expect(parseAddress(`\t ${text.toUpperCase()}\n`)).toEqual({ ok: true, value: address });
      }),
    );
  });

  it('have one text, so every other character in a place is refused', () => {
    fc.assert(
      fc.property(
        addresses,
        fc.nat(),
        fc.constantFrom(...'qpzry9x8gf2tvdw0s3jn54khce6mua7l1b'),
        (address, at, letter) => {
          const text = formatAddress(address);
          const place = at % text.length;
          fc.pre(text.charAt(place) !== letter);
          expect(faultOf(text.slice(0, place) + letter + text.slice(place + 1))).not.toBe('no fault');
        },
      ),
    );
  });

  it.each([
    ['nothing', '', 'address-prefix'],
    ['a prefix without separator', 'tab', 'address-prefix'],
    ['another prefix', bech32m.encode('bc', words), 'address-prefix'],
    ['a prefix that only begins like ours', bech32m.encode('tabx', words), 'address-prefix'],
    ['a prefix that ends like ours', bech32m.encode('xtab', words), 'address-prefix'],
    ['nothing behind the prefix', 'tab1', 'address-checksum'],
    ['the checksum of bech32 instead of bech32m', bech32.encode('tab', words), 'address-checksum'],
    ['the prefix of a contract on an account', account.replace('tab1', 'tabc1'), 'address-checksum'],
    ['the prefix of an account on a contract', contract.replace('tabc1', 'tab1'), 'address-checksum'],
    ['a second separator', account.replace('tab1', 'tab11'), 'address-checksum'],
    ['capitals here and there', `T${account.slice(1)}`, 'address-checksum'],
    ['capitals in the data alone', `tab1${account.slice(4).toUpperCase()}`, 'address-checksum'],
    ['the Kelvin sign for a K', withK.toUpperCase().replace('K', '\u212a'), 'address-checksum'],
    ['two typing errors', account.replace(/(.)(.)$/, '$2$1'), 'address-checksum'],
    ['a character too many', `${account}q`, 'address-checksum'],
    ['a space inside', `${account.slice(0, 20)} ${account.slice(20)}`, 'address-checksum'],
    ['31 bytes', bech32m.encode('tab', bech32m.toWords(new Uint8Array(31))), 'address-length'],
    ['33 bytes', bech32m.encode('tab', bech32m.toWords(new Uint8Array(33))), 'address-length'],
    ['no bytes', bech32m.encode('tab', []), 'address-length'],
    [
      'padding that is not zero',
      bech32m.encode('tab', [...words.slice(0, -1), (words.at(-1) ?? 0) | 1]),
      'address-length',
    ],
    ['a whole word of padding', bech32m.encode('tab', [...words, 0]), 'address-length'],
    ['a megabyte', `tab1${'q'.repeat(1_000_000)}`, 'address-checksum'],
  ])('refuse %s', (_, text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  it('never throw on any text', () => {
    const anyText = fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units));
    const nearly = fc.string({ unit: fc.constantFrom(...'tabc1qpzQP \u212a'), maxLength: 70 });
    fc.assert(
      fc.property(
        fc.oneof(
          nearly,
          anyText,
          nearly.map((end) => `tab1${end}`),
        ),
        (text) => {
          expect(faultOf(text)).not.toBe('no fault');
        },
      ),
    );
  });

  it('with a k have one in the sample above', () => {
    expect(withK).toContain('k');
  });

  it('cannot be made of anything but 32 bytes', () => {
    for (const wrong of ['', 'ab', id.toUpperCase(), `${id}00`]) {
      expect(() => formatAddress({ kind: 'account', id: wrong })).toThrow(RangeError);
    }
  });
});

describe('the checksum', () => {
  it.each(bip350.validBech32m)('accepts %s, which is no address of ours', (text) => {
    expect(bech32m.decodeUnsafe(text)).toBeDefined();
    expect(faultOf(text)).toBe('address-prefix');
  });

  it.each([...bip350.invalidBech32m.map(({ string }) => string), ...bip350.alsoInvalidAsBech32m])(
    'refuses %j',
    (text) => {
      expect(bech32m.decodeUnsafe(text)).toBeUndefined();
      expect(faultOf(text)).toBe('address-prefix');
    },
  );
});
