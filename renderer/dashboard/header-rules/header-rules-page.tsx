import { useState } from 'react'
import type { HeaderRule, ProxySettings } from '../../../shared/live-settings.ts'
import { t } from '../../language/t.ts'
import { Page } from '../../ui/page.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { Sentences } from '../form/sentences.tsx'
import { UndoBar } from '../form/undo-bar.tsx'
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
  const [deleted, setDeleted] = useState<Deleted>()
  const remove = (gone: Deleted) =>
    save.mutate((now) => withList(now, gone.side, (list) => list.toSpliced(gone.index, 1)), {
      onSuccess: () => setDeleted(gone),
    })
  const restore = () => {
    if (!deleted) return
    const { side, index, rule } = deleted
    save.mutate((now) => withList(now, side, (list) => list.toSpliced(index, 0, rule)), {
      onSuccess: () => setDeleted(undefined),
    })
  }
  return (
    <Page title={t('Header rules')} note={t('Applied from top to bottom, starting with the next request')}>
      <ReadFailure title={t('Couldn’t load the rules.')} queries={[rules]} />
      <Sentences label={t('Not saved')} tone="error" sentences={save.error ? [save.error.message] : []} />
      <UndoBar
        done={deleted && t('Deleted: {{what}}.', { what: describeRule(deleted.rule) })}
        onUndo={restore}
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
              onDelete={(index, rule) => remove({ side, index, rule })}
              onChange={(change) => save.mutate((now) => withList(now, side, change))}
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
          onSave={(change) => save.mutateAsync((now) => withList(now, editing.side, change))}
          onClose={() => {
            save.reset()
            setEditing(undefined)
          }}
        />
      )}
    </Page>
  )
}

function withList(
  settings: ProxySettings,
  side: Side,
  change: (list: readonly HeaderRule[]) => readonly HeaderRule[],
): ProxySettings {
  return { ...settings, [LISTS[side]]: change(settings[LISTS[side]]) }
}
