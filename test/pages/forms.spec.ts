import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { addTryPages } from '../support/try-pages.js';
import { Visitor } from '../support/visitor.js';

addTryPages();
const app = await TestApp.start();
const council = new Council(app);
afterAll(() => app.close());

let budgetId: string;
let address: string;
let anna: Visitor;
beforeAll(async () => {
  budgetId = await council.budget(await council.person('Anna Archer', { userId: 'demo-holder' }));
  await council.readable();
  address = `/try/${budgetId}`;
  anna = await Visitor.signedIn(app, 'demo-holder');
});

const TYRES = {
  amount: '£1,234.50',
  'spentOn-day': '2',
  'spentOn-month': 'May',
  'spentOn-year': '2026',
  payee: 'Wheels & Co',
};

let keys = 0;
const filled = async (visitor = anna, more: Record<string, string> = {}) => {
  const _csrf = (await visitor.get(address)).hidden('_csrf');
  return { _csrf, _key: `form-${keys++}`, ...TYRES, ...more };
};
const recorded = async () => {
  const { items } = await council.get('demo-officer', `/budgets/${budgetId}/history?kind=expense`);
  return items.length as number;
};

describe('A form', () => {
  it('writes what it says, and goes on to a page that says so once', async () => {
    const before = await recorded();
    const answer = await anna.post(address, await filled());
    expect([answer.status, answer.location]).toEqual([303, address]);
    const next = await anna.get(address);
    expect(next.text).toContain('Recorded Nothing else happens.');
    expect(next.html).toContain('govuk-notification-banner--success');
    expect((await anna.get(address)).text).not.toContain('Recorded');
    expect(await recorded()).toBe(before + 1);
    const { figures } = await council.get('demo-officer', `/budgets/${budgetId}/figures`);
    expect(figures.spentPence).toBe(123_450);
  });

  it('sent twice writes once, and says the same', async () => {
    const before = await recorded();
    const form = await filled();
    const answers = await Promise.all([anna.post(address, form), anna.post(address, form)]);
    expect(answers.map((it) => [it.status, it.location])).toEqual([
      [303, address],
      [303, address],
    ]);
    expect((await anna.get(address)).text).toContain('Recorded');
    const again = await anna.post(address, form);
    expect([again.status, again.location]).toEqual([303, address]);
    expect(await recorded()).toBe(before + 1);
  });

  it('sent again with other answers is shown again, and says that the first ones were kept', async () => {
    const form = await filled();
    await anna.post(address, form);
    const before = await recorded();
    const answer = await anna.post(address, { ...form, payee: 'Somebody else' });
    expect([answer.status, answer.title]).toEqual([422, 'Error: Try – Direct payment ledger']);
    expect(answer.text).toContain('You sent this form before, with other answers.');
    expect(await recorded()).toBe(before);
  });

  it('says what it has to say to nobody else at the same browser', async () => {
    await anna.post(address, await filled());
    const said = anna.cookies.get('said')!;
    await anna.get(address);
    const olu = await Visitor.signedIn(app, 'demo-officer');
    olu.cookies.set('said', said);
    expect((await olu.get(address)).text).not.toContain('Recorded');
  });
});

describe('A form with something wrong', () => {
  it('is shown again: status, title, summary first, each error leading to its field', async () => {
    const before = await recorded();
    const wrong = { amount: 'ten pounds', 'spentOn-month': '', payee: ' ' };
    const answer = await anna.post(address, await filled(anna, wrong));
    expect([answer.status, answer.title]).toEqual([400, 'Error: Try – Direct payment ledger']);
    expect(answer.text).toMatch(
      /^There is a problem The amount must be an amount of money, like 120 or 120\.50 The day you paid must include a month Enter who you paid Try/,
    );
    const summary = /<div class="govuk-error-summary"[^>]*>/.exec(answer.html)![0];
    expect(summary).toMatch(/tabindex="-1"/);
    expect(summary).toMatch(/autofocus/);
    for (const id of ['amount', 'spentOn-month', 'payee'])
      expect(answer.html).toContain(`<a href="#${id}">`);
    expect(await recorded()).toBe(before);
  });

  it('that only the act finds is shown again in the same way', async () => {
    const answer = await anna.post(address, await filled(anna, { 'spentOn-year': '2027' }));
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('<a href="#spentOn-day">This lies ahead.');
  });

  it('that a rule refuses says why, without a field', async () => {
    const answer = await anna.post(address, await filled(anna, { 'spentOn-year': '2025' }));
    expect([answer.status, answer.title]).toEqual([409, 'Error: Try – Direct payment ledger']);
    expect(answer.text).toMatch(/^There is a problem /);
  });
});

