import { status } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import {
  caughtUp,
  checkpoint,
  confirmed,
  eventRead,
  failure,
  nameIn,
  notFound,
} from './answers.js';
import type { EventStore, Kept } from './event-store.js';

/** How many events are looked at between two checkpoints, for each of the client's own interval. */
const CHECKPOINT_EVERY = 32;

interface Caller {
  readonly cancelled: boolean;
  once(event: string, heard: () => void): unknown;
}

/** What was asked to be read. */
export interface Reading {
  /** `undefined`: all. */
  readonly stream?: string;
  readonly isSubscription: boolean;
  /** The place it goes on from, in both numbers. */
  readonly from?: { readonly commit: bigint; readonly prepare: bigint };
  answers(store: EventStore, version: string, call: Caller): AsyncIterable<ReadResp>;
}

export function reading(options: ReadReq.Options): Reading {
  const stream = options.hasStream()
    ? nameIn(options.getStream()!.getStreamIdentifier())
    : undefined;
  const isSubscription = options.hasSubscription();
  const position = options.getAll()?.getPosition();
  return {
    ...(stream !== undefined && { stream }),
    isSubscription,
    ...(position && {
      from: {
        commit: BigInt(position.getCommitPosition()),
        prepare: BigInt(position.getPreparePosition()),
      },
    }),
    answers(store, version, call) {
      if (isSubscription) return subscribed(store, options, version, call);
      return stream === undefined ? allRead(store, options) : streamRead(store, stream, options);
    },
  };
}

async function* streamRead(
  store: EventStore,
  stream: string,
  options: ReadReq.Options,
): AsyncGenerator<ReadResp> {
  const events = store.read(stream);
  if (!events) return yield notFound(stream);
  const asked = options.getStream()!;
  const backwards = options.getReadDirection() === 1;
  const from = asked.hasStart()
    ? 0n
    : asked.hasEnd()
      ? store.lastOf(stream)
      : BigInt(asked.getRevision());
  const wanted = backwards
    ? events.filter((it) => it.revision <= from).toReversed()
    : events.filter((it) => it.revision >= from);
  for (const it of wanted.slice(0, Number(options.getCount()))) yield eventRead(it);
}

async function* allRead(store: EventStore, options: ReadReq.Options): AsyncGenerator<ReadResp> {
  const backwards = options.getReadDirection() === 1;
  let index = startOf(store, options);
  for (let left = Number(options.getCount()); left > 0; left--) {
    const event = store.at(backwards ? --index : index++);
    if (!event) return;
    yield eventRead(event);
  }
}

/** Forwards its event is the first, backwards the one before it. Filters it has none. */
function startOf(store: EventStore, options: ReadReq.Options): number {
  const asked = options.getAll()!;
  if (asked.hasStart()) return 0;
  if (asked.hasEnd()) return store.count;
  const commit = BigInt(asked.getPosition()!.getCommitPosition());
  if (!store.isPlace(commit))
    throw failure(status.UNKNOWN, 'Unexpected ReadAllResult: InvalidPosition');
  return store.indexOf(commit);
}

async function* subscribed(
  store: EventStore,
  options: ReadReq.Options,
  version: string,
  call: Caller,
): AsyncGenerator<ReadResp> {
  const isWanted = filterIn(options);
  const interval = CHECKPOINT_EVERY * (options.getFilter()?.getCheckpointintervalmultiplier() ?? 0);
  let index = afterWhich(store, options, version);
  let [isLive, scanned] = [false, 0];
  let news = Promise.withResolvers<void>();
  const deaf = store.listen(() => news.resolve());
  for (const end of ['close', 'cancelled']) call.once(end, () => news.resolve());
  try {
    yield confirmed(crypto.randomUUID());
    for (;;) {
      for (let event = store.at(index); event; event = store.at(++index)) {
        if (isWanted(event)) yield eventRead(event);
        // Its second number is nought until the subscription is live.
        if (interval > 0 && ++scanned % interval === 0)
          yield checkpoint(event.position, isLive ? event.position : 0n);
      }
      if (!isLive) yield caughtUp();
      isLive = true;
      if (call.cancelled) return;
      if (store.at(index)) continue;
      await news.promise;
      news = Promise.withResolvers();
      if (call.cancelled) return;
    }
  } finally {
    deaf();
  }
}

/** The event itself is not sent again; a place beyond the end is taken without a word. */
function afterWhich(store: EventStore, options: ReadReq.Options, version: string): number {
  const asked = options.getAll();
  if (!asked) throw failure(status.UNIMPLEMENTED, 'Only subscriptions to all');
  if (asked.hasStart()) return 0;
  if (asked.hasEnd()) return store.count;
  const commit = BigInt(asked.getPosition()!.getCommitPosition());
  const prepare = BigInt(asked.getPosition()!.getPreparePosition());
  if (!store.isPlace(commit))
    throw failure(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
  const index = store.indexOf(commit);
  const isThere = store.at(index)?.position === commit;
  if (version === '23.10') return isThere || store.at(index) ? index + 1 : index;
  return isThere && prepare === commit ? index + 1 : index;
}

function filterIn(options: ReadReq.Options): (event: Kept) => boolean {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const expression = filter.getStreamIdentifier() ?? filter.getEventType()!;
  const textOf = (it: Kept) => (filter.hasStreamIdentifier() ? it.stream : it.type);
  const prefixes = expression.getPrefixList();
  const regex = new RegExp(expression.getRegex());
  return (it) =>
    prefixes.length > 0
      ? prefixes.some((prefix) => textOf(it).startsWith(prefix))
      : regex.test(textOf(it));
}
