import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createAgentPrompts } from './create-agent-prompts.ts'

let folder: string
let near: string
let far: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-agents-'))
  near = join(folder, 'project')
  far = join(folder, 'home')
  mkdirSync(near)
  mkdirSync(far)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const agent = (prompt: string) => `---\nname: x\ntools: Read\n---\n${prompt}\n`

function create() {
  const prompts = createAgentPrompts({ folders: [near, far] })
  onTestFinished(prompts.close)
  return { ...prompts, all: () => Object.fromEntries(prompts.read()) }
}

describe('createAgentPrompts', { timeout: 30_000 }, () => {
  it('reads what stands behind the front matter, from the first folder that has it', async () => {
    writeFileSync(join(near, 'a.md'), agent('Near.'))
    writeFileSync(join(far, 'a.md'), agent('Far.'))
    writeFileSync(join(far, 'b.md'), agent('\nOne.\n\n---\nTwo.\n').replaceAll('\n', '\r\n'))
    const { follow, all, problems } = create()
    await follow(['a', 'b', '*'])
    expect(all()).toEqual({ a: 'Near.', b: 'One.\n\n---\nTwo.' })
    expect(problems()).toEqual([])
  })

  it('names both places of an agent that has no file, and one that has no prompt', async () => {
    writeFileSync(join(far, 'empty.md'), '---\nname: empty\n---\n')
    writeFileSync(join(far, 'plain.md'), 'No front matter.')
    writeFileSync(join(folder, 'secret.md'), agent('Secret.'))
    const { follow, all, problems } = create()
    await follow(['none', 'empty', 'plain', '../secret'])
    expect(all()).toEqual({})
    expect(problems()).toEqual([
      {
        code: 'agent.no_file',
        params: { agent: 'none', paths: `${join(near, 'none.md')}, ${join(far, 'none.md')}` },
      },
      { code: 'agent.no_prompt', params: { path: join(far, 'empty.md') } },
      { code: 'agent.no_prompt', params: { path: join(far, 'plain.md') } },
      { code: 'agent.bad_name', params: { agent: '../secret' } },
    ])
  })

  it('reads a file again when it changes, appears or goes', async () => {
    const { follow, all, onChange } = create()
    const listener = vi.fn<() => void>()
    onChange(listener)
    await follow(['a'])
    writeFileSync(join(far, 'a.md'), agent('One.'))
    await vi.waitFor(() => expect(all()).toEqual({ a: 'One.' }), 10_000)
    writeFileSync(join(near, 'a.md'), agent('Two.'))
    await vi.waitFor(() => expect(all()).toEqual({ a: 'Two.' }), 10_000)
    rmSync(join(near, 'a.md'))
    await vi.waitFor(() => expect(all()).toEqual({ a: 'One.' }), 10_000)
    expect(listener).toHaveBeenCalledTimes(4)
  })

  it('forgets agents that it no longer watches', async () => {
    writeFileSync(join(far, 'a.md'), agent('One.'))
    const { follow, all } = create()
    await follow(['a'])
    await follow([])
    expect(all()).toEqual({})
  })
})
