#!/usr/bin/env node
// The first thing that runs, and perhaps on a Node that knows little: nothing else is loaded yet.
const NEEDED = 26;

if (Number(process.versions.node.split('.', 1)[0]) < NEEDED) {
  process.stderr.write(
    `This needs Node ${NEEDED}, and here is ${process.versions.node}. ` +
      'Type "npm start", which brings its own.\n',
  );
  process.exitCode = 78;
} else {
  const { run } = await import('./cli.js');
  await run(process.argv);
}
