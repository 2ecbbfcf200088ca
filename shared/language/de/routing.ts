import type { Message } from '../en.ts'
import type { ROUTING_EN } from '../en/routing.ts'

/** As `ROUTING_EN`. */
export const ROUTING_DE: Readonly<Record<keyof typeof ROUTING_EN, Message>> = {
  'routing.passthrough': 'Keine Regel trifft zu. Wird unverändert an Anthropic gesendet.',
  'routing.single': 'PROVIDER={provider} gilt für jede Anfrage.',
  'routing.explicit': 'Die Anfrage verlangt „{model}“.',
  'routing.direct': 'Das Modell „{model}“ hat eine eigene Route.',
  'routing.tag': 'Ein Tag im Systemprompt verlangt „{target}“.',
  'routing.agent_named': 'Ein Header der Anfrage nennt den Agenten „{agent}“.',
  'routing.agent_recognized': 'Der Systemprompt gehört zum Agenten „{agent}“.',
  'routing.agent_any': 'Die Anfrage stammt von einem Subagenten.',
  'routing.agent_none': 'Die Anfrage stammt nicht von einem zugeordneten Subagenten.',
  'routing.agent_unmapped': 'Die Anfrage stammt von einem Subagenten, der nicht zugeordnet ist.',
  'routing.long_context':
    'Route longContext: etwa {tokens, number} Token überschreiten die Grenze von {limit, number}.',
  'routing.not_long_context': 'Nicht longContext: höchstens {limit, number} Token.',
  'routing.compaction': 'Route compaction: Die Anfrage fasst das Gespräch zusammen (/compact).',
  'routing.not_compaction': 'Nicht compaction: Die Anfrage fasst das Gespräch nicht zusammen.',
  'routing.classifier': 'Route classifier: Die Anfrage beurteilt, ob eine Aktion sicher ist (Auto-Modus).',
  'routing.not_classifier': 'Nicht classifier: Die Anfrage beurteilt keine Aktion.',
  'routing.title': 'Route title: Die Anfrage benennt die Sitzung.',
  'routing.not_title': 'Nicht title: Die Anfrage benennt die Sitzung nicht.',
  'routing.background': 'Route background: „{model}“ ist ein Haiku-Modell.',
  'routing.not_background': 'Nicht background: „{model}“ ist kein Haiku-Modell.',
  'routing.web_search': 'Route webSearch: Die Anfrage bietet die Websuche an.',
  'routing.not_web_search': 'Nicht webSearch: Die Anfrage bietet keine Websuche an.',
  'routing.think': 'Route think: Thinking ist eingeschaltet.',
  'routing.not_think': 'Nicht think: Thinking ist ausgeschaltet.',
  'routing.default': 'Route default: Keine andere Regel trifft zu.',
  'routing.prefix': '„{model}“ passt zum Modellpräfix von {provider}.',
  'routing.listed': 'Der Anbieter „{provider}“ führt das Modell „{model}“ auf.',
  'routing.not_listed': 'Kein Anbieter führt das Modell „{model}“ auf.',
  'routing.no_model': 'Die Anfrage enthält kein Modell.',

  'routing.provider_missing': 'Der Anbieter „{provider}“ ist nicht eingerichtet.',
  'routing.provider_off': 'Der Anbieter „{provider}“ ist ausgeschaltet.',
  'routing.providers': 'Eingerichtet: {names}.',
}
