// The network that a relay's page opens when no link names another, as far as a relay has to understand it: whether its JSON
// is a network at all, its id and bytes for who has the id alone, and the link to it. It follows no chain.

import { createGenesis } from '../shared/core/chain/index.ts';
import { formatJoinLink } from '../shared/core/link/index.ts';
import { encodeChainSpec, parseChainSpec } from '../shared/core/model/index.ts';

export interface DefaultNetwork {
  /** 64 hexadecimal digits */
  readonly chainId: string;
  /** the spec in its canonical form */
  readonly spec: Uint8Array;
  /** `page` ends in `/` */
  readonly linkFrom: (page: string, relays: readonly string[]) => string;
}

/** The network that the JSON is, or the field that is wrong and what it must be. */
export const readDefaultNetwork = (
  json: object,
): DefaultNetwork | { readonly field: string; readonly expected: string } => {
  const spec = parseChainSpec(json);
  if (!spec.ok) return { field: spec.error.path, expected: spec.error.expected };
  return {
    chainId: createGenesis(spec.value).chainId,
    spec: encodeChainSpec(spec.value),
    linkFrom: (page, relays) => formatJoinLink(page, { spec: spec.value, relays }),
  };
};
