import type { ReactNode } from 'react'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { sayError } from '../data/say-error.ts'
import { Form } from './form.tsx'
import { Sentences } from './sentences.tsx'
import styles from './test-panel.module.css'
import { TextField } from './text-field.tsx'
import type { TestInput } from './use-test-input.ts'

interface TestPanelProps {
  title: string
  /** Label of the button. */
  verb: string
  input: TestInput
  /** Label of the choice to paste the input. */
  pasted: string
  /** Field for pasted input. */
  field: ReactNode
  /** Choices before that of the input. */
  choices?: ReactNode
  /** True if the pasted text can be tested. */
  isGood: boolean
  test: { isPending: boolean; error: Error | null; mutate: () => void }
  /** The result. */
  children: ReactNode
}

/** Tests saved settings on a logged request or on pasted input. Sends nothing. */
export function TestPanel({
  title,
  verb,
  input,
  pasted,
  field,
  choices,
  isGood,
  test,
  children,
}: TestPanelProps) {
  const { source, setSource, id, setId } = input
  const isReady = source === 'logged' ? id.trim() !== '' : isGood
  const sources = [
    { name: 'logged', label: t('Logged request') },
    { name: 'pasted', label: pasted },
  ] as const
  return (
    <Panel title={title} note={t('Nothing is sent')}>
      <Form
        label={title}
        onSubmit={() => test.mutate()}
        actions={
          <Button type="submit" disabled={test.isPending || !isReady}>
            {verb}
          </Button>
        }
      >
        <div className={styles.choices}>
          {choices}
          <Segmented label={t('Test input')} options={sources} selected={source} onSelect={setSource} />
        </div>
        {source === 'logged' ? (
          <TextField
            label={t('Request')}
            code
            value={id}
            hint={t('Full ID or its last characters. Defaults to the newest request.')}
            onChange={setId}
          />
        ) : (
          field
        )}
      </Form>
      <Sentences label={t('Test failed')} tone="error" sentences={sayError(test.error)} />
      {!test.error && children}
    </Panel>
  )
}
