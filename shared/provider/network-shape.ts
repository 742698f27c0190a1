// Networks in the API: what is said of them, how they are made, read from a link, joined and switched. and the
// welcome of newcomers. Names and shapes only, part of the table in api.ts.

/** Base units in decimal digits: `'1500000'`. */
export type AmountText = string;
/** `0x` and lower-case hexadecimal digits. */
export type HexText = `0x${string}`;
/** `tab1…` (account) or `tabc1…` (contract). */
export type AddressText = string;

export type ConsensusName = 'pow' | 'pos' | 'poa';

export interface NetworkShape {
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly chainId: HexText;
  readonly consensus: ConsensusName;
}

/** A chain spec as a person writes it; the core says which field is wrong. */
export type ChainSpecShape = Readonly<Record<string, unknown>>;

/** A wish for a network, looked at and not made. */
export interface CheckedSpec {
  readonly valid: boolean;
  /** where it is wrong, as `consensus.blockTimeMs` */
  readonly path?: string;
  /** what is allowed there, as a phrase after "must be" */
  readonly expected?: string;
  /** the whole spec with its defaults, without genesis time and salt unless given: those are drawn when it is made */
  readonly spec?: ChainSpecShape;
  /** the kinds of consensus that this version can run */
  readonly kinds: readonly ConsensusName[];
}

/** What a link says; a link with the chain id alone says no more until its network is joined. */
export interface LinkShape {
  readonly chainId: HexText;
  readonly network?: NetworkShape;
  readonly blockTimeMs?: number;
  /** addresses in the link */
  readonly relays: number;
}

/** What this node gives to newcomers of the open network. */
export interface WelcomeOffer {
  /** base units to each */
  readonly amount: AmountText;
  readonly newcomersMax: number;
  /** newcomers that got it so far */
  readonly given: number;
  /** why nobody gets anything just now: `wallet-locked`, `no-wallet`, `no-coins`, `given-out` */
  readonly pausedBy?: string;
}

/** What this node got when it came. */
export interface WelcomeGift {
  readonly amount: AmountText;
  /** peer id of the node that welcomed this one */
  readonly from: string;
  readonly id: HexText;
  /** ms since 1970 */
  readonly time: number;
}

export interface WelcomeShape {
  readonly offer?: WelcomeOffer;
  readonly gift?: WelcomeGift;
}

type NoParams = Readonly<Record<string, never>>;
type Nothing = Readonly<Record<string, never>>;

export interface NetworkMethodTable {
  /** The new network is switched to. Faults: `field-invalid` with data.path. */
  readonly network_create: {
    readonly params: { readonly spec: ChainSpecShape };
    readonly result: { readonly chainId: HexText; readonly link: string };
  };
  /** Looks at a wish for a network and makes nothing. */
  readonly network_check: { readonly params: { readonly spec: ChainSpecShape }; readonly result: CheckedSpec };
  /** Reads a link and joins nothing. */
  readonly network_read: { readonly params: { readonly link: string }; readonly result: LinkShape };
  /**
   * Takes a whole link or what follows `#/join/`. Where the link has the chain id alone the spec is fetched from peers, for
   * half a minute at most; fault then: 4090 `spec-not-found`.
   */
  readonly network_join: { readonly params: { readonly link: string }; readonly result: { readonly chainId: HexText } };
  readonly network_switch: { readonly params: { readonly chainId: HexText }; readonly result: NetworkShape };
  readonly network_remove: { readonly params: { readonly chainId: HexText }; readonly result: Nothing };
  readonly network_list: { readonly params: NoParams; readonly result: readonly NetworkShape[] };
  readonly network_spec: { readonly params: NoParams; readonly result: ChainSpecShape };
  readonly network_link: { readonly params: NoParams; readonly result: { readonly link: string } };

  readonly welcome_get: { readonly params: NoParams; readonly result: WelcomeShape };
  /** What newcomers of the open network get from the selected account; an amount of 0 ends it. Fault: 4090 `no-wallet`. */
  readonly welcome_set: {
    readonly params: { readonly amount: AmountText; readonly newcomersMax?: number };
    readonly result: WelcomeShape;
  };
}
