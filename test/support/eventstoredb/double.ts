import { once } from 'node:events';
import {
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type StatusObject,
} from '@grpc/grpc-js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  DeleteReq,
  DeleteResp,
  ReadReq,
  ReadResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import {
  accessDenied,
  appended,
  batchAppended,
  batchDenied,
  batchNotReady,
  batchTimeout,
  failure,
  nameIn,
  place,
  streamDeleted,
} from './answers.js';
import { EventStore, type Expected, type Outcome, type Proposed } from './event-store.js';
import { Line } from './line.js';
import { reading, type Reading } from './reading.js';
import { Rights, type Users } from './rights.js';

/** An append on its way. */
export interface Arriving {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly Proposed[];
}

/** What goes wrong with an append. What is not stored here may yet be sent again. */
export type Mishap =
  /** The line is cut; it was never seen. */
  | 'cut before'
  /** The line is cut; it is stored. */
  | 'cut after'
  /** The line is cut; it is stored when `double.lateOnes()` is called. */
  | 'late'
  /** Stored, and the server says that it took too long. */
  | 'deadline exceeded'
  /** Stored, and the server says "Commit phase timeout." */
  | 'commit timeout'
  /** Not stored: it is still starting. */
  | 'not ready'
  /** Stored, and nobody is told. */
  | 'no answer'
  /** Stored if it can be, and answered as if it could not. */
  | 'wrong version'
  /** Not stored, as if another had been first. */
  | 'conflict';

/** What goes wrong with a read or a subscription after so many events. */
export interface ReadMishap {
  readonly after: number;
  /** `stuck`: nothing more comes, and the line is well. */
  readonly as: 'cut' | 'dropped' | 'stuck';
}

export interface DoubleOptions {
  readonly file?: string;
  readonly port?: number;
  /** With them, a certificate: it then asks who somebody is. */
  readonly users?: Users;
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** 23.10 starts one event too late where the one to start after is gone. */
  readonly version?: '23.10' | '24.2';
  /** How long a second append of the same ids waits, before it fails while the first is stored. */
  readonly duplicateMs?: number;
}

const LARGEST_MESSAGE = 16 * 1024 * 1024;

/** An EventStoreDB as far as a client sees one: real gRPC, behaving as a real server was measured. */
export class EventStoreDouble {
  /** Says what goes wrong with an append; waiting here, it makes a slow store. */
  onAppend: (append: Arriving) => Promise<Mishap | void> | Mishap | void = () => {};
  /** After how many events a read or a subscription goes wrong, if at all. */
  onRead: (reading: Reading) => ReadMishap | void = () => {};
  /** Appends seen so far, sent again or not; those of the server’s own streams do not count. */
  arrived = 0;

  private readonly late: (() => void)[] = [];
  private readonly committing = new Set<string>();
  private readonly rights: Rights;

  private constructor(
    readonly store: EventStore,
    private readonly server: Server,
    readonly options: DoubleOptions,
  ) {
    this.rights = new Rights(store, options.users);
    server.addService(featuresService.ServerFeaturesService, { getSupportedMethods: supported });
    server.addService(streamsService.StreamsService, {
      read: (call: ServerWritableStream<ReadReq, ReadResp>) => void this.read(call),
      append: (
        call: ServerReadableStream<AppendReq, AppendResp>,
        answer: sendUnaryData<AppendResp>,
      ) => void this.append(call).then((it) => it && answer(null, it), answer),
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => this.batch(call),
      delete: (call: ServerUnaryCall<DeleteReq, DeleteResp>, answer: sendUnaryData<DeleteResp>) =>
        this.delete(call, answer),
      tombstone: (
        call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
        answer: sendUnaryData<TombstoneResp>,
      ) => this.tombstone(call, answer),
    });
  }

  private line!: Line;
  private port = 0;

  static async start(options: DoubleOptions = {}): Promise<EventStoreDouble> {
    const server = new Server({ 'grpc.max_receive_message_length': LARGEST_MESSAGE });
    const it = new EventStoreDouble(new EventStore(options.file), server, options);
    const { certificate } = options;
    const credentials = certificate
      ? ServerCredentials.createSsl(null, [
          { private_key: Buffer.from(certificate.key), cert_chain: Buffer.from(certificate.cert) },
        ])
      : ServerCredentials.createInsecure();
    const inner = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', credentials, (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
    it.line = new Line(inner);
    it.port = await it.line.open(options.port ?? 0);
    return it;
  }

