import type { Message } from '../en.ts'
import type { CHECKS_EN } from '../en/checks.ts'

/** As `CHECKS_EN`. */
export const CHECKS_DE: Readonly<Record<keyof typeof CHECKS_EN, Message>> = {
  'check.timeout': 'Kein Ergebnis innerhalb von {seconds} s.',
  'check.error': 'Unerwarteter Fehler ({error}).',

  'check.cli_not_found': 'Der Befehl {command} wurde nicht gefunden.',
  'check.cli_timeout': '{command} hat nicht rechtzeitig geantwortet.',
  'check.cli_not_started': '{command} ließ sich nicht starten: {cause}',
  'check.cli_failed': '{command} ist fehlgeschlagen: {output}',
  'check.cli_failed_silently': '{command} ist ohne Fehlermeldung fehlgeschlagen (Exit-Code {code}).',

  'check.sign_in_not_found': 'Keine Datei mit Zugangsdaten von {product} gefunden.',
  'check.sign_in_signed_out': '{product} ist abgemeldet.',
  'check.sign_in_rejected': '{product} akzeptiert seine gespeicherte Anmeldung nicht.',
  'check.sign_in_unusable':
    'Die Datei mit den Zugangsdaten von {product} enthält keine brauchbare Anmeldung.',
  'check.sign_in_unreadable': 'Die Datei mit den Zugangsdaten von {product} ist nicht lesbar ({code}).',
  'check.sign_in_locked':
    'Die Zugangsdaten von {product} liegen in einem Schlüsselbund, der gesperrt ist oder den Zugriff verweigert.',

  'check.sdk_not_found': 'Kein Paket des Claude SDK gefunden.',
  'check.sdk_unreadable': 'Das Paket {package} ist nicht lesbar ({code}).',
  'check.sdk_invalid': 'Das Paket {package} hat keine gültige package.json.',

  'check.storage_displaced':
    'Das Anfrageprotokoll wurde im laufenden Betrieb gelöscht, verschoben oder ersetzt.',
  'check.storage_failed': 'Die Datenbank meldet einen Fehler. Näheres steht im Protokoll von Signalbox.',
}
