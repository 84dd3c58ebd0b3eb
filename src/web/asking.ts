import { randomUUID } from 'node:crypto';
import {
  createParamDecorator,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../event-log/clock.js';
import type { Actor, Asked, SealedWords } from '../event-log/event-log.js';
import { canonicalJson } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import { derivedId, requestIdOf, sha256 } from '../kernel/digest.js';
import type { Reach } from '../sign-in/access.js';
import type { User } from '../sign-in/user.js';
import { isPage } from './addresses.js';
import { jsonBody } from './body.js';
import { invalid } from './problem.js';
import { TAKES_FILE, Upload, uploadOf, type FormRules } from './upload.js';

/** A request that may write: who asks, under which key, on which day. */
export class AskingFor {
  constructor(
    readonly user: User,
    readonly reach: Reach,
    /** The London day on which it is asked. */
    readonly today: LocalDate,
    readonly requestId: string,
    private readonly request: FastifyRequest,
  ) {}

  /** Of something this request makes: the same each time it is sent. */
  idOf(kind: string): string {
    return derivedId(this.requestId, kind);
  }

  /** The version of the budget that the caller saw, from `If-Match`. */
  get seen(): { readonly budgetVersion: number } | undefined {
    const tags = this.request.headers['if-match'];
    if (tags === undefined || tags === '*') return undefined;
    // What was never given out was never seen. Of several, only the latest can still hold.
    const versions = tags
      .split(',')
      .map((tag) => Number(/^\s*"(\d{1,15})"\s*$/.exec(tag)?.[1] ?? -2));
    return { budgetVersion: Math.max(...versions) };
  }

  /** What the rules may need to know of the moment. */
  get moment(): { readonly today: LocalDate; readonly userId: string } {
    return { today: this.today, userId: this.user.userId };
  }

  get byHolderSide(): boolean {
    return this.user.role === 'holder';
  }

  /** The envelope; `words` are kept beside the events. */
  asked(words?: SealedWords): Asked {
    const { requestId, requestHash } = this;
    return { actor: this.actor, requestId, requestHash, ...(words && { words }) };
  }

  get actor(): Actor {
    const { userId, role } = this.user;
    const { relation, personId } = this.reach;
    const acts = relation !== undefined && relation !== 'self' && personId !== undefined;
    return { userId, role, ...(acts && { onBehalfOf: personId }) };
  }

  /** Who is not of the holder's side passes on what the person told them. */
  onTheirBehalf(asked: Asked): Asked {
    const { personId } = this.reach;
    if (this.byHolderSide || personId === undefined) return asked;
    return { ...asked, actor: { ...asked.actor, onBehalfOf: personId } };
  }

  /** Of method, path and body: the same key with another is another request. */
  get requestHash(): string {
    const { method, url, body } = this.request;
    const path = url.split('?', 1)[0]!;
    const sent = body instanceof Upload ? body.asSent : (body ?? {});
    return sha256(canonicalJson([method, path, sent]));
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    asking?: AskingFor;
  }
}

/** What a writing request is, for its handler. */
export const Asking = createParamDecorator(
  (_: unknown, context: ExecutionContext): AskingFor =>
    context.switchToHttp().getRequest<FastifyRequest>().asking!,
);

export const KEY = /^[\x20-\x7e]{1,200}$/;

/**
 * After a request of the API was let in, before its fields are looked at: its body, its key. A guard, as they
 * come before the pipes; what would hand the answer back through another layer costs each request.
 */
@Injectable()
export class AskingGuard implements CanActivate {
  constructor(
    private readonly clock: Clock,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.method === 'GET' || !request.reach || isPage(request)) return true;
    const takesFile = this.reflector.get<FormRules | undefined>(TAKES_FILE, context.getHandler());
    request.body = await (takesFile ? uploadOf(request, takesFile) : jsonBody(request));
    mustNameAKey(request);
    const { user } = request.reach;
    const key = request.headers['idempotency-key'] as string | undefined;
    const requestId = key === undefined ? randomUUID() : requestIdOf(user.userId, key);
    request.asking = new AskingFor(user, request.reach, this.clock.today(), requestId, request);
    return true;
  }
}

/** Every POST names a key; a DELETE, which does nothing the second time, may. */
function mustNameAKey({ method, headers }: FastifyRequest): void {
  const key = headers['idempotency-key'];
  if (key === undefined && method !== 'POST') return;
  if (typeof key === 'string' && KEY.test(key) && key.trim() !== '') return;
  throw invalid({
    field: 'Idempotency-Key',
    message: 'Send this header: 1 to 200 printable characters, new for each thing you want done.',
  });
}
