// The part of a join link that the node reads: what follows `#/join/`. What a link says is for the node to tell
// (`network_read`); the screen only cuts it out of what was pasted.

/** What follows `#/join/` in a whole link, or the text itself when it is only that. */
export const joinPartOf = (link: string): string => {
  const text = link.trim();
  const at = text.indexOf('#/join/');
  return at < 0 ? text : text.slice(at + '#/join/'.length);
};
