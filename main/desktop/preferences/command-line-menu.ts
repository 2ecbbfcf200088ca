import { delimiter, dirname } from 'node:path'
import type { TFunction } from 'i18next'
import type { Ask } from '../ask-in-window.ts'
import type { CommandLineTool } from './create-command-line-tool.ts'

export interface CommandLineMenuDeps {
  tool: CommandLineTool
  question: Ask
  texts: () => TFunction
  env: NodeJS.ProcessEnv
  onChange: () => void
}

/** The menu's item for the command `signalbox`. */
export interface CommandLineMenu {
  state: CommandLineTool['state']
  /** Installs or removes the command, and says how it went. Rejects only if the question cannot be shown. */
  change: (install: boolean) => Promise<void>
}

export function createCommandLineMenu({
  tool,
  question,
  texts,
  env,
  onChange,
}: CommandLineMenuDeps): CommandLineMenu {
  // Cached: the menu reads it with every request.
  let state = tool.state()

  return {
    state: () => state,
    async change(install) {
      const t = texts()
      try {
        const path = tool.change(install)
        if (install) await question({ type: 'info', ...sayInstalled(path, env, t) })
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error)
        await question({ type: 'error', message: t('The command couldn’t be changed.'), detail })
      } finally {
        state = tool.state()
        onChange()
      }
    },
  }
}

function sayInstalled(path: string, env: NodeJS.ProcessEnv, t: TFunction) {
  const folder = dirname(path)
  const isFound = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).includes(folder)
  return {
    message: t('The command “signalbox” is installed.'),
    detail: isFound
      ? t('Try “signalbox status” in a new terminal.')
      : t('Try “signalbox status” in a new terminal. If it isn’t found, add {{folder}} to PATH.', { folder }),
  }
}
