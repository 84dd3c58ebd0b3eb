import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignIn } from '../sign-in/sign-in.js';
import { ownAddress } from './addresses.js';
import type { PageRenderer } from './page-renderer.js';
import { Shown } from './page.js';
import { NOT_OURS, type Problem } from './problem.js';
import type { SeeOther } from './see-other.js';

/** What people see when it went wrong. */
export class ProblemPages {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly signIn: SignIn,
  ) {}

  async send(request: FastifyRequest, reply: FastifyReply, problem: Problem): Promise<void> {
    if (problem.status === 401 && this.signIn.offered.length > 0) {
      this.goOn(reply, { href: signInAddress(request.originalUrl) });
      return;
    }
    void reply.headers(problem.headers);
    await reply.send(await this.html(request, reply, pageOf(problem)));
  }

  goOn(reply: FastifyReply, { href }: Pick<SeeOther, 'href'>): void {
    void reply.status(303).header('location', href).send('');
  }

  /** Where not even this page can be made, it is said without one. */
  private async html(request: FastifyRequest, reply: FastifyReply, page: Shown): Promise<string> {
    try {
      return await this.renderer.html(request, reply, page);
    } catch (error) {
      request.log.error({ err: error }, 'A page about a problem failed');
      void reply.status(page.status).type('text/plain; charset=utf-8');
      return `${page.values.title}. Try again later.`;
    }
  }
}

/** The sign-in page, and back to the address afterwards. */
function signInAddress(wanted: string): string {
  const next = ownAddress(wanted);
  return next === '/' ? '/' : `/?${new URLSearchParams({ next })}`;
}

/** Where one's role may not look, there is nothing to be seen. */
const NOT_THERE = [401, 403, 404, 405];

function pageOf({ status, code, message }: Problem): Shown {
  if (code === NOT_OURS) return problemPage('form-not-sent', 'This form was not sent', 403);
  if (NOT_THERE.includes(status)) return problemPage('not-found', 'Page not found', 404);
  if (status === 503 || status === 429)
    return problemPage('busy', 'Sorry, the service is busy', status);
  if (status >= 500) return problemPage('failed', 'Sorry, there is a problem', 500);
  return problemPage('not-done', 'This could not be done', status, { message });
}

const problemPage = (view: string, title: string, status: number, more: object = {}): Shown =>
  new Shown(`web/problems/${view}`, { title, ...more }, status);
