import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Connector, type ConnectorDeps, createConnector } from '../create-connector.ts'
import { type FileSystem, NODE_FILES } from '../../base/file-system.ts'
import { ownIdentity } from '../../base/process-identity.ts'
import { type Environment, findSettings } from '../find-settings.ts'
import { createPeers } from '../peers.ts'
import { createRecordFile } from '../record.ts'

export interface Rig {
  root: string
  home: string
  dataDir: string
  settings: string
  /** A Signalbox with this data folder; several may run at the same time. */
  connector: (overrides?: Partial<ConnectorDeps> & { env?: Environment; dataDir?: string }) => Connector
  put: (path: string, content: string) => Promise<void>
  /** Undefined if there is no file. */
  get: (path?: string) => Promise<string | undefined>
  /** Logged messages. */
  logged: string[]
  /** The address kept as the upstream; '' for none. */
  gateway: () => string
  remove: () => Promise<void>
}

/** A temporary home folder on the real file system. */
export async function createRig(): Promise<Rig> {
  const root = await mkdtemp(join(tmpdir(), 'signalbox-connect-'))
  const home = join(root, 'home')
  const dataDir = join(root, 'data')
  const settings = join(home, '.claude', 'settings.json')
  const logged: string[] = []
  let gateway = ''
  await mkdir(home)
  return {
    root,
    home,
    dataDir,
    settings,
    logged,
    gateway: () => gateway,
    connector({ env = {}, dataDir: folder = dataDir, ...overrides } = {}) {
      const fs = overrides.fs ?? UNFLUSHED
      const files = { ...findSettings(env, home, process.platform), managedFolder: join(root, 'managed') }
      const write = (facts: object, message: string) =>
        void logged.push('err' in facts ? `${message}: ${String(facts.err)}` : message)
      return createConnector({
        fs,
        platform: process.platform,
        gateway: { read: () => gateway, write: async (url) => void (gateway = url) },
        files,
        record: createRecordFile({ fs, dataDir: folder }),
        self: ownIdentity(),
        peers: createPeers({ fs, home: join(home, '.config', 'Signalbox'), dataDir: folder }),
        responses: async () => true,
        dataDir: folder,
        now: Date.now,
        home: { env, home, platform: process.platform },
        run: async () => undefined,
        policies: async () => ({ administrator: [], user: [] }),
        probe: async () => true,
        claudeVersion: () => undefined,
        configuredUrl: 'http://127.0.0.1:3456',
        waitForSessions: async () => undefined,
        log: { info: write, warn: write },
        ...overrides,
      })
    },
    async put(path, content) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, content)
    },
    get: (path = settings) => readFile(path, 'utf8').catch(() => undefined),
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

/** The real file system without flushing: on a busy disk, a flush takes longer than the rest of the test. */
export const UNFLUSHED: FileSystem = {
  ...NODE_FILES,
  async open(...args) {
    const file = await NODE_FILES.open(...args)
    file.sync = async () => undefined
    return file
  },
}
