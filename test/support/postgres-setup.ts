import { startPostgres, stopPostgres } from './databases.js';

// One server for a file of specs, and a database of its own for each that asks.
beforeAll(startPostgres, 60_000);
afterAll(stopPostgres);
