import type { EnvironmentVariables, VariableSource } from '../../../shared/environment-variables.ts'
import { t } from '../../language/t.ts'
import { Panel } from '../../ui/panel.tsx'
import { Row } from '../../ui/row.tsx'
import { Rows } from '../../ui/rows.tsx'
import styles from './settings-page.module.css'

/** The environment variables that Signalbox uses, and the source of each. Keys are only said to be set. */
export function EnvironmentPanel({ loginShell, variables }: EnvironmentVariables) {
  return (
    <Panel title={t('Environment variables')}>
      {loginShell === 'silent' && (
        <p className={styles.note}>
          {t(
            'Your login shell didn’t respond at the start, so the variables of its startup files are missing.',
          )}
        </p>
      )}
      {variables.length === 0 ? (
        <p className={styles.note}>{t('No variable that Signalbox uses is set.')}</p>
      ) : (
        <Rows>
          {variables.map(({ name, value, source }) => (
            <Row key={name} label={name}>
              {`${value ?? t('set')} · ${nameOf(source)}`}
            </Row>
          ))}
        </Rows>
      )}
    </Panel>
  )
}

function nameOf(source: VariableSource): string {
  switch (source) {
    case 'environment':
      return t('Signalbox’s environment')
    case 'login_shell':
      return t('login shell')
    case 'env_file':
      return t('.env file')
  }
}
