// The module worker of probe.page.ts: answers each number with its double.
// Imports nothing: it shows that a worker is bundled and served, no more.

self.onmessage = ({ data }: MessageEvent<number>) => {
  self.postMessage(data * 2);
};

export {};
