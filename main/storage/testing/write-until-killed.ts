import { appendFileSync } from 'node:fs'
import { createStore } from '../client/create-store.ts'
import { endedRequest, openedRequest } from './request.ts'

/*
 * Run as a program: writes requests into the store in the given folder until it is killed. Appends `F <id> <ms since
 * 1970>` to the report for each request that finished, and `K <id>` when the store has reported that it is on disk.
 */

const [folder = '', round = '', report = ''] = process.argv.slice(2)
const store = createStore({ folder, capture: 'full', retention: { maxDays: 0, maxBytes: 0 } })
const finished = new Set<string>()
const running: string[] = []
let count = 0

store.onStored((ids) => {
  const kept = ids.filter((id) => finished.delete(id))
  if (kept.length > 0) appendFileSync(report, kept.map((id) => `K ${id}\n`).join(''))
})
// Keeps the process alive, as the listening port does in the real program.
setInterval(() => {
  for (let i = 0; i < 5; i++) {
    const id = `${round}-${count++}`
    store.open(openedRequest(id))
    running.push(id)
  }
  // The fastest responses take some tens of milliseconds.
  for (const id of running.splice(0, Math.max(0, running.length - 150))) finish(id)
}, 1)

function finish(id: string): void {
  const content = `turn ${count} ${'of a long conversation '.repeat(40)}`
  const requestBody = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content }] }))
  store.finish(id, endedRequest({ requestBody, responseBody: requestBody }))
  finished.add(id)
  appendFileSync(report, `F ${id} ${Date.now()}\n`)
}
