// Every setting of a relay, in one table: from it come the flag, the environment variable, the key in settings.json and
// the table in docs/operating-a-relay.md. Where one is given twice, the flag wins over the environment, and that over
// the file. What cannot be read ends in one sentence that names the place and the form that is allowed.

import type { BlockList } from 'node:net';
import {
  onOff,
  oneOf,
  optionalPath,
  origins,
  port,
  portOrOff,
  portSameOrOff,
  proxies,
  publicHosts,
  siblings,
  tags,
  text,
  wholeNumber,
  type PublicHost,
  type SettingForm,
} from './setting-forms.ts';

export interface RelaySettings {
  readonly port: number;
  readonly host: string;
  readonly publicHost: readonly PublicHost[];
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  readonly behindProxy: BlockList | undefined;
  readonly stunPort: number | 'same' | 'off';
  readonly webrtcPort: number | 'off';
  readonly sibling: readonly string[];
  readonly allowOrigin: readonly string[];
  readonly allowTag: readonly string[];
  readonly reservations: number;
  readonly reservationsPerIp: number;
  readonly reservationsPerLanIp: number;
  readonly circuits: number;
  readonly circuitsPerPeer: number;
  readonly circuitSeconds: number;
  readonly circuitMebibytes: number;
  readonly circuitKibibytesPerSecond: number;
  readonly metrics: boolean;
  readonly logLevel: 'auto' | 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

export type SettingName = keyof RelaySettings;

interface Setting<T> {
  readonly form: SettingForm<T>;
  readonly standard: T;
  /** the standard value in words, where it is not its own name */
  readonly shown?: string;
  /** what it is for, for people */
  readonly says: string;
}

/** A Node timer waits 2^31 − 1 ms at most. */
const circuitSecondsMax = 2_147_483;

const relaySettingTable: { readonly [K in SettingName]: Setting<RelaySettings[K]> } = {
  port: { form: port, standard: 9090, says: 'TCP port of the page and of the WebSocket' },
  host: { form: text, standard: '0.0.0.0', says: 'address to listen on; 0.0.0.0 takes all of IPv4, :: all of IPv6' },
  publicHost: {
    form: publicHosts,
    standard: [],
    shown: 'every address of this machine',
    says: 'names or addresses under which others reach this relay; only these are announced',
  },
  tlsCert: {
    form: optionalPath,
    standard: undefined,
    shown: 'none',
    says: 'certificate chain (PEM): serve https, wss',
  },
  tlsKey: { form: optionalPath, standard: undefined, shown: 'none', says: 'private key of the certificate (PEM)' },
  behindProxy: {
    form: proxies,
    standard: undefined,
    shown: 'none',
    says: 'proxies whose X-Forwarded-For tells the client’s address',
  },
  stunPort: { form: portSameOrOff, standard: 'same', says: 'UDP port that answers STUN' },
  webrtcPort: { form: portOrOff, standard: 'off', says: 'UDP port that takes WebRTC-direct' },
  sibling: {
    form: siblings,
    standard: [],
    shown: 'none',
    says: 'other relays: told to clients, asked for peers when few are here',
  },
  allowOrigin: {
    form: origins,
    standard: [],
    shown: 'all',
    says: 'pages from these origins (and from this relay) may use it; programs send no origin and always may',
  },
  allowTag: { form: tags, standard: [], shown: 'all', says: 'networks (chain ids) that this relay serves' },
  reservations: { form: wholeNumber(1, 10_000), standard: 512, says: 'peers that can be reached through it at a time' },
  reservationsPerIp: { form: wholeNumber(1, 10_000), standard: 16, says: '… of these from one public address' },
  reservationsPerLanIp: {
    form: wholeNumber(1, 10_000),
    standard: 512,
    says: '… of these from one private or loopback address',
  },
  circuits: { form: wholeNumber(1, 100_000), standard: 2_048, says: 'relayed connections open at a time' },
  circuitsPerPeer: { form: wholeNumber(1, 512), standard: 64, says: '… of these opened by one peer' },
  circuitSeconds: {
    form: wholeNumber(10, circuitSecondsMax),
    standard: 2_000_000,
    says: 'longest life of a relayed connection',
  },
  circuitMebibytes: {
    form: wholeNumber(1, 1_048_576),
    standard: 1_048_576,
    says: 'most that a relayed connection carries, both ways together',
  },
  circuitKibibytesPerSecond: {
    form: wholeNumber(16, 65_536),
    standard: 80,
    says: 'speed of a relayed connection in each direction; nodes pace themselves to 64',
  },
  metrics: { form: onOff, standard: true, shown: 'on', says: 'serve /metrics for Prometheus' },
  logLevel: {
    form: oneOf('auto', 'silent', 'error', 'warn', 'info', 'debug'),
    standard: 'auto',
    says: 'least level that is logged; auto is warn on a terminal and info elsewhere',
  },
};

/** Keys of settings.json that had another name, and the one they have. */
const formerNames: ReadonlyMap<string, SettingName> = new Map([['reservationsMax', 'reservations']]);

const isSettingName = (name: string): name is SettingName => Object.hasOwn(relaySettingTable, name);

export const settingNames: readonly SettingName[] = Object.keys(relaySettingTable).filter(isSettingName);

export const flagOf = (name: SettingName): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const environmentPrefix = 'TABCHAIN_RELAY_';

export const environmentOf = (name: SettingName): string =>
  `${environmentPrefix}${flagOf(name).replaceAll('-', '_').toUpperCase()}`;

/** A person must do something about it; `message` says what. */
export class SettingsError extends Error {}

/** One of the places a setting can come from: texts by name, and how a name is called there. */
export interface SettingSource {
  readonly texts: Partial<Record<SettingName, string>>;
  readonly place: (name: SettingName) => string;
}

/** The value of one setting from the first source that has it, or its standard. */
const valueOf = <K extends SettingName>(name: K, sources: readonly SettingSource[]): RelaySettings[K] => {
  const { form, standard } = relaySettingTable[name];
  const source = sources.find(({ texts }) => texts[name] !== undefined);
  const given = source?.texts[name];
  if (source === undefined || given === undefined) return standard;
  const value = form.read(given);
  if (value !== undefined) return value;
  throw new SettingsError(`${source.place(name)} ${given} is not ${form.noun}; give ${form.allowed}.`);
};

/** `sources` in the order in which they win. */
export const readSettings = (sources: readonly SettingSource[]): RelaySettings => {
  const read = <K extends SettingName>(name: K): RelaySettings[K] => valueOf(name, sources);
  const settings: RelaySettings = {
    ...{ port: read('port'), host: read('host'), publicHost: read('publicHost') },
    ...{ tlsCert: read('tlsCert'), tlsKey: read('tlsKey'), behindProxy: read('behindProxy') },
    ...{ stunPort: read('stunPort'), webrtcPort: read('webrtcPort'), sibling: read('sibling') },
    ...{ allowOrigin: read('allowOrigin'), allowTag: read('allowTag') },
    ...{ reservations: read('reservations'), reservationsPerIp: read('reservationsPerIp') },
    ...{ reservationsPerLanIp: read('reservationsPerLanIp') },
    ...{ circuits: read('circuits'), circuitsPerPeer: read('circuitsPerPeer') },
    ...{ circuitSeconds: read('circuitSeconds'), circuitMebibytes: read('circuitMebibytes') },
    ...{ circuitKibibytesPerSecond: read('circuitKibibytesPerSecond') },
    ...{ metrics: read('metrics'), logLevel: read('logLevel') },
  };
  if ((settings.tlsCert === undefined) !== (settings.tlsKey === undefined)) {
    throw new SettingsError('--tls-cert and --tls-key belong together; give both, or neither.');
  }
  return settings;
};

/** What the environment sets. A variable with our prefix that is no setting is a mistake that somebody should hear of. */
export const settingsOfEnvironment = (
  environment: Readonly<Record<string, string | undefined>>,
  others: readonly string[],
): SettingSource => {
  const byVariable = new Map(settingNames.map((name) => [environmentOf(name), name]));
  const texts: Partial<Record<SettingName, string>> = {};
  for (const [variable, value] of Object.entries(environment)) {
    const name = byVariable.get(variable);
    if (name !== undefined && value !== undefined) texts[name] = value;
    else if (name === undefined && variable.startsWith(environmentPrefix) && !others.includes(variable)) {
      throw new SettingsError(`${variable} is no setting of a relay; unset it, or see --help for those there are.`);
    }
  }
  return { texts, place: environmentOf };
};

/** As it would stand in a flag; `undefined` for what no setting can be. */
const textOfJson = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.join(',') : undefined;
};

