import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sha256 } from '../../src/kernel/digest.js';
import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { Visitor, type Seen } from '../support/visitor.js';

const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
const first = await TestApp.start({ folder });
const { annaId, budgetId, other } = await recorded(new Council(first));
await first.close(); // which seals what was recorded

const app = await TestApp.start({ folder });
const council = new Council(app);
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

async function recorded(council: Council) {
  const annaId = await council.person('Anna Archer', { userId: 'demo-holder' });
  const budgetId = await council.budget(annaId, { openingBalancePence: 24_850 });
  await council.allocation(budgetId);
  await council.payment(budgetId);
  const other = await council.budget(await council.person('Bilal Bashir'));
  for (let i = 0; i < 60; i++) await council.expense(other, 100 + i);
  return { annaId, budgetId, other };
}

const auditor = await Visitor.signedIn(app, 'demo-auditor');
const where = ({ status, h1 }: Seen) => [status, h1];
const NOT_THERE = [404, 'Page not found'];

const hrefs = ({ html }: Seen) =>
  [...html.matchAll(/href="([^"]+)"/g)].map((it) => it[1]!.replaceAll('&amp;', '&'));

/** What a page says under a name, of each thing of which it says it. */
const said = ({ html }: Seen, name: string): string[] =>
  [...html.matchAll(new RegExp(`<dt>${name}</dt>\\s*<dd[^>]*>([^<]*)</dd>`, 'g'))].map((it) =>
    it[1]!.replaceAll('&quot;', '"'),
  );

describe('Pages of auditors', () => {
  it.each([
    '/audit',
    '/audit/events',
    '/audit/events.ndjson',
    '/audit/integrity',
    '/audit/export',
    `/audit/export/${budgetId}`,
    '/audit/export/journal?format=csv',
    `/audit/export/${budgetId}/journal?format=csv`,
  ])('are not there for anybody else: %s', async (page) => {
    for (const person of ['demo-officer', 'demo-manager', 'demo-holder'])
      expect(where(await (await Visitor.signedIn(app, person)).get(page))).toEqual(NOT_THERE);
    expect((await auditor.get(page)).status).toBe(200);
  });

  it('mark in which of them one is', async () => {
    const { html } = await auditor.get('/audit/events');
    expect(html.match(/aria-current="true"/g)).toHaveLength(1);
    expect(html).toMatch(/href="\/audit\/events" aria-current="true"/);
  });
});

describe('Finding an account', () => {
  it('is at home', async () => {
    const page = await auditor.follow('/');
    expect(page.title).toBe('Find an account – Direct payment ledger');
    expect(page.text).toContain('Anna Archer 6 April 2026 Open');
  });

  it('leads to it as at the day and as known on the day that is asked for', async () => {
    const page = await auditor.get('/audit?query=anna&asAt=2026-05-01&knownAt=2026-05-19');
    expect(hrefs(page)).toContain(`/accounts/${budgetId}?asAt=2026-05-01&knownAt=2026-05-19`);
    expect(page.html).toContain('name="knownAt" value="2026-05-19"');
    expect(page.text).not.toContain('Bilal');
  });

  it('says when there is none of that name', async () => {
    expect((await auditor.get('/audit?query=Zoë')).text).toContain('no account of that name');
  });
});

describe('The event log', () => {
  it('shows each event in its order with the very texts that are hashed', async () => {
    const page = await auditor.get('/audit/events');
    const [envelopes, data] = [said(page, 'Envelope'), said(page, 'Data')];
    const [hashes, before] = [said(page, 'Hash'), said(page, 'Hash before it in its stream')];
    expect([envelopes.length, data.length, hashes.length]).toEqual([50, 50, 50]);
    expect(before[0]).toBe(sha256(`ledger/1 budget-${budgetId}`));
    for (const [i, hash] of hashes.entries())
      expect(sha256(framed(before[i]!, envelopes[i]!, data[i]!))).toBe(hash);
    expect(JSON.parse(data[0]!)).toMatchObject({ openingBalancePence: 24_850, personId: annaId });
    expect(hrefs(page)).toContain(`/accounts/${budgetId}`);
  });

  it('goes on page by page until there are no more', async () => {
    const first = await auditor.get('/audit/events');
    const ids = said(first, 'Event');
    const next = hrefs(first).find((it) => it.startsWith('/audit/events?after='))!;
    const second = await auditor.get(next);
    expect(second.h1).toMatch(/^Events from 20 May 2026 at 10:00am on$/);
    ids.push(...said(second, 'Event'));
    const lines = await council.get('demo-auditor', '/events?limit=10000');
    const known = (lines as string).trim().split('\n');
    const eventIds = known.map((it) => (JSON.parse(it) as { eventId: string }).eventId);
    expect(ids).toEqual(eventIds.slice(0, ids.length));
    expect(second.html).not.toContain('Next events');
    expect(second.html).toContain('Back to the first events');
  });

  it('filters by type, and keeps it on the way', async () => {
    const page = await auditor.get('/audit/events?type=ExpenseRecorded');
    expect(page.text.match(/ExpenseRecorded account-/g)).toHaveLength(50);
    expect(page.text).not.toContain('PaymentMade account-');
    const next = '/audit/events?type=ExpenseRecorded&after=';
    expect(hrefs(page).some((it) => it.startsWith(next))).toBe(true);
    expect((await auditor.get('/audit/events?type=BudgetClosed')).text).toContain(
      'There is no such event.',
    );
  });

  it.each([
    ['after=42', 'The place must be one of this log, as its events show it'],
    ['type=Nothing', 'Select a type of event from the list'],
  ])('says what is wrong with what is asked: %s', async (query, message) => {
    const page = await auditor.get(`/audit/events?${query}`);
    expect([page.status, page.title.startsWith('Error: ')]).toEqual([400, true]);
    expect(page.text).toContain(`There is a problem ${message}`);
    expect(where(await auditor.get(`/audit/events.ndjson?${query}`))).toEqual(NOT_THERE);
  });

  it('is downloaded as the API sends it, however long', async () => {
    const { html } = await auditor.get('/audit/events');
    expect(html).toMatch(/href="\/audit\/events.ndjson" download/);
    const file = await auditor.get('/audit/events.ndjson');
    expect(file.headers['content-disposition']).toBe('attachment; filename="events.ndjson"');
    const { body } = await app.get('demo-auditor', '/events?limit=10000');
    expect(file.html).toBe(body);
    const some = await auditor.get('/audit/events.ndjson?type=PaymentMade');
    expect(some.html.trim().split('\n')).toHaveLength(1);
  });
});

