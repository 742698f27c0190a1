// Counts. Anyone may count on, by one or by more; whoever asks learns where it stands.

export function init(start = 0) {
  storage.set('n', BigInt(start));
}

export function increment(by = 1) {
  const n = storage.get('n') + BigInt(by);
  storage.set('n', n);
  emit('incremented', { n, by: context.sender });
  return n;
}

export function value() {
  return storage.get('n');
}