  get url(): string {
    const { certificate } = this.options;
    return certificate
      ? `esdb://localhost:${this.port}?tls=true`
      : `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** Whatever is under way is lost. */
  cut(): void {
    this.line.cut();
  }

  freeze(): void {
    this.line.freeze();
  }

  thaw(): void {
    this.line.freeze(false);
  }

  /** Nobody can connect. */
  down(): Promise<void> {
    return this.line.close();
  }

  async up(): Promise<void> {
    await this.line.open();
  }

  /** Stores what was held up on its way and has been sent again since. */
  lateOnes(): void {
    for (const store of this.late.splice(0)) store();
  }

  async stop(): Promise<void> {
    await this.line.close();
    this.server.forceShutdown();
    this.store.close();
  }

  // ── Appending ──────────────────────────────────────────────────────────────

  private async append(
    call: ServerReadableStream<AppendReq, AppendResp>,
  ): Promise<AppendResp | undefined> {
    let to: { stream: string; expected: Expected } | undefined;
    const events: Proposed[] = [];
    for await (const request of call as AsyncIterable<AppendReq>) {
      const [options, message] = [request.getOptions(), request.getProposedMessage()];
      if (options)
        to = {
          stream: nameIn(options.getStreamIdentifier()),
          expected: options.hasNoStream()
            ? 'no_stream'
            : options.hasAny()
              ? 'any'
              : options.hasStreamExists()
                ? 'stream_exists'
                : BigInt(options.getRevision()),
        };
      if (message) events.push(proposedIn(message));
    }
    const append = { ...to!, events };
    if (!this.may(call, '$w', append.stream)) throw accessDenied();
    const outcome = await this.stored(append);
    switch (outcome) {
      case 'nothing':
        return undefined;
      case 'deadline exceeded':
        throw failure(status.DEADLINE_EXCEEDED, 'Deadline exceeded');
      case 'commit timeout':
        throw failure(status.ABORTED, 'Commit phase timeout.');
      case 'not ready':
        throw failure(status.UNAVAILABLE, 'Server Is Not Ready');
      default:
        return appended(append.stream, append.expected, outcome);
    }
  }

  private batch(call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
    const begun = new Map<string, { stream: string; expected: Expected; events: Proposed[] }>();
    call.on('data', (request: BatchAppendReq) => {
      const id = request.getCorrelationId()!;
      const options = request.getOptions();
      if (options)
        begun.set(id.getString(), {
          stream: nameIn(options.getStreamIdentifier()),
          expected: options.hasNoStream()
            ? 'no_stream'
            : options.hasAny()
              ? 'any'
              : options.hasStreamExists()
                ? 'stream_exists'
                : BigInt(options.getStreamPosition()),
          events: [],
        });
      const append = begun.get(id.getString())!;
      append.events.push(...request.getProposedMessagesList().map(proposedIn));
      if (!request.getIsFinal()) return;
      begun.delete(id.getString());
      void this.batched(call, append).then((answer) => {
        if (answer && !call.cancelled)
          call.write(
            answer
              .setCorrelationId(id)
              .setStreamIdentifier(options?.getStreamIdentifier() ?? undefined),
          );
      });
    });
    call.on('end', () => call.end());
    call.on('error', () => {});
  }

  private async batched(
    call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
    append: Arriving,
  ): Promise<BatchAppendResp | undefined> {
    if (!this.may(call, '$w', append.stream)) return batchDenied();
    const outcome = await this.stored(append);
    switch (outcome) {
      case 'nothing':
        return undefined;
      case 'deadline exceeded':
      case 'commit timeout':
        return batchTimeout();
      case 'not ready':
        return batchNotReady();
      default:
        return batchAppended(outcome, append.expected);
    }
  }

  /** What both ways of appending have in common. */
  private async stored(
    append: Arriving,
  ): Promise<Outcome | 'nothing' | 'deadline exceeded' | 'commit timeout' | 'not ready'> {
    if (append.stream.startsWith('$')) return this.commit(append);
    this.arrived++;
    const ids = append.events.map((it) => `${append.stream} ${it.id}`);
    const isDuplicate = ids.some((it) => this.committing.has(it));
    if (!isDuplicate) for (const it of ids) this.committing.add(it);
    try {
      if (isDuplicate) {
        // Measured: it waits for two or three seconds, and fails though the events are stored.
        await new Promise((over) => setTimeout(over, this.options.duplicateMs ?? 2_500));
        return 'commit timeout';
      }
      const mishap = await this.onAppend(append);
      if (mishap === 'not ready') return mishap;
      if (mishap === 'conflict') return this.wrongVersion(append);
      if (mishap === 'late') this.late.push(() => void this.commit(append));
      if (mishap === 'late' || mishap === 'cut before') {
        this.cut();
        return 'nothing';
      }
      const outcome = await this.commit(append);
      if (mishap === 'cut after') this.cut();
      if (mishap === 'cut after' || mishap === 'no answer') return 'nothing';
      if (mishap === 'wrong version') return this.wrongVersion(append);
      return mishap ?? outcome;
    } finally {
      if (!isDuplicate) for (const it of ids) this.committing.delete(it);
    }
  }

  private wrongVersion({ stream }: Arriving): Outcome {
    const last = this.store.lastOf(stream);
    return { current: last < 0n ? 'no_stream' : last };
  }

  private next: Promise<void> | undefined;

  /** Appends that come together share a sync of the disk. */
  private async commit({ stream, expected, events }: Arriving): Promise<Outcome> {
    const outcome = this.store.append(stream, expected, events);
    this.next ??= new Promise((flushed) =>
      setImmediate(() => {
        this.next = undefined;
        this.store.flush();
        flushed();
      }),
    );
    await this.next;
    return outcome;
  }

  // ── Reading ────────────────────────────────────────────────────────────────

  private async read(call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> {
    const asked = reading(call.request.getOptions()!);
    try {
      if (!this.may(call, '$r', asked.stream ?? '$all')) throw accessDenied();
      if (asked.stream !== undefined && this.store.isTombstoned(asked.stream))
        throw streamDeleted(asked.stream);
      const mishap = this.onRead(asked);
      let sent = 0;
      for await (const answer of asked.answers(this.store, this.options.version ?? '24.2', call)) {
        if (call.cancelled || call.destroyed) return;
        if (answer.hasEvent() && mishap && sent++ >= mishap.after) {
          if (mishap.as === 'cut') return this.cut();
          if (mishap.as === 'stuck') return;
          throw failure(
            status.ABORTED,
            'Consumer too slow to handle event while live. Client resubscription required.',
          );
        }
        if (!call.write(answer)) await drained(call);
      }
      call.end();
    } catch (error) {
      call.emit('error', error);
    }
  }

  // ── Deleting ───────────────────────────────────────────────────────────────

  private delete(
    call: ServerUnaryCall<DeleteReq, DeleteResp>,
    answer: sendUnaryData<DeleteResp>,
  ): void {
    const problem = this.whyNotDelete(call, call.request.getOptions()!);
    if (problem) return answer(problem);
    this.store.delete(nameIn(call.request.getOptions()!.getStreamIdentifier()));
    this.store.flush();
    answer(
      null,
      new streams.DeleteResp().setPosition(place(new streams.DeleteResp.Position(), 0n)),
    );
  }

  private tombstone(
    call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
    answer: sendUnaryData<TombstoneResp>,
  ): void {
    const problem = this.whyNotDelete(call, call.request.getOptions()!);
    if (problem) return answer(problem);
    this.store.tombstone(nameIn(call.request.getOptions()!.getStreamIdentifier()));
    this.store.flush();
    const at = place(new streams.TombstoneResp.Position(), 0n);
    answer(null, new streams.TombstoneResp().setPosition(at));
  }

  private whyNotDelete(
    call: ServerUnaryCall<unknown, unknown>,
    options: DeleteReq.Options | TombstoneReq.Options,
  ): StatusObject | undefined {
    const stream = nameIn(options.getStreamIdentifier());
    try {
      if (!this.may(call, '$d', stream)) return accessDenied();
    } catch (error) {
      return error as StatusObject;
    }
    const last = this.store.lastOf(stream);
    const isWrong = options.hasRevision() && BigInt(options.getRevision()) !== last;
    if (!isWrong) return undefined;
    return failure(status.FAILED_PRECONDITION, 'Append failed due to WrongExpectedVersion.', {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': options.getRevision(),
      'actual-version': String(last),
    });
  }

  private may(
    call: { metadata: { get(name: string): unknown[] } },
    right: '$r' | '$w' | '$d',
    stream: string,
  ): boolean {
    const [authorization] = call.metadata.get('authorization');
    try {
      return this.rights.may(right, stream, authorization as string | undefined);
    } catch {
      throw failure(status.UNAUTHENTICATED, 'Unauthenticated');
    }
  }
}

function supported(
  _: unknown,
  answer: sendUnaryData<InstanceType<typeof features.SupportedMethods>>,
) {
  const batch = new features.SupportedMethod();
  batch.setServiceName('event_store.client.streams.streams').setMethodName('batchappend');
  const all = new features.SupportedMethods();
  answer(null, all.setEventStoreServerVersion('24.2.0.0').setMethodsList([batch]));
}

function proposedIn(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): Proposed {
  const about = message.getMetadataMap();
  return {
    id: message.getId()!.getString(),
    type: about.get('type') ?? '',
    contentType: about.get('content-type') ?? 'application/octet-stream',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** Also when nobody reads any more. */
async function drained(call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> {
  const heard = new AbortController();
  const { signal } = heard;
  await Promise.race(
    ['drain', 'close', 'cancelled'].map((it) => once(call, it, { signal }).catch(() => {})),
  );
  heard.abort();
}
