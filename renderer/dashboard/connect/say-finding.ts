import { t } from '../../language/t.ts'
import { type KnownSentence, sayKnown } from '../data/say-known.ts'
import { sayPlace } from './places.ts'

/** What the server says of the connection: a finding, what a feature does, or what helps. */
export function sayFinding(sentence: string): string {
  return sayKnown(sentence, [...FEATURES, ...FINDINGS, ...FIXES])
}

const FEATURES: readonly KnownSentence[] = [
  (values) => t('Your sign-in goes through unchanged.', values),
  (values) => t('{{variable}} is sent, and goes through unchanged.', values),
  (values) => t('Claude Code {{version}} keeps tool search on.', values),
  (values) => t('{{setting}} keeps tool search on.', values),
  (values) =>
    t(
      'Claude Code {{version}} turns tool search off for other addresses: every MCP tool then takes its place in the context.',
      values,
    ),
  (values) => t('Some versions of Claude Code turn tool search off.', values),
  (values) => t('{{setting}} turns tool search off.', values),
  (values) => t('Models named with [1m] keep their context of 1M tokens.', values),
  (values) => t('Older versions of Claude Code may leave the context of 1M tokens out.', values),
  (values) => t('The prompt cache works. Only its beta "{{beta}}" is not asked for.', values),
  (values) => t("Remote Control works only with Anthropic's own address.", values),
  (values) =>
    t(
      'Settings and limits that an organization keeps at Anthropic are not fetched through another address. Files on this computer count as before.',
      values,
    ),
]

const FINDINGS: readonly KnownSentence[] = [
  (values) =>
    t(
      '{{place}} sends Claude Code to {{address}}, and that has more weight than your settings.',
      withPlace(values),
    ),
  (values) =>
    t(
      "In {{project}}, Claude Code goes to {{address}}: the project's settings have more weight than yours.",
      values,
    ),
  (values) =>
    t(
      '{{place}} sends Claude Code to Signalbox at {{address}}, which is not running. Claude Code reports "Unable to connect" or "ConnectionRefused".',
      withPlace(values),
    ),
  (values) =>
    t(
      '{{place}} sends Claude Code to {{address}}, where nothing answers. Claude Code reports "Unable to connect" or "ConnectionRefused".',
      withPlace(values),
    ),
  (values) =>
    t('{{place}} sends Claude Code to {{address}}, another program on this computer.', withPlace(values)),
  (values) => t('{{place}} sends Claude Code to {{address}}.', withPlace(values)),
  (values) =>
    t(
      '{{place}} sets {{variable}}, so Claude Code goes to that cloud, whatever its address is set to.',
      withPlace(values),
    ),
  (values) =>
    t(
      'The managed settings of this computer list the providers that Claude Code may use, and no address but theirs.',
      values,
    ),
  (values) =>
    t(
      '{{place}} sets {{variable}} to something that looks like a placeholder. Claude Code sends it instead of your sign-in, and Anthropic refuses it.',
      withPlace(values),
    ),
  (values) =>
    t(
      '{{place}} sets {{variable}}. Claude Code sends it instead of the sign-in of your subscription.',
      withPlace(values),
    ),
  (values) =>
    t(
      '{{place}} sets {{variable}}, and Claude Code asks that proxy for {{host}}, too. It cannot reach Signalbox.',
      withPlace(values),
    ),
  (values) => t("Claude Code's settings cannot be read: {{details}}", values),
  (values) =>
    t(
      'Claude Code ignores {{path}}: comments and trailing commas are not allowed. The first is on line {{line}}, column {{column}}.',
      values,
    ),
  (values) => t('"{{name}}" stands twice in {{path}}; only the last one counts.', values),
  (values) =>
    t(
      'Somebody changed {{variable}} in {{path}} after Signalbox wrote it. Signalbox leaves it alone.',
      values,
    ),
  (values) => t('Another Signalbox (pid {{pid}}, {{address}}) has connected Claude Code.', values),
  (values) => t('Signalbox changes {{changed}}, but Claude Code reads {{path}} here.', values),
  (values) => t('1 session of Claude Code still goes to {{address}}, until it ends.', values),
  (values) => t('{{number}} sessions of Claude Code still go to {{address}}, until they end.', values),
]

const FIXES: readonly KnownSentence[] = [
  (values) => t('Ask whoever manages this computer, or disconnect.', values),
  (values) => t('Ask whoever manages this computer to allow Signalbox.', values),
  (values) => t('Connect. Disconnecting puts this address back.', values),
  (values) => t('Connect, so that Claude Code goes through Signalbox.', values),
  (values) => t('Connect with tool search: it writes {{setting}}.', values),
  (values) => t('Connecting here takes it over.', values),
  (values) => t('Start Signalbox, or disconnect.', values),
  (values) => t('If your organization manages Claude Code that way, disconnect.', values),
  (values) => t('Unset {{variable}} where Signalbox and Claude Code are started.', values),
  (values) => t('Run: reg delete {{what}}, then sign out and in.', values),
  (values) => t('Run: {{command}}', values),
  (values) => t('For one session: {{command}}', values),
  (values) => t('Take {{variable}} out of that line, then start Claude Code again.', values),
  (values) => t('Set {{setting}} in the same place.', values),
  (values) => t('Keep Signalbox running until then, or start Claude Code again.', values),
  (values) => t('Fix the file in an editor.', values),
  (values) => t('Start Signalbox and Claude Code with the same HOME and CLAUDE_CONFIG_DIR.', values),
  (values) => t('Let Signalbox remove them and connect. Disconnecting puts them back.', values),
  (values) => t('Leave one.', values),
  (values) => t('Take {{variable}} out.', values),
  (values) => t('Update Claude Code to {{version}} or later, and choose a model named with [1m].', values),
]

function withPlace(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { place } = values
  return typeof place === 'string' ? { ...values, place: sayPlace(place) } : values
}
