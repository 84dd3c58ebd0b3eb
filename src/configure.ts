import type { IncomingMessage } from 'node:http';
import rateLimit from '@fastify/rate-limit';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { AppModule } from './app.module.js';
import { isSecure, type Config } from './config.js';
import type { Ledger } from './ledger.js';
import { Circle } from './sign-in/access.js';
import { SignIn } from './sign-in/sign-in.js';
import { insideUrl, PAGES_PATTERN } from './web/addresses.js';
import { Assets } from './web/assets.js';
import { letGo } from './web/letting-go.js';
import { Metrics } from './web/metrics.js';
import { answerNotHttp } from './web/not-http.js';
import { serveDocuments } from './web/openapi.js';
import { PageCookies } from './web/page-cookies.js';
import { problemOf, sendProblem } from './web/problem.filter.js';
import { Problem } from './web/problem.js';
import { servePages } from './web/serve-pages.js';

const API = 'api/v1';
/** From the first byte of a request to its last. */
const REQUEST_MS = 120_000;

/** The app that ships: the same for `serve` and for the tests. Not listening yet. */
export async function configure(
  ledger: Ledger,
  config: Config,
  log: FastifyBaseLogger,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // A request that arrives while it closes is answered too; its connection then ends. Nest would
    // cut off whoever waits for an answer if connections were forced to close: see `letGo`.
    return503OnClosing: false,
    requestTimeout: REQUEST_MS,
    clientErrorHandler: answerNotHttp,
    frameworkErrors: (error: unknown, _: FastifyRequest, reply: FastifyReply) =>
      sendProblem(reply, problemOf(error)),
    routerOptions: { maxParamLength: 200 },
    rewriteUrl: (request: IncomingMessage) => insideUrl(request.url),
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.on(ledger, config),
    adapter,
    { logger: nestLog(log), bodyParser: false },
  );
  const server = adapter.getInstance() as unknown as FastifyInstance;
  leaveBodiesUnread(server);
  app.setGlobalPrefix(API, {
    exclude: ['health/live', 'health/ready', 'metrics', PAGES_PATTERN],
  });
  if (config.rateLimit !== undefined) await limit(server, config.rateLimit);
  signInFirst(server, app.get(SignIn), app.get(Circle));
  await servePages(server, {
    cookies: app.get(PageCookies),
    signIn: app.get(SignIn),
    assets: app.get(Assets),
    secure: isSecure(config),
  });
  app.get(Metrics).watch(server);
  server.addHook('onResponse', requestLine);
  server.addHook('preClose', async () => letGo(server.server));
  serveDocuments(app);
  await app.init();
  await server.ready();
  return app;
}

/** A body is read when it is known that its sender may send it; see `web/body`. */
function leaveBodiesUnread(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_, payload, done) => done(null, payload));
  // Fastify would refuse a type that is none before it is known who asks, and whether they may.
  server.addHook('onRequest', async ({ headers }) => {
    const type = headers['content-type'];
    if (type !== undefined && !MEDIA_TYPE.test(type)) headers['content-type'] = NO_JSON;
  });
}

const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;|$)/;
const NO_JSON = 'application/octet-stream';

/** Before anything is looked at, routes included: who is nobody learns nothing. */
function signInFirst(server: FastifyInstance, signIn: SignIn, circle: Circle): void {
  server.addHook('onRequest', async (request) => {
    if (!isApi(request)) return;
    const user = await signIn.userOf(request.headers.authorization);
    if (!user) throw notSignedIn();
    await circle.seen(user);
    request.user = user;
  });
}

const isApi = ({ url }: FastifyRequest): boolean => /^\/api\/v1(?:[/?]|$)/.test(url);

const notSignedIn = () =>
  new Problem(
    401,
    'not-signed-in',
    'Sign in, and send Authorization: Bearer … with each request.',
    {},
    { 'www-authenticate': 'Bearer' },
  );

/** By who asks, so that one program cannot keep others from their work. */
async function limit(server: FastifyInstance, perMinute: number): Promise<void> {
  await server.register(rateLimit, {
    max: perMinute,
    timeWindow: '1 minute',
    keyGenerator: (request) => request.headers.authorization ?? request.ip,
    allowList: (request) => !isApi(request),
  });
}

/** Routes, not addresses: an address may hold a name that somebody looked for. */
function requestLine(
  request: FastifyRequest,
  reply: { statusCode: number; elapsedTime: number },
  done: () => void,
): void {
  const route = request.routeOptions.url;
  const ms = Math.round(reply.elapsedTime);
  request.log.debug({ method: request.method, route, status: reply.statusCode, ms }, 'Answered');
  done();
}

const nestLog = (log: FastifyBaseLogger): LoggerService => ({
  log: (message: unknown) => log.debug(String(message)),
  warn: (message: unknown) => log.warn(String(message)),
  error: (message: unknown) => log.error(String(message)),
});