describe('The export', () => {
  it.each([
    ['hledger', 'journal.journal'],
    ['ledger', 'journal.ledger'],
    ['csv', 'journal.csv'],
  ])('hands out what the API does, for %s', async (format, name) => {
    const page = await auditor.get('/audit/export');
    const href = `/audit/export/journal?format=${format}`;
    expect(page.html).toContain(`href="${href}" download`);
    const file = await auditor.get(href);
    expect(file.headers['content-disposition']).toBe(`attachment; filename="${name}"`);
    expect(file.html).toBe((await app.get('demo-auditor', `/journal?format=${format}`)).body);
  });

  it('is of one account, too', async () => {
    const account = await auditor.get(`/accounts/${budgetId}`);
    expect(hrefs(account)).toContain(`/audit/export/${budgetId}`);
    const page = await auditor.get(`/audit/export/${budgetId}`);
    expect(page.title).toBe('Export of one account – Anna Archer – Direct payment ledger');
    const file = await auditor.get(`/audit/export/${budgetId}/journal?format=csv`);
    expect(file.html).toContain(budgetId);
    expect(file.html).not.toContain(other);
  });

  it('is none in a form that there is not', async () => {
    expect(where(await auditor.get('/audit/export/journal?format=xlsx'))).toEqual(NOT_THERE);
    expect(where(await auditor.get('/audit/export/journal'))).toEqual(NOT_THERE);
  });
});

describe('The integrity of the log', () => {
  it('is seen on one page, with the head to note', async () => {
    const page = await auditor.get('/audit/integrity');
    const { body } = await app.get('demo-auditor', '/integrity');
    expect(page.text).toContain('The log is whole');
    expect(said(page, 'Root of the last seal')).toEqual([body.head.root]);
    expect(said(page, 'Events in order')).toEqual([String(body.events)]);
    expect(page.text).toContain(`Now this is ${body.unsealed} events.`);
  });

  it('finds a root that was noted, and no other', async () => {
    const [seal] = await app.ledger.log.load('seals');
    const { root } = seal!.event as unknown as { root: string };
    const noted = await auditor.get(`/audit/integrity?full=true&root=${root}`);
    expect(noted.text).toContain('This log holds that root, in the seal of 20 May 2026');
    expect(noted.text).toContain('All events, from the first one on');
    const wrong = await auditor.get(`/audit/integrity?full=true&root=${sha256('another')}`);
    expect(wrong.text).toContain('This log does not hold that root.');
    const none = await auditor.get('/audit/integrity?full=true&root=42');
    expect([none.status, none.title.startsWith('Error: ')]).toEqual([400, true]);
    expect(none.html).toContain('value="42"');
  });

  // Last, for nothing is whole after it.
  it('says where it is broken', async () => {
    const db = new Database(`${app.folder}/log.db`);
    db.exec('DROP TRIGGER events_update');
    db.exec(
      `UPDATE events SET data = CAST(replace(data, '24850', '99850') AS BLOB) WHERE position = 1`,
    );
    db.close();
    const page = await auditor.get('/audit/integrity?full=true');
    expect(page.text).toContain('The log is broken.');
    expect(said(page, 'Broken at')[0]).toContain(`budget-${budgetId}, version 0`);
  });
});

/** Hash before, and each text behind its length, as the page says. */
function framed(before: string, envelope: string, data: string): Buffer {
  const withLength = (text: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    return [length, Buffer.from(text)];
  };
  return Buffer.concat([Buffer.from(before, 'hex'), ...withLength(envelope), ...withLength(data)]);
}
