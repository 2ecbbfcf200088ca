import type { Message } from '../en.ts'
import type { CONNECTION_EN } from '../en/connection.ts'

/** As `CONNECTION_EN`. */
export const CONNECTION_DE: Readonly<Record<keyof typeof CONNECTION_EN, Message>> = {
  'connection.connected': 'Claude Code benutzt Signalbox.',
  'connection.direct': 'Claude Code spricht direkt mit Anthropic.',
  'connection.elsewhere': 'Claude Code benutzt eine andere Adresse.',
  'connection.dead': 'Claude Code benutzt eine Adresse, an der nichts antwortet.',
  'connection.conflict':
    'Claude Code ist auf Signalbox eingestellt, aber eine andere Einstellung hat Vorrang.',
  'connection.unreadable': 'Die Einstellungen von Claude Code sind nicht lesbar.',

  'codex.connected': 'Codex benutzt Signalbox.',
  'codex.direct': 'Codex spricht direkt mit OpenAI.',
  'codex.elsewhere': 'Codex benutzt eine andere Adresse.',
  'codex.dead': 'Codex benutzt eine Adresse, an der nichts antwortet.',
  'codex.conflict': 'Codex ist auf Signalbox eingestellt, ignoriert das aber.',
  'codex.unreadable': 'Die Konfiguration von Codex ist nicht lesbar.',
  'codex.not_toml':
    'Zeile {line}, Spalte {column}: Das ist kein gültiges TOML. Korrigieren Sie die Datei in einem Editor.',
  'codex.other_provider':
    'Codex benutzt den Modellanbieter „{provider}“, der {key} ignoriert. Nur „openai“ benutzt es.',
  'codex.no_provider':
    'Für Clients der API von OpenAI ist kein Anbieter eingestellt; Signalbox lehnt die Anfragen von Codex deshalb ab.',
  'codex.dead_address':
    'Codex benutzt {address}, aber dort antwortet nichts; seine Anfragen schlagen deshalb fehl.',
  'codex.changed':
    '{key} in {path} wurde geändert, nachdem Signalbox es geschrieben hat. Es bleibt, wie es ist.',
  'codex.other_signalbox': 'Codex benutzt das Signalbox an {address}. Trennen Sie es zuerst dort.',

  'place.file': '{path}: {text}',
  'place.line': '{path}, Zeile {line}: {text}',
  'place.managed': 'Verwaltete Einstellungen: {text}',
  'place.local': 'Lokale Projekteinstellungen: {text}',
  'place.project': 'Projekteinstellungen: {text}',
  'place.user': 'Ihre Einstellungen: {text}',
  'place.environment': 'Umgebung: {text}',
  'place.shell': 'Startdatei der Shell: {text}',
  'place.launchctl': 'launchctl: {text}',
  'place.windows': 'Benutzervariablen von Windows: {text}',
  'place.vscode': 'Einstellungen von VS Code: {text}',

  'doctor.outranked': 'Claude Code benutzt {address}. Das hat Vorrang vor Ihren Einstellungen.',
  'doctor.project_override':
    'In {project} benutzt Claude Code {address}: Die Einstellungen des Projekts haben Vorrang vor Ihren.',
  'doctor.dead_own':
    'Claude Code benutzt Signalbox unter {address}, das nicht läuft. Claude Code meldet „Unable to connect“ oder „ConnectionRefused“.',
  'doctor.dead_other':
    'Claude Code benutzt {address}, aber dort antwortet nichts. Claude Code meldet „Unable to connect“ oder „ConnectionRefused“.',
  'doctor.other_address': 'Claude Code benutzt {address}.',
  'doctor.other_program':
    'Claude Code benutzt {address}. Die Adresse gehört zu einem anderen Programm auf diesem Computer.',
  'doctor.cloud':
    '{variable} ist gesetzt, daher benutzt Claude Code diesen Cloud-Anbieter und ignoriert die eingestellte Adresse.',
  'doctor.policy':
    'Die verwalteten Einstellungen dieses Computers beschränken Claude Code auf bestimmte Anbieter und lassen keine andere Adresse zu.',
  'doctor.placeholder':
    '{variable} sieht nach einem Platzhalter aus. Claude Code sendet ihn anstelle Ihrer Anmeldung, und Anthropic lehnt ihn ab.',
  'doctor.credential':
    '{variable} ist gesetzt. Claude Code sendet es anstelle der Anmeldung Ihres Abonnements.',
  'doctor.proxied':
    '{variable} ist gesetzt, daher benutzt Claude Code diesen Proxy auch für {host}. Der Proxy erreicht Signalbox nicht.',
  'doctor.ignored':
    'Claude Code ignoriert {path}: Kommentare und Kommas am Ende sind nicht erlaubt. Das erste steht in Zeile {line}, Spalte {column}.',
  'doctor.key_twice': '„{name}“ steht zweimal in {path}. Nur das letzte zählt.',
  'doctor.changed':
    '{variable} in {path} wurde geändert, nachdem Signalbox es geschrieben hat. Signalbox lässt es unverändert.',
  'doctor.other_signalbox': 'Ein anderes Signalbox (PID {pid}, {address}) hat Claude Code verbunden.',
  'doctor.other_settings': 'Signalbox ändert {changed}, in dieser Umgebung liest Claude Code aber {path}.',
  'doctor.old_sessions': {
    one: '1 Sitzung von Claude Code benutzt noch {address}, bis sie endet.',
    other: '{count} Sitzungen von Claude Code benutzen noch {address}, bis sie enden.',
  },

  'gateway.credential':
    '{name} gehört zu {address}. Behalten Sie diese Adresse als Upstream, oder entfernen Sie zuerst {name}.',

  'fix.ask_admin': 'Fragen Sie den Administrator dieses Computers, oder trennen Sie die Verbindung.',
  'fix.ask_admin_to_allow': 'Bitten Sie den Administrator dieses Computers, Signalbox zuzulassen.',
  'fix.connect_restores':
    'Verbinden Sie Claude Code mit Signalbox. Beim Trennen wird diese Adresse wiederhergestellt.',
  'fix.connect': 'Verbinden Sie Claude Code mit Signalbox.',
  'fix.connect_tool_search':
    'Verbinden Sie Claude Code mit eingeschalteter Tool-Suche. Das schreibt {setting}.',
  'fix.take_over': 'Verbinden Sie hier, um die Verbindung zu übernehmen.',
  'fix.start_or_disconnect': 'Starten Sie Signalbox, oder trennen Sie die Verbindung.',
  'fix.disconnect_if_managed':
    'Verwaltet Ihre Organisation Claude Code auf diese Weise, trennen Sie die Verbindung.',
  'fix.unset': 'Entfernen Sie {variable} dort, wo Signalbox und Claude Code gestartet werden.',
  'fix.run': 'Ausführen: {command}',
  'fix.run_and_sign_in': 'Führen Sie {command} aus, melden Sie sich ab und wieder an.',
  'fix.one_session': 'Für eine Sitzung: {command}',
  'fix.remove_line': 'Entfernen Sie {variable} aus dieser Zeile, und starten Sie Claude Code neu.',
  'fix.remove_from': 'Entfernen Sie {variable} aus {path}, und verbinden Sie dann noch einmal.',
  'fix.remove_variable': 'Entfernen Sie {variable}.',
  'fix.set_there': 'Setzen Sie an derselben Stelle {setting}.',
  'fix.keep_running': 'Lassen Sie Signalbox bis dahin laufen, oder starten Sie Claude Code neu.',
  'fix.edit': 'Korrigieren Sie die Datei in einem Editor.',
  'fix.same_home': 'Starten Sie Signalbox und Claude Code mit demselben HOME und CLAUDE_CONFIG_DIR.',
  'fix.codex_provider': 'Entfernen Sie dort „model_provider“, oder setzen Sie es auf „openai“.',
  'fix.openai_provider':
    'Nennen Sie einen Ihrer Anbieter unter „clients.openai“ in der config.json von Signalbox.',
  'fix.repair':
    'Lassen Sie Signalbox sie entfernen, und verbinden Sie. Beim Trennen werden sie wiederhergestellt.',
  'fix.leave_one': 'Behalten Sie nur eines davon.',
  'fix.set': 'Um es einzuschalten, setzen Sie {setting} in den Einstellungen von Claude Code.',
  'fix.set_if_blocked':
    'Wenn Ihr Netzwerk das blockiert, setzen Sie {setting} in den Einstellungen von Claude Code.',
  'fix.update':
    'Aktualisieren Sie Claude Code auf {version} oder neuer, und wählen Sie ein Modell mit [1m] im Namen.',

  'fidelity.sign_in': 'Ihre Anmeldung wird unverändert durchgereicht.',
  'fidelity.credential': '{variable} wird unverändert durchgereicht.',
  'fidelity.tool_search_kept': 'Claude Code {version} lässt die Tool-Suche eingeschaltet.',
  'fidelity.tool_search_on': '{setting} lässt die Tool-Suche eingeschaltet.',
  'fidelity.tool_search_off': '{setting} schaltet die Tool-Suche aus.',
  'fidelity.tool_search_lost':
    'Claude Code {version} schaltet die Tool-Suche bei eigenen Adressen aus. Jedes MCP-Tool belegt dann Kontext.',
  'fidelity.tool_search_unknown':
    'Manche Versionen von Claude Code schalten die Tool-Suche bei eigenen Adressen aus.',
  'fidelity.context_kept': 'Modelle mit [1m] im Namen behalten ihren Kontext von 1 Mio. Token.',
  'fidelity.context_unknown':
    'Ältere Versionen von Claude Code nutzen den Kontext von 1 Mio. Token vielleicht nicht.',
  'fidelity.prompt_cache':
    'Der Prompt-Cache funktioniert, außer für Systemnachrichten innerhalb eines Gesprächs. Die Beta-Funktion „{beta}“ wird nicht angefordert.',
  'fidelity.set': '{setting} schaltet es ein.',
  'fidelity.tool_streaming':
    'Die Eingabe eines langen Tool-Aufrufs, etwa einer großen Änderung, kommt in einem Stück an, was wie ein Stillstand aussehen kann.',
  'fidelity.model_discovery': 'Eigene Modelle, die Signalbox auflistet, erscheinen nicht in /model.',
  'fidelity.tracing': 'Anfragen haben keinen Header „traceparent“.',
  'fidelity.fast_mode': 'Claude Code fragt Anthropic direkt, ob der Fast Mode erlaubt ist, ohne Signalbox.',
  'fidelity.auto_mode':
    'Der Server von Anthropic prüft Aktionen im Auto Mode. Bei anderen Providern prüft Claude Code sie selbst.',
  'fidelity.auto_mode_own': 'Mit {setting} prüft Claude Code Aktionen im Auto Mode selbst.',
  'fidelity.remote_control': 'Remote Control funktioniert nur mit der eigenen Adresse von Anthropic.',
  'fidelity.organization':
    'Claude Code ruft Einstellungen und Limits nicht ab, die Ihre Organisation bei Anthropic hinterlegt hat. Dateien auf diesem Computer gelten weiter.',

  'claude.not_a_file': 'Das ist keine gewöhnliche Datei.',
  'claude.env_not_object':
    'Zeile {line}: „env“ muss ein Objekt sein. Korrigieren Sie das, und versuchen Sie es erneut.',
  'claude.unsafe_edit':
    'Die Datei kann nicht sicher geändert werden. Vielleicht steht ein Schlüssel zweimal darin. Korrigieren Sie das, und versuchen Sie es erneut.',
  'claude.comment':
    'Zeile {line}, Spalte {column}: ein Kommentar oder ein Komma am Ende, das Claude Code nicht annimmt. Entfernen Sie es, oder lassen Sie es Signalbox entfernen: Beim Trennen wird es wiederhergestellt.',
  'claude.not_json':
    'Zeile {line}, Spalte {column}: Das ist für Claude Code kein gültiges JSON. Korrigieren Sie die Datei in einem Editor.',
  'claude.busy': 'Ein anderes Programm ändert die Datei immer wieder. Versuchen Sie es erneut.',
  'claude.locked': 'Ein anderes Signalbox ändert die Datei gerade. Versuchen Sie es erneut.',
  'claude.locked_by': 'Ein anderes Signalbox (PID {pid}) ändert die Datei gerade. Versuchen Sie es erneut.',
  'claude.lock_unusable':
    '{path} liegt an der Stelle der Sperrdatei von Signalbox, ist aber keine. Entfernen Sie es, und versuchen Sie es erneut.',
  'claude.not_recorded':
    'Signalbox muss die Änderung zuerst in {path} vermerken, kann dort aber nicht schreiben.',
  'claude.other_owner': 'Die Datei gehört einem anderen Benutzer.',
  'claude.write_protected': 'Die Datei ist schreibgeschützt.',
}