describe('A form without its token', () => {
  const tokens: readonly [string, (form: Awaited<ReturnType<typeof filled>>) => object][] = [
    ['without a token', ({ _csrf: _, ...rest }) => rest],
    ['with an empty token', (it) => ({ ...it, _csrf: '' })],
    ['with a wrong token', (it) => ({ ...it, _csrf: it._csrf.toLowerCase() })],
    ['with two tokens', (it) => ({ ...it, _csrf: [it._csrf, it._csrf] })],
    ['without a key', ({ _key: _, ...rest }) => rest],
  ];

  it.each(tokens)('%s is refused, and nothing is written', async (_, without) => {
    const before = await recorded();
    const answer = await anna.post(address, without(await filled()) as typeof TYRES);
    expect([answer.status, answer.h1]).toEqual([403, 'This form was not sent']);
    expect(answer.text).toContain('Nothing was changed.');
    expect(answer.text).toContain('Go back, load the page again, and try again.');
    expect(await recorded()).toBe(before);
  });

  it('but with that of another session is refused, too', async () => {
    const other = await Visitor.signedIn(app, 'demo-holder');
    const form = await filled(other);
    expect((await anna.post(address, form)).status).toBe(403);
    expect((await other.post(address, form)).status).toBe(303);
  });

  it.each(['/sign-in', '/sign-out'])('is refused at %s, too', async (at) => {
    const visitor = await Visitor.signedIn(app, 'demo-holder');
    expect((await visitor.post(at, { person: 'demo-manager' })).status).toBe(403);
    expect((await visitor.get('/help')).html).toContain('Signed in as <strong>Anna</strong>');
  });

  it('hears first that the page is not there, where it is not theirs', async () => {
    const nell = await Visitor.signedIn(app, 'demo-nominee');
    expect((await nell.post(address, {})).status).toBe(404);
  });

  it('sent by nobody leads to the sign-in page', async () => {
    const answer = await new Visitor(app).post(address, TYRES);
    expect([answer.status, answer.location]).toEqual([
      303,
      `/?next=${encodeURIComponent(address)}`,
    ]);
  });
});

describe('A form of a kind that is not read', () => {
  it.each([
    ['application/json', '{"amount": 1}', 415],
    ['text/plain', 'amount=1', 415],
    ['multipart/form-data; boundary=x', '--x--\r\n', 415],
    ['application/x-www-form-urlencoded', 'constructor=1', 400],
    ['application/x-www-form-urlencoded', Buffer.from([0xff, 0x3d]), 400],
    ['application/x-www-form-urlencoded', 'a='.padEnd(1_048_577, 'a'), 413],
  ])('%s is a page about that', async (type, body, status) => {
    const answer = await anna.send('POST', address, body, type);
    expect([answer.status, answer.h1]).toEqual([status, 'This could not be done']);
  });
});

