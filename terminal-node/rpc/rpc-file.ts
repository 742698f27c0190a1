// How a command finds the node that runs on a data folder: `rpc.json` there, with the address and the token, readable by
// its owner alone and gone when the node has stopped. Owns that file.

import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface RpcPlace {
  readonly url: string;
  readonly token: string;
}

const fileOf = (folder: string): string => join(folder, 'rpc.json');

export const writeRpcFile = async (folder: string, place: RpcPlace): Promise<void> => {
  const path = fileOf(folder);
  await writeFile(`${path}.new`, `${JSON.stringify(place)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
};

export const removeRpcFile = (folder: string): Promise<void> => rm(fileOf(folder), { force: true });

const urlForm = /^http:\/\/127\.0\.0\.1:\d{1,5}$/;
const tokenForm = /^[0-9a-f]{64}$/;

/** `undefined` for what no node has written. */
export const parseRpcFile = (text: string): RpcPlace | undefined => {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null || !('url' in json) || !('token' in json)) return undefined;
    const { url, token } = json;
    const isRight = typeof url === 'string' && urlForm.test(url) && typeof token === 'string' && tokenForm.test(token);
    return isRight ? { url, token } : undefined;
  } catch {
    return undefined; // JSON.parse has no other way to say that the file is damaged
  }
};

/** Of the node that runs on this folder, or ran there until it was killed. */
export const rpcPlaceOf = async (folder: string): Promise<RpcPlace | undefined> => {
  try {
    return parseRpcFile(await readFile(fileOf(folder), 'utf8'));
  } catch {
    return undefined; // no file, no node
  }
};
