import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A temporary transcripts folder. Paths are relative to it; parent folders are created as needed. */
export interface Tree {
  readonly root: string
  write: (path: string, content: string | Buffer | readonly object[]) => string
  append: (path: string, content: string | Buffer | readonly object[]) => void
  end: () => void
}

export function createTree(): Tree {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'signalbox-transcripts-')))
  const root = join(folder, 'projects')
  const place = (path: string): string => {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    return file
  }
  return {
    root,
    write(path, content) {
      writeFileSync(place(path), toBytes(content))
      return join(root, path)
    },
    append: (path, content) => appendFileSync(place(path), toBytes(content)),
    end: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** One line per object, each with a line feed, as Claude Code writes them. */
export function toLines(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function toBytes(content: string | Buffer | readonly object[]): string | Buffer {
  return typeof content === 'string' || Buffer.isBuffer(content) ? content : toLines(content)
}
