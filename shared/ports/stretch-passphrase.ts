// Argon2id as WebAssembly (hash-wasm): needs no secure context and no browser API, so it runs the same in a worker and
// in Node. With the default parameters it holds 64 MiB and keeps its thread busy for most of a second, which is why a
// tab calls it in a worker of its own. Owns nothing; bounds: the parameters, which vault.ts has bounded.

import { argon2id } from 'hash-wasm';
import { passphraseBytes, stretchedKeyLength, type StretchPassphrase } from '../core/wallet/index.ts';

/** 32 bytes. Rejects on an empty passphrase and when the memory cannot be had. */
export const stretchPassphrase: StretchPassphrase = async (passphrase, salt, { memoryKib, passes, lanes }) =>
  argon2id({
    password: passphraseBytes(passphrase),
    salt,
    memorySize: memoryKib,
    iterations: passes,
    parallelism: lanes,
    hashLength: stretchedKeyLength,
    outputType: 'binary',
  });
