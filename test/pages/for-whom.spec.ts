import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { Visitor } from '../support/visitor.js';

const app = await TestApp.start();
const council = new Council(app);
afterAll(() => app.close());

describe('Whose direct payment somebody sees', () => {
  const ids: Record<string, string> = {};
  const budgets: Record<string, string> = {};
  beforeAll(async () => {
    for (const name of ['Nell North', 'Bilal Brook', 'Anna Archer', 'Carys Cole']) {
      const userId = name === 'Nell North' ? { userId: 'demo-nominee' } : {};
      ids[name] = await council.person(name, userId);
      budgets[name] = await council.budget(ids[name]);
    }
    await council.readable();
  });

  it('is nobody’s, as long as nothing links them to anybody', async () => {
    const page = await (await Visitor.signedIn(app, 'demo-holder')).follow('/');
    expect([page.status, page.h1]).toEqual([200, 'Your direct payments']);
    expect(page.text).toContain('There is no direct payment that you can see yet.');
  });

  it('is their own, where there is but one', async () => {
    const nell = await Visitor.signedIn(app, 'demo-nominee');
    expect((await nell.get('/')).location).toBe('/my');
    expect((await nell.get('/my')).location).toBe(`/my/${budgets['Nell North']}`);
  });

  it('is asked where there are several: their own first, what they are to each in words', async () => {
    await council.representative(ids['Carys Cole']!, { kind: 'supporter' });
    await council.representative(ids['Bilal Brook']!, { kind: 'nominee' });
    await council.representative(ids['Anna Archer']!, { kind: 'nominee' });
    const page = await (await Visitor.signedIn(app, 'demo-nominee')).follow('/');
    expect(page.title).toBe('Whose direct payment do you want to see? – Direct payment ledger');
    expect(page.text).toBe(
      'Whose direct payment do you want to see? ' +
        'Nell North Your own direct payment ' +
        'Anna Archer You are their nominee: you look after the money for them ' +
        'Bilal Brook You are their nominee: you look after the money for them ' +
        'Carys Cole You support them: you can look, and change nothing',
    );
    expect(page.html).toContain(`href="/my/${budgets['Bilal Brook']}"`);
  });

  it('says which is closed', async () => {
    const closure = { on: '2026-05-19', reason: 'Moved away' };
    await council.post('demo-officer', `/budgets/${budgets['Bilal Brook']}/closure`, closure);
    await council.readable();
    const page = await (await Visitor.signedIn(app, 'demo-nominee')).follow('/my');
    expect(page.text).toContain('Bilal Brook (closed on 19 May 2026)');
  });
});
