import {
  createParamDecorator,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../event-log/clock.js';
import { requestIdOf } from '../kernel/digest.js';
import { Sessions } from '../sign-in/session.js';
import { isPage } from './addresses.js';
import { AskingFor, KEY } from './asking.js';
import { readForm, type SentFields } from './form-body.js';
import { NOT_OURS, Problem } from './problem.js';
import { SentForm } from './sent-form.js';

declare module 'fastify' {
  interface FastifyRequest {
    form?: SentForm;
  }
}

/** The form that was sent, for the method that takes it. */
export const Sent = createParamDecorator(
  (_: unknown, context: ExecutionContext): SentForm =>
    context.switchToHttp().getRequest<FastifyRequest>().form!,
);

const UPLOADS = 'web:uploads';

/** A form with a file: `multipart/form-data`, one file of at most 10 MB behind its other fields. */
export const Uploads = (): MethodDecorator => SetMetadata(UPLOADS, true);

/**
 * After who sends it was let in: the form, that it came from a page of theirs, and under which key.
 * What a method then asks of the rules, it asks as an operation of the API does.
 */
@Injectable()
export class FormGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!isPage(request) || request.method !== 'POST') return true;
    const uploads = this.reflector.get<true | undefined>(UPLOADS, context.getHandler()) ?? false;
    const mustBeOurs = (fields: SentFields) => this.mustBeOurs(request, fields);
    const { fields, file } = await readForm(request, { uploads, mustBeOurs });
    const { _csrf, _key, ...own } = fields;
    // With the file, so that the same key with another file is another request.
    request.body = file ? { ...own, [file.field]: file.digest } : own;
    request.form = new SentForm(own, file);
    if (request.reach) request.asking = this.askingFor(request, _key);
    return true;
  }

  private async mustBeOurs({ session }: FastifyRequest, { _csrf }: SentFields): Promise<void> {
    if (!(await this.sessions.isTokenOf(session, _csrf))) throw notOurs();
  }

  private askingFor(request: FastifyRequest, key: unknown): AskingFor {
    if (typeof key !== 'string' || !KEY.test(key) || key.trim() === '') throw notOurs();
    const { user } = request.reach!;
    const requestId = requestIdOf(user.userId, key);
    return new AskingFor(user, request.reach!, this.clock.today(), requestId, request);
  }
}

const notOurs = () =>
  new Problem(403, NOT_OURS, 'This form did not come from a page of yours, or it is too old.');
