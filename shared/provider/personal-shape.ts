// Methods of the API for what a person keeps and says outside of transactions: contacts, and messages signed by an account.
// Shapes only, as in api.ts, which takes them into its table; addresses are `tab1…`, bytes `0x` and lower-case hexadecimal.

type Hex = `0x${string}`;

/** A name that a person gave to an address; nobody else sees it. */
export interface Contact {
  readonly address: string;
  readonly name: string;
}

export interface PersonalMethodTable {
  /**
   * Signs a text as one of the wallet's accounts, the selected one unless given. Signed are the bytes of the text in UTF-8,
   * in the domain `message`, so that no signature of a text is ever good for a transaction. 4100 while the wallet is locked.
   */
  readonly wallet_sign: {
    readonly params: { readonly text: string; readonly from?: string };
    readonly result: { readonly address: string; readonly signature: Hex };
  };
  /** Whether the holder of the address has signed exactly this text. Needs neither wallet nor network. */
  readonly wallet_verify: {
    readonly params: { readonly address: string; readonly text: string; readonly signature: Hex };
    readonly result: { readonly valid: boolean };
  };
  /** By name. Kept for all tabs and networks of this browser profile or data folder. */
  readonly contact_list: { readonly params: Readonly<Record<string, never>>; readonly result: readonly Contact[] };
  /** Saves a contact, or renames it. 4090 `contacts-full` when there are 200. */
  readonly contact_put: { readonly params: Contact; readonly result: Readonly<Record<string, never>> };
  readonly contact_remove: {
    readonly params: { readonly address: string };
    readonly result: Readonly<Record<string, never>>;
  };
}
