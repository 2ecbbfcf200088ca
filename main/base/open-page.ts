import { spawn } from 'node:child_process'
import { TOOL_FOLDER } from './tool-folder.ts'

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  // `start` takes its first quoted argument as a window title.
  win32: ['cmd', '/c', 'start', ''],
  linux: ['xdg-open'],
}

/** Opens one of our pages in the user's browser. Best effort, because the address was printed anyway. */
export function openPage(address: string, platform: NodeJS.Platform): void {
  const [command, ...args] = OPENERS[platform] ?? []
  if (command === undefined) return
  const child = spawn(command, [...args, address], { cwd: TOOL_FOLDER, stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
