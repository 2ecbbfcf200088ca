import { describe, expect, it } from 'vitest'
import { classifySource } from './classify-source.ts'

describe('classifySource', () => {
  it.each([
    ['/home/jo/.local/bin/claude', '/home/jo/.local/share/claude/versions/2.1.329', 'native'],
    ['/usr/local/bin/claude', '/usr/local/lib/node_modules/@anthropic-ai/claude-code/cli.js', 'npm'],
    ['/home/jo/.claude/local/claude', '/home/jo/.claude/local/claude', 'npm'],
    ['/opt/homebrew/bin/claude', '/opt/homebrew/lib/node_modules/@anthropic-ai/claude-code/cli.js', 'npm'],
    ['/opt/homebrew/bin/codex', '/opt/homebrew/Caskroom/codex/0.169.0/codex', 'homebrew'],
    [
      '/opt/homebrew/bin/claude',
      '/opt/homebrew/Cellar/claude/1/libexec/lib/node_modules/x/cli.js',
      'homebrew',
    ],
    [
      '/home/jo/.nvm/versions/node/v22.1.0/bin/claude',
      '/home/jo/.nvm/versions/node/v22.1.0/lib/node_modules/x/cli.js',
      'nvm',
    ],
    ['/home/jo/.volta/bin/claude', '/home/jo/.volta/bin/volta-shim', 'volta'],
    [
      '/home/jo/.bun/bin/codex',
      '/home/jo/.bun/install/global/node_modules/@openai/codex/bin/codex.js',
      'bun',
    ],
    ['/usr/bin/claude', '/usr/bin/claude', 'other'],
    ['C:\\Users\\jo\\.local\\bin\\claude.exe', 'C:\\Users\\jo\\.local\\bin\\claude.exe', 'native'],
    [
      'C:\\Users\\jo\\AppData\\Roaming\\npm\\claude.cmd',
      'C:\\Users\\jo\\AppData\\Roaming\\npm\\claude.cmd',
      'npm',
    ],
    [
      'C:\\Users\\jo\\AppData\\Roaming\\nvm\\v22.1.0\\claude.cmd',
      'C:\\Users\\jo\\AppData\\Roaming\\nvm\\v22.1.0\\claude.cmd',
      'nvm',
    ],
  ])('says that %s, really %s, is from %s', (path, realpath, source) => {
    expect(classifySource(path, realpath)).toBe(source)
  })
})
