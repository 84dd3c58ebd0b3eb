import { createHash, hash } from 'node:crypto';

/** In hex. */
export const sha256 = (...parts: (string | Uint8Array)[]): string => {
  if (parts.length === 1) return hash('sha256', parts[0]!, 'hex');
  const hashing = createHash('sha256');
  for (const part of parts) hashing.update(part);
  return hashing.digest('hex');
};

/** UUIDv5: one cause and name give one id, on every machine, for ever. `cause` is a UUID. */
export function derivedId(cause: string, name: string): string {
  const bytes = Buffer.allocUnsafe(16 + Buffer.byteLength(name));
  bytes.write(cause.replaceAll('-', ''), 'hex');
  bytes.write(name, 16);
  return uuid(5, hash('sha1', bytes, 'hex'));
}

/** The name space of users: an issuer's `sub` is text, an id is made from a UUID. */
const USERS = '3f0f4d2e-6f0b-4c38-9a59-0d4a1c1f6a10';

/** One user and key are one request. The key itself is free text and goes no further. */
export function requestIdOf(userId: string, key: string): string {
  const known = users.get(userId) ?? derivedId(USERS, userId);
  if (users.size >= REMEMBERED) users.clear();
  users.set(userId, known);
  return derivedId(known, key);
}

const REMEMBERED = 10_000;
const users = new Map<string, string>();

/** UUIDv8 of a hash: an event's id belongs to its bytes. */
export const idOfHash = (hash: string): string => uuid(8, hash);

/** Of the first 128 bits of a digest in hex, six of which tell version and variant. */
const uuid = (version: number, hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-` +
  `${'89ab'[Number.parseInt(hex[16]!, 16) & 3]}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;

/** An id as it is answered: a UUID in small letters. */
export const isId = (it: unknown): it is string =>
  typeof it === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(it);
