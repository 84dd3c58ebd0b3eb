import {
  Global,
  Module,
  type DynamicModule,
  type InjectionToken,
  type Provider,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { AccountsModule } from './accounts/accounts.module.js';
import { BudgetsModule } from './budgets/budgets.module.js';
import { isSecure, type Config } from './config.js';
import { Clock } from './event-log/clock.js';
import { EventLog } from './event-log/event-log.js';
import { LogApi } from './web/log.api.js';
import { LogPages } from './web/log.pages.js';
import { EventTypes } from './event-log/event-types.js';
import { LogProof } from './event-log/log-proof.js';
import { Writer } from './event-log/writer.js';
import { FiguresModule } from './figures/figures.module.js';
import { HistoryModule } from './history/history.module.js';
import { JournalModule } from './journal/journal.module.js';
import type { Ledger } from './ledger.js';
import { PeopleModule } from './people/people.module.js';
import { PeopleTable } from './people/people.table.js';
import { PoliciesModule } from './policies/policies.module.js';
import { READ_DATABASE } from './read-models/injection.js';
import { KnownEvents } from './read-models/known-events.js';
import { ReviewsModule } from './reviews/reviews.module.js';
import { Circle, Owners } from './sign-in/access.js';
import { AccessGuard } from './sign-in/access.guard.js';
import { DemoSignIn } from './sign-in/demo-sign-in.js';
import { Sessions } from './sign-in/session.js';
import { SignInPages } from './sign-in/sign-in.pages.js';
import { SignIn } from './sign-in/sign-in.js';
import { TokenSignIn } from './sign-in/token-sign-in.js';
import { MappingsTable } from './statements/mappings.table.js';
import { StatementsModule } from './statements/statements.module.js';
import { LedgerVitals } from './vitals.js';
import { AccountFrame } from './web/account-frame.js';
import { AccountNames } from './web/account-names.js';
import { AboutPages } from './web/about.pages.js';
import { RowAnswers } from './web/answers.js';
import { AskingGuard } from './web/asking.js';
import { Assets } from './web/assets.js';
import { FormGuard } from './web/form.guard.js';
import { HealthApi, Vitals } from './web/health.api.js';
import { Metrics } from './web/metrics.js';
import { Moments } from './web/moments.js';
import { PageCookies } from './web/page-cookies.js';
import { PageRenderer } from './web/page-renderer.js';
import { Places } from './web/places.js';
import { ProblemPages } from './web/problem-pages.js';
import { ProblemFilter } from './web/problem.filter.js';
import { Requests } from './web/requests.js';
import { FieldsPipe } from './web/validation.js';
import { Views } from './web/views.js';
import { Waiting } from './web/waiting.js';
import { TodayPages } from './web/today.pages.js';
import { WorkWaiting } from './web/work.js';
import { FileStore } from './words/files.js';
import { RowRequests } from './words/row-requests.js';
import { KeptKey } from './words/kept-key.js';
import { WordStore } from './words/words.js';

const value = (provide: InjectionToken, useValue: unknown): Provider => ({ provide, useValue });

/** What the ground floor hands to the rooms. */
function groundFloor(ledger: Ledger, config: Config): Provider[] {
  const { log, types, clock, writer, words, files, rows, known } = ledger;
  const { readable, knowledge, people, mappings, reading } = ledger;
  const { issuer } = config;
  const owners = new Owners();
  const signIn = issuer ? new TokenSignIn(issuer) : new DemoSignIn();
  return [
    value(EventLog, log),
    value(EventTypes, types),
    value(Clock, clock),
    value(Writer, writer),
    value(READ_DATABASE, reading),
    value(KnownEvents, known),
    value(WordStore, words),
    value(FileStore, files),
    value(RowRequests, rows),
    value(PeopleTable, people),
    value(MappingsTable, mappings),
    value(Circle, people),
    value(Owners, owners),
    value(AccountNames, new AccountNames(owners, people)),
    value(WorkWaiting, new WorkWaiting(WORK)),
    value(SignIn, signIn),
    ...forPages(ledger, config, signIn),
    value(Moments, new Moments(clock, knowledge)),
    value(Requests, new Requests(words, log)),
    value(RowAnswers, new RowAnswers(log)),
    value(LogProof, new LogProof(log)),
    value(
      Metrics,
      new Metrics({
        eventsWaiting: () => readable.lag(),
        eventsTooLate: () => knowledge.tooLate.counted(),
      }),
    ),
    value(Vitals, new LedgerVitals(ledger, config.readyLagEvents)),
    value(
      Waiting,
      new Waiting({
        isPosition: (text) => log.isPosition(text),
        waitFor: (position) => readable.waitFor(position),
        caughtUp: () => readable.caughtUp(),
        get building() {
          return readable.building;
        },
      }),
    ),
  ];
}

/** Of several rooms and of the ground floor: nobody but the roof knows their order. */
const AUDITORS_PLACES = [
  ['/audit', 'Find an account'],
  ['/audit/events', 'Events'],
  ['/audit/integrity', 'Integrity'],
  ['/audit/export', 'Export'],
] as const;

/** The same of what waits for officers and managers. */
const WORK = [
  'statements',
  'answers',
  'disagreements',
  'challenged',
  'proposed',
  'approved',
  'reviews',
] as const;

/** What pages are made with. */
function forPages({ clock, erasable, people }: Ledger, config: Config, signIn: SignIn): Provider[] {
  const sessions = new Sessions(clock, new KeptKey(erasable, 'sessions'));
  const cookies = new PageCookies(sessions, isSecure(config));
  const assets = new Assets();
  const places = new Places();
  places.register({ roles: ['officer', 'manager'], href: '/today', text: 'Today' });
  for (const [href, text] of AUDITORS_PLACES) places.register({ roles: ['auditor'], href, text });
  const views = new Views();
  const renderer = new PageRenderer(views, sessions, cookies, signIn, places, assets);
  return [
    value(Sessions, sessions),
    value(PageCookies, cookies),
    value(Assets, assets),
    value(Places, places),
    value(Views, views),
    value(AccountFrame, new AccountFrame(people)),
    value(PageRenderer, renderer),
    value(ProblemPages, new ProblemPages(renderer, signIn)),
  ];
}

/** Every request on its way in: who may, what was sent, what is wrong with it. */
const WAY_IN: Provider[] = [
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_GUARD, useClass: AskingGuard },
  { provide: APP_GUARD, useClass: FormGuard },
  { provide: APP_PIPE, useClass: FieldsPipe },
  { provide: APP_FILTER, useClass: ProblemFilter },
];

@Global()
@Module({})
export class AppModule {
  static on(ledger: Ledger, config: Config): DynamicModule {
    const ground = groundFloor(ledger, config);
    return {
      module: AppModule,
      imports: [
        CqrsModule.forRoot(),
        PeopleModule,
        BudgetsModule,
        AccountsModule,
        FiguresModule,
        HistoryModule,
        JournalModule,
        ReviewsModule,
        PoliciesModule,
        StatementsModule,
      ],
      controllers: [LogApi, LogPages, HealthApi, SignInPages, AboutPages, TodayPages],
      providers: [...ground, ...WAY_IN],
      exports: ground,
    };
  }
}
