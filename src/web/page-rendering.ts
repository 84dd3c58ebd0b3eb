import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { PageCookies } from './page-cookies.js';
import { PageRenderer } from './page-renderer.js';
import { Shown } from './page.js';
import { SeeOther } from './see-other.js';
import { Waiting } from './waiting.js';

/** Sends what a method of a `Pages` controller answers: a page, or an address to go on to. */
@Injectable()
export class PageRendering implements NestInterceptor {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly cookies: PageCookies,
    private readonly waiting: Waiting,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(mergeMap((it) => this.answer(request, reply, it)));
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, answer: unknown) {
    if (answer instanceof SeeOther) return this.goOn(request, reply, answer);
    return answer instanceof Shown ? this.renderer.html(request, reply, answer) : answer;
  }

  /** The next page shows what this one wrote. */
  private async goOn(request: FastifyRequest, reply: FastifyReply, { href, said }: SeeOther) {
    if (said && request.session) await this.cookies.say(reply, request.session, said);
    if (request.method !== 'GET') await this.waiting.forWhatIsWritten();
    void reply.status(303).header('location', href);
    return '';
  }
}
