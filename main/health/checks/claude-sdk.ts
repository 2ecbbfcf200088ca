import { dirname, join } from 'node:path'
import { type Coded, coded, toMessage } from '../../../shared/language/say.ts'
import type { Check, CheckResult } from '../check.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { parseJson } from '../../base/json/parse-json.ts'
import { readSmallFile } from '../credentials/read-file.ts'

/** Preferred first. The second is the whole CLI, which includes the SDK's engine. */
const PACKAGES = ['@anthropic-ai/claude-agent-sdk', '@anthropic-ai/claude-code']

const KEY = 'claude_sdk'
type Result = CheckResult<typeof KEY>

export interface ClaudeSdkDeps {
  /** Absolute folders to resolve the package from: the app's, and that of the `claude` binary found. */
  from: () => readonly string[]
}

/**
 * Checks that Claude's Node SDK is installed where this app would find it, by Node's lookup through `node_modules`.
 * Never loads it, because loading would run it: `import_successful` means that it could be resolved.
 */
export function createClaudeSdkCheck(deps: ClaudeSdkDeps): Check<typeof KEY> {
  return {
    key: KEY,
    run: async (signal) => {
      signal.throwIfAborted()
      const result = await inspect(deps.from())
      signal.throwIfAborted()
      return result
    },
  }
}

async function inspect(from: readonly string[]): Promise<Result> {
  for (const name of PACKAGES) {
    for (const folder of new Set(from.flatMap(withParents))) {
      const reading = await readSmallFile(join(folder, 'node_modules', name, 'package.json'))
      if (reading.kind === 'text') return describe(name, reading.text)
      if (reading.kind === 'unreadable')
        return broken(
          `${name} cannot be read (${reading.code})`,
          coded('check.sdk_unreadable', { package: name, code: reading.code }),
        )
    }
  }
  return {
    key: KEY,
    status: 'warn',
    details: {
      installation_status: 'not_found',
      sdk_status: 'not_installed',
      error: `Claude SDK not installed: none of ${PACKAGES.join(', ')} was found`,
      version: null,
      import_successful: false,
    },
    message: toMessage(coded('check.sdk_not_found')),
  }
}

function describe(name: string, text: string): Result {
  const manifest = parseJson(text)
  const version = isRecord(manifest) ? manifest['version'] : undefined
  if (typeof version !== 'string')
    return broken(`${name} has no valid package.json`, coded('check.sdk_invalid', { package: name }))
  return {
    key: KEY,
    status: 'pass',
    details: {
      installation_status: 'found',
      sdk_status: 'available',
      version,
      import_successful: true,
      package: name,
    },
  }
}

function broken(reason: string, message: Coded): Result {
  return {
    key: KEY,
    status: 'fail',
    details: {
      installation_status: 'error',
      sdk_status: 'error',
      error: `Unexpected error checking SDK: ${reason}`,
      version: null,
      import_successful: false,
    },
    message: toMessage(message),
  }
}

/** `/a/b` → `/a/b`, `/a`, `/`. */
function withParents(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...withParents(parent)]
}
