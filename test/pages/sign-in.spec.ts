import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { Issuer } from '../support/issuer.js';
import { Visitor } from '../support/visitor.js';

const app = await TestApp.start();
const council = new Council(app);
afterAll(() => app.close());

let budgetId: string;
let others: string;
beforeAll(async () => {
  budgetId = await council.budget(await council.person('Anna Archer', { userId: 'demo-holder' }));
  others = await council.budget(await council.person('Bilal Brook'));
  await council.readable();
});
beforeEach(() => {
  app.now = '2026-05-20T09:00:00Z';
});

const PEOPLE = [
  'demo-officer',
  'demo-officer-2',
  'demo-manager',
  'demo-manager-2',
  'demo-auditor',
  'demo-holder',
  'demo-nominee',
];

describe('Signing in', () => {
  it('is offered to whoever is nobody, as anybody of the demo', async () => {
    const page = await new Visitor(app).get('/');
    expect([page.status, page.title]).toEqual([200, 'Sign in – Direct payment ledger']);
    const offered = [...page.html.matchAll(/name="person" value="([^"]+)"/g)].map((it) => it[1]);
    expect(offered).toEqual(PEOPLE);
  });

  it.each(PEOPLE)('as %s leads home, and every page says who one is', async (person) => {
    const visitor = new Visitor(app);
    const answer = await visitor.signIn(person);
    expect([answer.status, answer.location]).toEqual([303, '/']);
    expect((await visitor.get('/help')).html).toContain('Signed in as');
    expect((await visitor.get('/')).html).not.toContain('name="person"');
  });

  it('as somebody who is not offered leaves one nobody', async () => {
    const visitor = new Visitor(app);
    expect((await visitor.signIn('administrator')).location).toBe('/');
    expect((await visitor.get('/')).h1).toBe('Sign in');
  });

  it('begins a new session: whoever knew the old one has nothing', async () => {
    const visitor = new Visitor(app);
    await visitor.get('/');
    const before = visitor.cookies.get('session')!;
    await visitor.signIn('demo-holder');
    const thief = new Visitor(app);
    thief.cookies.set('session', before);
    expect((await thief.get('/')).h1).toBe('Sign in');
    expect(visitor.cookies.get('session')).not.toBe(before);
  });
});

describe('An inner address', () => {
  it('sends whoever is nobody to sign in, and then back to it', async () => {
    const visitor = new Visitor(app);
    const wanted = '/my?asAt=2026-05-01';
    const sent = await visitor.get(wanted);
    expect([sent.status, sent.location]).toEqual([303, '/?next=%2Fmy%3FasAt%3D2026-05-01']);
    const back = await visitor.signIn('demo-nominee', sent.location);
    expect(back.location).toBe(wanted);
  });

  it.each([
    'https://example.org/',
    '//example.org/',
    '/\\example.org',
    '/\t/example.org',
    '/\n//example.org',
    '\\\\example.org',
    'javascript:alert(1)',
    '/..//example.org',
    'my',
    '',
  ])('that is not ours is never gone on to: %p', async (next) => {
    const visitor = new Visitor(app);
    const { location } = await visitor.signIn('demo-holder', `/?${new URLSearchParams({ next })}`);
    expect(new URL(location!, 'http://127.0.0.1:1').origin).toBe('http://127.0.0.1:1');
    const page = await visitor.get('/');
    const direct = { _csrf: page.hidden('_csrf'), person: 'demo-holder', next };
    const answer = await visitor.post('/sign-in', direct);
    expect(new URL(answer.location!, 'http://127.0.0.1:1').origin).toBe('http://127.0.0.1:1');
  });

  it('of another role or another person is not there, as one that never was', async () => {
    const officer = await Visitor.signedIn(app, 'demo-officer');
    const holder = await Visitor.signedIn(app, 'demo-holder');
    const seen = [
      await officer.get('/my'),
      await holder.get(`/my/${others}`),
      await holder.get('/my/2ed6657d-e927-568b-95e1-2665a8aea6a2'),
      await holder.get('/nowhere'),
      await new Visitor(app).get('/nowhere'),
      await new Visitor(app).get('/%zz'),
      await new Visitor(app).get(`/${'long'.repeat(100)}`),
      await new Visitor(app).get('//example.org'),
      await new Visitor(app).get('/pages/help'),
      await new Visitor(app).get('/help/'),
    ];
    expect(seen.map((it) => [it.status, it.h1])).toEqual(seen.map(() => [404, 'Page not found']));
    expect(seen[0]!.title).toBe('Page not found – Direct payment ledger');
    expect(budgetId).not.toBe(others);
  });
});

