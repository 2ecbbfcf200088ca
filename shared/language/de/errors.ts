import type { Message } from '../en.ts'
import type { ERRORS_EN } from '../en/errors.ts'

/** As `ERRORS_EN`. */
export const ERRORS_DE: Readonly<Record<keyof typeof ERRORS_EN, Message>> = {
  'error.invalid_json': 'Ungültiges JSON',
  'error.body_corrupt': 'Der Inhalt der Anfrage passt nicht zu ihrem Content-Encoding.',
  'error.request_incomplete': 'Der Inhalt der Anfrage ist unvollständig.',
  'error.unsupported_encoding':
    'Signalbox nimmt Inhalte in gzip, deflate, br oder zstd an, immer nur eine Kodierung.',
  'error.body_too_large': 'Der Inhalt der Anfrage ist größer als 64 MB.',
  'error.host_not_allowed':
    'Signalbox nimmt diesen Host nicht an. Benutzen Sie http://127.0.0.1 und den Port.',
  'error.origin_not_allowed': 'Andere Webseiten können Signalbox nicht benutzen.',
  'error.bad_request_target': 'Die Anfragezeile oder der Host-Header ist fehlerhaft.',
  'error.malformed_request': 'Die Anfrage ist kein gültiges HTTP.',
  'error.request_timeout': 'Die Anfrage kam nicht rechtzeitig an.',
  'error.bad_connection_header': 'Der Connection-Header darf keine Zugangsdaten nennen.',
  'error.method_not_allowed': 'Signalbox leitet TRACE nicht weiter: Die Antwort enthielte die Zugangsdaten.',
  'error.transfer_coding':
    'Signalbox nimmt außer chunked kein Transfer-Encoding an. Benutzen Sie Content-Encoding für komprimierte Inhalte.',
  'error.too_many_headers': 'Die Anfrage hat zu viele Header.',
  'error.unknown_expectation': 'Signalbox unterstützt außer 100-continue keine Erwartung.',
  'error.no_websocket': 'Signalbox unterstützt kein WebSocket. Benutzen Sie einfaches HTTP.',
  'error.use_messages':
    'Für Clients der API von OpenAI ist kein Anbieter eingestellt (clients.openai). Senden Sie Anfragen an Claude an /v1/messages.',
  'error.too_many_connections':
    'Zu viele Verbindungen sind offen. Schließen Sie einige oder erlauben Sie Signalbox mehr offene Dateien.',

  'error.key_required':
    'Andere Rechner brauchen den Schlüssel von Signalbox, als x-proxy-api-key, x-api-key oder Bearer-Token.',
  'error.password_required': 'Das Dashboard verlangt sein Passwort. Der Benutzername ist beliebig.',
  'error.too_many_guesses':
    'Zu viele falsche Passwörter. Warten Sie einen Moment und versuchen Sie es erneut.',

  'error.not_found': 'Nicht gefunden',
  'error.bad_query': 'Ein Parameter fehlt oder ist ungültig.',
  'error.bad_body': 'Die Eingabe ist ungültig.',
  'error.range_not_satisfiable': 'Der verlangte Bereich liegt außerhalb der Datei.',
  'error.json_expected': 'Senden Sie JSON mit dem Inhaltstyp application/json.',
  'error.json_too_large': 'Der Inhalt ist größer als 1 MB.',
  'error.shutdown_unavailable': 'Dieses Signalbox kann von hier aus nicht beendet werden.',
  'error.restart_unavailable':
    'Dieses Signalbox kann sich nicht selbst neu starten. Beenden Sie es und starten Sie es wieder.',
  'error.log_unavailable':
    'Das Anfrageprotokoll ist gerade nicht lesbar. Anfragen werden weiter durchgeleitet.',
  'error.conversations_unavailable': 'Die Unterhaltungen von Claude Code sind gerade nicht lesbar.',
  'error.settings_not_saved':
    'Die Änderung konnte nicht gespeichert werden. Die Einstellungen sind unverändert.',
  'error.too_many_exports': 'Zu viele Exporte laufen. Versuchen Sie es erneut, wenn einer fertig ist.',
  'error.too_many_listeners':
    'Zu viele Dashboards sind offen. Schließen Sie eines und versuchen Sie es erneut.',
  'error.drain_not_cancellable': 'Signalbox wird beendet. Das lässt sich nicht mehr abbrechen.',
  'error.server_not_running': 'Signalbox läuft nicht.',

  'error.provider_unknown': 'Das Modell nennt einen Anbieter, der nicht eingerichtet ist.',
  'error.no_provider': 'Für dieses Modell ist kein Anbieter eingerichtet.',
  'error.provider_exists': 'Ein Anbieter mit diesem Namen existiert bereits.',
  'error.provider_needed': 'Dieser Anbieter kann nicht entfernt werden.',
  'error.circuit_open':
    'Dieser Anbieter hat mehrmals nacheinander versagt. Signalbox versucht es innerhalb von 30 Sekunden erneut.',
  'error.budget_reached': 'Ein Budget, das Sie in Signalbox gesetzt haben, ist aufgebraucht.',
  'error.rate_limited':
    'Die eigene Grenze von Signalbox für Anfragen pro Minute an diesen Anbieter ist erreicht.',

  'error.claude_settings_unreadable':
    'Die Einstellungen von Claude Code sind nicht lesbar. Nichts wurde geändert.',
  'error.gateway_credential': 'Zugangsdaten würden an einen anderen Host gesendet. Nichts wurde geändert.',
  'error.claude_ignores_address':
    'Claude Code würde seine Anfragen nicht an Signalbox senden. Nichts wurde geändert.',
  'error.claude_settings_ignored': 'Claude Code ignoriert seine Einstellungsdatei. Nichts wurde geändert.',
  'error.claude_settings_not_written':
    'Die Einstellungen von Claude Code konnten nicht geschrieben werden. Sie sind unverändert.',

  'error.codex_settings_unreadable': 'Die Konfiguration von Codex ist nicht lesbar. Nichts wurde geändert.',
  'error.codex_settings_not_written':
    'Die Konfiguration von Codex konnte nicht geschrieben werden. Sie ist unverändert.',
  'error.codex_ignores_address':
    'Codex würde seine Anfragen nicht an Signalbox senden. Nichts wurde geändert.',
  'error.openai_provider_missing':
    'Für Clients der API von OpenAI ist kein Anbieter eingestellt; Anfragen von Codex würden scheitern. Nichts wurde geändert.',
  'error.other_signalbox': 'Codex ist mit einem anderen Signalbox verbunden. Nichts wurde geändert.',

  'error.draining':
    'Signalbox läuft leer: Laufende Anfragen werden fertig, neue müssen warten. Versuchen Sie es gleich noch einmal.',

  'error.upstream_unreachable': 'Signalbox erreicht den Upstream nicht.',
  'error.upstream_untrusted':
    'Das Zertifikat des Upstreams ist nicht vertrauenswürdig. Wenn Ihr Netzwerk TLS prüft, fügen Sie dessen CA-Zertifikat denen Ihres Systems hinzu oder geben Sie es in SIGNALBOX_CA_FILE an.',
  'error.upstream_forbidden':
    'Die Adresse des Upstreams ist link-local oder ein Metadatendienst einer Cloud. Dorthin verbindet sich Signalbox nie.',
  'error.outbound_proxy_failed':
    'Signalbox kommt nicht durch den ausgehenden Proxy. Prüfen Sie HTTPS_PROXY und den Proxy selbst.',
  'error.outbound_proxy_auth':
    'Der ausgehende Proxy verlangt Benutzername und Passwort. Ergänzen Sie die Adresse in HTTPS_PROXY.',
  'error.upstream_redirected':
    'Der Upstream hat mit einer Weiterleitung geantwortet, der Signalbox nicht folgt. Prüfen Sie seine Adresse.',
  'error.upstream_broke':
    'Der Upstream hat die Verbindung geschlossen oder eine ungültige HTTP-Antwort gesendet.',
  'error.upstream_timeout': 'Der Upstream hat nicht rechtzeitig mit den Headern geantwortet.',
  'error.stream_ended_early': 'Der Stream des Upstreams endete zu früh, die Antwort ist unvollständig.',
  'error.stream_unreadable': 'Der Stream des Upstreams ließ sich nicht zu einer Antwort zusammensetzen.',
  'error.upstream_coding': 'Der Upstream hat ein anderes Transfer-Encoding als chunked benutzt.',
  'error.response_too_large': 'Die Antwort des Upstreams ist größer, als Signalbox annimmt.',
  'error.upstream_is_self':
    'Die Adresse des Upstreams führt zurück zu Signalbox. Setzen Sie ANTHROPIC_FORWARD_URL auf die echte API.',
  'error.internal': 'Signalbox konnte diese Anfrage nicht bearbeiten.',

  'upstream.refused': '{host} hat die Verbindung abgelehnt ({code}). Prüfen Sie, ob es läuft.',
  'upstream.not_found':
    'Der Name {host} kann nicht aufgelöst werden ({code}). Prüfen Sie die Netzwerkverbindung und die Adresse.',
  'upstream.failed': 'Die Verbindung zu {host} ist fehlgeschlagen ({code}).',
  'upstream.untrusted':
    'Die Verbindung zu {host} ist fehlgeschlagen ({code}). Das Zertifikat hat „{issuer}“ ausgestellt.',
  'upstream.not_connected':
    'Die Verbindung zu {host} ist fehlgeschlagen ({code}). Prüfen Sie die Netzwerkverbindung.',
}
