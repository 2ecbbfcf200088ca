import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const HEADLESS = join(import.meta.dirname, '../../headless.ts')

test.each([
  { name: 'when stdin ends', input: '{"jsonrpc":"2.0"}\nnot JSON\n', ends: true, code: 0, said: '' },
  {
    name: 'after a message that is too large',
    input: 'x'.repeat(11 * 1024 * 1024),
    ends: false,
    code: 1,
    said: 'ReadBuffer exceeded maximum size',
  },
])('signalbox mcp exits $name', async ({ input, ends, code, said }) => {
  const child = spawn(process.execPath, [HEADLESS, 'mcp', '--port', '1'])
  child.stdin.on('error', () => undefined)
  const [errors, output] = [text(child.stderr), text(child.stdout)]
  child.stdin.write(input)
  if (ends) child.stdin.end()
  const [exitCode] = await once(child, 'exit')
  child.stdin.destroy()
  expect({ exitCode, output: await output }).toEqual({ exitCode: code, output: '' })
  expect((await errors).slice(0, said.length || undefined)).toBe(said)
})
