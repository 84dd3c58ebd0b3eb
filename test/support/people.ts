import type { Asked } from '../../src/event-log/event-log.js';
import { requestIdOf, sha256 } from '../../src/kernel/digest.js';

/** A direct-payment officer. */
export const olu = { userId: '0b5ac0de-0000-4000-8000-000000000017', role: 'officer' } as const;

/** One key and body are one request, however often it is sent. */
export const oluAsks = (key: string, body = key): Asked => ({
  actor: olu,
  requestId: requestIdOf(olu.userId, key),
  requestHash: sha256(body),
});
