import type { Message } from '../en.ts'
import type { EXPLANATION_EN } from '../en/explanation.ts'

export const EXPLANATION_DE: Readonly<Record<keyof typeof EXPLANATION_EN, Message>> = {
  'cache.first_request': 'Erste Anfrage dieser Art in dieser Sitzung: Im Cache war noch nichts.',
  'cache.model': 'Das Modell hat sich geändert. Jedes Modell hat einen eigenen Cache.',
  'cache.tools':
    'Die Tools haben sich geändert. Sie stehen am Anfang des Prompts, deshalb wurde alles danach neu gelesen.',
  'cache.system': 'Der Systemprompt hat sich geändert. Alles danach wurde neu gelesen.',
  'cache.message': 'Eine frühere Nachricht hat sich geändert. Von da an wurde alles neu gelesen.',
  'cache.thinking':
    'Die Einstellung zum Nachdenken hat sich geändert, deshalb wurden die Nachrichten neu gelesen.',
  'cache.effort': 'Der Aufwand (effort) hat sich geändert, deshalb wurden die Nachrichten neu gelesen.',
  'cache.speed': 'Die Geschwindigkeit hat sich geändert. Der schnelle Modus hat einen eigenen Cache.',
  'cache.beta': 'Die Liste der Beta-Funktionen (Header anthropic-beta) hat sich geändert.',
  'cache.cache_control':
    'Eine Cache-Markierung fehlt oder steht woanders, deshalb war dieser Teil des Caches nicht nutzbar.',
  'cache.block_limit':
    'Seit der letzten Cache-Markierung kamen mehr als 20 Blöcke hinzu. Weiter zurück sucht die API nicht.',
  'cache.ttl_5m':
    'Seit der letzten Anfrage sind mehr als 5 Minuten vergangen, deshalb ist der Cache abgelaufen.',
  'cache.ttl_1h':
    'Seit der letzten Anfrage ist mehr als eine Stunde vergangen, deshalb ist der Cache abgelaufen.',
  'cache.account':
    'Die Anfrage ging an ein anderes Konto, eine andere Organisation oder einen anderen Anbieter mit eigenem Cache.',
  'cache.compaction':
    'Die Unterhaltung wurde komprimiert. Die Zusammenfassung hat die früheren Nachrichten ersetzt.',
  'cache.nothing_changed':
    'Nichts hat sich geändert, und der Cache war nicht abgelaufen: Die API hat ihn verworfen.',
  'explanation.no_body':
    'Der Inhalt dieser Anfrage ist nicht gespeichert, deshalb lässt sie sich nicht vergleichen oder messen.',
  'explanation.no_previous_body':
    'Der Inhalt der vorigen Anfrage ist nicht gespeichert, deshalb ist der Grund unbekannt.',
  'explanation.in_flight': 'Diese Anfrage läuft noch.',
}
