// Files that are larger than a body of JSON-RPC: who may write into the data folder lays them into `incoming/` there, and a
// call names them in place of their bytes. So a caller, a page with the token among them, names nothing but what was laid there for it.
// Owns nothing: who lays a file down takes it away. Bound: a name of 128 characters; the bytes are read as they are needed.

import { randomUUID } from 'node:crypto';
import { constants, openAsBlob } from 'node:fs';
import { copyFile, lstat, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What is larger goes this way: base64 takes a third more, a body is 1 MiB, and all of it is in memory several times. */
export const inBodyBytesMax = 131_072;

const folderOf = (data: string): string => join(data, 'incoming');

/** No way out of the folder: neither slashes nor dots in front. */
const nameForm = /^[\w-][\w.-]{0,127}$/;

/** `undefined` where no file of that name lies there; a link is none. */
export const incomingFile = async (data: string, name: string): Promise<Blob | undefined> => {
  if (!nameForm.test(name)) return undefined;
  const path = join(folderOf(data), name);
  try {
    return (await lstat(path)).isFile() ? await openAsBlob(path) : undefined;
  } catch {
    return undefined; // it is not there, or may not be read
  }
};

/** A copy for the node that runs on this folder, which the caller removes when the node has answered. */
export const layDown = async (
  data: string,
  path: string,
): Promise<{ readonly name: string; readonly remove: () => Promise<void> }> => {
  const name = randomUUID();
  const copy = join(folderOf(data), name);
  await mkdir(folderOf(data), { recursive: true, mode: 0o700 });
  const remove = (): Promise<void> => rm(copy, { force: true });
  try {
    await copyFile(path, copy, constants.COPYFILE_FICLONE);
  } catch (error) {
    await remove();
    throw error;
  }
  return { name, remove };
};
