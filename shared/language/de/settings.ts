import type { Message } from '../en.ts'
import type { SETTINGS_EN } from '../en/settings.ts'

/** As `SETTINGS_EN`. */
export const SETTINGS_DE: Readonly<Record<keyof typeof SETTINGS_EN, Message>> = {
  'issue.at': '{path}: {text}',
  'issue.at_line': 'Zeile {line}, {path}: {text}',
  'issue.in_file': '{file}: {text}',

  'effect.entry_ignored': 'Dieser Eintrag wird ignoriert.',
  'effect.value_kept': 'Der bisherige Wert gilt weiter.',
  'effect.file_kept': 'Die bisherigen Einstellungen gelten weiter.',
  'effect.nothing_changed': 'Nichts wurde geändert.',

  'file.not_object': 'Die Datei muss ein JSON-Objekt enthalten.',
  'file.too_large': 'Die Datei ist größer als {megabytes} MB.',
  'file.too_deep': 'Die Datei ist zu tief verschachtelt.',
  'file.not_utf8': 'Die Datei ist nicht UTF-8. Speichern Sie sie als UTF-8, und versuchen Sie es erneut.',
  'file.unreadable': '{path} ist nicht lesbar.',
  'file.unwritable': '{path} kann nicht geschrieben werden.',
  'file.not_editable':
    '{path} kann nicht ohne Verlust geändert werden. Suchen Sie einen Schlüssel, der doppelt vorkommt, korrigieren Sie ihn und speichern Sie erneut.',
  'file.fix': 'Korrigieren Sie {path} und speichern Sie erneut.',
  'settings.more_issues': 'Es gibt weitere Probleme.',

  'json.unexpected_character': 'Zeile {line}, Spalte {column}: Unerwartetes Zeichen.',
  'json.bad_number': 'Zeile {line}, Spalte {column}: Ungültige Zahl.',
  'json.name_missing': 'Zeile {line}, Spalte {column}: Ein Name in doppelten Anführungszeichen fehlt.',
  'json.value_missing': 'Zeile {line}, Spalte {column}: Ein Wert fehlt.',
  'json.colon_missing': 'Zeile {line}, Spalte {column}: Ein Doppelpunkt fehlt.',
  'json.comma_missing': 'Zeile {line}, Spalte {column}: Ein Komma fehlt.',
  'json.brace_missing': 'Zeile {line}, Spalte {column}: Eine schließende } fehlt.',
  'json.bracket_missing': 'Zeile {line}, Spalte {column}: Eine schließende ] fehlt.',
  'json.text_after_end': 'Zeile {line}, Spalte {column}: Text nach dem Ende des JSON-Werts.',
  'json.bad_comment':
    'Zeile {line}, Spalte {column}: Ein Kommentar ist nicht erlaubt oder nicht geschlossen.',
  'json.quote_missing': 'Zeile {line}, Spalte {column}: Ein schließendes doppeltes Anführungszeichen fehlt.',
  'json.bad_escape': 'Zeile {line}, Spalte {column}: Ungültige Escape-Sequenz.',

  'system.no_permission': 'Die Berechtigung fehlt.',
  'system.no_permission_or_open': 'Die Berechtigung fehlt, oder ein anderes Programm hat sie geöffnet.',
  'system.busy': 'Ein anderes Programm hat sie geöffnet, oder sie ist ein Einhängepunkt.',
  'system.read_only': 'Der Datenträger ist schreibgeschützt.',
  'system.disk_full': 'Der Datenträger ist voll.',
  'system.folder': 'Es ist ein Ordner.',
  'system.not_folder': 'Wo einer ihrer Ordner sein müsste, liegt eine Datei.',
  'system.not_regular': 'Es ist eine Pipe oder ein Gerät.',
  'system.too_large': 'Sie ist zu groß.',
  'system.missing': 'Sie existiert nicht.',
  'system.link_loop': 'Ihre symbolischen Links bilden einen Kreis.',
  'system.too_many_files': 'Zu viele Dateien sind geöffnet.',
  'system.other': 'Das System hat abgelehnt ({error}).',

  'provider.not_found': 'Den Anbieter „{provider}“ gibt es nicht.',
  'provider.exists': '„{provider}“ ist schon eingerichtet. Ändern Sie diesen.',
  'provider.not_removable':
    '„{provider}“ stammt nicht aus config.json und kann daher nicht entfernt werden. Schalten Sie ihn aus.',
  'provider.not_renamable':
    '„{provider}“ stammt nicht aus config.json und kann daher nicht umbenannt werden.',
  'provider.in_use': 'Routen benutzen ihn: {routes}. Ändern Sie zuerst diese.',
  'provider.removed': 'Der Anbieter „{provider}“ wurde entfernt.',
  'provider.switched_on': 'Der Anbieter „{provider}“ ist eingeschaltet.',
  'provider.switched_off': 'Der Anbieter „{provider}“ ist ausgeschaltet.',
  'provider.no_key': 'Der Anbieter „{provider}“ hat keinen Schlüssel. Ergänzen Sie ihn in Signalbox.',
  'provider.no_key_variables':
    'Der Anbieter „{provider}“ hat keinen Schlüssel. Ergänzen Sie ihn in Signalbox oder setzen Sie {variables}.',
  'provider.no_address': 'Der Anbieter „{provider}“ hat keine Adresse. Setzen Sie seine apiBaseUrl.',
  'provider.bad_address': 'Die apiBaseUrl des Anbieters „{provider}“ ist keine http- oder https-Adresse.',
  'provider.native_format': 'Der Anbieter „{provider}“ benutzt das eigene Format von Anthropic.',
  'provider.env_unknown': 'PROVIDER={provider} ist unbekannt. Bekannt: {names}.',
  'provider.env_needs_model': 'PROVIDER={provider} braucht auch {variable}.',
  'provider.env_bad_name': '{variable} ist kein gültiger Anbietername.',
  'provider.env_missing':
    'PROVIDER={provider} nennt einen Anbieter, der nicht eingerichtet ist. Bis dahin wird jede Anfrage abgelehnt.',

  'route.provider_missing':
    'Die Route „{route}“ benutzt den Anbieter „{provider}“, der nicht eingerichtet ist.',
  'route.provider_off': 'Die Route „{route}“ benutzt den Anbieter „{provider}“, der ausgeschaltet ist.',
  'route.fallback_missing':
    'Ein Ausweichziel der Route „{route}“ benutzt den Anbieter „{provider}“, der nicht eingerichtet ist.',
  'route.fallback_off':
    'Ein Ausweichziel der Route „{route}“ benutzt den Anbieter „{provider}“, der ausgeschaltet ist.',
  'agent.provider_missing':
    'Der Subagent „{agent}“ benutzt den Anbieter „{provider}“, der nicht eingerichtet ist.',
  'agent.provider_off': 'Der Subagent „{agent}“ benutzt den Anbieter „{provider}“, der ausgeschaltet ist.',
  'agent.bad_name': 'Der Agentenname „{agent}“ kann kein Dateiname sein.',
  'agent.no_prompt': '{path} hat hinter dem Front Matter keinen Prompt, daher wird der Agent nicht erkannt.',
  'agent.no_file': 'Zum Agenten „{agent}“ ist keine Datei lesbar. Gesucht: {paths}.',

  'import.no_file': 'claude-code-router hat keine Einstellungsdatei.',
  'import.not_json': '{path} enthält kein JSON-Objekt.',
  'import.incomplete_provider': 'Providers[{index}] hat keinen Namen oder keine Adresse.',
  'import.bad_route': 'Router.{route} muss die Form provider,model haben.',
  'import.custom_router': 'Ein eigenes Router-Skript kann nicht übernommen werden.',
  'import.key_unset': 'Der Schlüssel von „{provider}“ ist eine Variable, die nicht gesetzt ist.',
  'import.transformers':
    'Die Transformer von „{provider}“ werden nicht übernommen. Signalbox übersetzt Anfragen selbst.',
  'import.provider_kept': 'Signalbox hat den Anbieter „{provider}“ schon. Er bleibt unverändert.',
  'import.route_kept': 'Signalbox hat die Route „{route}“ schon. Sie bleibt unverändert.',

  'request.body_missing': 'Die Anfrage gibt es nicht, oder ihr Inhalt wurde nicht gespeichert.',
  'request.headers_missing': 'Die Anfrage gibt es nicht, oder ihre Header wurden nicht gespeichert.',

  'storage.locked': 'Ein anderes Programm hat die Datenbank gesperrt. Signalbox versucht es weiter.',
  'storage.disk_full': 'Der Datenträger ist voll. Geben Sie Speicherplatz frei.',
  'storage.read_only': 'Der Datenordner ist schreibgeschützt. Geben Sie Signalbox Schreibrechte.',
  'storage.io_error': 'Der Datenträger meldet einen Fehler. Prüfen Sie den Datenträger mit dem Datenordner.',
  'storage.unreachable': 'PostgreSQL antwortet nicht oder lehnt Signalbox ab. Prüfen Sie DATABASE_URL.',
  'storage.broken': 'Die Datenbank ist beschädigt. Signalbox legt sie beiseite und beginnt eine neue.',
  'storage.newer_schema': 'Ein neueres Signalbox hat die Datenbank geschrieben. Aktualisieren Sie dieses.',
  'storage.foreign':
    'Die Datei oder das Schema gehört einem anderen Programm. Wählen Sie in DB_PATH oder DATABASE_URL ein anderes.',
  'storage.displaced':
    'Die Datenbank wurde gelöscht, verschoben oder ersetzt. Die Aufzeichnung läuft in einer neuen weiter. Versuchen Sie es erneut.',
  'storage.refused': 'Die Datenbank hat die Abfrage abgelehnt. Näheres steht im Protokoll von Signalbox.',
  'storage.updating':
    'Das Anfrageprotokoll wird für diese Version aktualisiert (Schritt {step} von {steps}). Anfragen werden weiter durchgeleitet und danach aufgezeichnet.',
  'storage.worker_lost': 'Der Thread der Datenbank antwortet nicht mehr. Signalbox startet ihn neu.',
}
