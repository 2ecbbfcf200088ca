import type { BrowserContext, Page } from '@playwright/test'

type Owned = Window & { owned?: unknown; violations?: string[] }

/** Records what must never happen in any page of the context. */
export async function watch(context: BrowserContext, isOurs: (url: string) => boolean): Promise<string[]> {
  const bad: string[] = []
  await context.addInitScript(() => {
    const own = window as Owned
    own.violations = []
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      own.violations?.push(`${violatedDirective} ${blockedURI}`),
    )
  })
  await context.route('**/*', (route) => {
    const url = route.request().url()
    if (isOurs(url)) return route.continue()
    bad.push(`request ${url.slice(0, 200)}`)
    return route.abort()
  })
  context.on('page', (other) => bad.push(`page ${other.url()}`))
  context.on('dialog', (dialog) => {
    bad.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('serviceworker', (worker) => bad.push(`worker ${worker.url()}`))
  return bad
}

/** Elements and attributes that no page of ours has: foreign text has become part of it. */
const FOREIGN = [
  'iframe',
  'object',
  'embed',
  'base',
  'portal',
  'template',
  'math',
  'video',
  'audio',
  'marquee',
  'animate',
  'image',
  'form[action]',
  'script:not([src])',
  'script[src*="evil"]',
  'use[href^="http"]',
  'meta[http-equiv]:not([content^="default-src"])',
  'link:not([rel=icon], [rel=stylesheet][href*="/assets/"], [rel=modulepreload][href*="/assets/"])',
  '[onerror]',
  '[onload]',
  '[onclick]',
  '[onfocus]',
  '[onmouseover]',
  '[onbegin]',
  '[onstart]',
  '[ontoggle]',
  '[srcdoc]',
  '[ping]',
  '[popover]',
].join(', ')

/** Clicks all text that is no control of ours, and finds what hostile text may have done to the page. */
export async function inspect(page: Page): Promise<{ text: string; found: string[] }> {
  const before = page.url()
  const made = await page.evaluate(findElements, FOREIGN)
  const links = (await page.evaluate(readLinks))
    .filter((link) => !isSafe(link))
    .map(({ href }) => `link ${href}`)
  await page.evaluate(clickTexts)
  const moved = page.url() === before ? [] : [`moved to ${page.url()}`]
  return {
    text: await page.evaluate(() => document.body.textContent),
    found: [...made, ...links, ...moved, ...(await page.evaluate(readTraces))],
  }
}

function findElements(selector: string): string[] {
  const pictures = [...document.querySelectorAll('img')].map(({ src }) => src)
  const isDrawn = (src: string) =>
    /^data:image\/(?:png|jpeg|gif|webp);|\/assets\/favicon-[\w-]+\.svg$/.test(src)
  const made = [...document.querySelectorAll(selector)]
  return [
    ...made.map(({ outerHTML }) => `element ${outerHTML.slice(0, 100)}`),
    ...pictures.filter((src) => !isDrawn(src)).map((src) => `picture ${src}`),
  ]
}

interface Link {
  href: string
  /** It leads to another host. */
  isElsewhere: boolean
  /** It opens a page that gets no handle on this one. */
  isAlone: boolean
}

function readLinks(): Link[] {
  return [...document.querySelectorAll('a[href]')].map((link) => {
    const href = link.getAttribute('href') ?? ''
    const url = URL.parse(href)
    return {
      href,
      isElsewhere: /^https?:\/\/[^/]/.test(href) && url !== null && url.hostname !== location.hostname,
      isAlone:
        link.getAttribute('target') === '_blank' && link.getAttribute('rel')?.includes('noopener') === true,
    }
  })
}

/** Links of our own pages, or to web pages elsewhere. */
function isSafe({ href, isElsewhere, isAlone }: Link): boolean {
  const own = /^(?:#\/|#main$|\/$|\/#\/|\/api\/requests\/|\/(?:openapi\.json|health|metrics)$)/
  return own.test(href) || (isElsewhere && isAlone)
}

function clickTexts(): void {
  const controls = 'a, button, label, [role=button], [role=tab], [role=switch]'
  const texts = 'p, li, td, th, pre, code, dd, dt, span, mark, sup, del, em, strong'
  for (const one of document.querySelectorAll<HTMLElement>(texts))
    if (one.childElementCount === 0 && one.closest(controls) === null) one.click()
}

async function readTraces(): Promise<string[]> {
  const own = window as Owned
  const workers = location.protocol === 'file:' ? [] : await navigator.serviceWorker.getRegistrations()
  return [
    ...(own.owned === undefined ? [] : ['script ran']),
    ...('owned' in Object.prototype ? ['prototype changed'] : []),
    ...(own.violations ?? []).map((violation) => `violation ${violation}`),
    ...workers.map(({ scope }) => `worker ${scope}`),
  ]
}
