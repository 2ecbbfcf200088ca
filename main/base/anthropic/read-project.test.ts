import { describe, expect, it } from 'vitest'
import { runAtOnce } from '../work-in-parts.ts'
import { scanProject } from './read-project.ts'

function projectOf(body: object): string | undefined {
  return runAtOnce(scanProject(Buffer.from(JSON.stringify(body))))
}

/** The environment as three generations of Claude Code told it. */
const modern = (folder: string) =>
  `Deferred tools:\nMonitor\nWebFetch\n\n# Environment\nYou have been invoked in the following environment: \n - Primary working directory: ${folder}\n - Is a git repository: true\n - Additional working directories:\n  - /other\n - Platform: linux`
const early = (folder: string) =>
  `Here is useful information about the environment you are running in:\n<env>\nWorking directory: ${folder}\nIs directory a git repo: Yes\nPlatform: linux\n</env>\nYou are powered by …`
const bare = (folder: string) => `CWD: ${folder}\nDate: 2026-12-01`

const user = (text: string) => ({ role: 'user', content: [{ type: 'text', text }] })

describe('readProject', () => {
  it.each([
    '/home/me/my app',
    '/home/me/ünï "q" ω\\b',
    'C:\\Users\\me\\app',
    '\\\\server\\share\\app',
    '/home/me/app (old): new',
  ])('finds %s wherever a version of Claude Code puts it', (folder) => {
    const block = (text: string) => ({ type: 'text', text, cache_control: { type: 'ephemeral' } })
    const bodies = [
      { messages: [user('hi'), { role: 'system', content: modern(folder) }], system: [block('You are …')] },
      {
        messages: [
          user('hi'),
          { role: 'system', content: [block('x'), block(modern(folder))] },
          user('more'),
        ],
      },
      { system: [block('You are …'), block(modern(folder))], messages: [user('hi')] },
      { messages: [user('hi')], system: [block('You are …'), block(early(folder))] },
      { system: early(folder), messages: [user('hi')] },
      { system: [block('You are …'), block(bare(folder))], messages: [user('hi')] },
    ]
    expect(bodies.map(projectOf)).toEqual(bodies.map(() => folder))
  })

  it('is not deceived by the same words elsewhere', () => {
    const bodies = [
      { messages: [user(modern('/from/the/user'))] },
      { messages: [{ role: 'assistant', content: early('/from/the/model') }] },
      { messages: [], tools: [{ name: 'Bash', description: early('/from/a/tool') }] },
      { system: 'Keep your current working directory: use absolute paths', messages: [] },
      { system: [{ type: 'text', text: 'Primary working directory: /appended' }], messages: [] },
      { system: 'Note\nCWD: /appended\nDate: 2026-12-01', messages: [] },
      { system: [null, 7, { text: 7 }, [early('/nested')]], messages: [null, 'text', user('hi')] },
      { system: early('relative/path'), messages: [] },
      { system: early(`/${'x'.repeat(5000)}`), messages: [] },
      { metadata: { system: early('/in/metadata') }, messages: [] },
    ]
    expect(bodies.map(projectOf)).toEqual(bodies.map(() => undefined))
  })

  it('prefers the environment to what is appended to the system prompt', () => {
    const appended = { type: 'text', text: '\n\nPrimary working directory: /appended' }
    const environment = { role: 'system', content: [{ type: 'text', text: modern('/home/me/app') }] }
    expect(projectOf({ messages: [user('hi'), environment], system: [appended] })).toBe('/home/me/app')
  })

  it('takes time in proportion to the length of a prompt', () => {
    const time = (count: number): number => {
      const text = `# Environment\n${' - Primary working directory'.repeat(count)}\n<env>\n`.repeat(20)
      const body = { system: [{ type: 'text', text: `${text} orking directory: CWD: ` }], messages: [] }
      const from = performance.now()
      expect(projectOf(body)).toBeUndefined()
      return performance.now() - from
    }
    time(100)
    expect(time(800)).toBeLessThan(100)
  })
})
