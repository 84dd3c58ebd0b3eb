import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { pence } from '../kernel/money.js';
import { bearerOf, SignIn } from './sign-in.js';
import { ROLES, type Role, type User } from './user.js';

export interface Issuer {
  readonly issuer: URL;
  readonly audience: string;
  /** The claim that names a role, or a list of which the first that we know counts. */
  readonly rolesClaim: string;
}

/** JWT bearer tokens of the configured issuer; its keys are fetched when first needed, and kept. */
export class TokenSignIn extends SignIn {
  private keys: JWTVerifyGetKey | undefined;

  constructor(private readonly settings: Issuer) {
    super();
  }

  async userOf(authorization?: string): Promise<User | undefined> {
    const token = bearerOf(authorization);
    if (!token) return undefined;
    try {
      const { issuer, audience } = this.settings;
      this.keys ??= createRemoteJWKSet(await this.keysAddress());
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: issuer.href.replace(/\/$/, ''),
        audience,
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        requiredClaims: ['sub', 'exp'],
      });
      return userFrom(payload, this.settings.rolesClaim);
    } catch (error) {
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout))
        return undefined;
      throw error;
    }
  }

  private async keysAddress(): Promise<URL> {
    const base = this.settings.issuer.href.replace(/\/$/, '');
    const answer = await fetch(`${base}/.well-known/openid-configuration`);
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
  return { userId: claims.sub, role, ...(limited && { approvalLimitPence: pence(limit) }) };
}
