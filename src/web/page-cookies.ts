import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session, Sessions } from '../sign-in/session.js';
import type { Said } from './see-other.js';

interface SaidTo {
  /** Nobody else who signs in at the same browser reads it. */
  readonly sessionId: string;
  readonly said: Said;
}

/** The two cookies of pages: who one is, and what the next page has to say. */
export class PageCookies {
  private readonly session: string;
  private readonly said: string;
  private readonly how: {
    readonly httpOnly: true;
    readonly sameSite: 'lax';
    readonly path: '/';
    readonly secure: boolean;
  };

  /** Over plain HTTP, as in a demo, browsers may refuse a cookie that is for HTTPS. */
  constructor(
    private readonly sessions: Sessions,
    secure: boolean,
  ) {
    this.session = secure ? '__Host-session' : 'session';
    this.said = secure ? '__Host-said' : 'said';
    this.how = { httpOnly: true, sameSite: 'lax', path: '/', secure };
  }

  /** As people are told of them. */
  described() {
    return [
      {
        name: this.session,
        purpose: 'Remembers who you are from page to page, and that a form is yours',
        stays:
          'Until you sign out or close your browser; at most 12 hours, or 1 hour without a page',
      },
      {
        name: this.said,
        purpose: 'Tells you on the next page that something was done',
        stays: 'Until that page is shown',
      },
    ];
  }

  /** Of who asks; seen now. */
  async sessionOf(request: FastifyRequest, reply: FastifyReply): Promise<Session | undefined> {
    const session = await this.sessions.opened(request.cookies[this.session]);
    const seen = session && this.sessions.seen(session);
    if (seen) await this.setSession(reply, seen);
    return seen ?? session;
  }

  async setSession(reply: FastifyReply, session: Session): Promise<void> {
    reply.setCookie(this.session, await this.sessions.sealedSession(session), this.how);
  }

  clearSession(reply: FastifyReply): void {
    reply.clearCookie(this.session, this.how);
    reply.clearCookie(this.said, this.how);
  }

  async say(reply: FastifyReply, session: Session, said: Said): Promise<void> {
    const to: SaidTo = { sessionId: session.id, said };
    reply.setCookie(this.said, await this.sessions.sealed('said', to), this.how);
  }

  /** Once: the page that says it takes it away. */
  async takeSaid(request: FastifyRequest, reply: FastifyReply): Promise<Said | undefined> {
    const sealed = request.cookies[this.said];
    if (sealed === undefined) return undefined;
    reply.clearCookie(this.said, this.how);
    const to = await this.sessions.unsealed<SaidTo>('said', sealed);
    return to && to.sessionId === request.session?.id ? to.said : undefined;
  }
}
