import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configFrom, WrongSetting } from './config.js';
import { LOG_FILE } from './log-store.js';

/** `verify` found an event that was changed, or that the log was cut. */
export const BROKEN = 1;
/** It cannot be done as it was typed: no such command, option or name. */
export const MISTYPED = 2;
/** Set wrongly, or standing on a folder it must not touch: a person has to look first. */
export const EX_CONFIG = 78;
/** The server that keeps the log does not answer: the same may go well later. */
export const EX_UNAVAILABLE = 69;

/** What was asked for by name is not there: a sentence, and exit status 2. */
export class NoSuchThing extends Error {}

export const noBudget = (budgetId: string) => new NoSuchThing(`There is no budget ${budgetId}.`);

export const print = (answer: unknown) =>
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);

/** Where a ledger is: looking makes none. */
export const dataDirWithLedger = (): string =>
  withLedgerIn(configFrom(process.env).dataDir, 'Set DATA_DIR to the folder that holds it.');

export function withLedgerIn(folder: string, otherwise: string): string {
  if (existsSync(join(folder, LOG_FILE))) return folder;
  throw new WrongSetting(`There is no ledger in ${resolve(folder)}. ${otherwise}`);
}
