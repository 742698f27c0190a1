// What bytes are, by looking at them: a file from the network is shown as what it is, never as what somebody calls it. The
// first bytes of the formats that a page can show, after mimesniff.spec.whatwg.org; text is what reads as UTF-8 without
// control characters, HTML and SVG too: they are never run. Looks at 512 bytes.

const lookedAt = 512;

const signatures: readonly (readonly [offset: number, text: string, mediaType: string])[] = [
  [0, '\u0089PNG\r\n\u001a\n', 'image/png'],
  [0, '\u00ff\u00d8\u00ff', 'image/jpeg'],
  [0, 'GIF87a', 'image/gif'],
  [0, 'GIF89a', 'image/gif'],
  [8, 'WEBP', 'image/webp'],
  [4, 'ftypavif', 'image/avif'],
  [0, '%PDF-', 'application/pdf'],
  [4, 'ftyp', 'video/mp4'],
  [0, '\u001aE\u00df\u00a3', 'video/webm'],
  [0, 'OggS', 'audio/ogg'],
  [8, 'WAVE', 'audio/wav'],
  [0, 'fLaC', 'audio/flac'],
  [0, 'ID3', 'audio/mpeg'],
  [0, '\u00ff\u00fb', 'audio/mpeg'],
  [0, '\u00ff\u00f3', 'audio/mpeg'],
  [0, 'PK\u0003\u0004', 'application/zip'],
  [0, '\u001f\u008b', 'application/gzip'],
];

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
};

/** `start` is the beginning of the file. */
export const sniffMediaType = (start: Uint8Array): string => {
  const head = start.subarray(0, lookedAt);
  const latin = String.fromCharCode(...head);
  const found = signatures.find(([offset, text]) => latin.startsWith(text, offset));
  if (found !== undefined) return found[2];
  const text = textOf(head);
  // eslint-disable-next-line no-control-regex
  return text === undefined || /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(text)
    ? 'application/octet-stream'
    : 'text/plain';
};
