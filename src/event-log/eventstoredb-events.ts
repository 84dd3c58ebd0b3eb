import type { EventData } from '@eventstore/db-client';
import { canonicalJson } from '../kernel/canonical.js';
import { idOfHash } from '../kernel/digest.js';
import { hashOf, metaText, type Meta, type Stored } from './chain.js';
import type { Position } from './event-log.js';

/** An event as the client hands it over. */
export interface ServerEvent {
  readonly streamId: string;
  readonly id: string;
  readonly type: string;
  readonly revision: bigint;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly position?: { readonly commit: bigint; readonly prepare: bigint };
}

/** An event ready to be sent, with the bytes that were hashed. */
export interface Prepared {
  readonly version: number;
  readonly type: string;
  readonly meta: string;
  readonly data: string;
  readonly hash: string;
  readonly previousHash: string;
  readonly toSend: EventData;
}

/**
 * The server keeps no hash, but the event's id is made from it. The hash before it stands in the
 * metadata, outside of what is hashed, so that each event can be checked by itself.
 */
export function prepare(meta: Meta, data: string, previousHash: string): Prepared {
  const text = metaText(meta);
  const hash = hashOf(previousHash, text, data);
  const { type, version } = meta;
  const toSend: EventData = {
    id: idOfHash(hash),
    type,
    contentType: 'application/json',
    data: JSON.parse(data) as Record<string, unknown>,
    metadata: new TextEncoder().encode(canonicalJson({ ...meta, previousHash })),
  };
  return { version, type, meta: text, data, hash, previousHash, toSend };
}

/** An event of ours as it is stored, wherever it was read. */
export interface StoredInStream extends Stored {
  readonly stream: string;
  /** Written by whom it should be: it can be made into what was recorded. */
  readonly isWhole: boolean;
}

const HASH = /^[\da-f]{64}$/;
/** Fits nothing. */
const NO_HASH = '0'.repeat(64);

/** Canonical JSON gives the hashed bytes back; what somebody changed gives others. */
export function storedFrom(event: ServerEvent, stream: string, position: Position): StoredInStream {
  const { previousHash: previous, ...envelope } = Object(event.metadata) as Partial<Meta> & {
    previousHash?: unknown;
  };
  const previousHash = typeof previous === 'string' && HASH.test(previous) ? previous : NO_HASH;
  const [meta, data] = [textOf(envelope), textOf(event.data)];
  const hash = hashOf(previousHash, meta, data);
  const isWhole = idOfHash(hash) === event.id;
  return {
    stream,
    version: Number(event.revision),
    position,
    meta,
    data,
    hash: isWhole ? hash : NO_HASH,
    previousHash,
    isWhole,
  };
}

function textOf(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch {
    return JSON.stringify(value) ?? '';
  }
}
