import { createPackage } from '@electron/asar'
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Marker by which `@electron/fuses` finds the fuses in the binary, and the nine fuses as Electron ships them. */
const FUSE_WIRE = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100011'),
])

/**
 * Writes a folder that electron-builder accepts as an unpacked Electron for Linux (`electronDist`): its `electron`
 * starts the stand-in with the archive beside it. Fuses can be flipped in it without effect.
 */
export async function makeDist(folder: string, root: string): Promise<void> {
  const file = (name: string) => join(import.meta.dirname, name)
  const empty = join(folder, 'empty')
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(empty)
  writeFileSync(join(empty, 'package.json'), '{}')
  await createPackage(empty, join(folder, 'resources', 'default_app.asar'))

  const electron = join(root, 'node_modules/electron')
  const { version }: { version: string } = JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8'))
  writeFileSync(join(folder, 'version'), version)
  cpSync(join(electron, 'LICENSE'), join(folder, 'LICENSE'))
  cpSync(join(electron, 'LICENSE'), join(folder, 'LICENSES.chromium.html'))
  const script = `#!/bin/sh
exec "$STAND_IN_NODE" --import '${file('register.ts')}' '${file('run-packaged.ts')}' "$(readlink -f "$0")" "$@"
`
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(script), FUSE_WIRE]))
  chmodSync(join(folder, 'electron'), 0o755)
}
