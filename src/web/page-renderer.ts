import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session, Sessions } from '../sign-in/session.js';
import type { SignIn } from '../sign-in/sign-in.js';
import type { Assets } from './assets.js';
import type { FormError, FormState } from './form-state.js';
import type { PageCookies } from './page-cookies.js';
import type { Shown } from './page.js';
import type { Places } from './places.js';
import type { Said } from './see-other.js';
import type { Views } from './views.js';

/** The same on every page. */
export const SERVICE = 'Direct payment ledger';

/** Makes a page: its view, in the layout that says who is signed in and where they can go. */
export class PageRenderer {
  constructor(
    private readonly views: Views,
    private readonly sessions: Sessions,
    private readonly cookies: PageCookies,
    private readonly signIn: SignIn,
    private readonly places: Places,
    private readonly assets: Assets,
  ) {}

  /** The text to be sent; status and headers are set. */
  async html(request: FastifyRequest, reply: FastifyReply, page: Shown): Promise<string> {
    const html = await this.rendered(request, reply, page);
    const asksWrongly = (page.values.moments?.errors.length ?? 0) > 0;
    void reply.status(asksWrongly ? 400 : page.status).type('text/html; charset=utf-8');
    return html;
  }

  private async rendered(
    request: FastifyRequest,
    reply: FastifyReply,
    page: Shown,
  ): Promise<string> {
    // Whoever is nobody gets a session with the first form, and not before.
    const session = request.session ?? this.sessions.begin();
    const said = await this.cookies.takeSaid(request, reply);
    const token = await this.sessions.tokenOf(session);
    let hasForm = false;
    const values = {
      ...this.around(request, page, said),
      csrf: () => ((hasForm = true), token),
    };
    const html = this.views.html(page.view, values);
    if (hasForm && !request.session) await this.cookies.setSession(reply, session);
    return html;
  }

  private around(request: FastifyRequest, { values }: Shown, said: Said | undefined) {
    const { moments, form } = values;
    const errors = [...(moments?.errors ?? []), ...(form?.errors ?? [])];
    return {
      ...values,
      service: SERVICE,
      fullTitle: titleOf(values, errors.length > 0),
      asset: (name: string) => this.assets.address(name),
      isDemo: this.signIn.offered.length > 0,
      who: this.whoIs(request.session),
      places: this.placesOf(request),
      said,
      errors,
      key: () => randomUUID(),
      ...fieldsOf(form, errors),
      withMoments: (href: string) => moments?.keptIn(href) ?? href,
    };
  }

  private whoIs(session: Session | undefined) {
    return this.signIn.offered.find((it) => it.userId === session?.userId);
  }

  /** The one we are in is marked: the longest with which our address begins. */
  private placesOf({ user, originalUrl }: FastifyRequest) {
    const path = originalUrl.split('?', 1)[0]!;
    const places = user ? this.places.of(user.role) : [];
    const around = places.filter(({ href }) => path === href || path.startsWith(`${href}/`));
    const here = around.toSorted((a, b) => b.href.length - a.href.length)[0];
    return places.map(({ href, text }) => ({ href, text, active: href === here?.href }));
  }
}

/** What the fields of a form ask for: what was typed before, and what is wrong with it. */
export function fieldsOf(form: FormState | undefined, errors: readonly FormError[]) {
  const typed = (name: string, otherwise: unknown) => (form ? form.values[name] : otherwise);
  return {
    typedIn: (name: string, otherwise?: string) => [typed(name, otherwise) ?? ''].flat()[0],
    allTypedIn: (name: string, otherwise?: readonly string[]) =>
      [typed(name, otherwise) ?? []].flat(),
    wrongWith(name: string) {
      const error = errors.find((it) => it.field === name);
      return error && { text: error.message, parts: error.parts ?? [] };
    },
  };
}

const titleOf = ({ title, section }: Shown['values'], hasErrors: boolean): string =>
  (hasErrors ? 'Error: ' : '') + [title, section, SERVICE].filter(Boolean).join(' – ');
