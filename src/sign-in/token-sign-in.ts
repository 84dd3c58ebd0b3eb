import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { pence } from '../kernel/money.js';
import { busy } from '../web/problem.js';
import { bearerOf, SignIn } from './sign-in.js';
import { ROLES, type Role, type User } from './user.js';

export interface Issuer {
  readonly issuer: URL;
  readonly audience: string;
  /** The claim that names a role, or a list of which the first that we know counts. */
  readonly rolesClaim: string;
}

const WAIT_MS = 5_000;

/** What goes wrong with the issuer, not with a token: its keys are missing or make no sense. */
const OF_THE_ISSUER = ['ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID', 'ERR_JWKS_TIMEOUT'];

/** JWT bearer tokens of the configured issuer; its keys are fetched when first needed, and kept. */
export class TokenSignIn extends SignIn {
  private keys: JWTVerifyGetKey | undefined;
  private readonly base: string;

  constructor(private readonly settings: Issuer) {
    super();
    this.base = settings.issuer.href.replace(/\/$/, '');
  }

  /** 503 while the issuer cannot be asked: that nobody is let in then is not the token's fault. */
  async userOf(authorization?: string): Promise<User | undefined> {
    const token = bearerOf(authorization);
    if (!token) return undefined;
    try {
      this.keys ??= createRemoteJWKSet(await this.keysAddress());
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: [this.base, `${this.base}/`],
        audience: this.settings.audience,
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        requiredClaims: ['sub', 'exp'],
      });
      return userFrom(payload, this.settings.rolesClaim);
    } catch (error) {
      if (error instanceof errors.JOSEError && !OF_THE_ISSUER.includes(error.code))
        return undefined;
      throw busy('Who signs people in cannot be reached. Send this again in a moment.');
    }
  }

  private async keysAddress(): Promise<URL> {
    const answer = await fetch(`${this.base}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(WAIT_MS),
    });
    if (!answer.ok) throw new Error(`The issuer answered ${answer.status} to its configuration`);
    return new URL(((await answer.json()) as { jwks_uri: string }).jwks_uri);
  }
}

function userFrom(claims: JWTPayload, rolesClaim: string): User | undefined {
  const said = [claims[rolesClaim]].flat();
  const role = said.find((it): it is Role => ROLES.some((known) => known === it));
  if (!role || !claims.sub) return undefined;
  const limit = claims['approval_limit_pence'];
  const limited = typeof limit === 'number' && Number.isSafeInteger(limit) && limit >= 0;
  const name = claims['name'];
  return {
    userId: claims.sub,
    role,
    ...(typeof name === 'string' && name !== '' && { name: name.slice(0, 200) }),
    ...(limited && { approvalLimitPence: pence(limit) }),
  };
}
