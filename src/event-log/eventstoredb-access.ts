import { AccessDeniedError, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { Protection } from './event-log.js';
import {
  credentialsIn,
  isInsecure,
  persistently,
  type EventStoreDbConnection,
} from './eventstoredb-connection.js';
import { troubleOf } from './eventstoredb-errors.js';
import { GROUPS } from './eventstoredb-groups.js';

const ADMINS = '$admins';
const EVERYBODY = [ADMINS, GROUPS.writers, GROUPS.readers];

/**
 * For all streams of the server: the ledger's groups append and read, and see whether a stream was
 * cut short; deleting and metadata stay with administrators. What begins with `$` is theirs alone.
 */
const DEFAULT_ACL = {
  $userStreamAcl: {
    $r: EVERYBODY,
    $w: [ADMINS, GROUPS.writers],
    $d: ADMINS,
    $mr: EVERYBODY,
    $mw: ADMINS,
  },
  $systemStreamAcl: { $r: ADMINS, $w: ADMINS, $d: ADMINS, $mr: ADMINS, $mw: ADMINS },
};

/** It asks nobody who they are, so no rule of access holds. */
export class InsecureServer extends Error {
  constructor() {
    super(
      'EVENTSTOREDB_URL says tls=false: such a server asks nobody who they are, and anybody may ' +
        'delete. Give the server a certificate and users, and take tls=false out.',
    );
  }
}

/** Whose credentials these are, the server keeps from what was asked of it. */
export class NotAllowed extends Error {}

const NO_ADMINISTRATOR =
  'The server does not let these credentials prepare it. Put those of an administrator of the ' +
  'server into EVENTSTOREDB_URL.';
export const NOT_THE_SERVICE =
  'The server does not let these credentials append to the log and read it. Put those of a user ' +
  `into EVENTSTOREDB_URL who is in the group ${GROUPS.writers}, and let an administrator run ` +
  '"ledger eventstoredb prepare" once.';

/**
 * Who may do what, for good. `url` must be an administrator’s. Running it again changes nothing.
 * Throws `InsecureServer`, `NotAllowed`.
 */
export async function prepareAccess(url: string): Promise<void> {
  if (isInsecure(url)) throw new InsecureServer();
  const client = EventStoreDBClient.connectionString(url);
  const credentials = credentialsIn(url);
  const asked = credentials ? { credentials } : {};
  try {
    // Of several, the last one counts: there is nothing here to be written once.
    const acl = jsonEvent({ type: 'update-default-acl', data: DEFAULT_ACL });
    await persistently(() => client.appendToStream('$settings', acl, asked));
    await persistently(() =>
      client.setStreamMetadata('$all', { acl: { readRoles: EVERYBODY } }, asked),
    );
  } catch (error) {
    throw error instanceof AccessDeniedError ? new NotAllowed(NO_ADMINISTRATOR) : error;
  } finally {
    await client.dispose();
  }
}

/** Of a stream that never is, at a version that it never has, nothing can come of what is asked. */
const nobodyIn = (prefix: string) => `${prefix} nobody`;
const APPEND_MS = 2_000;

/** Reading works without this right, so that nothing else would say so before the first write. */
export async function mustTakeAppends(
  connection: EventStoreDbConnection,
  prefix: string,
): Promise<void> {
  const event = jsonEvent({ type: 'Nothing', data: {} });
  const ask = () => connection.append(nobodyIn(prefix), 0, [event], APPEND_MS);
  if (!(await mayDo(ask))) throw new NotAllowed(NOT_THE_SERVICE);
}

export async function protectionOf(url: string, prefix: string): Promise<Protection> {
  const client = EventStoreDBClient.connectionString(url);
  const credentials = credentialsIn(url);
  const asked = { expectedRevision: 0n, ...(credentials && { credentials }) };
  const nobody = nobodyIn(prefix);
  try {
    const deleting = await mayDo(() => client.deleteStream(nobody, asked));
    const hiding = await mayDo(() => client.setStreamMetadata(nobody, { maxCount: 1 }, asked));
    return deleting || hiding ? UNPROTECTED : PROTECTED;
  } finally {
    await client.dispose();
  }
}

const mayDo = (ask: () => Promise<unknown>): Promise<boolean> =>
  persistently(ask).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AccessDeniedError) return false;
      if (troubleOf(error) === 'conflict') return true;
      throw error;
    },
  );

const PROTECTED: Protection = {
  couldDelete: false,
  says: 'The service’s own credentials cannot delete events.',
};
const UNPROTECTED: Protection = {
  couldDelete: true,
  says:
    'The service’s own credentials could delete events. Only the chain of hashes and its seals ' +
    'would show it. Run "ledger eventstoredb prepare" as an administrator, then start again.',
};
