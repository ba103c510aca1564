// The server with threads that can be killed: `mortal-server.mjs DATA-DIR FILE...` is `keats serve --data-dir DATA-DIR -c FILE...`,
// and the thread of a service dies when the file DATA-DIR/die-SERVICE appears.
import { CannotServe, serve } from '../../../dist/server/main.js'

const [dataDir, ...files] = process.argv.slice(2)
const console = { out: line => process.stdout.write(`${line}\n`), error: line => process.stderr.write(`${line}\n`) }
try {
  const program = new URL('./mortal-worker.mjs', import.meta.url)
  process.exitCode = await serve({ files, dataDir, verbose: false, version: 'test' }, console, program)
} catch (error) {
  if (!(error instanceof CannotServe)) throw error
  console.error(error.message)
  process.exitCode = 1
}
