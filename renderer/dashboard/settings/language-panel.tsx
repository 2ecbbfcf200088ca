import { useEffect, useState } from 'react'
import { Value } from 'typebox/value'
import { LANGUAGES, LanguageChoice } from '../../../shared/choose-language.ts'
import { LANGUAGE_KEY } from '../../language/start-language.ts'
import { t } from '../../language/t.ts'
import { Panel } from '../../ui/panel.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useDeps } from '../deps.ts'

/** Language of the windows. The desktop shell stores the choice and also uses it for its menu and notifications. */
export function LanguagePanel() {
  const { bridge, storage } = useDeps()
  // Undefined until the shell has reported it.
  const [choice, setChoice] = useState(bridge ? undefined : storedChoice(storage))
  useEffect(() => {
    void bridge?.preferences({}).then(({ language }) => setChoice(language))
  }, [bridge])

  const choose = (language: LanguageChoice) => {
    setChoice(language)
    // The shell notifies all pages, and each reloads.
    if (bridge) return void bridge.preferences({ language })
    if (language === 'system') storage.removeItem(LANGUAGE_KEY)
    else storage.setItem(LANGUAGE_KEY, language)
    location.reload()
  }
  return (
    <Panel title={t('Language')}>
      <Segmented<LanguageChoice>
        label={t('Language')}
        options={[
          { name: 'system', label: t('System language') },
          { name: 'en', label: LANGUAGES.en },
          { name: 'de', label: LANGUAGES.de },
        ]}
        selected={choice}
        onSelect={choose}
      />
    </Panel>
  )
}

function storedChoice(storage: Storage): LanguageChoice {
  const stored = storage.getItem(LANGUAGE_KEY)
  return Value.Check(LanguageChoice, stored) ? stored : 'system'
}
