// The peer id of a tab, which the node worker must know before libp2p has been loaded. As libp2p makes it: base58btc of
// an identity multihash (code 0, 36 bytes) over the protobuf of a public key (field 1: type 1, Ed25519; field 2: 32 bytes).
// Source: libp2p specs, "Peer Ids and Keys".

import { base58 } from '@scure/base';
import { concatBytes } from '../shared/core/bytes/index.ts';

const beforeKey = Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20);

/** `publicKey` has 32 bytes; the answer is that of `peerIdOfSeed` in shared/p2p for its seed. */
export const tabPeerId = (publicKey: Uint8Array): string => base58.encode(concatBytes(beforeKey, publicKey));
