declare module 'write-file-atomic' {
  /** Writes a temporary file beside `path`, flushes it and renames it; follows a symbolic link. */
  export default function writeFileAtomic(
    path: string,
    data: string,
    options?: { mode?: number; fsync?: boolean },
  ): Promise<void>
}
