import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import type { Session } from '../sign-in/session.js';
import type { SignIn } from '../sign-in/sign-in.js';
import { isPage } from './addresses.js';
import type { Assets } from './assets.js';
import type { PageCookies } from './page-cookies.js';
import { pageHeaders, PERMISSIONS } from './page-headers.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of pages only. */
    session?: Session;
  }
}

interface ForPages {
  readonly cookies: PageCookies;
  readonly signIn: SignIn;
  readonly assets: Assets;
  readonly secure: boolean;
}

/** What pages need of the server, beside their routes. The API goes on as if it were not there. */
export async function servePages(server: FastifyInstance, its: ForPages): Promise<void> {
  const { cookies, signIn, assets, secure } = its;
  await server.register(cookie);
  await server.register(multipart, { throwFileSizeLimit: false });
  await server.register(helmet, { global: false, ...pageHeaders(secure) });
  server.addHook('onRequest', async (request, reply) => {
    if (!isPage(request)) return;
    await reply.helmet(pageHeaders(secure));
    void reply.header('permissions-policy', PERMISSIONS).header('cache-control', 'no-store');
    const session = await cookies.sessionOf(request, reply);
    if (!session) return;
    request.session = session;
    const user = signIn.userNamed(session.userId);
    if (user) request.user = user;
  });
  await assets.serve(server);
}
