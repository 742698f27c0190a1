// How many headers fit one message: their number is bounded, and so are the message's bytes, whatever a header takes in
// one kind of consensus or another. Bounded by wireLimits.

import type { SealedHeader } from '../model/index.ts';
import { wireLimits } from './message.ts';

/** The kind, the request and the count take 7. */
const envelopeBytes = 64;
const lengthBytes = 4;

/** The first of them, upwards: as many as one `headers` message may have. */
export const fittingHeaders = (headers: readonly SealedHeader[]): readonly SealedHeader[] => {
  let size = envelopeBytes;
  const end = headers.findIndex(({ bytes, validators }, index) => {
    size += bytes.length + (validators?.length ?? 0) + lengthBytes;
    return index === wireLimits.headersMax || size > wireLimits.messageBytesMax;
  });
  return end === -1 ? headers : headers.slice(0, end);
};
