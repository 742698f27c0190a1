// A file as a Blob, piece by piece: the browser keeps a large Blob outside of the page's memory.
// Bound: 4 MiB at a time.

import type { Provider } from '../../../shared/provider/index.ts';

const pieceBytes = 4_194_304;

export interface Gathered {
  readonly blob: Blob;
  readonly name: string;
  /** what the bytes are, by looking at them */
  readonly mediaType: string;
}

export const gatherFile = async (provider: Provider, cid: string, path?: string): Promise<Gathered> => {
  const within = path === undefined ? {} : { path };
  const parts: Blob[] = [];
  for (let offset = 0; ; offset += pieceBytes) {
    const params = { cid, ...within, offset, length: pieceBytes };
    const { bytes, name, mediaType, size } = await provider.request({ method: 'file_get', params });
    parts.push(new Blob([new Uint8Array(bytes)]));
    if (offset + bytes.length >= size || bytes.length === 0) {
      return { blob: new Blob(parts, { type: mediaType }), name, mediaType };
    }
  }
};

/** Saved as bytes, whatever it is, so that nothing of it runs. */
export const saveAs = (blob: Blob, name: string): void => {
  const address = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
