import { SingleBar } from 'cli-progress';

/** Only where a person watches; nothing in a log file, and nothing on stdout. */
export function progressBar() {
  const bar = new SingleBar({
    format: 'example council [{bar}] {value}/{total}',
    stream: process.stderr,
    noTTYOutput: false,
    clearOnComplete: true,
  });
  let begun = false;
  return {
    to: (done: number, total: number) => {
      if (!begun) bar.start(total, 0);
      begun = true;
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
