import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import type { BatchAppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import grpcStatus from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import protobufEmpty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Message } from 'google-protobuf';
import { MAX_APPEND, type Expected, type Kept, type Outcome } from './event-store.js';

// What the server says, in the messages that the client's package brings.

const empty = () => new shared.Empty();

/** An error as the unary calls give it: what it is stands in the trailers. */
export function failure(
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): StatusObject {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return { code, details, metadata };
}

export const accessDenied = () =>
  failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
export const streamDeleted = (stream: string) =>
  failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
const tooLarge = () =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${MAX_APPEND} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND),
  });

/** Of the call that appends alone. Throws what is answered as an error. */
export function appended(stream: string, expected: Expected, outcome: Outcome) {
  if (outcome === 'stream-deleted') throw streamDeleted(stream);
  if (outcome === 'too-large') throw tooLarge();
  const answer = new streams.AppendResp();
  if ('revision' in outcome) {
    const success = new streams.AppendResp.Success();
    success.setCurrentRevision(String(outcome.revision));
    if (outcome.position === undefined) success.setNoPosition(empty());
    else success.setPosition(place(new streams.AppendResp.Position(), outcome.position));
    return answer.setSuccess(success);
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (outcome.current === 'no_stream') wrong.setCurrentNoStream(empty());
  else wrong.setCurrentRevision(String(outcome.current));
  if (expected === 'any') wrong.setExpectedAny(empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(empty());
  else wrong.setExpectedRevision(String(expected));
  return answer.setWrongExpectedVersion(wrong);
}

/** Of the call that all appends of a process share. */
export function batchAppended(outcome: Outcome, expected: Expected): BatchAppendResp {
  if (outcome === 'stream-deleted')
    return batchFailed('StreamDeleted', new shared.StreamDeleted(), status.FAILED_PRECONDITION);
  if (outcome === 'too-large') {
    const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND);
    return batchFailed('MaximumAppendSizeExceeded', details, status.INVALID_ARGUMENT);
  }
  const answer = new streams.BatchAppendResp();
  if ('revision' in outcome) {
    const success = new streams.BatchAppendResp.Success();
    success.setCurrentRevision(String(outcome.revision));
    if (outcome.position === undefined) success.setNoPosition(new protobufEmpty.Empty());
    else success.setPosition(place(new shared.AllStreamPosition(), outcome.position));
    return answer.setSuccess(success);
  }
  const wrong = new shared.WrongExpectedVersion();
  if (outcome.current === 'no_stream') wrong.setCurrentNoStream(new protobufEmpty.Empty());
  else wrong.setCurrentStreamRevision(String(outcome.current));
  if (expected === 'any') wrong.setExpectedAny(new protobufEmpty.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new protobufEmpty.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new protobufEmpty.Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return batchFailed('WrongExpectedVersion', wrong, status.FAILED_PRECONDITION);
}

export const batchTimeout = () =>
  batchFailed('Timeout', new shared.Timeout(), status.DEADLINE_EXCEEDED);
export const batchDenied = () =>
  batchFailed('AccessDenied', new shared.AccessDenied(), status.PERMISSION_DENIED);
/** The client recognises its words only. */
export const batchNotReady = () =>
  batchFailed('BadRequest', new shared.BadRequest(), status.UNAVAILABLE, 'Server Is Not Ready');

function batchFailed(type: string, details: Message, code: number, message = type) {
  const packed = new any.Any();
  packed.pack(details.serializeBinary(), `event_store.client.${type}`);
  const error = new grpcStatus.Status();
  error.setCode(code).setMessage(message).setDetails(packed);
  return new streams.BatchAppendResp().setError(error);
}

export const place = <
  P extends { setCommitPosition(it: string): unknown; setPreparePosition(it: string): unknown },
>(
  message: P,
  commit: bigint,
  prepare = commit,
): P => {
  message.setCommitPosition(String(commit));
  message.setPreparePosition(String(prepare));
  return message;
};

export const identifier = (stream: string) =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
export const nameIn = (it?: { getStreamName_asU8(): Uint8Array }) =>
  Buffer.from(it?.getStreamName_asU8() ?? []).toString();

// ── Reading ──────────────────────────────────────────────────────────────────

export function eventRead(event: Kept): ReadResp {
  const recorded = place(new streams.ReadResp.ReadEvent.RecordedEvent(), event.position);
  recorded.setId(new shared.UUID().setString(event.id));
  recorded.setStreamIdentifier(identifier(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setData(event.data).setCustomMetadata(event.metadata);
  const about = recorded.getMetadataMap();
  about.set('type', event.type).set('content-type', event.contentType).set('created', '0');
  const read = new streams.ReadResp.ReadEvent().setEvent(recorded);
  read.setCommitPosition(String(event.position));
  return new streams.ReadResp().setEvent(read);
}

export const confirmed = (id: string) =>
  new streams.ReadResp().setConfirmation(
    new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id),
  );
export const caughtUp = () => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());
export const checkpoint = (commit: bigint, prepare: bigint) =>
  new streams.ReadResp().setCheckpoint(place(new streams.ReadResp.Checkpoint(), commit, prepare));
export const notFound = (stream: string) =>
  new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream)),
  );
