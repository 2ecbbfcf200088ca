import { isRecord } from '../base/json/is-record.ts'
import { type Line } from './parse-line.ts'

/**
 * A prompt that the user typed during a turn. It reaches the model within that turn, and this line is its only record
 * (seen in Claude Code 2.1.329).
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
