// The forms that a setting of the relay may have: how a text becomes a value, and in words what is allowed.
// Pure. Bounds: the lists say how many they hold.

import { BlockList, isIP, isIPv4 } from 'node:net';
import { multiaddr } from '@multiformats/multiaddr';

export interface SettingForm<T> {
  /** what the value is, for "x is not …" */
  readonly noun: string;
  /** what is allowed, for "give …" */
  readonly allowed: string;
  /** `undefined` when the text is not of this form */
  readonly read: (text: string) => T | undefined;
}

/** A number from `min` to `max` without a fraction. */
export const wholeNumber = (min: number, max: number): SettingForm<number> => ({
  noun: 'a whole number in its range',
  allowed: `a number from ${min} to ${max}`,
  read: (text) => {
    const value = Number(text);
    return /^\d{1,10}$/.test(text) && value >= min && value <= max ? value : undefined;
  },
});

export const port: SettingForm<number> = {
  ...wholeNumber(0, 65_535),
  noun: 'a port',
  allowed: 'a number from 0 to 65535 (0 takes a free one)',
};

const udpPort = wholeNumber(1, 65_535);

export const portOrOff: SettingForm<number | 'off'> = {
  noun: 'a port',
  allowed: 'a number from 1 to 65535, or off',
  read: (text) => (text === 'off' ? 'off' : udpPort.read(text)),
};

export const portSameOrOff: SettingForm<number | 'same' | 'off'> = {
  noun: 'a port',
  allowed: 'a number from 1 to 65535, same (the number of the HTTP port), or off',
  read: (text) => (text === 'same' ? 'same' : portOrOff.read(text)),
};

export const onOff: SettingForm<boolean> = {
  noun: 'a switch',
  allowed: 'on or off',
  read: (text) => (text === 'on' ? true : text === 'off' ? false : undefined),
};

export const oneOf = <T extends string>(...names: readonly T[]): SettingForm<T> => ({
  noun: 'one of its values',
  allowed: names.join(', '),
  read: (text) => names.find((name) => name === text),
});

export const text: SettingForm<string> = {
  noun: 'a text',
  allowed: 'a text',
  read: (value) => (value === '' ? undefined : value),
};

/** Where a file or nothing is named. */
export const optionalPath: SettingForm<string | undefined> = {
  noun: 'a path',
  allowed: 'the path of a file',
  read: (value) => (value === '' ? undefined : value),
};

/** Several of one form, between commas; an empty text is an empty list. */
const listOf = <T>(form: SettingForm<T>, countMax: number): SettingForm<readonly T[]> => ({
  noun: form.noun,
  allowed: `${form.allowed}; several with commas between, at most ${countMax}`,
  read: (value) => {
    const parts = value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const read = parts.flatMap((part) => form.read(part) ?? []);
    return read.length === parts.length && read.length <= countMax ? read : undefined;
  },
});

/** A name or address under which others reach this relay. */
export interface PublicHost {
  readonly host: string;
  /** `undefined`: as this relay listens */
  readonly secure: boolean | undefined;
  /** `undefined`: the usual one of the scheme, or the relay's own */
  readonly port: number | undefined;
}

const hostName = /^[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9]([a-z0-9-]{0,62}))*$/i;
const publicHostForm = /^(?:(https?):\/\/)?(\[[0-9a-f:.]+\]|[^:/[\]]+)(?::(\d{1,5}))?\/?$/i;

const readPublicHost = (value: string): PublicHost | undefined => {
  const [, scheme, bracketed = '', digits] = publicHostForm.exec(value) ?? [];
  const host = bracketed.replace(/^\[|\]$/g, '');
  const isNumeric = /^[\d.]+$/.test(host);
  if (!(isIP(host) > 0 || (hostName.test(host) && !isNumeric))) return undefined;
  const given = digits === undefined ? undefined : Number(digits);
  if (given !== undefined && (given < 1 || given > 65_535)) return undefined;
  if (scheme === undefined) return { host, secure: undefined, port: given };
  const secure = scheme.toLowerCase() === 'https';
  return { host, secure, port: given ?? (secure ? 443 : 80) };
};

export const publicHosts = listOf<PublicHost>(
  {
    noun: 'a public host',
    allowed: 'a name or address (relay.example.org, 203.0.113.7:9090) or a web address (https://relay.example.org)',
    read: readPublicHost,
  },
  4,
);

/** A web origin as browsers send it: scheme, host and, if it is not the usual one, port. */
const readOrigin = (value: string): string | undefined => {
  if (value === 'null') return value;
  try {
    const url = new URL(value);
    return /^https?:$/.test(url.protocol) && url.origin === value.replace(/\/$/, '') ? url.origin : undefined;
  } catch {
    return undefined; // URL offers no other way to learn that a text is none
  }
};

export const origins = listOf<string>(
  { noun: 'an origin', allowed: 'an origin such as https://example.org (null for local files)', read: readOrigin },
  64,
);

export const tags = listOf<string>(
  {
    noun: 'a tag',
    allowed: 'a chain id of 64 hexadecimal digits',
    read: (value) => (/^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : undefined),
  },
  256,
);

const siblingOf = (value: string): string | undefined => {
  try {
    const parts = multiaddr(value).getComponents();
    const names = parts.map(({ name }) => name);
    const isRelay = names.at(-1) === 'p2p' && names.includes('ws') && !names.includes('p2p-circuit');
    return isRelay ? value : undefined;
  } catch {
    return undefined; // multiaddr offers no other way to learn that a text is none
  }
};

export const siblings = listOf<string>(
  {
    noun: 'the address of a relay',
    allowed: 'the address that the other relay prints, /dns/…/tcp/…/ws/p2p/…',
    read: siblingOf,
  },
  8,
);

/** `address` or `network/prefix length` into the list; false for neither. */
const addNetwork = (list: BlockList, value: string): boolean => {
  const [address = '', prefix, ...rest] = value.split('/');
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const bitsMax = family === 'ipv4' ? 32 : 128;
  const bits = prefix === undefined ? bitsMax : Number(prefix);
  const isNetwork = isIP(address) > 0 && rest.length === 0 && /^\d{1,3}$/.test(prefix ?? '0') && bits <= bitsMax;
  if (isNetwork) list.addSubnet(address, bits, family);
  return isNetwork;
};

/** The proxies whose word about a client's address is taken; `undefined` for none. */
export const proxies: SettingForm<BlockList | undefined> = {
  noun: 'a list of proxies',
  allowed: 'the address or network of your proxy, such as 127.0.0.1 or 10.0.0.0/8; several with commas between',
  read: (value) => {
    const list = new BlockList();
    const parts = value.split(',').map((part) => part.trim());
    return parts.length <= 32 && parts.every((part) => addNetwork(list, part)) ? list : undefined;
  },
};
