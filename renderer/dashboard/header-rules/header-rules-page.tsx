import { useState } from 'react'
import type { HeaderRule } from '../../../shared/live-settings.ts'
import { t } from '../../language/t.ts'
import { Page } from '../../ui/page.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { sayError } from '../data/say-error.ts'
import { Sentences } from '../form/sentences.tsx'
import { UndoBar } from '../form/undo-bar.tsx'
import { useUndo } from '../form/use-undo.ts'
import { DryRun } from './dry-run.tsx'
import { describeRule, LISTS, type Side } from './rule.ts'
import { RuleDialog } from './rule-dialog.tsx'
import { RuleList } from './rule-list.tsx'
import { useRules, useSaveRules } from './use-rules.ts'

interface Deleted {
  side: Side
  index: number
  rule: HeaderRule
}

/** Header rules for requests and responses, and a dry run. */
export function HeaderRulesPage() {
  const rules = useRules()
  const { data } = rules
  const save = useSaveRules()
  const [editing, setEditing] = useState<{ side: Side; index: number | undefined }>()
  const deletion = useUndo<Deleted>({
    remove: ({ side, index }, onSuccess) =>
      save.mutate({ side, change: (list) => list.toSpliced(index, 1) }, { onSuccess }),
    restore: ({ side, index, rule }, onSuccess) =>
      save.mutate({ side, change: (list) => list.toSpliced(index, 0, rule) }, { onSuccess }),
  })
  return (
    <Page title={t('Header rules')} note={t('Applied from top to bottom, starting with the next request')}>
      <ReadFailure title={t('Couldn’t load the rules.')} queries={[rules]} />
      <Sentences label={t('Not saved')} tone="error" sentences={sayError(save.error)} />
      <UndoBar
        done={deletion.removed && t('Deleted: {{what}}.', { what: describeRule(deletion.removed.rule) })}
        onUndo={deletion.undo}
      />
      {data && (
        <>
          {(['request', 'response'] as const).map((side) => (
            <RuleList
              key={side}
              side={side}
              rules={data[LISTS[side]]}
              onAdd={() => setEditing({ side, index: undefined })}
              onEdit={(index) => setEditing({ side, index })}
              onDelete={(index, rule) => deletion.remove({ side, index, rule })}
              onChange={(change) => save.mutate({ side, change })}
            />
          ))}
          <DryRun rules={data} />
        </>
      )}
      {editing && data && (
        <RuleDialog
          {...editing}
          rule={editing.index === undefined ? undefined : data[LISTS[editing.side]][editing.index]}
          count={data[LISTS[editing.side]].length}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  )
}
