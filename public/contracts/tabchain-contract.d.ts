// What a contract finds in its world; for editors. docs/contracts.md says what each costs.

/** What may be stored, passed, returned and emitted. Numbers are safe integers. */
type Value = null | boolean | number | bigint | string | Uint8Array | Value[] | { [key: string]: Value };

declare const storage: {
  /** The value under a key (1 to 64 bytes), or `undefined`. */
  get(key: string): any;
  has(key: string): boolean;
  /** At most 4 KiB. */
  set(key: string, value: Value): void;
  /** Whether there was one. */
  delete(key: string): boolean;
  /** All entries, or those whose key begins with `prefix`, in the order of their insertion. */
  entries(prefix?: string): [key: string, value: any][];
};

declare const context: {
  /** who called: an account (tab1…) or a contract (tabc1…) */
  readonly sender: string;
  /** who signed the transaction */
  readonly origin: string;
  /** coins that came with the call, in base units */
  readonly amount: bigint;
  /** of the block */
  readonly height: number;
  /** of the block, ms since 1970; its producer chooses it within seconds */
  readonly time: number;
  /** of this contract */
  readonly address: string;
  readonly chainId: string;
};

/** Coins of this contract to an account or a contract; runs nothing there. */
declare function transfer(to: string, amount: bigint | number): void;
/** Calls a function of another contract; throws what it failed with, everything it did being undone. */
declare function call(address: string, name: string, args?: Value[], options?: { amount?: bigint; gas?: number }): any;
/** Notes an event in the receipt. */
declare function emit(name: string, data?: Value): void;
/** Ends the call as failed; nothing of it stays but its fee. */
declare function revert(reason?: string): never;
declare function sha256(bytes: Uint8Array): Uint8Array;
/** Whether the account signed these bytes. */
declare function verifySignature(address: string, bytes: Uint8Array, signature: Uint8Array): boolean;
declare function toHex(bytes: Uint8Array): string;
declare function fromHex(text: string): Uint8Array;
