// What a join link says about its network before it is joined: the link is base64url of JSON with the spec and relays.
// Only for showing; whether the link is right is for the node to say. Bounded: at most `linkCharsMax` characters.

/** As long as the longest link that the API takes. */
const linkCharsMax = 768 * 1024;

export interface JoinPreview {
  readonly name: string;
  readonly symbol: string | undefined;
  readonly consensus: string | undefined;
  readonly blockTimeMs: number | undefined;
  readonly relays: number;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What follows `#/join/` in a whole link, or the text itself when it is only that. */
export const joinPartOf = (link: string): string => {
  const text = link.trim();
  const at = text.indexOf('#/join/');
  return at < 0 ? text : text.slice(at + '#/join/'.length);
};

const jsonOf = (part: string): unknown => {
  const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0))));
};

/** Nothing when the link cannot be read here. */
export const joinPreview = (link: string): JoinPreview | undefined => {
  const part = joinPartOf(link);
  if (part.length > linkCharsMax) return undefined;
  try {
    const json = jsonOf(part);
    const spec = isObject(json) ? json['spec'] : undefined;
    if (!isObject(json) || !isObject(spec) || typeof spec['name'] !== 'string') return undefined;
    const consensus = isObject(spec['consensus']) ? spec['consensus'] : {};
    const blockTimeMs = consensus['blockTimeMs'] ?? consensus['slotMs'];
    return {
      name: spec['name'].slice(0, 40),
      symbol: typeof spec['symbol'] === 'string' ? spec['symbol'].slice(0, 8) : undefined,
      consensus: typeof consensus['kind'] === 'string' ? consensus['kind'] : undefined,
      blockTimeMs: typeof blockTimeMs === 'number' ? blockTimeMs : undefined,
      relays: Array.isArray(json['relays']) ? json['relays'].length : 0,
    };
  } catch {
    return undefined;
  }
};
