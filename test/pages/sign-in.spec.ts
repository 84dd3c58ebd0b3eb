import { TestApp } from '../support/app.js';
import { Visitor } from '../support/visitor.js';

const app = await TestApp.start();
afterAll(() => app.close());

describe('Signing in', () => {
  it('is offered to whoever is nobody', async () => {
    const page = await new Visitor(app).get('/');
    expect([page.status, page.title]).toEqual([200, 'Sign in – Direct payment ledger']);
    expect(page.html).toContain('name="person" value="demo-holder"');
  });

  it('leads home', async () => {
    const visitor = new Visitor(app);
    const answer = await visitor.signIn('demo-officer');
    expect([answer.status, answer.location]).toEqual([303, '/']);
    expect((await visitor.follow('/')).html).toContain(
      'Signed in as <strong>Alex Officer</strong>',
    );
  });
});
