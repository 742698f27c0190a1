// Bytes in JSON: base64 with padding (RFC 4648, section 4) in place of every Uint8Array, in params where the table of
// methods says that a field is bytes. What is no base64 stays as it is, for the check of params to refuse. A file may be
// named instead: `{ "incoming": NAME }`, as incoming.ts says.

import { byteParamsOf, errorCodes, type Method } from '../../shared/provider/index.ts';

/** The file that was laid down under this name. */
export type Incoming = (name: string) => Promise<Blob | undefined>;

const base64Form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const nameIn = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'incoming' in value && Object.keys(value).length === 1
    ? String(value.incoming)
    : undefined;

const laidDown = async (name: string, path: string, incoming: Incoming): Promise<Blob> => {
  const blob = await incoming(name);
  if (blob !== undefined) return blob;
  const message = `There is no file of the name ${name.slice(0, 128)} in incoming/ of the data folder.`;
  throw Object.assign(new Error(message), { code: errorCodes.wrongParams, data: { path } });
};

/** Params as the API takes them. Rejects where a file is named that is not there. */
export const withBytes = async (method: Method, params: unknown, incoming: Incoming): Promise<unknown> => {
  const names = byteParamsOf(method);
  if (names.length === 0 || typeof params !== 'object' || params === null) return params;
  const given: Record<string, unknown> = { ...params };
  for (const name of names) {
    const value = given[name];
    const file = method === 'file_add' ? nameIn(value) : undefined;
    if (file !== undefined) given[name] = await laidDown(file, name, incoming);
    else if (typeof value === 'string' && base64Form.test(value)) {
      given[name] = new Uint8Array(Buffer.from(value, 'base64'));
    }
  }
  return given;
};

/** A result or an event as JSON. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) =>
    field instanceof Uint8Array ? Buffer.from(field).toString('base64') : field,
  );
