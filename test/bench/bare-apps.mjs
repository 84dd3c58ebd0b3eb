// What the ledger's POST is measured beside, each in a process of its own, named by an argument:
// `node` reads a body and answers one of the same shape; `nest` validates it besides, as Nest does;
// `emmett` then appends it with emmett's PostgreSQL store, at the exact version of its stream.
import 'reflect-metadata';
import { createServer } from 'node:http';
import { Body, Controller, HttpCode, Inject, Module, Param, Post } from '@nestjs/common';
import { ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { ACTOR, expense } from './expense.mjs';

const ANSWER = {
  entryId: 'ca8fda6d-3175-5e9f-865d-d2bc645e6720',
  version: 4,
  position: '57928f18-00000000000000000004',
  eventIds: ['33a4d3d0-c266-899f-8605-aececafb2e63'],
};
const CATEGORIES = ['personal-assistant', 'agency', 'payroll', 'hmrc', 'activities', 'other'];

/** What TypeScript would write for decorators, in plain JavaScript. */
function decorated(target, { types = [], of = {}, itself = [] }) {
  for (const [key, decorators] of Object.entries(of))
    for (const it of decorators)
      it(target.prototype, key, Object.getOwnPropertyDescriptor(target.prototype, key));
  for (const [key, its] of Object.entries(types))
    Reflect.defineMetadata('design:paramtypes', its, target.prototype, key);
  for (const it of itself) it(target);
}

class ExpenseBody {}
decorated(ExpenseBody, {
  of: {
    amountPence: [IsInt(), Min(1), Max(Number.MAX_SAFE_INTEGER)],
    spentOn: [Matches(/^\d{4}-\d\d-\d\d$/)],
    payee: [IsString(), MaxLength(200)],
    category: [IsIn(CATEGORIES)],
    outcome: [IsOptional(), IsString()],
    method: [IsOptional(), IsIn(['transfer', 'card', 'cash', 'direct-debit'])],
    note: [IsOptional(), IsString()],
  },
});

class ExpensesApi {
  constructor(append) {
    this.append = append;
  }

  record(body, budgetId) {
    return this.append(budgetId, body);
  }
}
decorated(ExpensesApi, {
  of: { record: [Post(), HttpCode(201)] },
  types: { record: [ExpenseBody, String] },
  itself: [Controller('api/v1/budgets/:budgetId/expenses')],
});
Body()(ExpensesApi.prototype, 'record', 0);
Param('budgetId')(ExpensesApi.prototype, 'record', 1);
Inject('append')(ExpensesApi, undefined, 0);

async function nest(append) {
  class App {}
  const providers = [{ provide: 'append', useValue: append }];
  decorated(App, { itself: [Module({ controllers: [ExpensesApi], providers })] });
  const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true }));
  await app.listen(0, '127.0.0.1');
  process.once('SIGTERM', () => app.close().then(() => process.exit(0)));
  return app.getHttpServer();
}

/** The version of each stream is kept in memory and its appends queue: no reads, no conflicts. */
async function emmettAppend(address) {
  const { getPostgreSQLEventStore } = await import('@event-driven-io/emmett-postgresql');
  const { Pool } = (await import('pg')).default;
  const pool = new Pool({ connectionString: address, max: 50 });
  const store = getPostgreSQLEventStore(address, { connectionOptions: { pool } });
  await store.schema.migrate();
  const streams = new Map();
  return (budgetId, body) => {
    const appended = (streams.get(budgetId) ?? Promise.resolve('STREAM_DOES_NOT_EXIST')).then(
      async (expectedStreamVersion) => {
        const { type, ...data } = { ...expense(0), ...fieldsOf(body) };
        const event = { type, data, metadata: { actor: ACTOR } };
        const at = { expectedStreamVersion };
        const written = await store.appendToStream(`account-${budgetId}`, [event], at);
        return written.nextExpectedStreamVersion;
      },
    );
    streams.set(budgetId, appended);
    return appended.then((version) => ({ ...ANSWER, version: Number(version) }));
  };
}

const fieldsOf = ({ amountPence, spentOn, category }) => ({ amountPence, on: spentOn, category });

function bareNode() {
  const answer = JSON.stringify(ANSWER);
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(201, { 'content-type': 'application/json; charset=utf-8' });
      response.end(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  process.once('SIGTERM', () => server.close(() => process.exit(0)));
  return server;
}

const APPS = {
  node: async () => bareNode(),
  nest: () => nest(async () => ANSWER),
  emmett: async () => nest(await emmettAppend(process.env.DATABASE)),
};
const server = await APPS[process.argv[2]]();
const tell = () => console.log(`ready at http://127.0.0.1:${server.address().port}`);
if (server.listening) tell();
else server.once('listening', tell);
