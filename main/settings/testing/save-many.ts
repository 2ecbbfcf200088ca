import { readFileSync } from 'node:fs'
import type { LiveSettings } from '../../../shared/live-settings.ts'
import { createConfigStore } from '../config-store.ts'

/*
 * Runs in a separate process: node save-many.ts <config.json> <section> <count>. Changes one section repeatedly, and
 * prints the number of times that the file no longer had the previously saved value.
 */
const [path = '', section = '', count = '0'] = process.argv.slice(2)
const store = createConfigStore({ path, log: { warn: () => undefined } })

function change(index: number): Partial<LiveSettings> {
  if (section === 'routing') return { routing: { longContextThreshold: index } }
  return { storage: { capture: 'full', maxDays: index, maxMegabytes: 1 } }
}
function saved(): unknown {
  const file: { routing?: { longContextThreshold: number }; storage?: { maxDays: number } } = JSON.parse(
    readFileSync(path, 'utf8'),
  )
  return section === 'routing' ? file.routing?.longContextThreshold : file.storage?.maxDays
}

let lost = 0
for (let index = 1; index <= Number(count); index++) {
  if (index > 1 && saved() !== index - 1) lost++
  await store.update(change(index))
}
store.close()
process.stdout.write(`${lost}\n`)
