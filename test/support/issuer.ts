import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

const AUDIENCE = 'ledger';

/** `undefined`: left out. */
export type Claims = Readonly<Record<string, unknown>>;

/** A little OpenID Connect issuer on this machine. While it is `down`, it answers 500. */
export class Issuer {
  down = false;
  /** How often its keys were fetched. */
  fetched = 0;
  readonly audience = AUDIENCE;

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private readonly keys: Awaited<ReturnType<typeof generateKeyPair>>,
  ) {}

  static async start(): Promise<Issuer> {
    const keys = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    const issuer: Issuer = new Issuer(
      createServer(({ url }, answer) => {
        if (issuer.down) return answer.writeHead(500).end();
        const isKeys = url === '/keys';
        if (isKeys) issuer.fetched++;
        const configuration = { issuer: issuer.address, jwks_uri: `${issuer.address}/keys` };
        answer.setHeader('content-type', 'application/json');
        return answer.end(JSON.stringify(isKeys ? { keys: [jwk] } : configuration));
      }),
      keys,
    );
    issuer.server.listen(0, '127.0.0.1');
    await once(issuer.server, 'listening');
    return issuer;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  publicKey = () => exportSPKI(this.keys.publicKey);

  /** Of Olu, an officer, for an hour, unless said otherwise. */
  token(claims: Claims = {}, kid = 'one', key = this.keys.privateKey): Promise<string> {
    return new SignJWT(this.claims(claims)).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
  }

  claims(claims: Claims = {}): JWTPayload {
    const exp = Math.floor(Date.now() / 1000) + 3_600;
    const { address: iss, audience: aud } = this;
    return { iss, aud, sub: 'olu', roles: 'officer', exp, ...claims };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
