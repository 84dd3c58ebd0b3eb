import { Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ownAddress } from '../web/addresses.js';
import { Sent } from '../web/form.guard.js';
import { PageCookies } from '../web/page-cookies.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { Places } from '../web/places.js';
import { seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { Anybody } from './access.guard.js';
import { Sessions } from './session.js';
import { SignIn } from './sign-in.js';

@Pages()
@Anybody()
export class SignInPages {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly cookies: PageCookies,
    private readonly places: Places,
  ) {}

  /** Whoever is signed in is at home here: at the first of the places of their role. */
  @Get()
  home(@Req() { user }: FastifyRequest, @Query() { next }: Record<string, unknown>) {
    if (user) {
      const [home] = this.places.of(user.role);
      return home ? seeOther(home.href) : shown('sign-in/welcome', { title: 'Home' });
    }
    const people = this.signIn.offered;
    return shown('sign-in/sign-in', { title: 'Sign in', people, next: ownAddress(next) });
  }

  /** With a new session: whoever knew the old one knows nothing of this one. */
  @Post('sign-in')
  async enter(@Sent() form: SentForm, @Res({ passthrough: true }) reply: FastifyReply) {
    const user = this.signIn.userNamed(String(form.fields['person']));
    if (!user) return seeOther('/');
    await this.cookies.setSession(reply, this.sessions.begin(user.userId));
    return seeOther(ownAddress(form.fields['next']));
  }

  @Post('sign-out')
  leave(@Res({ passthrough: true }) reply: FastifyReply) {
    this.cookies.clearSession(reply);
    return seeOther('/');
  }
}
