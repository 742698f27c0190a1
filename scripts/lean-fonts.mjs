/**
 * A Vite plugin for the two typefaces. A package's Latin file has ten weights and, for the monospace, a hundred ligatures of
 * programming languages; the page uses weights from 400 to 600 and, of the ligatures, none. The characters stay those
 * that the package's style sheet names for the file, so that no text falls back to another face. Other scripts than Latin
 * are used as they come: they are fetched where a text needs them.
 * Bounds: a package of another make ends the build with a sentence. In development the packages are used as they are.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import subsetFont from 'subset-font';

const styleSheets = /\/@fontsource-variable\/(source-sans-3|jetbrains-mono)\/wght\.css$/;
const latinFile = /-latin-wght-normal\.woff2$/;
const faces = /@font-face\s*\{[^}]*\}/g;
const weights = { min: 400, max: 600 };

/**
 * @param {string} folder where the files may lie while the page is built
 * @returns {import('vite').Plugin}
 */
export function leanFonts(folder) {
  return {
    name: 'lean-fonts',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: styleSheets },
      handler: async (code, id) => ({ code: await withLeanLatin(code, id, folder), map: null }),
    },
  };
}

/**
 * The style sheet with another file for its Latin face.
 * @param {string} css
 * @param {string} path of the style sheet
 * @param {string} folder
 */
async function withLeanLatin(css, path, folder) {
  const face = css.match(faces)?.find((each) => latinFile.test(urlOf(each)));
  if (face === undefined) throw packedOtherwise(path);
  const file = join(dirname(path), urlOf(face));
  const isMono = path.includes('jetbrains-mono');
  const bytes = await leanFont(readFileSync(file), charactersOf(face), !isMono);
  mkdirSync(folder, { recursive: true });
  const lean = join(folder, basename(file));
  writeFileSync(lean, bytes);
  // The face goes on naming all weights: beside faces that do, one that names fewer would be passed over for bold text.
  return css.replace(face, face.replace(urlOf(face), lean.split(sep).join('/')));
}

/**
 * Address of the font file.
 * @param {string} face
 */
const urlOf = (face) => /url\(([^)]+)\)/.exec(face)?.[1] ?? '';

/**
 * The characters of a face's `unicode-range`.
 * @param {string} face
 */
export function charactersOf(face) {
  const ranges = /unicode-range:([^;]+);/.exec(face)?.[1]?.split(',') ?? [];
  return ranges
    .map((range) => {
      const [first, last = first] = range.trim().replace('U+', '').split('-');
      const from = parseInt(first ?? '', 16);
      const to = parseInt(last ?? '', 16);
      if (!(from <= to)) throw new Error(`no range of characters: ${range}`);
      return Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)).join('');
    })
    .join('');
}

/**
 * @param {Buffer} bytes of a variable font
 * @param {string} characters that it keeps
 * @param {boolean} hasFeatures whether it keeps the glyphs of its features, such as figures of one width
 */
export async function leanFont(bytes, characters, hasFeatures) {
  const options = { targetFormat: /** @type {const} */ ('woff2'), variationAxes: { wght: weights } };
  return subsetFont(bytes, characters, { ...options, noLayoutClosure: !hasFeatures });
}

/** @param {string} path */
function packedOtherwise(path) {
  return new Error(`${path} has no Latin face as this build knows it: look at scripts/lean-fonts.mjs`);
}
