import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DEFAULT_STATUS_LINE, STATUS_LINE_FIELDS, StatusLineSettings } from '../../../shared/status-line.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { sayError } from '../data/say-error.ts'
import { useDeps } from '../deps.ts'
import { Form } from '../form/form.tsx'
import { Sentences } from '../form/sentences.tsx'
import { TextField } from '../form/text-field.tsx'
import styles from './switch-panel.module.css'

const SETTINGS = ['statusline', 'settings'] as const
const PATH = '/api/statusline/settings'
const MAX_TEMPLATE = 500

/** The template and the colors of the status line. */
export function StatusLineForm() {
  const { api } = useDeps()
  const settings = useQuery({
    queryKey: SETTINGS,
    queryFn: ({ signal }) => api.get(PATH, StatusLineSettings, signal),
  })
  if (settings.data === undefined)
    return <ReadFailure title={t('Couldn’t load the status line settings.')} queries={[settings]} />
  // A new key takes over what was saved elsewhere.
  return <Fields key={JSON.stringify(settings.data)} settings={settings.data} />
}

function Fields({ settings }: { settings: StatusLineSettings }) {
  const { api } = useDeps()
  const queryClient = useQueryClient()
  const [template, setTemplate] = useState(settings.template)
  const save = useMutation({
    mutationFn: (next: StatusLineSettings) => api.send('PUT', PATH, StatusLineSettings, next),
    networkMode: 'always',
    onSuccess: (saved) => queryClient.setQueryData(SETTINGS, saved),
  })
  const isChanged = template !== settings.template
  const isValid = template.length > 0 && template.length <= MAX_TEMPLATE
  const names = STATUS_LINE_FIELDS.map((name) => `{${name}}`).join(' ')
  return (
    <Form
      label={t('Status line')}
      onSubmit={() => isValid && isChanged && save.mutate({ ...settings, template })}
      actions={
        <>
          <Button
            kind="quiet"
            disabled={template === DEFAULT_STATUS_LINE.template}
            onClick={() => setTemplate(DEFAULT_STATUS_LINE.template)}
          >
            {t('Use the default template')}
          </Button>
          <Button
            kind={isChanged ? 'primary' : 'plain'}
            type="submit"
            disabled={!isChanged || !isValid || save.isPending}
          >
            {t('Save')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('Template')}
        code
        value={template}
        error={isValid ? undefined : t('From 1 to 500 characters.')}
        hint={t('Parts are separated by |. A part without a value is left out. Placeholders: {{names}}.', {
          names,
        })}
        onChange={setTemplate}
      />
      <div className={styles.option}>
        <p>{t('Colors')}</p>
        <Switch
          label={t('Use colors')}
          on={settings.colors}
          disabled={save.isPending}
          title={settings.colors ? t('Don’t use colors') : t('Use colors')}
          onChange={(colors) => save.mutate({ ...settings, colors })}
        />
      </div>
      <Sentences label={t('Not saved')} tone="error" sentences={sayError(save.error)} />
    </Form>
  )
}
