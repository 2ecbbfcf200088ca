import { describe, expect, it } from 'vitest'
import { readVariable, splitPath } from './environment.ts'
import { probeEnv } from './probe-env.ts'

describe('readVariable', () => {
  it('ignores case on Windows only', () => {
    expect(readVariable({ Path: 'C:\\bin' }, 'PATH', 'win32')).toBe('C:\\bin')
    expect(readVariable({ Path: '/bin' }, 'PATH', 'linux')).toBeUndefined()
  })

  it('takes an empty value as unset', () => {
    expect(readVariable({ CLAUDE_PATH: '' }, 'CLAUDE_PATH', 'linux')).toBeUndefined()
  })
})

describe('splitPath', () => {
  it('keeps absolute directories in order, each once', () => {
    expect(splitPath('/a:/b::.:bin:/a', 'linux')).toEqual(['/a', '/b'])
  })

  it('reads the Windows form, quotes included', () => {
    expect(splitPath('C:\\a;"C:\\b c";.', 'win32')).toEqual(['C:\\a', 'C:\\b c'])
  })

  it('finds nothing in a missing value', () => {
    expect(splitPath(undefined, 'linux')).toEqual([])
  })
})

describe('probeEnv', () => {
  const secrets = {
    ANTHROPIC_API_KEY: 'a',
    ANTHROPIC_AUTH_TOKEN: 'b',
    CLAUDE_CODE_OAUTH_TOKEN: 'c',
    OPENAI_API_KEY: 'd',
    GITHUB_TOKEN: 'e',
    AWS_SECRET_ACCESS_KEY: 'f',
    DATABASE_URL: 'g',
    HTTPS_PROXY: 'h',
    NODE_OPTIONS: 'i',
    ELECTRON_RUN_AS_NODE: 'j',
    DASHBOARD_PASSWORD: 'k',
  }

  it('passes what a tool needs to start and no credential', () => {
    const env = { ...secrets, HOME: '/home/jo', LC_ALL: 'C', CODEX_HOME: '/c', PATH: '/old' }
    const passed = probeEnv({ env, pathDirs: ['/a', '/b'], platform: 'linux' })
    expect(passed).toMatchObject({ HOME: '/home/jo', LC_ALL: 'C', CODEX_HOME: '/c', PATH: '/a:/b' })
    for (const name of Object.keys(secrets)) expect(passed).not.toHaveProperty(name)
  })

  it('leaves one PATH on Windows, where the old one may be called Path', () => {
    const passed = probeEnv({
      env: { Path: 'C:\\old', SystemRoot: 'C:\\Windows' },
      pathDirs: ['C:\\a', 'C:\\b'],
      platform: 'win32',
    })
    expect(passed).toMatchObject({ PATH: 'C:\\a;C:\\b', SystemRoot: 'C:\\Windows' })
    expect(passed).not.toHaveProperty('Path')
  })

  it('lets only a login shell see the running agents', () => {
    const options = { env: { SSH_AUTH_SOCK: '/run/agent' }, pathDirs: [], platform: 'linux' as const }
    expect(probeEnv(options)).not.toHaveProperty('SSH_AUTH_SOCK')
    expect(probeEnv({ ...options, forShell: true })).toHaveProperty('SSH_AUTH_SOCK', '/run/agent')
  })
})
