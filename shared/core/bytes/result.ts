// The outcome of anything that input from outside can make fail: a value, or a fault that says why as data.
// Exceptions are kept for our own bugs. After Evolu's `Result` (packages/common/src/Result.ts), in our own form.

export type Result<T, F> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: F };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const err = <F>(error: F): { readonly ok: false; readonly error: F } => ({ ok: false, error });
