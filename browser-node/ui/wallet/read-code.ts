// Reads a QR code in a picture: by the browser's own detector where there is one, else by a decoder that is fetched then
// (the package `qr`). Nothing leaves the tab. Bound: pictures are looked at with at most `sideMax` pixels a side.

/** The slice of the Shape Detection API in use; TypeScript does not know it. */
interface DetectorLike {
  readonly detect: (image: ImageBitmapSource) => Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): DetectorLike;
  readonly getSupportedFormats: () => Promise<readonly string[]>;
}

const sideMax = 1000;

const detectorOf = async (window: Window): Promise<DetectorLike | undefined> => {
  const { BarcodeDetector: Detector } = window as Window & { readonly BarcodeDetector?: DetectorClass };
  if (Detector === undefined || !(await Detector.getSupportedFormats()).includes('qr_code')) return undefined;
  return new Detector({ formats: ['qr_code'] });
};

interface Drawable {
  readonly source: CanvasImageSource;
  readonly width: number;
  readonly height: number;
}

const pixelsOf = ({ source, width, height }: Drawable): ImageData | undefined => {
  const scale = Math.min(1, sideMax / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context?.getImageData(0, 0, canvas.width, canvas.height);
};

export type CodeReader = (drawable: Drawable) => Promise<string | undefined>;

/** Makes the reader that this browser is best served with; rejects when its part of the page cannot be fetched. */
export const createCodeReader = async (): Promise<CodeReader> => {
  const detector = await detectorOf(window);
  const decode = detector === undefined ? (await import('qr/decode.js')).default : undefined;
  return async (drawable) => {
    const pixels = pixelsOf(drawable);
    if (pixels === undefined) return undefined;
    if (detector !== undefined) return (await detector.detect(pixels))[0]?.rawValue;
    try {
      return decode?.(pixels);
    } catch {
      return undefined; // how the decoder says that there is no code to be read
    }
  };
};

/** An address in the text of a code: alone, or in a link to it. */
export const addressInCode = (code: string): string | undefined =>
  /\btabc?1[0-9a-z]{8,180}/i.exec(code)?.[0].toLowerCase();
