import { isRecord } from '../base/json/is-record.ts'
import { type Line } from './parse-line.ts'

/**
 * What the user typed while Claude was at work. Such a message reaches the model inside of the running turn, and
 * this is the only line that keeps it (seen in Claude Code 2.1.329).
 *
 * `{type: 'attachment', attachment: {type: 'queued_command', commandMode: 'prompt', prompt: '…'}}` → `'…'`
 *
 * @returns the text or its blocks; undefined for every other line
 */
export function queuedPrompt(line: Line): unknown {
  const { attachment } = line
  if (line.type !== 'attachment' || !isRecord(attachment)) return undefined
  const { type, commandMode = 'prompt', prompt } = attachment
  return type === 'queued_command' && commandMode === 'prompt' ? prompt : undefined
}
