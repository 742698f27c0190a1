// Reads fields of JSON that a person or a stranger wrote, collecting the first fault with its path. Unknown keys are
// refused, because a misspelt optional key would silently get its default and make another chain; so is null, which is
// not "absent". Bounded by the object's own keys and by the maximum of each list, which the caller passes.

export interface FieldFault {
  readonly type: 'field-invalid';
  /** such as `consensus.blockTimeMs` */
  readonly path: string;
  /** one sentence: what is allowed */
  readonly expected: string;
}

export interface Fields {
  readonly text: (key: string, fallback: string | undefined, allowed: RegExp, expected: string) => string;
  readonly count: (key: string, fallback: number | undefined, min: number, max: number) => number;
  readonly flag: (key: string, fallback: boolean) => boolean;
  /** The sub-object; an absent one is a fault. */
  readonly object: (key: string) => Fields;
  /** The objects of a list; none when it is absent or has more than `max` entries, which is a fault. */
  readonly array: (key: string, max: number) => readonly Fields[];
  readonly texts: (key: string, max: number) => readonly string[];
  /** Any reading of a text: `read` returns `undefined` for a wrong one, and so does this, after a fault. */
  readonly read: <T>(
    key: string,
    fallback: T | undefined,
    expected: string,
    read: (text: string) => T | undefined,
  ) => T | undefined;
  readonly has: (key: string) => boolean;
  readonly refuse: (key: string, expected: string) => void;
  /** Call last: faults on keys that nobody read. */
  readonly finish: () => FieldFault | undefined;
}

interface Shared {
  fault: FieldFault | undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One object: its own values by key, which keys were read, and its path in faults. */
const recordAt = (json: unknown, path: string, shared: Shared) => {
  const record = isRecord(json) ? json : {};
  const used = new Set<string>();
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const refuse = (key: string, expected: string): void => {
    shared.fault ??= { type: 'field-invalid', path: at(key), expected };
  };
  if (!isRecord(json)) shared.fault ??= { type: 'field-invalid', path, expected: 'an object' };
  const has = (key: string): boolean => Object.hasOwn(record, key);
  const value = (key: string, fallback?: unknown): unknown => {
    used.add(key);
    const found = has(key) ? record[key] : undefined;
    return found === undefined ? fallback : found;
  };
  const refuseUnknown = (): void => {
    for (const key of Object.keys(record)) if (!used.has(key)) refuse(key, 'no such field');
  };
  return { at, refuse, has, value, refuseUnknown };
};

const fieldsAt = (json: unknown, path: string, shared: Shared): Fields => {
  const { at, refuse, has, value, refuseUnknown } = recordAt(json, path, shared);
  const children: Fields[] = [];

  const read: Fields['read'] = (key, fallback, expected, parse) => {
    const found = value(key);
    const parsed = found === undefined ? fallback : typeof found === 'string' ? parse(found) : undefined;
    if (parsed === undefined) refuse(key, expected);
    return parsed;
  };
  const list = (key: string, max: number, expected: string): readonly unknown[] => {
    const found = value(key, []);
    if (Array.isArray(found) && found.length <= max) return found;
    refuse(key, Array.isArray(found) ? `at most ${max} entries` : expected);
    return [];
  };
  const child = (json: unknown, childPath: string): Fields => {
    const fields = fieldsAt(json, childPath, shared);
    children.push(fields);
    return fields;
  };

  return {
    read,
    refuse,
    has,
    text: (key, fallback, allowed, expected) =>
      read(key, fallback, expected, (text) => (allowed.test(text) ? text : undefined)) ?? '',
    count: (key, fallback, min, max) => {
      const found = value(key, fallback);
      if (typeof found === 'number' && Number.isSafeInteger(found) && found >= min && found <= max) {
        return found === 0 ? 0 : found; // JSON has a −0
      }
      refuse(key, `a whole number from ${min} to ${max}`);
      return min;
    },
    flag: (key, fallback) => {
      const found = value(key, fallback);
      if (typeof found !== 'boolean') refuse(key, 'true or false');
      return found === true;
    },
    object: (key) => child(value(key), at(key)),
    array: (key, max) => list(key, max, 'a list').map((item, i) => child(item, `${at(key)}[${i}]`)),
    texts: (key, max) => {
      const found = list(key, max, 'a list of texts');
      const texts = found.filter((item) => typeof item === 'string');
      if (texts.length !== found.length) refuse(key, 'a list of texts');
      return texts;
    },
    finish: () => {
      refuseUnknown();
      for (const fields of children) fields.finish();
      return shared.fault;
    },
  };
};

export const fieldsOf = (json: unknown): Fields => fieldsAt(json, '', { fault: undefined });
