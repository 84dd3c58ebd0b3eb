import type { Acl, EventStore, Right } from './event-store.js';

/** Who may do what, as on a server with TLS and users. */
export interface User {
  readonly password: string;
  readonly groups: readonly string[];
}
export type Users = Readonly<Record<string, User>>;

const ADMINS = '$admins';

/** `undefined`: nobody is asked who they are, and everybody may do everything. */
export class Rights {
  constructor(
    private readonly store: EventStore,
    private readonly users: Users | undefined,
  ) {}

  /** Throws `'unauthenticated'` for a name or password that is not known. */
  may(right: Right, stream: string, authorization: string | undefined): boolean {
    if (!this.users) return true;
    const groups = this.groupsOf(authorization);
    if (groups === undefined) return false;
    if (groups.includes(ADMINS)) return true;
    const allowed = this.allowed(right, stream);
    return [allowed].flat().some((it) => it === '$all' || groups.includes(it));
  }

  private groupsOf(authorization: string | undefined): readonly string[] | undefined {
    if (authorization === undefined) return undefined;
    const said = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
    const [, name, password] = /^([^:]*):(.*)$/.exec(said) ?? [];
    const user = this.users?.[name!];
    if (user?.password !== password) throw 'unauthenticated';
    return [name!, ...user!.groups];
  }

  /** Of `$$stream` the rights to the metadata of `stream` count. */
  private allowed(right: Right, stream: string): string | readonly string[] {
    if (stream.startsWith('$$'))
      return this.allowed(right === '$r' ? '$mr' : '$mw', stream.slice(2));
    const own: Acl = this.store.metadataOf(stream).$acl ?? {};
    const { $userStreamAcl = {}, $systemStreamAcl = {} } = this.store.defaultAcl();
    if (stream.startsWith('$')) return own[right] ?? $systemStreamAcl[right] ?? ADMINS;
    // Measured: unless somebody says otherwise, every user may do everything to every stream.
    return own[right] ?? $userStreamAcl[right] ?? '$all';
  }
}