describe('A session', () => {
  const isSignedIn = async (visitor: Visitor) =>
    !(await visitor.get('/my')).location?.startsWith('/?next=');

  it.each([
    [
      'has one letter changed',
      (it: string) => it.slice(0, -2) + (it.at(-2) === 'A' ? 'B' : 'A') + it.at(-1),
    ],
    ['is cut', (it: string) => it.slice(0, -8)],
    ['is empty', () => ' '],
    ['is not sealed', () => Buffer.from('{"userId":"demo-manager"}').toString('base64url')],
    ['is sealed by nobody', () => 'eyJhbGciOiJub25lIn0..AAAA.AAAA.AAAA'],
  ])('that %s is none', async (_, changed) => {
    const visitor = await Visitor.signedIn(app, 'demo-holder');
    expect(await isSignedIn(visitor)).toBe(true);
    visitor.cookies.set('session', changed(visitor.cookies.get('session')!));
    expect(await isSignedIn(visitor)).toBe(false);
  });

  it('is not what something else was sealed as', async () => {
    const visitor = await Visitor.signedIn(app, 'demo-holder');
    visitor.cookies.set('said', visitor.cookies.get('session')!);
    const { status, html } = await visitor.get('/help');
    expect([status, html.includes('notification-banner')]).toEqual([200, false]);
  });

  it('ends an hour after the last page', async () => {
    const visitor = await Visitor.signedIn(app, 'demo-holder');
    app.now = '2026-05-20T09:50:00Z';
    expect(await isSignedIn(visitor)).toBe(true);
    app.now = '2026-05-20T10:45:00Z';
    expect(await isSignedIn(visitor)).toBe(true);
    app.now = '2026-05-20T11:46:00Z';
    expect(await isSignedIn(visitor)).toBe(false);
  });

  it('ends after twelve hours, however busy one is', async () => {
    const visitor = await Visitor.signedIn(app, 'demo-holder');
    for (let hour = 9; hour <= 20; hour++)
      for (const minute of ['20', '55']) {
        app.now = `2026-05-20T${String(hour).padStart(2, '0')}:${minute}:00Z`;
        expect(await isSignedIn(visitor)).toBe(true);
      }
    app.now = '2026-05-20T21:05:00Z';
    expect(await isSignedIn(visitor)).toBe(false);
  });

  it('is gone when one signs out', async () => {
    const visitor = await Visitor.signedIn(app, 'demo-holder');
    const page = await visitor.get('/help');
    const answer = await visitor.post('/sign-out', { _csrf: page.hidden('_csrf') });
    expect([answer.status, answer.location]).toEqual([303, '/']);
    expect(visitor.cookies.has('session')).toBe(false);
    expect(await isSignedIn(visitor)).toBe(false);
  });

  it('is kept where no script and no other site can get at it', async () => {
    const { headers } = await new Visitor(app).get('/');
    expect(headers['set-cookie']).toMatch(/^session=.*; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('is no way into the API', async () => {
    const visitor = await Visitor.signedIn(app, 'demo-officer');
    expect((await visitor.get('/api/v1/budgets')).status).toBe(401);
  });
});

describe('Where an issuer signs people in', () => {
  it('pages say that nobody can sign in to them, and show nothing else', async () => {
    const issuer = await Issuer.start();
    const env = { OIDC_ISSUER: issuer.address, OIDC_AUDIENCE: issuer.audience, DEMO_NOW: '' };
    const council = await TestApp.start({ env });
    const visitor = new Visitor(council);
    const page = await visitor.get('/');
    expect(page.text).toContain('Signing in to these pages is not set up here.');
    expect(page.html).not.toMatch(/<button|phase-banner/);
    expect((await visitor.get('/my')).status).toBe(404);
    expect((await visitor.get('/help')).status).toBe(200);
    expect(page.headers['strict-transport-security']).toContain('max-age=31536000');
    await council.close();
    await issuer.stop();
  });
});
