// Runs the built command line many times in one process, one command after the other, because starting Node and loading
// the libraries costs more than most commands. Every run has its own argv, folder, environment and main module; what it
// writes is caught. Real processes are tried elsewhere: for streams, signals and the end of the process itself.
const main = process.argv[2];
const home = process.env;
let runs = 0;

for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0);

function caught(stream) {
  let text = "";
  const { write } = stream;
  stream.write = (chunk, ...rest) => {
    text += chunk;
    for (const done of rest) if (typeof done === "function") queueMicrotask(() => done());
    return true;
  };
  return () => {
    stream.write = write;
    return text;
  };
}

// Whoever started it has gone.
process.on("disconnect", () => process.exit());

process.on("message", async ({ args, cwd, env }) => {
  process.chdir(cwd);
  process.argv = [process.execPath, main, ...args];
  process.env = { PATH: home.PATH, ...env };
  process.exitCode = undefined;
  const [out, err] = [caught(process.stdout), caught(process.stderr)];
  // A module of its own, whose top level awaits the command.
  const thrown = await import(`file://${main}?run=${++runs}`).then(
    () => "",
    (error) => String(error),
  );
  await new Promise((resolve) => setImmediate(resolve));
  const ran = { code: process.exitCode ?? 0, signal: null, out: out(), err: err() + thrown };
  process.exitCode = undefined;
  process.chdir("/");
  process.send(ran);
});
