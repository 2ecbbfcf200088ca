import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/*
 * The part of fpm that electron-builder uses for a deb, on machines that cannot fetch fpm itself: node fpm.ts
 * [options] source=target …
 */

/** electron-builder's names for the maintainer scripts, and dpkg's. */
const SCRIPTS = { 'before-remove': 'prerm', 'after-install': 'postinst', 'after-remove': 'postrm' } as const

const options = new Map<string, string>()
const files: [source: string, target: string][] = []
const args = process.argv.slice(2)
for (let at = 0; at < args.length; at++) {
  const arg = args[at] ?? ''
  const [, name, value] = /^--?([\w-]+)(?:=(.*))?$/s.exec(arg) ?? []
  if (name === undefined) {
    const cut = arg.indexOf('=')
    files.push([arg.slice(0, cut), arg.slice(cut + 1)])
  } else if (name !== 'force') options.set(name, value ?? args[++at] ?? '')
}

const tree = mkdtempSync(join(tmpdir(), 'signalbox-deb-'))
for (const [source, target] of files) {
  const place = join(tree, target)
  mkdirSync(dirname(place), { recursive: true })
  cpSync(source, place, { recursive: true, verbatimSymlinks: true })
}
mkdirSync(join(tree, 'DEBIAN'))
for (const [option, script] of Object.entries(SCRIPTS)) {
  const source = options.get(option)
  if (source === undefined) continue
  cpSync(source, join(tree, 'DEBIAN', script))
  execFileSync('chmod', ['755', join(tree, 'DEBIAN', script)])
}
const control = [
  `Package: ${options.get('name')}`,
  `Version: ${options.get('version')}`,
  `Architecture: ${options.get('architecture')}`,
  `Maintainer: ${options.get('maintainer')} <nobody@signalbox.invalid>`,
  `Homepage: ${options.get('url')}`,
  `Description: ${options.get('description')?.split('\n')[0]}`,
  '',
]
writeFileSync(join(tree, 'DEBIAN', 'control'), control.join('\n'))
execFileSync('dpkg-deb', ['--build', '--root-owner-group', tree, options.get('package') ?? ''])
rmSync(tree, { recursive: true })
