import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findBinary, type SearchResult } from './find-binary.ts'
import { listNvmDirs } from './list-nvm-dirs.ts'
import { createSandbox } from './testing/sandbox.ts'

const search = (paths: readonly string[], foundBy: 'path' | 'override' = 'path'): Promise<SearchResult> =>
  findBinary(
    paths.map((path) => ({ path, foundBy })),
    new AbortController().signal,
  )

describe.skipIf(process.platform === 'win32')('findBinary', () => {
  it('passes over what a shell would pass over, and says why', async () => {
    const { home, write } = await createSandbox()
    await mkdir(join(home, 'dir'))
    await symlink(join(home, 'gone'), join(home, 'broken'))
    const plain = await write('plain', '#!/bin/sh\n', 0o644)
    const good = await write('good', '#!/bin/sh\n')

    const paths = ['dir', 'broken', 'absent'].map((name) => join(home, name))
    const result = await search([...paths, plain, join(good, 'below-a-file'), good])
    expect(result.found.map(({ path }) => path)).toEqual([good])
    expect(result.rejected).toEqual([
      { path: join(home, 'dir'), reason: 'not_a_file' },
      { path: join(home, 'broken'), reason: 'broken_link' },
      { path: plain, reason: 'not_executable' },
    ])
  })

  it('tells of an override that leads nowhere', async () => {
    const { home } = await createSandbox()
    const path = join(home, 'absent')
    expect((await search([path], 'override')).rejected).toEqual([{ path, reason: 'missing' }])
  })

  it('lists other installations in order, but no second link to the same file', async () => {
    const { home, write } = await createSandbox()
    const first = await write('a/claude', '#!/bin/sh\n')
    const second = await write('b/claude', '#!/bin/sh\n')
    await symlink(first, join(home, 'link'))

    const { found } = await search([join(home, 'link'), first, second])
    expect(found.map(({ path, realpath }) => [path, realpath])).toEqual([
      [join(home, 'link'), first],
      [second, second],
    ])
  })

  it('stops when it is aborted', async () => {
    const reason = new Error('enough')
    await expect(findBinary([{ path: '/x', foundBy: 'path' }], AbortSignal.abort(reason))).rejects.toBe(
      reason,
    )
  })
})

describe('listNvmDirs', () => {
  it('puts the newest Node.js first, by number and not by letter', async () => {
    const { home, write } = await createSandbox()
    for (const version of ['v9.11.2', 'v22.2.0', 'v22.10.0', 'v22.10.0-nightly1', 'alias']) {
      await write(`.nvm/versions/node/${version}/bin/node`, '')
    }
    const root = join(home, '.nvm', 'versions', 'node')
    const expected = ['v22.10.0', 'v22.10.0-nightly1', 'v22.2.0', 'v9.11.2'].map((version) =>
      join(root, version, 'bin'),
    )
    expect(await listNvmDirs({}, home, 'linux')).toEqual(expected)
    expect(await listNvmDirs({ NVM_DIR: join(home, '.nvm') }, '/nowhere', 'linux')).toEqual(expected)
  })

  it('finds nothing where nvm is not installed', async () => {
    expect(await listNvmDirs({}, '/nowhere', 'linux')).toEqual([])
  })
})
