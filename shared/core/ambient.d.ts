/**
 * Everything the core knows of its surroundings beside ES2023: text encoding and WebAssembly, which every kind of node
 * has. Declared by hand and no wider than the core uses them, so that nothing else (clock, randomness, network, DOM,
 * Node) exists for the compiler. Shapes: WHATWG Encoding and the WebAssembly JavaScript Interface.
 */

declare class TextEncoder {
  /** UTF-8; lone surrogates become U+FFFD. */
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: 'utf-8', options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  /** Throws a TypeError on malformed input when `fatal`. */
  decode(bytes?: Uint8Array): string;
}

declare namespace WebAssembly {
  type ImportValue = ((...args: never[]) => unknown) | Global | Memory | Table | number | bigint;
  type Imports = Readonly<Record<string, Readonly<Record<string, ImportValue>>>>;

  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer> | ArrayBuffer);
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Readonly<Record<string, ((...args: (number | bigint)[]) => unknown) | Global | Memory | Table>>;
  }
  /** Sizes in pages of 64 KiB. */
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum?: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Table {
    constructor(descriptor: { readonly element: 'anyfunc'; readonly initial: number; readonly maximum?: number });
    readonly length: number;
  }
  class Global {
    constructor(descriptor: { readonly value: 'i32' | 'i64'; readonly mutable?: boolean }, value?: number | bigint);
    value: number | bigint;
  }
  class RuntimeError extends Error {}
}
