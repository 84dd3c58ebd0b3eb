import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { canonicalJson } from '../kernel/canonical.js';

/** What people say in one request: a payee, a note, the reasons of a waiver. */
export type Words = Readonly<Record<string, unknown>>;

const NONCE = 12;
const TAG = 16;

/** A person's key never seals or hashes itself: each act has a key of its own, derived from it. */
export interface PersonKey {
  readonly sealing: KeyObject;
  readonly hashing: KeyObject;
}

/** For the person's files. They are few, so these are derived when one is in hand. */
export const fileKey = (key: Uint8Array): PersonKey => ({
  sealing: derived(key, 'file seal'),
  hashing: derived(key, 'file hash'),
});

export const personKey = (key: Uint8Array): PersonKey => ({
  sealing: derived(key, 'words seal'),
  hashing: derived(key, 'words hash'),
});

const derived = (key: Uint8Array, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key, '', `ledger/1 ${purpose}`, 32)));

export const newKey = (): Buffer => randomBytes(32);

/**
 * Proves later which words were meant, and nothing to anybody once the key is gone: without it a
 * guess cannot be tested. Frozen: HMAC-SHA-256 under HKDF of the person's key, over canonical JSON.
 */
export const hashOfWords = ({ hashing }: PersonKey, words: Words): string =>
  createHmac('sha256', hashing).update(canonicalJson(words)).digest('hex');

/** As `hashOfWords`, over the bytes of a file. */
export const hashOfFile = ({ hashing }: PersonKey, bytes: Uint8Array): string =>
  createHmac('sha256', hashing).update(bytes).digest('hex');

let nonces = Buffer.alloc(0);

/** Never given twice; many are drawn at once, for drawing is what takes time. */
function freshNonce(): Buffer {
  if (nonces.length < NONCE) nonces = randomBytes(NONCE * 512);
  const nonce = nonces.subarray(0, NONCE);
  nonces = nonces.subarray(NONCE);
  return nonce;
}

/** AES-256-GCM: nonce, tag, ciphertext. Bound to its request, so no row can be passed as another. */
export const seal = (key: PersonKey, requestId: string, words: Words): Buffer =>
  sealBytes(key, requestId, canonicalJson(words));

/** As `seal`; `id` is that of the row. */
export function sealBytes({ sealing }: PersonKey, id: string, bytes: string | Uint8Array): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', sealing, nonce);
  cipher.setAAD(Buffer.from(id));
  const text = cipher.update(bytes as string);
  cipher.final(); // adds nothing in this mode
  // Memory of its own: with a piece of a larger one, all of that would go to the writer's thread.
  const sealed = Buffer.allocUnsafeSlow(NONCE + TAG + text.length);
  nonce.copy(sealed);
  cipher.getAuthTag().copy(sealed, NONCE);
  text.copy(sealed, NONCE + TAG);
  return sealed;
}

/** Throws when the bytes, the key or the request are not those they were sealed with. */
export const unseal = (key: PersonKey, requestId: string, sealed: Uint8Array): Words =>
  JSON.parse(unsealBytes(key, requestId, sealed).toString()) as Words;

/** As `unseal`; `id` is that of the row. */
export function unsealBytes({ sealing }: PersonKey, id: string, sealed: Uint8Array): Buffer {
  const nonce = sealed.subarray(0, NONCE);
  const decipher = createDecipheriv('aes-256-gcm', sealing, nonce);
  decipher.setAAD(Buffer.from(id));
  decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  const text = decipher.update(sealed.subarray(NONCE + TAG));
  return Buffer.concat([text, decipher.final()]);
}
