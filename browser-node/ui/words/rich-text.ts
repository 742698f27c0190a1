// Sentences of the catalogue may hold three marks: `**strong**`, `[a link](#/wallet)` and `[a term](?nonce)` of the
// glossary. Here they become pieces that a component shows; nothing of it is ever read as HTML. Pure.

export type RichPiece =
  | { readonly kind: 'text' | 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'term'; readonly text: string; readonly term: string };

const marks = /\*\*(?<strong>[^*]+)\*\*|\[(?<text>[^\]]+)\]\((?<target>[#?][^)]*)\)/g;

const pieceOf = (groups: Readonly<Record<string, string | undefined>>): RichPiece => {
  const { strong, text = '', target = '' } = groups;
  if (strong !== undefined) return { kind: 'strong', text: strong };
  return target.startsWith('?') ? { kind: 'term', text, term: target.slice(1) } : { kind: 'link', text, href: target };
};

export const richPieces = (sentence: string): readonly RichPiece[] => {
  const pieces: RichPiece[] = [];
  let end = 0;
  for (const match of sentence.matchAll(marks)) {
    if (match.index > end) pieces.push({ kind: 'text', text: sentence.slice(end, match.index) });
    pieces.push(pieceOf(match.groups ?? {}));
    end = match.index + match[0].length;
  }
  if (end < sentence.length) pieces.push({ kind: 'text', text: sentence.slice(end) });
  return pieces;
};
