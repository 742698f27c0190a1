// Bytes in JSON: base64 with padding (RFC 4648, section 4) in place of every Uint8Array, in params where the table of
// methods says that a field is bytes. What is no base64 stays as it is, for the check of params to refuse. A file that is added
// and a chain that is imported may be named instead: `{ "incoming": NAME }`, as incoming.ts says; a chain is read whole.

import { byteParamsOf, errorCodes, fileBytesMax, type Method } from '../../shared/provider/index.ts';

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

type Params = Readonly<Record<string, unknown>>;

const isParams = (value: unknown): value is Params => typeof value === 'object' && value !== null;

/** One field of bytes; a file may be named where one is added. */
const bytesIn = async (value: unknown, path: string, incoming: Incoming | undefined): Promise<unknown> => {
  const name = incoming === undefined ? undefined : nameIn(value);
  if (incoming !== undefined && name !== undefined) return laidDown(name, path, incoming);
  return typeof value === 'string' && base64Form.test(value) ? new Uint8Array(Buffer.from(value, 'base64')) : value;
};

/** What is too large stays a Blob, for the check of params to refuse before it is read. */
const wholeOf = async (blob: Blob): Promise<Blob | Uint8Array> =>
  blob.size > fileBytesMax ? blob : new Uint8Array(await blob.arrayBuffer());

/** The files of a folder, each with bytes of its own. */
const folderIn = (files: readonly unknown[], incoming: Incoming): Promise<readonly unknown[]> =>
  Promise.all(
    files.map(async (file, at) =>
      isParams(file) && 'bytes' in file
        ? { ...file, bytes: await bytesIn(file['bytes'], `files.${at}.bytes`, incoming) }
        : file,
    ),
  );

/** Params as the API takes them. Rejects where a file is named that is not there. */
export const withBytes = async (method: Method, params: unknown, incoming: Incoming): Promise<unknown> => {
  const names = byteParamsOf(method);
  if (names.length === 0 || !isParams(params)) return params;
  const isAdding = method === 'file_add';
  const isNamed = isAdding || method === 'chain_import';
  const given: Record<string, unknown> = { ...params };
  for (const name of names) {
    if (name in given) given[name] = await bytesIn(given[name], name, isNamed ? incoming : undefined);
    if (!isAdding && given[name] instanceof Blob) given[name] = await wholeOf(given[name]);
  }
  const { files } = given;
  return isAdding && Array.isArray(files) ? { ...given, files: await folderIn(files, incoming) } : given;
};

/** A result or an event as JSON. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) =>
    field instanceof Uint8Array ? Buffer.from(field).toString('base64') : field,
  );