describe('A form with a file', () => {
  const MEGABYTE = 1024 * 1024;
  const part = (name: string, value: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = (name: string) =>
    `--x\r\nContent-Disposition: form-data; name="receipt"; filename="${name}"\r\n` +
    'Content-Type: image/png\r\n\r\n';
  const TYPE = 'multipart/form-data; boundary=x';

  const sent = async (file: string, bytes: Buffer, more: Record<string, string> = {}) => {
    const { _csrf, _key } = { ...(await filled()), ...more };
    const before = part('_csrf', _csrf) + part('_key', _key);
    const body = Buffer.concat([
      Buffer.from(before + head(file)),
      bytes,
      Buffer.from('\r\n--x--\r\n'),
    ]);
    return anna.send('POST', `${address}/receipt`, body, TYPE);
  };

  it('is taken, its name and its bytes as they were', async () => {
    const answer = await sent('../../x.svg', Buffer.alloc(3 * MEGABYTE, 'a'));
    expect(answer.status).toBe(303);
    expect((await anna.get(address)).text).toMatch(/x\.svg: 3145728 bytes/);
  });

  it('is the same request with the same file, and another one with another', async () => {
    const requestOf = async (bytes: string) => {
      expect((await sent('a.png', Buffer.from(bytes))).status).toBe(303);
      return /Request (\w{64})\./.exec((await anna.get(address)).text)![1];
    };
    const one = await requestOf('one');
    expect(await requestOf('one')).toBe(one);
    expect(await requestOf('two')).not.toBe(one);
  });

  it.each<[string, string, Buffer, string]>([
    [
      'of 10 MB and a byte',
      'big.png',
      Buffer.alloc(10 * MEGABYTE + 1),
      'The selected file must be smaller than 10MB',
    ],
    ['without bytes', 'empty.png', Buffer.alloc(0), 'The selected file is empty'],
    ['that was not chosen', '', Buffer.alloc(0), 'Select a photo of the receipt'],
  ])('%s is asked for again', async (_, name, bytes, message) => {
    const answer = await sent(name, bytes);
    expect([answer.status, answer.text.includes(message)]).toEqual([400, true]);
    expect(answer.html).toContain('<a href="#receipt">');
  });

  it('is not read before its token was', async () => {
    const late = Buffer.from(
      head('a.png') + 'bytes\r\n' + part('_csrf', (await filled())._csrf) + '--x--\r\n',
    );
    expect((await anna.send('POST', `${address}/receipt`, late, TYPE)).status).toBe(403);
    const wrong = await sent('a.png', Buffer.alloc(9 * MEGABYTE), { _csrf: 'wrong' });
    expect([wrong.status, wrong.h1]).toEqual([403, 'This form was not sent']);
  });

  it.each([
    '--x\r\n',
    'nothing of the kind',
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
  ])('that ends too soon is a page about that: %p', async (body) => {
    const answer = await anna.send('POST', `${address}/receipt`, body, TYPE);
    expect([400, 403]).toContain(answer.status);
  });
});

describe('A page that fails', () => {
  it('says so, and nothing of what somebody said', async () => {
    const olu = await Visitor.signedIn(app, 'demo-officer');
    const page = await olu.get(`${address}/broken`);
    expect([page.status, page.title]).toEqual([
      500,
      'Sorry, there is a problem – Direct payment ledger',
    ]);
    expect(page.html).not.toContain('Rosa');
  });
});

describe('A page for which there is no time', () => {
  it('says when to try again', async () => {
    const olu = await Visitor.signedIn(app, 'demo-officer');
    const page = await olu.get(`${address}/busy`);
    expect([page.status, page.h1]).toEqual([503, 'Sorry, the service is busy']);
    expect(page.headers['retry-after']).toBe('1');
    expect(page.html).not.toContain('Rosa');
  });
});

describe('The two moments of a page', () => {
  it('asked for in three fields each stand in the address as days', async () => {
    const answer = await anna.get(
      `${address}?asAt-day=1&asAt-month=5&asAt-year=2026&knownAt-day=&knownAt-month=&knownAt-year=&kind=a`,
    );
    expect([answer.status, answer.location]).toEqual([303, '?kind=a&asAt=2026-05-01']);
    expect((await anna.get(`${address}?asAt=2026-05-01&knownAt=2026-05-19`)).status).toBe(200);
  });

  it.each([
    ['asAt=2026-02-30', 'The day to look at must'],
    ['asAt=tomorrow', 'The day to look at must include a month and year'],
    ['asAt-day=30&asAt-month=2&asAt-year=2026', 'The day to look at must be a real date'],
    ['knownAt=2026-05-21', 'The day of what was known must be today or in the past'],
    ['asAt=1999-12-31', 'The day to look at must be from 2000 to 2099'],
    ['asAt=2026-05-01&asAt=2026-05-02', 'The day to look at must'],
  ])('are said to be wrong: %s', async (query, message) => {
    const page = await anna.get(`${address}?${query}`);
    expect([page.status, page.title]).toEqual([400, 'Error: Try – Direct payment ledger']);
    expect(page.text).toContain(message);
  });
});

describe('Every page', () => {
  it('brings all that it consists of itself, and is kept by nobody', async () => {
    const pages = [
      await anna.get(address),
      await anna.get('/nowhere'),
      await anna.post(address, {}),
      await anna.get('/help'),
      await new Visitor(app).get('/'),
    ];
    for (const { headers } of pages) {
      expect(headers['content-security-policy']).toBe(
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self';font-src 'none';" +
          "form-action 'self';frame-ancestors 'none';base-uri 'none'",
      );
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['permissions-policy']).toContain('camera=()');
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
    }
  });

  it('keeps what does not change: styles under an address of their own', async () => {
    const { html } = await anna.get('/help');
    const styles = /href="(\/assets\/[^"]+\.css)"/.exec(html)![1]!;
    const { status, headers } = await anna.get(styles);
    expect([status, headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    expect(headers['content-type']).toBe('text/css; charset=utf-8');
  });

  it('stands in no document of the API', async () => {
    const { body } = await app.send(undefined, 'GET', '/api/openapi.json');
    expect(Object.keys(body.paths).filter((it) => !it.startsWith('/api/v1/'))).toEqual([]);
  });
});
