/** Groups of users of the server. The service needs the first, whoever only looks on the second. */
export const GROUPS = { writers: 'ledger-writers', readers: 'ledger-readers' } as const;
