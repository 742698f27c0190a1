// Settings: three places, one order, and one sentence for what cannot be read. The table in the operators' page is the
// table of the code.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  environmentOf,
  flagOf,
  readSettings,
  settingNames,
  settingsAsMarkdown,
  settingsOfEnvironment,
  settingsOfFile,
  SettingsError,
  type RelaySettings,
  type SettingName,
  type SettingSource,
} from './relay-settings.ts';

const flags = (texts: Partial<Record<SettingName, string>>): SettingSource => ({
  texts,
  place: (name) => `--${flagOf(name)}`,
});
const read = (texts: Partial<Record<SettingName, string>>): RelaySettings => readSettings([flags(texts)]);

test('the standard settings', () => {
  expect(readSettings([])).toMatchObject({
    ...{ port: 9090, host: '0.0.0.0', reservations: 512, reservationsPerIp: 16, metrics: true, stunPort: 'same' },
    ...{ webrtcPort: 'off', allowOrigin: [], allowTag: [], sibling: [], behindProxy: undefined },
  });
});

test('a flag wins over the environment, and that over the file', () => {
  const file = settingsOfFile({ port: 1, host: 'a', reservations: 3, metrics: false }, 'settings.json');
  const environment = settingsOfEnvironment({ TABCHAIN_RELAY_PORT: '2', TABCHAIN_RELAY_HOST: 'b', PATH: '/bin' }, []);
  const settings = readSettings([flags({ port: '4' }), environment, file]);
  expect(settings).toMatchObject({ port: 4, host: 'b', reservations: 3, metrics: false });
});

test('every setting can be given in each place', () => {
  for (const name of settingNames) {
    expect(settingsOfEnvironment({ [environmentOf(name)]: 'x' }, []).texts).toEqual({ [name]: 'x' });
    expect(settingsOfFile({ [name]: 'x' }, 'settings.json').texts).toEqual({ [name]: 'x' });
  }
  expect(flagOf('reservationsPerLanIp')).toBe('reservations-per-lan-ip');
  expect(environmentOf('reservationsPerLanIp')).toBe('TABCHAIN_RELAY_RESERVATIONS_PER_LAN_IP');
});

test('a file of an older version is understood', () => {
  const file = settingsOfFile({ port: 9090, host: '0.0.0.0', reservationsMax: 1_000 }, 'settings.json');
  expect(readSettings([file]).reservations).toBe(1_000);
});

describe('what has a form', () => {
  const id = '12D3KooWQZkNc5DsrPLLYePaEGsjmd4G17Ph7QA5MHpz8NrdE5QW';
  test.each([
    ['publicHost', 'relay.example', [{ host: 'relay.example', secure: undefined, port: undefined }]],
    ['publicHost', 'https://relay.example', [{ host: 'relay.example', secure: true, port: 443 }]],
    ['publicHost', 'http://[2001:db8::1]:81/', [{ host: '2001:db8::1', secure: false, port: 81 }]],
    [
      'publicHost',
      'a.example:9, 203.0.113.7',
      [
        { host: 'a.example', secure: undefined, port: 9 },
        { host: '203.0.113.7', secure: undefined, port: undefined },
      ],
    ],
    [
      'allowOrigin',
      'https://a.example,http://localhost:8080,null',
      ['https://a.example', 'http://localhost:8080', 'null'],
    ],
    ['allowTag', 'AB'.repeat(32), ['ab'.repeat(32)]],
    ['sibling', `/dns/b.example/tcp/443/tls/ws/p2p/${id}`, [`/dns/b.example/tcp/443/tls/ws/p2p/${id}`]],
    ['stunPort', 'off', 'off'],
    ['stunPort', '3478', 3478],
    ['metrics', 'off', false],
    ['logLevel', 'debug', 'debug'],
  ] as const)('%s %s', (name, text, value) => {
    expect(read({ [name]: text })[name]).toEqual(value);
  });

  test('proxies are addresses and networks', () => {
    const { behindProxy } = read({ behindProxy: '127.0.0.1, 10.0.0.0/8, fd00::/8' });
    expect(['127.0.0.1', '10.9.9.9', '11.0.0.1'].map((one) => behindProxy?.check(one))).toEqual([true, true, false]);
    expect(behindProxy?.check('fd12::1', 'ipv6')).toBe(true);
  });
});

test.each([
  ['port', 'x', /^--port x is not a port; give a number from 0 to 65535 \(0 takes a free one\)\.$/],
  ['port', '70000', /^--port 70000 is not a port/],
  ['reservations', '0', /^--reservations 0 is not a whole number in its range; give a number from 1 to 10000\.$/],
  ['reservations', '1e3', /1e3 is not a whole number/],
  ['publicHost', 'ftp://a.example', /is not a public host; give a name or address \(relay\.example\.org/],
  ['publicHost', '300.1.1.1', /is not a public host/],
  ['publicHost', 'a,b,c,d,e', /at most 4/],
  ['allowOrigin', 'example.org', /is not an origin; give an origin such as https:\/\/example\.org/],
  ['allowOrigin', 'https://example.org/page', /is not an origin/],
  ['allowTag', 'abc', /is not a tag; give a chain id of 64 hexadecimal digits/],
  ['sibling', '/ip4/1.2.3.4/tcp/1', /is not the address of a relay; give the address that the other relay prints/],
  ['behindProxy', 'proxy.example', /give the address or network of your proxy/],
  ['behindProxy', '10.0.0.0/33', /give the address or network of your proxy/],
  ['stunPort', '0', /--stun-port 0 is not a port; give a number from 1 to 65535, same/],
  ['metrics', 'yes', /is not a switch; give on or off/],
  ['logLevel', 'loud', /give auto, silent, error, warn, info, debug/],
  ['tlsCert', 'cert.pem', /--tls-cert and --tls-key belong together/],
] as const)('%s %s is refused with what is allowed', (name, text, sentence) => {
  expect(() => read({ [name]: text })).toThrow(SettingsError);
  expect(() => read({ [name]: text })).toThrow(sentence);
});

test('the place of a wrong setting is named', () => {
  const environment = settingsOfEnvironment({ TABCHAIN_RELAY_PORT: 'x' }, []);
  expect(() => readSettings([environment])).toThrow(/^TABCHAIN_RELAY_PORT x is not a port/);
  const file = settingsOfFile({ port: 'x' }, 'd/settings.json');
  expect(() => readSettings([file])).toThrow(/^d\/settings\.json: port x is not a port/);
});

test('what is no setting is said, not passed over', () => {
  expect(() => settingsOfEnvironment({ TABCHAIN_RELAY_PROT: '1' }, [])).toThrow(/TABCHAIN_RELAY_PROT is no setting/);
  expect(settingsOfEnvironment({ TABCHAIN_RELAY_DATA: 'd' }, ['TABCHAIN_RELAY_DATA']).texts).toEqual({});
  for (const key of ['prot', 'toString', 'constructor', '__proto__']) {
    const file = Object(JSON.parse(`{"${key}":1}`)) as object;
    expect(() => settingsOfFile(file, 'settings.json')).toThrow(`settings.json: ${key} is no setting`);
  }
});

test('docs/operating-a-relay.md has this table', () => {
  const plain = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
  const page = readFileSync(new URL('../docs/operating-a-relay.md', import.meta.url), 'utf8');
  for (const row of settingsAsMarkdown().split('\n')) expect(plain(page)).toContain(plain(row));
});
