// Bytes in JSON: base64 with padding (RFC 4648, section 4) in place of every Uint8Array, in params where the table of
// methods says that a field is bytes. What is no base64 stays as it is, for the check of params to refuse.

import { byteParamsOf, type Method } from '../../shared/provider/index.ts';

const base64Form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const bytesOf = (value: unknown): unknown =>
  typeof value === 'string' && base64Form.test(value) ? new Uint8Array(Buffer.from(value, 'base64')) : value;

/** Params as the API takes them. */
export const withBytes = (method: Method, params: unknown): unknown => {
  const names = byteParamsOf(method);
  if (names.length === 0 || typeof params !== 'object' || params === null) return params;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]: [string, unknown]) => [
      name,
      names.includes(name) ? bytesOf(value) : value,
    ]),
  );
};

/** A result or an event as JSON. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) =>
    field instanceof Uint8Array ? Buffer.from(field).toString('base64') : field,
  );
