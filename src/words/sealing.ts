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

let nonces = Buffer.alloc(0);

/** Never given twice; many are drawn at once, for drawing is what takes time. */
function freshNonce(): Buffer {
  if (nonces.length < NONCE) nonces = randomBytes(NONCE * 512);
  const nonce = nonces.subarray(0, NONCE);
  nonces = nonces.subarray(NONCE);
  return nonce;
}

/** AES-256-GCM: nonce, tag, ciphertext. Bound to its request, so no row can be passed as another. */
export function seal({ sealing }: PersonKey, requestId: string, words: Words): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', sealing, nonce);
  cipher.setAAD(Buffer.from(requestId));
  const text = cipher.update(canonicalJson(words));
  cipher.final(); // adds nothing in this mode
  // Memory of its own: with a piece of a larger one, all of that would go to the writer's thread.
  const sealed = Buffer.allocUnsafeSlow(NONCE + TAG + text.length);
  nonce.copy(sealed);
  cipher.getAuthTag().copy(sealed, NONCE);
  text.copy(sealed, NONCE + TAG);
  return sealed;
}

/** Throws when the bytes, the key or the request are not those they were sealed with. */
export function unseal({ sealing }: PersonKey, requestId: string, sealed: Uint8Array): Words {
  const nonce = sealed.subarray(0, NONCE);
  const decipher = createDecipheriv('aes-256-gcm', sealing, nonce);
  decipher.setAAD(Buffer.from(requestId));
  decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  const text = decipher.update(sealed.subarray(NONCE + TAG));
  return JSON.parse(Buffer.concat([text, decipher.final()]).toString()) as Words;
}
