import { useState } from 'react'
import type { RoutesView } from '../../../shared/routing-api.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Switch } from '../../ui/switch.tsx'
import { sayError } from '../data/say-error.ts'
import { FieldPair, Form } from '../form/form.tsx'
import { Sentences } from '../form/sentences.tsx'
import { TextField } from '../form/text-field.tsx'
import { UndoBar } from '../form/undo-bar.tsx'
import { useUndo } from '../form/use-undo.ts'
import styles from './list.module.css'
import { sayMissing } from './say-missing.ts'
import { useSaveRoutes, without } from './use-routing.ts'

/** Models of sub-agents, by the names of their files. */
export function SubagentsPanel({
  view: { subagents },
  providers,
}: {
  view: RoutesView
  providers: readonly string[]
}) {
  const save = useSaveRoutes()
  const map = (name: string, to: string, then: () => void) =>
    save.mutate(
      ({ subagents: now }) => ({ subagents: { ...now, mappings: { ...now.mappings, [name]: to } } }),
      { onSuccess: then },
    )
  const deletion = useUndo<{ name: string; to: string }>({
    remove: ({ name }, onSuccess) =>
      save.mutate(
        ({ subagents: now }) => ({ subagents: { ...now, mappings: without(now.mappings, name) } }),
        { onSuccess },
      ),
    restore: ({ name, to }, done) => map(name, to, done),
  })
  return (
    <Panel title={t('Sub-agents')}>
      <div className={styles.row}>
        <p>
          {subagents.enable
            ? t('Sub-agents are routed as listed here.')
            : t('Off. Sub-agents are routed like all other requests.')}
        </p>
        <Switch
          label={t('Route sub-agents')}
          on={subagents.enable}
          title={subagents.enable ? t('Turn sub-agent routing off') : t('Turn sub-agent routing on')}
          onChange={(enable) => save.mutate(({ subagents: now }) => ({ subagents: { ...now, enable } }))}
        />
      </div>
      <ul className={styles.list} aria-label={t('Sub-agents')}>
        {Object.entries(subagents.mappings).map(([name, to]) => (
          <li key={name} className={styles.item}>
            <div className={styles.text}>
              <p>
                <span className={styles.name}>{name}</span> → <code className={styles.code}>{to}</code>
              </p>
              <Sentences
                label={t('Problems')}
                tone="warning"
                sentences={missingIn(to, providers).map((provider) => sayMissing(provider))}
              />
            </div>
            <IconButton
              icon="close"
              title={t('Delete {{name}}', { name })}
              onClick={() => deletion.remove({ name, to })}
            />
          </li>
        ))}
      </ul>
      <UndoBar
        done={deletion.removed && t('Deleted: {{what}}.', { what: deletion.removed.name })}
        onUndo={deletion.undo}
      />
      <Sentences label={t('Not saved')} tone="error" sentences={sayError(save.error)} />
      <NewSubagent onAdd={map} />
    </Panel>
  )
}

interface NewSubagentProps {
  /** Calls `done` once it is saved. */
  onAdd: (agent: string, target: string, done: () => void) => void
}

function NewSubagent({ onAdd }: NewSubagentProps) {
  const [agent, setAgent] = useState('')
  const [target, setTarget] = useState('')
  const empty = () => {
    setAgent('')
    setTarget('')
  }
  return (
    <Form
      label={t('New sub-agent')}
      onSubmit={() => onAdd(agent.trim(), target.trim(), empty)}
      actions={
        <Button type="submit" disabled={agent.trim() === '' || target.trim() === ''}>
          {t('Add')}
        </Button>
      }
    >
      <FieldPair>
        <TextField
          label={t('Sub-agent')}
          code
          value={agent}
          hint={t('The sub-agent’s file name, without .md.')}
          onChange={setAgent}
        />
        <TextField
          label={t('Target')}
          code
          value={target}
          hint={t('A model, or provider,model.')}
          onChange={setTarget}
        />
      </FieldPair>
    </Form>
  )
}

/** The provider of `provider,model` if it is not configured. A model alone selects its provider by its name. */
function missingIn(target: string, providers: readonly string[]): string[] {
  const provider = target.includes(',') ? target.split(',')[0]?.trim().toLowerCase() : undefined
  return provider === undefined || providers.includes(provider) ? [] : [provider]
}
