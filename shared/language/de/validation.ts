import type { Message } from '../en.ts'
import type { VALIDATION_EN } from '../en/validation.ts'

/** As `VALIDATION_EN`. */
export const VALIDATION_DE: Readonly<Record<keyof typeof VALIDATION_EN, Message>> = {
  'invalid.required': 'Ein Wert fehlt.',
  'invalid.text': 'Muss ein Text sein.',
  'invalid.number': 'Muss eine Zahl sein.',
  'invalid.integer': 'Muss eine ganze Zahl sein.',
  'invalid.boolean': 'Muss true oder false sein.',
  'invalid.object': 'Muss ein Objekt sein.',
  'invalid.list': 'Muss eine Liste sein.',
  'invalid.one_of': 'Muss eines von {words} sein.',
  'invalid.minimum': 'Muss mindestens {limit, number} sein.',
  'invalid.maximum': 'Darf höchstens {limit, number} sein.',
  'invalid.range': 'Muss eine Zahl von {min} bis {max} sein.',
  'invalid.empty': 'Darf nicht leer sein.',
  'invalid.too_short': 'Muss mindestens {limit, number} Zeichen haben.',
  'invalid.too_long': 'Darf höchstens {limit, number} Zeichen haben.',
  'invalid.too_many': 'Höchstens {limit, number} Einträge sind erlaubt.',
  'invalid.surplus': {
    one: 'Höchstens {limit, number} Einträge sind erlaubt. Entfernen Sie 1.',
    other: 'Höchstens {limit, number} Einträge sind erlaubt. Entfernen Sie {count, number}.',
  },
  'invalid.pattern': 'Hat ein ungültiges Format.',
  'invalid.unknown_field': 'Dieses Feld ist unbekannt.',
  'invalid.value': 'Dieser Wert ist ungültig.',
  'invalid.json': 'Das ist kein gültiges JSON.',
  'invalid.json_depth': 'Das ist kein gültiges JSON oder zu tief verschachtelt.',
  'invalid.duplicate': 'Ein anderer Eintrag hat denselben Namen.',
  'invalid.repeated_key': 'Derselbe Schlüssel kommt weiter unten noch einmal vor.',
  'invalid.name_empty': 'Der Name ist leer.',
  'invalid.name_too_long': 'Der Name hat mehr als {limit, number} Zeichen.',
  'invalid.name_reserved': 'Dieser Name ist nicht erlaubt.',
  'invalid.mapping': 'Muss ein Modell oder provider,model sein.',
  'invalid.either': 'Geben Sie entweder {first} oder {second} an.',

  'invalid.header_name': 'Muss ein Headername sein, zum Beispiel x-team.',
  'invalid.header_protected': 'Regeln können den Header „{header}“ nicht ändern.',
  'invalid.header_text':
    'Nur lateinische Buchstaben, Ziffern, Satzzeichen, Leerzeichen und Tabulatoren sind erlaubt.',

  'invalid.address': 'Muss eine http- oder https-Adresse sein, zum Beispiel https://api.example.com/v1.',
  'invalid.address_credentials': 'Darf weder Benutzernamen noch Passwort enthalten. Benutzen Sie apiKey.',
  'invalid.address_query': 'Darf weder Query noch Fragment enthalten.',
  'invalid.address_link_local': 'Darf keine Link-Local-Adresse sein.',
  'invalid.address_required': 'Eine Adresse ist nötig, außer der Anbieter heißt wie ein bekannter Typ.',
  'invalid.address_of_anthropic':
    'Mit eigener Adresse braucht „anthropic“ einen eigenen apiKey. Um alles woandershin zu senden, setzen Sie upstream.url.',
  'invalid.address_is_self': 'Diese Adresse führt zurück zu Signalbox.',
  'invalid.key': 'Muss einfacher Text mit höchstens {limit, number} Zeichen ohne Leerzeichen am Rand sein.',
  'invalid.key_of_other_host':
    'Der gespeicherte Schlüssel gilt für {host}. Geben Sie den Schlüssel für die neue Adresse ein.',
  'invalid.model_names': 'Modellnamen dürfen nicht leer sein und keine Leerzeichen am Rand haben.',
  'invalid.provider_missing': 'Der Anbieter „{provider}“ ist nicht eingerichtet. Eingerichtet: {names}.',

  'invalid.parameter_reserved': 'Eine Route kann diesen Parameter nicht setzen.',
  'invalid.parameters': 'Muss einfaches JSON mit höchstens {levels} Ebenen sein.',

  'invalid.time': 'Muss eine Zeit nach ISO 8601 sein, zum Beispiel 2026-10-07T00:00:00Z.',
  'invalid.time_zone': 'Unbekannte Zeitzone. Benutzen Sie einen IANA-Namen, zum Beispiel Europe/Berlin.',
  'invalid.bucket': 'Muss einen Tag in Minuten ohne Rest teilen: 15, 30, 60, …',
  'invalid.control_character': 'Enthält ein ungültiges Steuerzeichen.',
  'invalid.format_of_one':
    'Das Format {format} gibt es nur für eine einzelne Anfrage: /api/requests/{id}/export.',
}
