import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../src/kernel/canonical.js';
import {
  dataText,
  firstHash,
  hashOf,
  metaText,
  type Envelope,
  type Meta,
} from '../../src/event-log/chain.js';
import type { Position, Recorded } from '../../src/event-log/event-log.js';
import { instantOf, microsOf, type Instant } from '../../src/kernel/dates.js';
import type { DomainEvent } from '../../src/kernel/decider.js';
import { derivedId, idOfHash } from '../../src/kernel/digest.js';
import { eventTypes } from '../../src/ledger.js';
import { EVERY_EVENT } from './every-event.js';

// Events as they were stored: a file for each type and schema version, in every shape, with its
// envelope and its place in a chain that verifies. Once stored they stay as they are: a program that
// cannot read them any more cannot read somebody's ledger. What is new is stored by
//   npm run events:store

/** An event as it is handed out, line by line, but for its position, which differs by store. */
export interface Example extends Meta {
  readonly eventId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly previousHash: string;
  readonly hash: string;
}

const FOLDER = join(import.meta.dirname, 'events');

const fileOf = ({ type, schemaVersion }: Pick<Example, 'type' | 'schemaVersion'>): string =>
  `${type}.${schemaVersion}.json`;

/** In the order in which they were recorded. */
export function storedExamples(): Example[] {
  return globSync('*.json', { cwd: FOLDER })
    .flatMap((file) => {
      const examples = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Example[];
      for (const it of examples)
        if (fileOf(it) !== file) throw new Error(`${file} holds an example for ${fileOf(it)}`);
      return examples;
    })
    .toSorted((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1));
}

export const eventOf = ({ type, data }: Example): DomainEvent => ({ type, ...data });

/** As a log hands it to those who fold. */
export const recordedFrom = (example: Example, place: number): Recorded => {
  const { type: _, data: __, ...envelope } = example;
  const position = `examples-${String(place + 1).padStart(20, '0')}` as Position;
  return { ...envelope, event: eventOf(example), position };
};

/** The chain that an example's bytes give, whatever the file says. */
export function hashByBytes(example: Example): string {
  const { eventId: _, data: __, previousHash, hash: ___, ...meta } = example;
  return hashOf(previousHash, metaText(meta), dataText(eventOf(example)));
}

const sameAs = (a: DomainEvent) => (b: DomainEvent) => canonicalJson(a) === canonicalJson(b);

/** Of the list of every event, those with no example yet. */
export const notStored = (stored: readonly Example[]) =>
  EVERY_EVENT.filter(
    ([stream, event]) => !stored.some((it) => it.stream === stream && sameAs(event)(eventOf(it))),
  );

const SPACE = '6f2f1f0e-5a5e-4c57-9d3f-3d1c0a4b8e21';
const BEGINNING = '2026-10-01T09:00:00.000000Z' as Instant;
const A_SECOND = 1_000_000;

/** The examples as they are once those of `EVERY_EVENT` that are new are added to their streams. */
function grown(stored: readonly Example[]): Example[] {
  const examples = [...stored];
  for (const [stream, event] of notStored(stored)) {
    const head = examples.findLast((it) => it.stream === stream);
    const last = examples.at(-1);
    const requestId = derivedId(SPACE, `request ${examples.length}`);
    const actor = { userId: 'demo-officer', role: 'officer' };
    const envelope: Envelope = stream.endsWith('-anna')
      ? {
          actor: { ...actor, onBehalfOf: 'anna' },
          requestId,
          correlationId: derivedId(SPACE, 'correlation'),
          causationId: derivedId(SPACE, 'causation'),
        }
      : { actor, requestId };
    const meta: Meta = {
      ...envelope,
      stream,
      version: head ? head.version + 1 : 0,
      type: event.type,
      schemaVersion: eventTypes().versionOf(event.type),
      recordedAt: last ? instantOf(microsOf(last.recordedAt) + A_SECOND) : BEGINNING,
    };
    const previousHash = head?.hash ?? firstHash(stream);
    const hash = hashOf(previousHash, metaText(meta), dataText(event));
    const { type: _, ...data } = event;
    examples.push({ ...meta, eventId: idOfHash(hash), data, previousHash, hash });
  }
  return examples;
}

function store(): void {
  const files = Map.groupBy(grown(storedExamples()), fileOf);
  for (const [file, examples] of files)
    writeFileSync(join(FOLDER, file), `${JSON.stringify(examples, null, 2)}\n`);
}

if (import.meta.main) store();
