import { t } from '../../language/t.ts'
import { KeyQuestion } from '../../ui/key-question.tsx'

interface ConnectQuestionProps {
  /** True while Claude Code is connected. */
  on: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks before a key connects or disconnects: it may be part of text meant for another window. */
export function ConnectQuestion({ on, ...answers }: ConnectQuestionProps) {
  return (
    <KeyQuestion
      text={on ? t('Disconnect Claude Code?') : t('Connect Claude Code to Signalbox?')}
      verb={on ? t('Disconnect') : t('Connect')}
      {...answers}
    />
  )
}
