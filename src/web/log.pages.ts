import { Readable } from 'node:stream';
import { Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { dataText, metaText } from '../event-log/chain.js';
import { EventLog, type Position, type Recorded } from '../event-log/event-log.js';
import { EventTypes } from '../event-log/event-types.js';
import { LogProof } from '../event-log/log-proof.js';
import { present } from '../kernel/canonical.js';
import { instantInWords } from '../kernel/dates.js';
import { May } from '../sign-in/access.guard.js';
import { eventLines } from './event-lines.js';
import type { FormError, FormState } from './form-state.js';
import { addressWith } from './page-links.js';
import { shown } from './page.js';
import { Pages } from './pages.js';
import { notFound } from './problem.js';

type Sent = Readonly<Record<string, unknown>>;

const PAGE_SIZE = 50;

/** The log itself, for those who prove it: what is in it, and whether it is whole. */
@Pages('audit')
export class LogPages {
  constructor(
    private readonly log: EventLog,
    private readonly proof: LogProof,
    private readonly types: EventTypes,
  ) {}

  @Get('events')
  @May('auditor')
  async events(@Query() sent: Sent) {
    const { after, type, errors } = this.asked(sent);
    const values = { after: typed(sent['after']), type: typed(sent['type']) };
    const found = errors.length > 0 ? [] : await this.read(after, type);
    const events = found.slice(0, PAGE_SIZE);
    const [first, last] = [events[0], events.at(-1)];
    const isLater = after !== undefined && first !== undefined;
    const page = shown('web/events', {
      title: isLater ? `Events from ${instantInWords(first.recordedAt)} on` : 'Events',
      types: [...this.types.all().keys()].toSorted(),
      asked: values,
      events: events.map(eventShown),
      first: isLater ? addressWith('/audit/events', { type }) : undefined,
      next:
        found.length > PAGE_SIZE
          ? addressWith('/audit/events', { type, after: last!.position })
          : undefined,
      download: addressWith('/audit/events.ndjson', { type, after }),
    });
    const form: FormState = { values, errors };
    return errors.length > 0 ? page.with({ form }, 400) : page;
  }

  /** All of them, however many: sent as they are read. */
  @Get('events.ndjson')
  @May('auditor')
  async download(@Query() sent: Sent, @Res() reply: FastifyReply): Promise<void> {
    const { after, type, errors } = this.asked(sent);
    if (errors.length > 0) throw notFound();
    await reply
      .type('application/x-ndjson; charset=utf-8')
      .header('content-disposition', 'attachment; filename="events.ndjson"')
      .send(Readable.from(eventLines(this.log, present({ after, type }))));
  }

  @Get('integrity')
  @May('auditor')
  async integrity(@Query() { full, root }: Sent) {
    const isFull = full === 'true';
    const noted = typed(root).trim().toLowerCase();
    const isRoot = /^[0-9a-f]{64}$/.test(noted);
    const found = await this.proof.look(isFull);
    const page = shown('web/integrity', {
      title: 'Integrity of the log',
      found,
      isFull,
      protection: this.log.protection,
      noted,
      seal: isRoot ? await this.proof.sealWith(noted) : undefined,
    });
    if (noted === '' || isRoot) return page;
    return page.with({ form: { values: { root: noted }, errors: [NO_ROOT] } }, 400);
  }

  private read(after: Position | undefined, type: string | undefined) {
    const filter = type === undefined ? {} : { types: [type] };
    return this.log.read(after ?? null, PAGE_SIZE + 1, filter);
  }

  private asked(sent: Sent) {
    const [after, type] = [typed(sent['after']).trim(), typed(sent['type'])];
    const errors: FormError[] = [];
    if (type !== '' && !this.types.all().has(type)) errors.push(NO_TYPE);
    if (after !== '' && !this.log.isPosition(after)) errors.push(NO_PLACE);
    return {
      errors,
      ...(type !== '' && { type }),
      ...(after !== '' && { after: after as Position }),
    } as {
      readonly errors: readonly FormError[];
      readonly type?: string;
      readonly after?: Position;
    };
  }
}

const typed = (text: unknown): string => (typeof text === 'string' ? text : '');

const error = (field: string, message: string): FormError => ({ field, id: field, message });
const NO_TYPE = error('type', 'Select a type of event from the list');
const NO_PLACE = error('after', 'The place must be one of this log, as its events show it');
const NO_ROOT = error(
  'root',
  'The root you noted must be 64 letters and digits, 0 to 9 and a to f',
);

/** An event whole: its envelope and data are the very texts that are hashed. */
function eventShown(at: Recorded) {
  const { event, stream, recordedAt, position, eventId, hash, previousHash, version } = at;
  const named = (event as { readonly budgetId?: unknown }).budgetId;
  const budgetId = /^(?:budget|account)-(.+)$/.exec(stream)?.[1] ?? named;
  return {
    type: event.type,
    on: event.on,
    stream,
    version,
    recordedAt,
    position,
    eventId,
    hash,
    previousHash,
    budgetId,
    envelope: metaText({ ...at, type: event.type }),
    data: dataText(event),
  };
}
