/**
 * Text that a person sees and that stands in a component instead of the catalogue (browser-node/ui/words/text): letters
 * between tags, in attributes that are read or shown, and in what such a place shows of an expression. A rule on one
 * file's text, so that it is shown to fail on a bad sample. Names that are the same in every language may stand.
 */
import { parse, type AST } from 'svelte/compiler';
import type { SourceFile } from './source-rules.ts';

/** Attributes and props whose text is shown or read out. */
const shown = new Set([
  ...['title', 'alt', 'placeholder', 'label', 'aria-label', 'aria-valuetext', 'aria-roledescription', 'data-label'],
  ...['what', 'legend', 'hint', 'caption', 'text', 'name'],
]);
/** `name` of an element is not shown; of a component it is the name of an icon or term. */
const nothingOfElements = new Set(['name', 'what', 'text', 'hint', 'legend', 'caption']);

/** Proper names, units and samples of what is typed: alike in every language. */
const everywhere =
  /^(Tabchain|tab1…?|https?:.*|\/ip4\/.*|#.*|QR|WebRTC|WebSocket|UDP|STUN|CID|[kMGT]?H\/s|ms|s|B|[KMG]iB|JSON|TAB|\d.*)$/;

const speaks = (text: string): boolean =>
  text
    .split(/[\s·–—]+/)
    .some((word) => /\p{L}/u.test(word) && !everywhere.test(word.replace(/^[(“]|[)”.,:;?!]$/gu, '')));

interface Place {
  readonly start: number;
  readonly text: string;
}

/** The literals that an expression may come to: not what it compares, not what it calls something with. */
function literalsOf(node: { readonly type: string; readonly start?: number }): readonly Place[] {
  const child = (key: string): readonly Place[] => {
    const value: unknown = Reflect.get(node, key);
    return isNode(value) ? literalsOf(value) : [];
  };
  switch (node.type) {
    case 'Literal': {
      const value: unknown = Reflect.get(node, 'value');
      return typeof value === 'string' ? [{ start: node.start ?? 0, text: value }] : [];
    }
    case 'TemplateLiteral': {
      const quasis: unknown = Reflect.get(node, 'quasis');
      const texts = Array.isArray(quasis)
        ? quasis.map((quasi: { value: { cooked: string } }) => quasi.value.cooked)
        : [];
      return [{ start: node.start ?? 0, text: texts.join(' ') }];
    }
    case 'ConditionalExpression':
      return [...child('consequent'), ...child('alternate')];
    case 'LogicalExpression':
    case 'BinaryExpression':
      return Reflect.get(node, 'operator') === '+' || node.type === 'LogicalExpression'
        ? [...child('left'), ...child('right')]
        : [];
    default:
      return [];
  }
}

const isNode = (value: unknown): value is { readonly type: string; readonly start?: number } =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function attributePlaces(attribute: AST.Attribute, isElement: boolean): readonly Place[] {
  if (!shown.has(attribute.name) || (isElement && nothingOfElements.has(attribute.name))) return [];
  if (!isElement && attribute.name === 'name') return [];
  const { value } = attribute;
  if (value === true) return [];
  const parts = Array.isArray(value) ? value : [value];
  return parts.flatMap((part) =>
    part.type === 'Text' ? [{ start: part.start, text: part.data }] : literalsOf(part.expression),
  );
}

/** Every place below a node of the markup; scripts and styles are elsewhere in the tree. */
function placesOf(node: unknown, isElement: boolean): readonly Place[] {
  if (Array.isArray(node)) return node.flatMap((one) => placesOf(one, isElement));
  if (!isNode(node)) return [];
  if (node.type === 'Text') return [{ start: node.start ?? 0, text: String(Reflect.get(node, 'data')) }];
  if (node.type === 'ExpressionTag') return literalsOf(Reflect.get(node, 'expression') as never);
  if (node.type === 'Attribute') return attributePlaces(node as AST.Attribute, isElement);
  const inside = /^(RegularElement|SvelteElement|TitleElement|SvelteHead)$/.test(node.type);
  const below = [
    'nodes',
    'fragment',
    'attributes',
    'body',
    'consequent',
    'alternate',
    'fallback',
    'pending',
    'then',
    'catch',
  ];
  return below.flatMap((key) => placesOf(Reflect.get(node, key), inside));
}

export function textIsInTheCatalogue({ path, text }: SourceFile): string[] {
  const { fragment } = parse(text, { modern: true });
  return placesOf(fragment, false)
    .filter((place) => speaks(place.text))
    .map(
      (place) =>
        `${path}:${text.slice(0, place.start).split('\n').length}: visible text “${place.text.trim().slice(0, 40)}”`,
    );
}
