// From a passphrase to the key of a vault. Stretching takes most of a second and 64 MiB by intent, and runs apart from
// the core, in a worker or a process of its own; the core fixes what is stretched, with which parameters, and within
// which bounds it believes parameters that it reads from a file.
// Algorithm: Argon2id (RFC 9106), version 0x13, 32 bytes.

/** Costs of Argon2id. They are stored with the vault, so that later versions may raise them. */
export interface StretchParameters {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/**
 * Turns a passphrase, as the person typed it, and a 16-byte salt into a 32-byte key. An implementation stretches the
 * bytes of `passphraseBytes`, and rejects when there is no memory for it, or when the passphrase is empty.
 */
export type StretchPassphrase = (
  passphrase: string,
  salt: Uint8Array,
  parameters: StretchParameters,
) => Promise<Uint8Array>;

/** A stretched passphrase with what it was stretched by: enough to seal a vault again under the same passphrase. */
export interface StretchedKey {
  readonly parameters: StretchParameters;
  readonly salt: Uint8Array;
  readonly key: Uint8Array;
}

export const saltLength = 16;
export const stretchedKeyLength = 32;

/** RFC 9106's second recommended option (64 MiB, 3 passes), with one lane since a browser's WebAssembly has one thread. */
export const stretchParametersDefault: StretchParameters = { memoryKib: 65_536, passes: 3, lanes: 1 };

/** The most that a vault from elsewhere may ask of this machine: 256 MiB, 10 passes, 4 lanes. */
const memoryKibMax = 262_144;
const passesMax = 10;
const lanesMax = 4;
/** Argon2 needs 8 KiB for each lane. */
const memoryKibPerLaneMin = 8;

export const stretchParametersAreBearable = ({ memoryKib, passes, lanes }: StretchParameters): boolean =>
  lanes >= 1 &&
  lanes <= lanesMax &&
  passes >= 1 &&
  passes <= passesMax &&
  memoryKib >= memoryKibPerLaneMin * lanes &&
  memoryKib <= memoryKibMax;

const encoder = new TextEncoder();

/** UTF-8 of the passphrase in Unicode form NFKD: one key, however a keyboard composes its accents (as in BIP-39). */
export const passphraseBytes = (passphrase: string): Uint8Array => encoder.encode(passphrase.normalize('NFKD'));
