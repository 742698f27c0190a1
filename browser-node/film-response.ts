// What the service worker answers to an `<audio>` or `<video>` that asks for a stretch of a file of the network: HTTP's 206 with
// headers that let nothing else be made of it, whoever made the file. Pure. Only the service worker may import this,
// because it is one script without parts. Bounds: sound and film alone; the page decides how much of the stretch it gives.

/** RFC 9110, section 14.1.2: from the front, or so many last bytes. */
export type FilmRange =
  | { readonly type: 'from'; readonly from: number; readonly to: number | undefined }
  | { readonly type: 'last'; readonly bytes: number };

/** From the worker to the tab that shows the film, with a port for the answer; a message on the port ends the wish. */
export interface FilmQuestion {
  readonly type: 'film';
  readonly cid: string;
  /** within a folder */
  readonly path?: string;
  readonly range: FilmRange;
}

/** What an address below the page names. */
export type FilmPlace = Pick<FilmQuestion, 'cid' | 'path'>;

export type FilmAnswer =
  | {
      readonly ok: true;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly from: number;
      /** of the whole file */
      readonly size: number;
      /** by its bytes */
      readonly mediaType: string;
    }
  | { readonly ok: false; readonly why: 'beyond-the-end' | 'not-to-be-had'; readonly size: number };

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** `undefined`: no request of a film, so the worker has nothing to do with it. */
export const filmAsked = (
  { destination, method, mode }: Pick<Request, 'destination' | 'method' | 'mode'>,
  address: string,
): FilmPlace | undefined => {
  if (method !== 'GET' || mode === 'navigate') return undefined;
  if (destination !== 'audio' && destination !== 'video') return undefined;
  const found = /^file\/(?<cid>[a-z2-7]{8,128})(?:\?in=(?<path>[^&?#]{1,18432}))?$/.exec(address)?.groups;
  const [cid, within] = [found?.['cid'], found?.['path']];
  if (cid === undefined) return undefined;
  if (within === undefined) return { cid };
  const path = decoded(within);
  return path === undefined ? undefined : { cid, path };
};

/** What is no range of bytes, or several, counts as none. */
export const parseFilmRange = (header: string | null): FilmRange | undefined => {
  const found = /^bytes=(?<from>\d{0,15})-(?<to>\d{0,15})$/.exec(header?.trim() ?? '')?.groups;
  const [from, to] = [found?.['from'] ?? '', found?.['to'] ?? ''];
  if (from === '') return to === '' ? undefined : { type: 'last', bytes: Number(to) };
  if (to !== '' && Number(to) < Number(from)) return undefined;
  return { type: 'from', from: Number(from), to: to === '' ? undefined : Number(to) };
};

/** Anything else might be run by somebody. */
const filmForm = /^(?:audio|video)\/[a-z0-9-]{1,32}$/;

const safely = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

export const filmResponse = (answer: FilmAnswer): Response => {
  if (!answer.ok) {
    // An error of the network is asked again after a while; a status would end the film.
    if (answer.why === 'not-to-be-had') return Response.error();
    const headers = { ...safely, 'content-range': `bytes */${answer.size}` };
    return new Response(null, { status: 416, headers });
  }
  const { bytes, from, size, mediaType } = answer;
  if (!filmForm.test(mediaType)) return new Response(null, { status: 415, headers: safely });
  const headers = {
    ...safely,
    'content-type': mediaType,
    'accept-ranges': 'bytes',
    'content-range': `bytes ${from}-${from + bytes.length - 1}/${size}`,
    'content-length': String(bytes.length),
  };
  return new Response(bytes, { status: 206, headers });
};
