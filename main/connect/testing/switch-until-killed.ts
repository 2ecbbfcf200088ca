import type { FileHandle } from 'node:fs/promises'
import { createConnector } from '../create-connector.ts'
import { type FileSystem, NODE_FILES } from '../../base/file-system.ts'
import { ownIdentity } from '../../base/process-identity.ts'
import { findSettings } from '../find-settings.ts'
import { createPeers } from '../peers.ts'
import { createRecordFile } from '../record.ts'

/*
 * `node switch-until-killed.ts <home> <data folder> <action> <step>`: runs the action and kills itself with SIGKILL
 * right before its n-th disk operation, or in the middle of it if it writes bytes. Exits with 0 if there are fewer
 * operations.
 */

const [home = '', dataDir = '', action = '', at = ''] = process.argv.slice(2)

let steps = 0
/** Reads change nothing, so a kill before a read equals a kill after the previous step. */
const CHANGES = new Set([
  'mkdir',
  'rename',
  'rmdir',
  'unlink',
  'writeFile',
  'chmod',
  'chown',
  'sync',
  'close',
])

function step(): boolean {
  steps++
  return steps === Number(at)
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('still alive')
}

function watched<T extends object>(target: T): T {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name)
      if (typeof member !== 'function') return member
      return async (...args: unknown[]) => {
        const opens = name === 'open' && args[1] !== 'r'
        if ((CHANGES.has(String(name)) || opens) && step()) {
          if (name === 'writeFile') await writeHalf(object, String(args[0]))
          die()
        }
        const result: unknown = await Reflect.apply(member, object, args)
        return name === 'open' ? watched(result as FileHandle) : result
      }
    },
  })
}

async function writeHalf(file: object, text: string): Promise<void> {
  const bytes = Buffer.from(text)
  await (file as FileHandle).write(bytes.subarray(0, bytes.length / 2))
}

const fs: FileSystem = watched({ ...NODE_FILES })
const connector = createConnector({
  fs,
  platform: process.platform,
  gateway: { read: () => '', write: async () => undefined },
  files: { ...findSettings({}, home, process.platform), managedFolder: home },
  record: createRecordFile({ fs, dataDir }),
  self: ownIdentity(),
  // Operations on the list of data folders are not counted as steps.
  peers: createPeers({ fs: NODE_FILES, home: dataDir, dataDir }),
  responses: async () => true,
  dataDir,
  now: Date.now,
  home: { env: {}, home, platform: process.platform },
  run: async () => undefined,
  policies: async () => ({ administrator: [], user: [] }),
  probe: async () => true,
  claudeVersion: () => undefined,
  configuredUrl: 'http://127.0.0.1:3456',
  waitForSessions: async () => undefined,
  log: { info: () => undefined, warn: () => undefined },
})

const ACTIONS: Record<string, () => Promise<unknown>> = {
  connect: async () => {
    await connector.listening('http://127.0.0.1:3456')
    return connector.connect({ toolSearch: true })
  },
  move: () => connector.listening('http://127.0.0.1:4000'),
  disconnect: () => connector.disconnect().then(() => connector.settled()),
  quit: async () => {
    await connector.listening('http://127.0.0.1:3456')
    await connector.stopping()
  },
}

await ACTIONS[action]?.()
process.stdout.write(String(steps))