/** What the object in the settings file sets; `path` is named in complaints. */
export const settingsOfFile = (object: object, path: string): SettingSource => {
  const texts: Partial<Record<SettingName, string>> = {};
  for (const [key, value] of Object.entries(object)) {
    const name = isSettingName(key) ? key : formerNames.get(key);
    if (name === undefined) {
      throw new SettingsError(
        `${path}: ${key} is no setting of a relay; correct it, or see --help for those there are.`,
      );
    }
    const text = textOfJson(value);
    if (text === undefined) {
      throw new SettingsError(`${path}: ${name} is not of its form; give ${relaySettingTable[name].form.allowed}.`);
    }
    texts[name] = text;
  }
  return { texts, place: (name) => `${path}: ${name}` };
};

/** The standard value as a person would write it. */
const standardOf = (name: SettingName): string => {
  const { standard, shown } = relaySettingTable[name];
  return shown ?? (typeof standard === 'number' || typeof standard === 'string' ? String(standard) : 'none');
};

/** The table of the settings in Markdown, as it stands in docs/operating-a-relay.md. */
export const settingsAsMarkdown = (): string =>
  [
    '| flag | environment | settings.json | default | what it is | form |',
    '| --- | --- | --- | --- | --- | --- |',
    ...settingNames.map((name) => {
      const { says, form } = relaySettingTable[name];
      const names = `\`--${flagOf(name)}\` | \`${environmentOf(name)}\` | \`${name}\``;
      return `| ${names} | ${standardOf(name)} | ${says} | ${form.allowed} |`;
    }),
  ].join('\n');

/** The table of the settings for a terminal. */
export const settingsAsHelp = (): string =>
  settingNames
    .map((name) => {
      const { says, form } = relaySettingTable[name];
      return `  --${flagOf(name)}  (${environmentOf(name)}; default ${standardOf(name)})\n      ${says}\n      ${form.allowed}`;
    })
    .join('\n');
