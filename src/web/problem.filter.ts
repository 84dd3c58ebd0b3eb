import {
  Catch,
  HttpException,
  Injectable,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Busy, KeyReused, LogUnavailable, Stale } from '../event-log/event-log.js';
import { Refusal } from '../kernel/decider.js';
import { isOutOfReach } from '../read-models/out-of-reach.js';
import { isPage } from './addresses.js';
import { ProblemPages } from './problem-pages.js';
import { busy, notFound, notJson, Problem, TITLES } from './problem.js';
import { SeeOther } from './see-other.js';

/** Codes of refusals that are no conflict with a rule of the ledger. */
const STATUS_OF: Readonly<Record<string, number>> = {
  invalid: 400,
  'not-allowed': 403,
  'not-found': 404,
};

/**
 * Every error leaves as `application/problem+json`, of a page as a page, and none says more than its
 * problem does.
 */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly pages: ProblemPages) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const asksForPage = isPage(request);
    if (asksForPage && error instanceof SeeOther) return this.pages.goOn(reply, error);
    const problem = problemOf(error);
    if (problem.status === 500) request.log.error({ err: error }, 'A request failed');
    if (asksForPage) await this.pages.send(request, reply, problem);
    else sendProblem(reply, problem);
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  const { status, code, message, details, headers } = problem;
  void reply
    .status(status)
    .headers(headers)
    .type('application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: `/problems/${code}`,
        title: TITLES[status] ?? 'Problem',
        status,
        code,
        detail: message,
        ...details,
      }),
    );
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal)
    return new Problem(STATUS_OF[error.code] ?? 409, error.code, error.message, error.details);
  if (error instanceof KeyReused) return new Problem(422, 'idempotency-key-reused', error.message);
  if (error instanceof Stale) return new Problem(412, 'stale', error.message);
  if (error instanceof Busy) return busy(error.message);
  if (error instanceof LogUnavailable || isOutOfReach(error))
    return busy('This could not be written down just now. Send it again, under the same key.');
  return problemOfStatus(statusOf(error));
}

/** What the framework says no to before anything of ours is asked. */
function problemOfStatus(status: unknown): Problem {
  switch (status) {
    case 400:
      return new Problem(400, 'invalid', 'This request could not be read. Send it as HTTP/1.1.');
    case 404:
    case 414: // an id too long to be one is nothing that is there
      return notFound();
    case 415:
      return notJson();
    case 429:
      return new Problem(
        429,
        'too-many',
        'Wait a minute, then go on.',
        {},
        { 'retry-after': '60' },
      );
    default:
      return new Problem(
        500,
        'internal',
        'This is our fault, and it is in our log. Nothing is lost.',
      );
  }
}

const statusOf = (error: unknown): unknown =>
  error instanceof HttpException
    ? error.getStatus()
    : (error as { readonly statusCode?: unknown } | undefined)?.statusCode;
