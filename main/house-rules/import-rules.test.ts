import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const FOLDERS = ['main', 'shared', 'renderer', 'e2e']
const config: { forbidden: NonNullable<IFlattenedRuleSet['forbidden']>; options: object } = createRequire(
  import.meta.url,
)('../../.dependency-cruiser.cjs')

async function cruiseFolder(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const ruleSet = { forbidden: config.forbidden }
  const options = { ...config.options, ruleSet, validate: true, baseDir }
  const { output } = await cruise(folders, options)
  if (typeof output === 'string') throw new Error('expected the result as data')
  return output
}

function violations(result: ICruiseResult): string[] {
  return result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
}

/** Every source file except tests, listed without the tool that is being checked. */
async function listSources(): Promise<string[]> {
  const entries = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(ROOT, folder), { recursive: true })).map((file) => `${folder}/${file}`),
    ),
  )
  return entries
    .flat()
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$|node_modules/.test(file))
}

describe('import rules between the rooms', () => {
  it('holds for every source file', async () => {
    const result = await cruiseFolder(ROOT, FOLDERS)
    const seen = new Set(result.modules.map(({ source }) => source))
    expect((await listSources()).filter((file) => !seen.has(file))).toEqual([])
    expect(result.modules.flatMap(({ dependencies }) => dependencies).length).toBeGreaterThan(seen.size)
    expect(violations(result)).toEqual([])
  })

  describe('is noticed when broken', () => {
    let folder = ''
    afterEach(() => rm(folder, { recursive: true, force: true }))

    async function broken(files: Record<string, string>): Promise<string[]> {
      folder = await mkdtemp(join(tmpdir(), 'signalbox-rules-'))
      for (const [file, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder, file)), { recursive: true })
        await writeFile(join(folder, file), text)
      }
      return violations(await cruiseFolder(folder, ['.']))
    }

    it.each([
      ['a value', 'main/proxy/a.ts', "import { b } from '../server/b.ts'; b()", 'main/server/b.ts'],
      ['a type', 'main/settings/a.ts', "import type { B } from '../health/b.ts'", 'main/health/b.ts'],
      ['a check', 'main/server/a.ts', "import { b } from '../health/checks/b.ts'", 'main/health/checks/b.ts'],
      ['a re-export', 'shared/a.ts', "export { b } from '../main/proxy/b.ts'", 'main/proxy/b.ts'],
      ['a late import', 'main/server/a.ts', "await import('../storage/b.ts')", 'main/storage/b.ts'],
      [
        'wiring',
        'main/server/a.ts',
        "import { b } from '../compose/signalbox.ts'; b()",
        'main/compose/signalbox.ts',
      ],
      ['the CLI', 'main/compose/a.ts', "import { b } from '../cli/b.ts'; b()", 'main/cli/b.ts'],
      [
        'a value of the server',
        'main/desktop/a.ts',
        "import { b } from '../server/b.ts'",
        'main/server/b.ts',
      ],
      ['test code', 'main/server/a.ts', "import { b } from '../../e2e/b.ts'", 'e2e/b.ts'],
      [
        'a verdict in a page',
        'renderer/dashboard/a.tsx',
        "import type { B } from '../../shared/verdict.ts'",
        'shared/verdict.ts',
      ],
      [
        'a sentence of the verdict in a page',
        'renderer/tray/a.tsx',
        "import { b } from '../../shared/language/say-verdict.ts'; b()",
        'shared/language/say-verdict.ts',
      ],
      [
        'a mark of the verdict in a page',
        'renderer/status/a.ts',
        "import { b } from '../../shared/verdict-marks.ts'; b()",
        'shared/verdict-marks.ts',
      ],
      [
        'checks in a page',
        'renderer/dashboard/overview/a.tsx',
        "import { b } from '../../api/read-checks.ts'; b()",
        'renderer/api/read-checks.ts',
      ],
      [
        'the facts of a check beside its row',
        'renderer/status/a.ts',
        "import { b } from './checks/read-cli.ts'; b()",
        'renderer/status/checks/read-cli.ts',
      ],
      [
        'the health document in a page',
        'renderer/tray/a.ts',
        "import type { B } from '../api/health-document.ts'",
        'renderer/api/health-document.ts',
      ],
      ['main', 'renderer/a.tsx', "import type { B } from '../main/server/b.ts'", 'main/server/b.ts'],
    ])('by %s', async (_what, from, text, to) => {
      expect(await broken({ [from]: text, [to]: 'export type B = 1; export const b = () => 1' })).toEqual(
        expect.arrayContaining([expect.stringContaining(`${from} → ${to}`)]),
      )
    })

    it.each([
      ['main/server/a.ts', "import { app } from 'electron'; app.quit()"],
      ['main/proxy/a.ts', "import fastify from 'fastify'; fastify()"],
      ['main/server/a.ts', "import { DatabaseSync } from 'node:sqlite'; new DatabaseSync('')"],
      ['renderer/a.ts', "import { join } from 'node:path'; join('')"],
      ['shared/a.ts', "import { join } from 'node:path'; join('')"],
    ])('by a package: %s, %s', async (file, text) => {
      expect(await broken({ [file]: text })).toEqual([expect.stringContaining(file)])
    })

    it('by a package that another file brings into the tray', async () => {
      const files = {
        'renderer/tray/a.ts': "import { b } from '../ui/b.ts'; b()",
        'renderer/ui/b.ts': "import { Menu } from '@base-ui/react/menu'; export const b = () => Menu",
      }
      expect(await broken(files)).toEqual([
        expect.stringContaining('the tray loads no component library: renderer/tray/a.ts'),
      ])
    })

    it('but not by a type of the server in the desktop', async () => {
      const files = {
        'main/desktop/a.ts': "import type { B } from '../server/b.ts'; export type A = B",
        'main/server/b.ts': 'export type B = 1',
      }
      expect(await broken(files)).toEqual([])
    })
  })
})
