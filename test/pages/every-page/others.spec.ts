import { everyPageOf } from '../../support/every-page.js';

await everyPageOf('nobody', 'auditor', 'holder');
