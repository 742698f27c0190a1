// A network as a person fills it in, and the presets to begin with: texts of a form, and the spec as JSON that they stand for.
// What is right is for the node to say (`network_check`); here only amounts and lists are read, because they are typed.
// Pure. Bounded by the form: the node refuses a spec that is too large.

import type { ChainSpecShape, ConsensusName } from '../../../shared/provider/index.ts';
import { readCoins, type Text, words } from '../words/index.ts';

export interface NetworkDraft {
  readonly kind: ConsensusName;
  readonly name: string;
  readonly symbol: string;
  /** seconds between blocks, or of a slot */
  readonly seconds: string;
  /** coins that a block brings */
  readonly reward: string;
  /** coins of the maker at the start */
  readonly ownCoins: string;
  /** one a line: an address and coins */
  readonly allocations: string;
  /** proof of work: difficulty follows the hash rate, or is a number of zeros */
  readonly fixedZeros: boolean;
  readonly zeros: string;
  readonly onlyWhenTransactionsWait: boolean;
  /** proof of authority: addresses beside the maker's, one a line */
  readonly signers: string;
  /** proof of stake: the maker's stake in coins */
  readonly ownStake: string;
  /** one a line: an address and coins */
  readonly stakes: string;
  /** blocks on top after which a block counts as final */
  readonly settleDepth: string;
  /** kilobytes of a full block */
  readonly blockKilobytes: string;
  /** coins for each newcomer; nothing for none */
  readonly welcomeCoins: string;
  readonly newcomersMax: string;
}

/** Fields of the form by the path that the node names for a fault. */
export type DraftField = keyof NetworkDraft;

export interface DraftFault {
  readonly field: DraftField | undefined;
  /** a sentence */
  readonly why: string;
}

export const decimals = 6;

const blank: NetworkDraft = {
  ...{ kind: 'pow', name: '', symbol: 'TAB', seconds: '10', reward: '5', ownCoins: '1000', allocations: '' },
  ...{ fixedZeros: false, zeros: '5', onlyWhenTransactionsWait: false },
  ...{ signers: '', ownStake: '1000', stakes: '', settleDepth: '6', blockKilobytes: '1000' },
  ...{ welcomeCoins: '', newcomersMax: '100' },
};

export interface NetworkPreset {
  readonly id: keyof Text['networks']['presets'];
  readonly draft: NetworkDraft;
}

/** The name of a network is written once and never translated: it begins as the preset is called now. */
export const presetsNow = (): readonly NetworkPreset[] => {
  const { classroom, 'five-zeros': fiveZeros, club, staked } = words().networks.presets;
  return [
    { id: 'classroom', draft: { ...blank, name: classroom.title, welcomeCoins: '10', ownCoins: '10000' } },
    {
      id: 'five-zeros',
      draft: {
        ...{ ...blank, name: fiveZeros.title, seconds: '30', fixedZeros: true, onlyWhenTransactionsWait: true },
        ...{ welcomeCoins: '10', ownCoins: '10000' },
      },
    },
    {
      id: 'club',
      draft: { ...blank, kind: 'poa', name: club.title, symbol: 'CLB', seconds: '3', reward: '0', ownCoins: '100000' },
    },
    {
      id: 'staked',
      draft: { ...blank, kind: 'pos', name: staked.title, symbol: 'STK', seconds: '5', ownCoins: '10000' },
    },
  ];
};

class Misread extends Error {
  readonly field: DraftField;
  constructor(field: DraftField, why: string) {
    super(why);
    this.field = field;
  }
}

const unitsOf = (text: string, field: DraftField): string => {
  const read = readCoins(text, decimals);
  if (read.state === 'right') return read.amount;
  if (read.state === 'empty' || /^0+(?:\.0*)?$/.test(text.trim())) return '0';
  throw new Misread(field, read.why);
};

/** A number as typed; what is none goes on as text, and the node says what is allowed there. */
const numberOf = (text: string, factor = 1): number | string => {
  const typed = text.trim();
  return /^\d+(?:\.\d+)?$/.test(typed) ? Math.round(Number(typed) * factor) : typed;
};

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const entriesOf = (text: string, field: DraftField): readonly { readonly address: string; readonly amount: string }[] =>
  linesOf(text).map((line) => {
    const [address = '', coins = '', ...rest] = line.split(/[\s,;]+/);
    if (coins === '' || rest.length > 0) throw new Misread(field, words().networks.lines(line.slice(0, 20)));
    return { address, amount: unitsOf(coins, field) };
  });

