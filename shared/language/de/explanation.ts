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
  'avoid.first_request': 'Nicht zu vermeiden: Die erste Anfrage schreibt den Cache, den die nächsten lesen.',
  'avoid.model':
    'Wechseln Sie das Modell zu Beginn einer Sitzung oder nach /clear, wenn wenig neu zu lesen ist.',
  'avoid.tools':
    'Verbinden Sie MCP-Server vor Beginn der Sitzung, und entfernen Sie solche, die sich spät verbinden oder ihre Tools ändern. Mit der Tool-Suche (ENABLE_TOOL_SEARCH) gehört ein neues Tool nicht zum Prompt im Cache.',
  'avoid.system':
    'Ändern Sie Ausgabestil, Arbeitsordner und anderes, was im Systemprompt steht, zwischen zwei Sitzungen.',
  'avoid.message':
    'Eine frühere Nachricht wurde umgeschrieben: von einem Hook, durch Bearbeiten oder weil Tool-Ergebnisse entfernt wurden.',
  'avoid.thinking': 'Lassen Sie das Nachdenken für eine ganze Sitzung an oder aus.',
  'avoid.effort': 'Wählen Sie den Aufwand zu Beginn einer Sitzung.',
  'avoid.speed': 'Schalten Sie den schnellen Modus zu Beginn einer Sitzung ein oder aus.',
  'avoid.beta':
    'Ändern Sie Einstellungen, die Funktionen ein- oder ausschalten, und aktualisieren Sie Claude Code zwischen zwei Sitzungen.',
  'avoid.cache_control':
    'Der Client setzt die Cache-Markierungen. Eine neuere Version des Clients kann helfen.',
  'avoid.block_limit':
    'Das kommt von vielen Tool-Aufrufen in einem Turn. Ist es selten, müssen Sie nichts ändern.',
  'avoid.ttl_5m':
    'Antworten Sie innerhalb von 5 Minuten, oder nutzen Sie /compact vor einer längeren Pause, damit weniger neu zu lesen ist.',
  'avoid.ttl_1h':
    'Nutzen Sie /compact oder /clear vor einer Pause von mehr als einer Stunde, damit weniger neu zu lesen ist.',
  'avoid.account': 'Bleiben Sie für eine ganze Sitzung bei einem Konto und Anbieter.',
  'avoid.compaction':
    'Nach einer Komprimierung zu erwarten: Die kürzere Unterhaltung kostet von nun an weniger.',
  'avoid.nothing_changed': 'Nicht zu vermeiden: Die API kann einen Cache verwerfen, bevor er abläuft.',
  'explanation.no_body':
    'Der Inhalt dieser Anfrage ist nicht gespeichert, deshalb lässt sie sich nicht vergleichen oder messen.',
  'explanation.no_previous_body':
    'Der Inhalt der vorigen Anfrage ist nicht gespeichert, deshalb ist der Grund unbekannt.',
  'explanation.too_deep':
    'Der Inhalt dieser oder der vorigen Anfrage ist zu tief verschachtelt, um ihn zu vergleichen oder zu messen.',
  'explanation.in_flight': 'Diese Anfrage läuft noch.',
}
