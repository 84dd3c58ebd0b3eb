import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { Clock } from '../event-log/clock.js';
import type { Micros } from '../kernel/dates.js';

/** Of one browser, from its first form on. Nobody is signed in with it until it names a user. */
export interface Session {
  readonly id: string;
  readonly userId?: string;
  readonly startedAt: Micros;
  /** When a page was last asked for. */
  readonly seenAt: Micros;
}

const MINUTE: Micros = 60_000_000;
/** However busy somebody is. */
const LONGEST = 12 * 60 * MINUTE;
/** Somebody who has left the room. */
const LONGEST_IDLE = 60 * MINUTE;

const SEALED = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * Sessions are kept by browsers, sealed under a key that all instances share: nothing of them is
 * kept here. Who changes a letter of one has none.
 */
export class Sessions {
  constructor(
    private readonly clock: Clock,
    private readonly key: { of(): Promise<Uint8Array> },
  ) {}

  /** A new one, also when somebody signs in: what was known of the old one is worth nothing then. */
  begin(userId?: string): Session {
    const now = this.clock.micros();
    const who = userId === undefined ? {} : { userId };
    return { id: randomUUID(), ...who, startedAt: now, seenAt: now };
  }

  /** `undefined`: not sealed by us, or over. */
  async opened(text: string | undefined): Promise<Session | undefined> {
    const session = await this.unsealed<Session>('session', text);
    if (!session) return undefined;
    const now = this.clock.micros();
    const isOver = now - session.startedAt > LONGEST || now - session.seenAt > LONGEST_IDLE;
    return isOver ? undefined : session;
  }

  /** The same, seen now; `undefined` while it is not worth a new cookie. */
  seen(session: Session): Session | undefined {
    const now = this.clock.micros();
    return now - session.seenAt > MINUTE ? { ...session, seenAt: now } : undefined;
  }

  sealedSession = (session: Session): Promise<string> => this.sealed('session', session);

  /** Of a kind: what was sealed as one is not read as another. */
  async sealed(kind: string, value: object): Promise<string> {
    const bytes = new TextEncoder().encode(JSON.stringify({ kind, value }));
    return new CompactEncrypt(bytes).setProtectedHeader(SEALED).encrypt(await this.key.of());
  }

  async unsealed<T>(kind: string, text: string | undefined): Promise<T | undefined> {
    if (text === undefined) return undefined;
    const key = await this.key.of();
    const opened = await compactDecrypt(text, key, {
      keyManagementAlgorithms: [SEALED.alg],
      contentEncryptionAlgorithms: [SEALED.enc],
    }).catch(() => undefined);
    if (!opened) return undefined;
    const found = JSON.parse(new TextDecoder().decode(opened.plaintext)) as {
      readonly kind: string;
      readonly value: T;
    };
    return found.kind === kind ? found.value : undefined;
  }

  /** What each form of the session carries, and nobody else can make. */
  async tokenOf({ id }: Session): Promise<string> {
    const mac = createHmac('sha256', await this.key.of());
    return mac.update(`form of ${id}`).digest('base64url');
  }

  async isTokenOf(session: Session | undefined, token: unknown): Promise<boolean> {
    if (!session || typeof token !== 'string') return false;
    const sent = Buffer.from(token);
    const own = Buffer.from(await this.tokenOf(session));
    return sent.length === own.length && timingSafeEqual(sent, own);
  }
}
