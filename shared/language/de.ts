import type { VerdictState } from '../verdict.ts'
import type { CHECK_NAMES_EN, FindingCode, Message } from './en.ts'

/** As `STATE_WORDS_EN`. */
export const STATE_WORDS_DE: Readonly<Record<VerdictState, string>> = {
  starting: 'Startet',
  stopped: 'Gestoppt',
  not_running: 'Läuft nicht',
  not_responding: 'Keine Antwort',
  running: 'Läuft',
  active: 'Läuft',
  warning: 'Warnung',
  error: 'Gestört',
  draining: 'Läuft leer',
  drained: 'Leergelaufen',
}

/** As `CHECK_NAMES_EN`. */
export const CHECK_NAMES_DE: Readonly<Record<keyof typeof CHECK_NAMES_EN, string>> = {
  claude_cli: 'Claude Code',
  oauth2_credentials: 'Anmeldung',
  codex_cli: 'Codex',
  codex_credentials: 'Codex-Anmeldung',
  claude_sdk: 'Agent SDK',
  providers: 'Upstream',
  proxy_service: 'Signalbox',
  storage: 'Speicher',
}

/** As `FINDINGS_EN`: the same codes, the same holes. */
export const FINDINGS_DE: Readonly<Record<FindingCode, Message>> = {
  starting: 'Der lokale Server startet.',
  stopped: 'Signalbox läuft nicht. Starten Sie es, damit Claude Code sich verbinden kann.',
  port_busy: 'Port {port} wird von einem anderen Programm benutzt.',
  port_busy_holder: 'Port {port} wird von {name} benutzt (PID {pid}).',
  port_reserved: 'Port {port} ist vom System reserviert.',
  port_busy_own: 'Auf Port {port} läuft bereits ein anderes Signalbox.',
  start_failed: 'Signalbox konnte nicht starten: {reason}',
  connecting: 'Verbindung zum lokalen Server …',
  not_responding: 'Signalbox antwortet nicht. Auch Claude Code erreicht es nicht.',
  bad_answer: 'Dieses Fenster versteht die Antwort des Servers nicht. Laden Sie es neu.',

  draining: 'Laufende Anfragen werden fertig. Neue warten, bis Signalbox sie wieder annimmt.',
  draining_signal: 'Signalbox fährt herunter, sobald die laufenden Anfragen fertig sind.',
  draining_quit: 'Signalbox wird beendet, sobald die laufenden Anfragen fertig sind.',
  drained: 'Neue Anfragen warten, bis Signalbox sie wieder annimmt.',
  drained_signal: 'Keine Anfrage läuft. Signalbox fährt herunter.',
  drained_quit: 'Keine Anfrage läuft. Signalbox wird beendet.',

  connected: 'Claude Code ist verbunden.',
  waiting_first_request: 'Verbunden. Es kam noch keine Anfrage an.',
  not_connected: 'Nicht verbunden. Claude Code spricht direkt mit Anthropic.',
  not_connected_traffic: {
    one: 'Nicht verbunden, trotzdem kam 1 Anfrage an, zum Beispiel aus einer Shell, die ANTHROPIC_BASE_URL setzt.',
    other:
      'Nicht verbunden, trotzdem kamen {count} Anfragen an, zum Beispiel aus einer Shell, die ANTHROPIC_BASE_URL setzt.',
  },
  connected_cloud: 'Nicht verbunden. Claude Code benutzt einen Cloud-Anbieter.',
  connected_elsewhere: 'Nicht verbunden. Claude Code benutzt eine andere Adresse: {address}.',
  connection_dead: 'Claude Code benutzt {address}, aber dort antwortet nichts.',
  connection_conflict: 'Claude Code ist auf Signalbox eingestellt, aber eine andere Einstellung hat Vorrang.',
  connection_unreadable: 'Die Einstellungen von Claude Code sind nicht lesbar.',
  connection_unknown: 'Bereit für Anfragen.',

  upstream_unreachable: {
    one: '{host} ist von diesem Rechner aus nicht erreichbar. 1 Anfrage ist in der letzten Minute fehlgeschlagen.',
    other:
      '{host} ist von diesem Rechner aus nicht erreichbar. {count} Anfragen sind in der letzten Minute fehlgeschlagen.',
  },
  upstream_unreachable_idle: '{host} ist von diesem Rechner aus nicht erreichbar.',
  upstream_dns: 'Der Name {host} lässt sich nicht auflösen. Prüfen Sie die Netzwerkverbindung.',
  upstream_tls: 'Das Zertifikat von {host} ist nicht vertrauenswürdig: {cause}',
  upstream_tls_failed: 'Eine sichere Verbindung zu {host} kommt nicht zustande: {cause}',
  upstream_timeout: {
    one: '{host} hat nicht rechtzeitig geantwortet. 1 Anfrage ist in der letzten Minute fehlgeschlagen.',
    other:
      '{host} hat nicht rechtzeitig geantwortet. {count} Anfragen sind in der letzten Minute fehlgeschlagen.',
  },
  upstream_timeout_last: {
    one: '{host} hat auf die letzte Anfrage nicht rechtzeitig geantwortet.',
    other: '{host} hat auf die letzten {count} Anfragen nicht rechtzeitig geantwortet.',
  },
  upstream_broke: {
    one: '{host} bricht Verbindungen während der Anfrage ab. 1 Anfrage ist in der letzten Minute fehlgeschlagen.',
    other:
      '{host} bricht Verbindungen während der Anfrage ab. {count} Anfragen sind in der letzten Minute fehlgeschlagen.',
  },
  upstream_broke_last: {
    one: '{host} hat die Verbindung während der letzten Anfrage abgebrochen.',
    other: '{host} hat die Verbindung während der letzten {count} Anfragen abgebrochen.',
  },
  upstream_overloaded: {
    one: '{host} ist überlastet (529). 1 Anfrage ist in der letzten Minute fehlgeschlagen.',
    other: '{host} ist überlastet (529). {count} Anfragen sind in der letzten Minute fehlgeschlagen.',
  },
  upstream_overloaded_last: {
    one: '{host} war bei der letzten Anfrage überlastet (529).',
    other: '{host} war bei den letzten {count} Anfragen überlastet (529).',
  },
  upstream_rejects_sign_in: {
    one: '{host} weist die Zugangsdaten zurück ({status}). 1 Anfrage ist in der letzten Minute fehlgeschlagen.',
    other:
      '{host} weist die Zugangsdaten zurück ({status}). {count} Anfragen sind in der letzten Minute fehlgeschlagen.',
  },
  upstream_rejects_sign_in_last: {
    one: '{host} hat die Zugangsdaten der letzten Anfrage zurückgewiesen ({status}).',
    other: '{host} hat die Zugangsdaten der letzten {count} Anfragen zurückgewiesen ({status}).',
  },
  upstream_limited: {
    one: '{host} begrenzt die Anfragen (429). 1 Anfrage wurde in der letzten Minute abgelehnt.',
    other: '{host} begrenzt die Anfragen (429). {count} Anfragen wurden in der letzten Minute abgelehnt.',
  },
  upstream_limited_last: {
    one: '{host} hat die letzte Anfrage wegen eines Limits abgelehnt (429).',
    other: '{host} hat die letzten {count} Anfragen wegen eines Limits abgelehnt (429).',
  },
  upstream_errors: {
    one: '{host} antwortet mit Fehlern ({status}). 1 Anfrage ist in der letzten Minute fehlgeschlagen.',
    other:
      '{host} antwortet mit Fehlern ({status}). {count} Anfragen sind in der letzten Minute fehlgeschlagen.',
  },
  upstream_errors_last: {
    one: '{host} hat auf die letzte Anfrage mit einem Fehler geantwortet ({status}).',
    other: '{host} hat auf die letzten {count} Anfragen mit Fehlern geantwortet ({status}).',
  },
  upstream_not_api:
    '{host} antwortet nicht wie die API ({type}). Vielleicht ist ein Anmeldeportal oder ein Gateway dazwischen.',
  requests_failing: '{count} von {total} Anfragen an {host} sind in der letzten Minute fehlgeschlagen.',
  requests_all_failing: 'Die letzten {count} Anfragen sind fehlgeschlagen.',
  provider_unreachable: '{provider} ({host}) ist nicht erreichbar. Dorthin geleitete Anfragen schlagen fehl.',
  outbound_proxy_unreachable:
    'Der ausgehende Proxy {host} ist nicht erreichbar. Es können keine Anfragen gesendet werden.',
  outbound_proxy_refuses: 'Der ausgehende Proxy {host} lehnt die Verbindung zu {upstream} ab ({cause}).',
  outbound_proxy_sign_in: 'Der ausgehende Proxy {host} verlangt Benutzername und Passwort.',
  own_errors: {
    one: 'In Signalbox selbst ist in der letzten Minute 1 Anfrage fehlgeschlagen: {cause}',
    other: 'In Signalbox selbst sind in der letzten Minute {count} Anfragen fehlgeschlagen: {cause}',
  },
  own_errors_last: {
    one: 'Die letzte Anfrage ist in Signalbox selbst fehlgeschlagen: {cause}',
    other: 'Die letzten {count} Anfragen sind in Signalbox selbst fehlgeschlagen: {cause}',
  },

  cli_not_installed: 'Claude Code wurde auf diesem Rechner nicht gefunden.',
  cli_broken: 'Claude Code ist installiert, startet aber nicht.',
  cli_timeout: 'Claude Code antwortet nicht auf „claude --version“.',
  cli_unchecked: 'Claude Code konnte nicht geprüft werden.',
  sign_in_expired:
    'Die Anmeldung von Claude Code ist abgelaufen. Anfragen schlagen fehl, bis Sie sich neu anmelden.',
  sign_in_invalid:
    'Die gespeicherte Anmeldung von Claude Code ist ungültig. Anfragen schlagen fehl, bis Sie sich neu anmelden.',
  sign_in_locked:
    'Der Schlüsselbund mit der Anmeldung von Claude Code ist gesperrt oder verweigert den Zugriff.',
  sign_in_unreadable: 'Die Datei mit der Anmeldung von Claude Code ist nicht lesbar.',
  storage_displaced:
    'Das Anfrageprotokoll wurde im laufenden Betrieb gelöscht, verschoben oder ersetzt. Neue Anfragen werden in einem neuen aufgezeichnet.',
  storage_failed:
    'Das Anfrageprotokoll kann nicht geschrieben werden. {output} Anfragen werden weiter durchgeleitet.',
  storage_updating:
    'Das Anfrageprotokoll wird für diese Version aktualisiert (Schritt {step} von {steps}). Anfragen werden weiter durchgeleitet und danach aufgezeichnet.',
  check_failed: 'Prüfung „{check}“ fehlgeschlagen: {output}',
  health_silent: 'Signalbox läuft, aber seine Zustandsprüfungen antworten nicht.',
}
