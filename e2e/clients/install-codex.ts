import { join } from 'node:path'
import { type Client, installClient, readVersion } from './install-client.ts'

/** Installs the pinned Codex; `binary` is the launcher, a Node.js script that npm puts on the PATH. */
export function installCodex(): Promise<Client> {
  return installClient({ name: 'codex', package: '@openai/codex', find: findInstalled })
}

async function findInstalled(folder: string): Promise<Client | undefined> {
  const modules = join(folder, 'node_modules')
  const version = await readVersion(join(modules, '@openai', 'codex', 'package.json'))
  const name = process.platform === 'win32' ? 'codex.cmd' : 'codex'
  return version === undefined ? undefined : { version, binary: join(modules, '.bin', name) }
}
