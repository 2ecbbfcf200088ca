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

  mkdirSync(join(folder, 'locales'))
  for (const language of ['de', 'en-US', 'fr']) writeFileSync(join(folder, 'locales', `${language}.pak`), '')

  const electron = join(root, 'node_modules/electron')
  const { version }: { version: string } = JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8'))
  writeFileSync(join(folder, 'version'), version)
  cpSync(join(electron, 'LICENSE'), join(folder, 'LICENSE'))
  cpSync(join(electron, 'LICENSE'), join(folder, 'LICENSES.chromium.html'))
  const script = `#!/bin/sh
self="$(readlink -f "$0")"
export STAND_IN_ASAR="$(dirname "$self")/resources/app.asar"
exec "$STAND_IN_NODE" --import '${file('register.ts')}' '${file('run-packaged.ts')}' "$self" "$@"
`
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(script), FUSE_WIRE]))
  chmodSync(join(folder, 'electron'), 0o755)
}

/** Size of the AppImage runtime below, in bytes. The archive begins after it. */
const RUNTIME_SIZE = 4096

/**
 * Writes the tools that electron-builder would download for deb and AppImage, and returns the environment that names
 * them. The AppImage's runtime unpacks the image instead of mounting it.
 */
export function makeBuilderTools(folder: string): NodeJS.ProcessEnv {
  const image = join(folder, 'appimage')
  for (const part of ['runtimes', 'lib/x64', 'lib/arm64']) mkdirSync(join(image, part), { recursive: true })
  for (const tool of ['mksquashfs', 'desktop-file-validate'])
    writeScript(join(image, tool), `exec ${tool} "$@"`)
  const runtime = `#!/bin/sh
self="$(readlink -f "$0")"
mount="$(mktemp -d)/image"
unsquashfs -quiet -no-progress -offset ${RUNTIME_SIZE} -dest "$mount" "$self" >/dev/null
APPIMAGE="$self" APPDIR="$mount" exec "$mount/AppRun" "$@"
`
  for (const arch of ['x64', 'arm64'])
    writeFileSync(join(image, 'runtimes', `runtime-${arch}`), runtime.padEnd(RUNTIME_SIZE, '#'))
  const fpm = join(folder, 'fpm')
  writeScript(fpm, `exec '${process.execPath}' '${join(import.meta.dirname, 'fpm.ts')}' "$@"`)
  return { APPIMAGE_TOOLS_PATH: image, CUSTOM_FPM_PATH: fpm }
}

function writeScript(path: string, line: string): void {
  writeFileSync(path, `#!/bin/sh\n${line}\n`)
  chmodSync(path, 0o755)
}
