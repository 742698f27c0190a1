// block_raw and tx_raw: the bytes of a header and of a transaction with their fields, for whoever wants to see what was
// hashed and signed. Owns nothing; a transaction is looked for where tx_get looks.

import { errorCodes } from './api.ts';
import { apiError } from './api-error.ts';
import { blockRefOf, sealedHeaderOf } from './block-methods.ts';
import { headerFields, transactionFields } from './byte-fields.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { showBytes } from './show-transaction.ts';
import { transactionOf } from './tx-status.ts';

export const rawMethods = ({ holder }: Pick<ProviderParts, 'holder'>): Methods<'block_raw' | 'tx_raw'> => ({
  block_raw: async (params) => {
    const live = holder.need();
    const { header, bytes } = await sealedHeaderOf(live, blockRefOf(live, params));
    return { bytes: showBytes(bytes), fields: headerFields(header, bytes.length) };
  },
  tx_raw: async ({ id }) => {
    const transaction = await transactionOf(holder.need(), id.slice(2));
    if (transaction === undefined) throw apiError(errorCodes.notFound, 'This node knows no transaction with that id.');
    return { bytes: showBytes(transaction.bytes), fields: transactionFields(transaction) };
  },
});
