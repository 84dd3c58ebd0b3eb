import { startPostgres, stopPostgres } from './databases.js';

// One server for a file of specs, there before its first line, and a database for each that asks.
await startPostgres();
afterAll(stopPostgres);
