import { type Browser, chromium } from '@playwright/test'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MARK_STATES, type MarkState, markShapes } from '../renderer/ui/mark-shapes.ts'
import { findChromium } from './stand-in/find-chromium.ts'

/**
 * Draws every icon of the desktop app from the shared geometry in `renderer/ui/mark-shapes.ts`, with a real browser as
 * the rasteriser. Run `node e2e/draw-icons.ts` after a change to the mark, and commit the output.
 *
 * | Files
 * For
 * | |---|---|
 * | `tray-<state>Template.png`, `@2x`
 * macOS: black and alpha, coloured by the system
 * |
 * `tray-<state>-light.ico`, `-dark.ico`
 * Windows: for a light and for a dark taskbar
 * |
 * `tray-<state>.png`, `@2x`
 * Linux: light with a dark outline, for panels of unknown colour
 * |
 * `app.png`, `app.ico`, `renderer/ui/favicon.svg`
 * the app itself, on a rounded tile |
 */
async function drawIcons(root: string, browser: Browser): Promise<void> {
  const draw = await createPainter(browser)
  const folder = join(root, 'main/desktop/icons')
  const write = (name: string, bytes: Buffer) => writeFile(join(folder, name), bytes)
  await mkdir(folder, { recursive: true })
  for (const state of MARK_STATES) {
    await write(`tray-${state}Template.png`, await draw(mark(state, '#000'), 16))
    await write(`tray-${state}Template@2x.png`, await draw(mark(state, '#000'), 32))
    await write(`tray-${state}.png`, await draw(outlinedMark(state), 24))
    await write(`tray-${state}@2x.png`, await draw(outlinedMark(state), 48))
    await write(`tray-${state}-light.ico`, await drawIco(draw, mark(state, '#1b1d21'), TASKBAR_SIZES))
    await write(`tray-${state}-dark.ico`, await drawIco(draw, mark(state, '#fff'), TASKBAR_SIZES))
  }
  await write('app.png', await draw(appTile(APPLE_GRID), 1024))
  await write('app.ico', await drawIco(draw, appTile(EDGE_TO_EDGE), APP_SIZES))
  await writeFile(join(root, 'renderer/ui/favicon.svg'), appTile(EDGE_TO_EDGE))
}

const TASKBAR_SIZES = [16, 20, 24, 32, 40, 48, 64]
// Apple's icon grid uses 824 px of 1024 for the body; on Windows and in browsers the icon sets its own margin.
const APPLE_GRID = '0 0 1024 1024'
const EDGE_TO_EDGE = '84 84 856 856'
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256]

/** Renders an SVG to a PNG of `size` × `size` pixels. */
type Painter = (svg: string, size: number) => Promise<Buffer>

async function createPainter(browser: Browser): Promise<Painter> {
  const page = await browser.newPage()
  return async (svg, size) => {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`)
    return page.screenshot({ omitBackground: true })
  }
}

function mark(state: MarkState, colour: string): string {
  return `<svg viewBox="0 0 16 16">${paths(state, colour, 0)}</svg>`
}

// The outline adds a sixteenth of the width on every side; without the margin it would be clipped.
function outlinedMark(state: MarkState): string {
  return `<svg viewBox="-0.75 -0.75 17.5 17.5">${paths(state, '#16181c', 1.5)}${paths(state, '#fff', 0)}</svg>`
}

/** The mark on a centred tile of 824 px of 1024, with its lamp lit. */
function appTile(viewBox: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}">
  <defs><linearGradient id="tile" x1="0" y1="0" x2="0" y2="1">
    <stop offset="0" stop-color="#2b3f63"/><stop offset="1" stop-color="#16223b"/>
  </linearGradient></defs>
  <rect x="100" y="100" width="824" height="824" rx="186" fill="url(#tile)"/>
  <g transform="translate(232 218) scale(36)">
    ${paths('active', '#5ee29a', 0)}
    ${paths('running', '#fff', 0)}
  </g>
</svg>
`
}

function paths(state: MarkState, colour: string, outline: number): string {
  return markShapes(state)
    .map(({ d, filled, strokeWidth }) => {
      const fill = filled ? colour : 'none'
      const width = strokeWidth + outline
      return `<path d="${d}" fill="${fill}" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"/>`
    })
    .join('')
}

async function drawIco(draw: Painter, svg: string, sizes: number[]): Promise<Buffer> {
  const images: { size: number; png: Buffer }[] = []
  for (const size of sizes) images.push({ size, png: await draw(svg, size) })
  return toIco(images)
}

/**
 * Builds an ICO file of PNG images: a 6-byte header, 16 bytes for each directory entry, then the images.
 * https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)
 */
function toIco(images: { size: number; png: Buffer }[]): Buffer {
  const header = Buffer.alloc(6)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length + 16 * images.length
  const entries = images.map(({ size, png }) => {
    const entry = Buffer.alloc(16)
    // A byte cannot hold 256, which is written as 0.
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([header, ...entries, ...images.map(({ png }) => png)])
}

const executablePath = findChromium()
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] })
try {
  await drawIcons(join(import.meta.dirname, '..'), browser)
} finally {
  await browser.close()
}
