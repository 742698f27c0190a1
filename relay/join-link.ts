// The join link: everything a newcomer needs, in the part of the address that never leaves the browser:
// `#/join/` + base64url(JSON {spec, relays}).

/** `page` ends in `/`; `spec` is the chain spec's JSON text. */
export const joinLink = (page: string, spec: string, relays: readonly string[]): string => {
  const json = `{"spec":${JSON.stringify(JSON.parse(spec))},"relays":${JSON.stringify(relays)}}`;
  return `${page}#/join/${Buffer.from(json).toString('base64url')}`;
};
