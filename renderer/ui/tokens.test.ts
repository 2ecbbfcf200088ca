import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(`${import.meta.dirname}/tokens.css`, 'utf8')

const TEXT_ON = {
  '--surface': [
    '--text',
    '--text-muted',
    '--text-stale',
    '--accent',
    '--running',
    '--warning',
    '--error',
    '--draining',
    '--stopped',
  ],
  '--surface-sunken': ['--text', '--text-muted', '--text-stale', '--accent'],
  '--surface-pressed': ['--text'],
  '--selected': ['--text', '--text-muted', '--text-stale', '--accent'],
  '--added': ['--text', '--text-muted', '--running'],
  '--removed': ['--text', '--text-muted', '--error'],
  '--accent': ['--on-accent'],
  '--accent-pressed': ['--on-accent'],
}
const GRAPHICS_ON = {
  '--surface': [
    '--accent',
    '--running',
    '--warning',
    '--error',
    '--draining',
    '--stopped',
    '--chart-input',
    '--chart-cache',
    '--chart-output',
    '--series-1',
    '--series-2',
    '--series-3',
    '--series-4',
    '--series-5',
    '--series-6',
  ],
  '--selected': ['--accent', '--running', '--warning', '--error'],
  '--surface-sunken': ['--accent'],
}

const colours = readColours(css)

test('every colour token is read from tokens.css', () => {
  expect(Object.keys(colours).length).toBe(css.match(/light-dark\(/g)?.length)
  expect(Object.keys(colours).length).toBeGreaterThanOrEqual(15)
})

test.each(pairs(TEXT_ON))('%s text on %s has a contrast of 4.5 in the %s theme', (front, back, theme) => {
  expect(contrast(colour(front, theme), colour(back, theme))).toBeGreaterThanOrEqual(4.5)
})

test.each(pairs(GRAPHICS_ON))(
  '%s graphics on %s have a contrast of 3 in the %s theme',
  (front, back, theme) => {
    expect(contrast(colour(front, theme), colour(back, theme))).toBeGreaterThanOrEqual(3)
  },
)

type Theme = 'light' | 'dark'
type Oklch = [lightness: number, chroma: number, hue: number]

function pairs(table: Record<string, string[]>): [front: string, back: string, theme: Theme][] {
  return Object.entries(table).flatMap(([back, fronts]) =>
    fronts.flatMap((front): [string, string, Theme][] => [
      [front, back, 'light'],
      [front, back, 'dark'],
    ]),
  )
}

function readColours(source: string): Record<string, Record<Theme, Oklch>> {
  const token = /(--[\w-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\);/g
  return Object.fromEntries(
    [...source.matchAll(token)].map(([, name = '', light = '', dark = '']) => [
      name,
      { light: parse(light), dark: parse(dark) },
    ]),
  )
}

function parse(numbers: string): Oklch {
  const [lightness = NaN, chroma = NaN, hue = NaN] = numbers.split(' ').map(Number)
  return [lightness, chroma, hue]
}

function colour(name: string, theme: Theme): Oklch {
  const found = colours[name]
  if (!found) throw new Error(`no token ${name}`)
  return found[theme]
}

/** WCAG 2.2 contrast ratio, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: Oklch, b: Oklch): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

/** OKLCH → linear sRGB → relative luminance, https://bottosson.github.io/posts/oklab/ */
function luminance([lightness, chroma, hue]: Oklch): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

// Screens with the smallest gamut clip colours outside sRGB.
function clamp(channel: number): number {
  return Math.min(1, Math.max(0, channel))
}
