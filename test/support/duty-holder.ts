import { Duty } from '../../src/read-models/duty.js';

// Is on duty as soon as it can be, and says so.
const say = (line: string) => void process.stdout.write(`${line}\n`);
const work = { begin: async () => say('on duty'), end: async () => say('off duty') };
await new Duty(process.argv[2]!, work).start();
