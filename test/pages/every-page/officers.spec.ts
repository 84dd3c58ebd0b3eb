import { everyPageOf } from '../../support/every-page.js';

await everyPageOf('officer', 'manager');
