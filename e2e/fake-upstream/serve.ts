import { parseArgs } from 'node:util'
import { MISBEHAVIOURS } from './misbehaviours/misbehaviours.ts'
import { startFakeUpstream } from './start-fake-upstream.ts'

const USAGE = `Usage: node e2e/fake-upstream/serve.ts [--port 4010] [--misbehave NAME]
Answers every POST /v1/messages with a short text; prints one line per request. Ctrl-C ends it.
NAME: ${Object.keys(MISBEHAVIOURS).join(', ')}`

await serve()

/** Runs the fake upstream from the command line, to try Signalbox without an account. */
async function serve(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4010' },
      misbehave: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const script = Object.entries(MISBEHAVIOURS).find(([name]) => name === values.misbehave)?.[1]
  if (values.help === true || (values.misbehave !== undefined && script === undefined)) {
    console.error(USAGE)
    process.exitCode = values.help === true ? 0 : 2
    return
  }
  const upstream = await startFakeUpstream({
    port: Number(values.port),
    keepBodies: false,
    ...(script && { script }),
  })
  console.log(`Fake upstream listening on ${upstream.url}`)
  let printed = 0
  upstream.onChange(() => {
    for (const { method, url, streaming } of upstream.requests.slice(printed)) {
      console.log(`${method} ${url}${streaming ? ' (stream)' : ''}`)
      printed++
    }
  })
}