const withOwn = (own: string | undefined, amount: string, others: ReturnType<typeof entriesOf>) =>
  own === undefined || amount === '0' ? others : [{ address: own, amount }, ...others];

const consensusOf = (draft: NetworkDraft, own: string | undefined): object => {
  const ms = numberOf(draft.seconds, 1000);
  if (draft.kind === 'poa') {
    const signers = linesOf(draft.signers);
    return { kind: 'poa', slotMs: ms, admin: own ?? '', signers: own === undefined ? signers : [own, ...signers] };
  }
  if (draft.kind === 'pos') {
    const stakes = withOwn(own, unitsOf(draft.ownStake, 'ownStake'), entriesOf(draft.stakes, 'stakes'));
    // The node says so too, but without an account this is for the form to tell first.
    if (own !== undefined && stakes.length === 0) throw new Misread('ownStake', words().validators.stake.needed);
    return { kind: 'pos', slotMs: ms, stakes };
  }
  return {
    ...{ kind: 'pow', blockTimeMs: ms, onlyWhenTransactionsWait: draft.onlyWhenTransactionsWait },
    ...(draft.fixedZeros ? { retarget: { kind: 'fixed', leadingHexZeros: numberOf(draft.zeros) } } : {}),
  };
};

export type SpecOfDraft =
  { readonly ok: true; readonly spec: ChainSpecShape } | { readonly ok: false; readonly fault: DraftFault };

/** `own` is the maker's address; without a wallet nothing is set aside for them. */
export const specOfDraft = (draft: NetworkDraft, own: string | undefined): SpecOfDraft => {
  try {
    const others = entriesOf(draft.allocations, 'allocations');
    const spec = {
      ...{ name: draft.name.trim(), symbol: draft.symbol.trim(), decimals },
      reward: unitsOf(draft.reward, 'reward'),
      settleDepth: numberOf(draft.settleDepth),
      blockBytesMax: numberOf(draft.blockKilobytes, 1000),
      consensus: consensusOf(draft, own),
      allocations: withOwn(own, unitsOf(draft.ownCoins, 'ownCoins'), others),
    };
    return { ok: true, spec };
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    return { ok: false, fault: { field: error.field, why: error.message } };
  }
};

/** Where the node finds a fault, and the field in which it was typed. */
const fieldOfPath: readonly (readonly [start: string, field: DraftField])[] = [
  ['consensus.blockTimeMs', 'seconds'],
  ['consensus.slotMs', 'seconds'],
  ['consensus.retarget', 'zeros'],
  ['consensus.signers', 'signers'],
  ['consensus.admin', 'signers'],
  ['consensus.stakes', 'stakes'],
  ['consensus', 'kind'],
  ['name', 'name'],
  ['symbol', 'symbol'],
  ['reward', 'reward'],
  ['settleDepth', 'settleDepth'],
  ['blockBytesMax', 'blockKilobytes'],
  ['allocations', 'allocations'],
];

/** What the node expects there, in the unit in which the form asks for it. */
const inSeconds = (expected: string): string =>
  expected.replaceAll(/\d+/g, (ms) => String(Number(ms) / 1000)).replace('a whole number', 'a number of seconds');

/** What the node says in English, in the language of the page. */
const inWords = (expected: string): string => {
  const found = words().networks.allowed.find(([form]) => form.test(expected));
  return found === undefined ? expected : expected.replace(found[0], found[1]);
};

/** `expected` is missing where the node refuses without a word. */
export const faultOfPath = (path: string, expected: string | undefined): DraftFault => {
  const text = words().networks;
  const field = fieldOfPath.find(([start]) => path.startsWith(start))?.[1];
  const allowed =
    expected === undefined ? text.rightForm : inWords(field === 'seconds' ? inSeconds(expected) : expected);
  return { field, why: field === undefined ? text.pathMustBe(path, allowed) : text.mustBe(allowed) };
};
