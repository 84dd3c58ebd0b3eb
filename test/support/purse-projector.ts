import { Duty } from '../../src/read-models/duty.js';
import { openDatabase } from '../../src/read-models/database.js';
import { Projector } from '../../src/read-models/projector.js';
import { purses, purseTypes, sharedLog } from './purses.js';

// One of several instances: on duty it applies the same log as the others, event after event.
const [url, events] = [process.argv[2]!, Number(process.argv[3])];
const log = await sharedLog(events);
const projector = new Projector(log, purseTypes(), openDatabase({ url }), [purses], {
  batch: 1,
  gathered: 1,
});
const work = { begin: () => projector.start(), end: () => projector.stop() };
await new Duty(url, work).start();
