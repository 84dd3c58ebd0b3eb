import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { TestApp } from '../../test/support/app.js';
import { Issuer, type Claims } from '../../test/support/issuer.js';
import { TokenSignIn } from './token-sign-in.js';

const now = () => Math.floor(Date.now() / 1000);

describe('Signing in with a token', () => {
  let issuer: Issuer;
  let signIn: TokenSignIn;
  const userOf = (token: string) => signIn.userOf(`Bearer ${token}`);
  const userWith = async (claims: Claims) => userOf(await issuer.token(claims));

  beforeEach(async () => {
    issuer = await Issuer.start();
    const { address, audience } = issuer;
    signIn = new TokenSignIn({ issuer: new URL(address), audience, rolesClaim: 'roles' });
  });
  afterEach(() => issuer.stop());

  describe('is possible', () => {
    it.each(['officer', 'manager', 'auditor', 'holder'])('as %s', async (role) =>
      expect(await userWith({ roles: role })).toEqual({ userId: 'olu', role }),
    );

    it('in the first role of several that is known here', async () =>
      expect(await userWith({ roles: ['staff', 'auditor', 'manager'] })).toEqual({
        userId: 'olu',
        role: 'auditor',
      }));

    it('with a limit for approving', async () =>
      expect(await userWith({ roles: 'manager', approval_limit_pence: 2_000_000 })).toEqual({
        userId: 'olu',
        role: 'manager',
        approvalLimitPence: 2_000_000,
      }));

    it.each([-1, 0.5, '2000000', 2 ** 60])('without one that is no pence: %p', async (limit) =>
      expect(await userWith({ roles: 'manager', approval_limit_pence: limit })).toEqual({
        userId: 'olu',
        role: 'manager',
      }),
    );

    it('with one audience of several', async () =>
      expect(await userWith({ aud: ['payroll', 'ledger'] })).toMatchObject({ userId: 'olu' }));

    it('from an issuer who writes its name with a stroke at the end', async () =>
      expect(await userWith({ iss: `${issuer.address}/` })).toMatchObject({ userId: 'olu' }));

    it('with the role in another claim, where that is configured', async () => {
      const { address, audience } = issuer;
      const settings = { issuer: new URL(address), audience, rolesClaim: 'ledger_role' };
      const token = await issuer.token({ ledger_role: 'holder' });
      const user = await new TokenSignIn(settings).userOf(`Bearer ${token}`);
      expect(user).toEqual({ userId: 'olu', role: 'holder' });
    });

    it('many times, with keys that were fetched once', async () => {
      for (let n = 0; n < 3; n++) expect(await userWith({})).toBeDefined();
      expect(issuer.fetched).toBe(1);
    });
  });

  describe('is nobody', () => {
    it.each<[string, Claims]>([
      ['has expired', { exp: now() - 1 }],
      ['never expires', { exp: undefined }],
      ['is not valid yet', { nbf: now() + 3_600 }],
      ['is for another audience', { aud: 'payroll' }],
      ['is for no audience', { aud: undefined }],
      ['is of another issuer', { iss: 'https://id.example.org' }],
      ['names nobody', { sub: undefined }],
      ['has an empty name', { sub: '' }],
      ['has no role', { roles: undefined }],
      ['has a role that is not known', { roles: 'administrator' }],
      ['has a role of another case', { roles: 'Officer' }],
      ['has roles of a strange shape', { roles: { officer: true } }],
    ])('whose token %s', async (_, claims) => expect(await userWith(claims)).toBeUndefined());

    it('whose token is not signed', async () =>
      expect(await userOf(new UnsecuredJWT(issuer.claims()).encode())).toBeUndefined());

    it('whose token is signed with what everybody knows: the public key', async () => {
      const secret = new TextEncoder().encode(await issuer.publicKey());
      const token = new SignJWT(issuer.claims()).setProtectedHeader({ alg: 'HS256', kid: 'one' });
      expect(await userOf(await token.sign(secret))).toBeUndefined();
    });

    it('whose token is signed by somebody else', async () => {
      const { privateKey } = await generateKeyPair('RS256');
      expect(await userOf(await issuer.token({}, 'one', privateKey))).toBeUndefined();
    });

    it('whose token names a key that the issuer does not have', async () =>
      expect(await userOf(await issuer.token({}, 'two'))).toBeUndefined());

    it('whose token was changed on the way', async () => {
      const [head, , signature] = (await issuer.token()).split('.');
      const claims = JSON.stringify(issuer.claims({ roles: 'manager' }));
      const changed = [head, Buffer.from(claims).toString('base64url'), signature].join('.');
      expect(await userOf(changed)).toBeUndefined();
    });

    it.each(['', 'Bearer', 'Bearer x', 'Bearer a.b.c', 'Basic b2x1Og==', 'Bearer demo-officer'])(
      'who sends %p',
      async (authorization) => expect(await signIn.userOf(authorization)).toBeUndefined(),
    );

    it('who sends nothing', async () => expect(await signIn.userOf(undefined)).toBeUndefined());
  });

  describe('waits for the issuer', () => {
    const busy = { status: 503, code: 'busy', headers: { 'retry-after': '1' } };

    it('while it is down, and is possible as soon as it is not', async () => {
      issuer.down = true;
      await expect(userWith({})).rejects.toMatchObject(busy);
      await expect(userWith({})).rejects.toMatchObject(busy);
      issuer.down = false;
      expect(await userWith({})).toMatchObject({ userId: 'olu' });
    });

    it('while it cannot be reached', async () => {
      const token = await issuer.token();
      await issuer.stop();
      await expect(userOf(token)).rejects.toMatchObject(busy);
      issuer = await Issuer.start();
    });

    it('not once its keys are known', async () => {
      await userWith({});
      issuer.down = true;
      expect(await userWith({})).toMatchObject({ userId: 'olu' });
    });
  });
});

describe('With an issuer, the API', () => {
  let issuer: Issuer;
  let app: TestApp;
  beforeAll(async () => {
    issuer = await Issuer.start();
    const env = { OIDC_ISSUER: issuer.address, OIDC_AUDIENCE: issuer.audience, DEMO_NOW: '' };
    app = await TestApp.start({ env });
  });
  afterAll(async () => {
    await app.close();
    await issuer.stop();
  });

  it('asks the issuer who somebody is: 503 while it does not answer', async () => {
    issuer.down = true;
    const { status, headers, body } = await app.get(await issuer.token(), '/budgets');
    expect([status, headers['retry-after'], body.code]).toEqual([503, '1', 'busy']);
    issuer.down = false;
  });

  it('lets in whom the issuer names, and records them by that name', async () => {
    const token = await issuer.token({ sub: 'a7c1', roles: ['officer'] });
    const person = await app.post(token, '/people', { fullName: 'Anna Archer' });
    const opened = await app.post(token, '/budgets', {
      personId: person.body.personId,
      opensOn: '2026-04-06',
      deploymentMode: 'cash',
      basis: 'net',
    });
    expect([person.status, opened.status]).toEqual([201, 201]);
    const auditor = await issuer.token({ sub: 'b2d2', roles: ['auditor'] });
    const { body } = await app.get(auditor, '/events?type=BudgetOpened');
    expect(JSON.parse(String(body)).actor).toEqual({ userId: 'a7c1', role: 'officer' });
  });

  it('knows nobody of the demo', async () => {
    const { status, body } = await app.get('demo-officer', '/budgets');
    expect([status, body.code]).toEqual([401, 'not-signed-in']);
  });
});
