// What is on each account, made by one statement over the rows of the log: as fast as it can be
// made, for nothing leaves the database.
import Database from 'better-sqlite3';

const PLUS = ['PaymentMade', 'ContributionReceived', 'OtherMoneyReceived'];
const MINUS = ['PaymentReturned', 'ExpenseRecorded', 'MoneyReturned'];
const listed = (types) => types.map((it) => `'${it}'`).join();

/** A reversal takes back what it names: here they name expenses alone, so it adds. */
const AGGREGATE = `
  INSERT INTO balances
  SELECT substr(s.name, instr(s.name, '-') + 1) AS budget_id,
    sum(CASE
      WHEN t.name IN (${listed(PLUS)}) THEN CAST(e.data AS TEXT) ->> 'amountPence'
      WHEN t.name IN (${listed(MINUS)}) THEN -(CAST(e.data AS TEXT) ->> 'amountPence')
      WHEN t.name = 'EntryReversed' THEN CAST(e.data AS TEXT) ->> 'amountPence'
      WHEN t.name = 'BudgetOpened' THEN CAST(e.data AS TEXT) ->> 'openingBalancePence'
    END) AS balance_pence
  FROM log.events e JOIN log.streams s ON s.id = e.stream JOIN log.types t ON t.id = e.type
  WHERE e.position <= ? AND t.name IN
    (${listed([...PLUS, ...MINUS, 'EntryReversed', 'BudgetOpened'])})
  GROUP BY budget_id`;

/** From the log in `file`, up to a place in it; into a database at `into`. */
export function balancesInSql(file, into, upTo = Number.MAX_SAFE_INTEGER) {
  const db = new Database(into);
  db.pragma('journal_mode = WAL');
  db.prepare('ATTACH ? AS log').run(file);
  db.exec('CREATE TABLE balances (budget_id TEXT PRIMARY KEY, balance_pence INTEGER) STRICT');
  const begun = performance.now();
  db.prepare(AGGREGATE).run(upTo);
  const seconds = (performance.now() - begun) / 1000;
  const rows = db.prepare('SELECT * FROM balances ORDER BY budget_id').raw().all();
  db.close();
  return { seconds, balances: JSON.stringify(rows) };
}
