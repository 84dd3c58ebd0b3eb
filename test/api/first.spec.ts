import { TestApp } from '../support/app.js';

describe('The app', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('records a person', async () => {
    const made = await app.post('demo-officer', '/people', { fullName: 'Anna Archer' });
    expect(made.status).toBe(201);
    const seen = await app.get('demo-officer', `/people/${made.body.personId}`);
    expect(seen.body).toMatchObject({ fullName: 'Anna Archer', representatives: [] });
  });
});
