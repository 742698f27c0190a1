// What the sealer and its threads say to each other. Tasks are numbered by the sealer, upwards from 1 and never again,
// so that an answer to an old task cannot be taken for one to the new.

export type SealCommand =
  | {
      readonly type: 'search';
      readonly task: number;
      readonly sealDigest: Uint8Array;
      readonly target: Uint8Array;
      /** 1–1000 */
      readonly intensityPermille: number;
      /** the thread's nonces have high words `nonceHigh` + n × `nonceHighStep` */
      readonly nonceHigh: number;
      readonly nonceHighStep: number;
    }
  | { readonly type: 'stop' };

/** `hashes` counts those tried since the thread's last report. */
export type SealReport =
  | { readonly type: 'progress'; readonly task: number; readonly hashes: number }
  | { readonly type: 'found'; readonly task: number; readonly hashes: number; readonly nonce: Uint8Array };
