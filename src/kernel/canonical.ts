/**
 * Canonical JSON: the bytes that are hashed, frozen for ever. Keys sorted by code point, no spaces,
 * safe integers only, the string escapes of `JSON.stringify`; absent for null. Throws a
 * `TypeError` for what two stores might write differently: floats, `undefined`, null, bigints,
 * lone surrogates.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isSafeInteger(value)) throw new TypeError(`Not a safe integer: ${value}`);
      return String(value + 0);
    case 'object':
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
      if (value !== null) return object(value as Record<string, unknown>);
  }
  throw new TypeError(`Canonical JSON has no ${value === null ? 'null' : typeof value}`);
}

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function text(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new TypeError('Text with half a surrogate pair');
  return JSON.stringify(value);
}

function object(value: Record<string, unknown>): string {
  const keys = Object.keys(value);
  keys.sort(keys.every((key) => PLAIN.test(key)) ? undefined : byCodePoint);
  return `{${keys.map((key) => `${text(key)}:${canonicalJson(value[key])}`).join(',')}}`;
}

/** As UTF-8 bytes sort; UTF-16, which JavaScript sorts by, differs beyond the basic plane. */
const byCodePoint = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Without its `undefined` members: an optional field is absent, never empty. */
export function present<T extends object>(value: T): Present<T> {
  const kept: Record<string, unknown> = {};
  for (const [key, it] of Object.entries(value)) if (it !== undefined) kept[key] = it;
  return kept as Present<T>;
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
