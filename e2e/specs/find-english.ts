import type { Page } from '@playwright/test'
import dashboard from '../../renderer/language/de-dashboard.json' with { type: 'json' }
import { FINDINGS_DE } from '../../shared/language/de.ts'
import { SENTENCES } from '../../shared/language/sentences.ts'
import tray from '../../renderer/language/de-tray.json' with { type: 'json' }

/** All data that the server sent to a page, which may appear in any language. */
interface Served {
  text: () => string
}

/** Records everything that the page is served from now on. */
export function listenToServer(page: Page): Served {
  const heard: string[] = []
  page.on('response', (response) => {
    if (!response.url().includes('/api/') || response.url().endsWith('/api/events')) return
    void response.json().then(
      (body: unknown) => collect(body, heard),
      () => undefined,
    )
  })
  return { text: () => heard.join('\n') }
}

function collect(value: unknown, into: string[]): void {
  if (typeof value === 'string') into.push(value.replaceAll(/\s+/g, ' '))
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      into.push(key)
      collect(inner, into)
    }
}

// None of these is a German word.
const ENGLISH = /\b(?:the|of|and|from|with|this|that|are|has|were|its|every|nothing|which|where)\b/i

/** English text on a German page that does not come from the server. Empty if there is none. */
export async function findEnglish(page: Page, served: Served): Promise<string[]> {
  const said = await page.evaluate(readTexts)
  const server = served.text()
  return said.filter((text) => isKey(text) || !isGerman(text, server))
}

const TEXTS = Object.entries({ ...tray, ...dashboard }).map(
  ([key, german]) => [key.replace(/_(?:one|other)$/, ''), german] as const,
)
/** English texts whose German translation differs. */
const FOREIGN = TEXTS.filter(([english, german]) => english !== german).map(([english]) => english)
const KEYS = new Set(FOREIGN)
const COUNTED = FOREIGN.filter((english) => english.includes('{{')).map((english) =>
  toPattern(english, String.raw`[\d.,]+`),
)
/** The server's sentences are in the catalogue that the pages share with it. */
const TOLD = [...Object.values(SENTENCES.de), ...Object.values(FINDINGS_DE)]
  .flatMap((message) => (typeof message === 'string' ? [message] : [message.one, message.other]))
  .map((text) => text.replaceAll('{', '{{').replaceAll('}', '}}'))
const GERMAN = [...TOLD, ...TEXTS.map(([, german]) => german).filter((german) => german.includes('{{'))].map(
  (german) => toPattern(german, '(.*)'),
)

/** `{{count}} left` → `^[\d.,]+ left$` */
function toPattern(text: string, hole: string): RegExp {
  const parts = text
    .split(/\{\{[^}]*\}\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join(hole)}$`, 's')
}

function isKey(text: string): boolean {
  return KEYS.has(text) || COUNTED.some((pattern) => pattern.test(text))
}

/** True for German text, in which parts from the server may be embedded: a model, a path, a value. */
function isGerman(text: string, server: string): boolean {
  if (!ENGLISH.test(text) || server.includes(text)) return true
  const lists = text.split(/[,:] | · /)
  if (lists.length > 1 && lists.every((part) => isGerman(part, server))) return true
  return GERMAN.some((pattern) =>
    pattern
      .exec(text)
      ?.slice(1)
      .every((part) => isGerman(part, server)),
  )
}

/** Every visible or spoken text, without duplicates. */
function readTexts(): string[] {
  // Text of a conversation and names of its tools stay untranslated.
  const data =
    'code, pre, kbd, script, style, article [class*=markdown], [class*=diff], article article strong'
  const texts = new Set<string>([document.title])
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.closest(data)) texts.add(node.textContent ?? '')
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
    for (const element of document.querySelectorAll(`[${name}]`)) texts.add(element.getAttribute(name) ?? '')
  }
  return [...texts].map((text) => text.replaceAll(/\s+/g, ' ').trim()).filter((text) => text !== '')
}
