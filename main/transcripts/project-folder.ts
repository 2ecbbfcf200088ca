/**
 * The working folder of a project. Each line names the current folder, which may be a subfolder; the name of the
 * transcripts folder encodes the initial one, but `-` may stand for `/` or for itself.
 *
 * `-home-me-my-app`, `/home/me/my-app/src` → `/home/me/my-app`
 *
 * @param cwd from the newest line that has one
 * @returns the project itself if no line names a folder
 */
export function projectFolder(project: string, cwd: string | undefined): string {
  if (cwd === undefined) return project
  for (let folder = cwd; folder !== ''; folder = parentOf(folder)) {
    if (folder.replaceAll(/[^A-Za-z0-9]/g, '-') === project) return folder
  }
  return cwd
}

/** `/a/b` → `/a`, for POSIX and Windows paths; empty for a single name. */
function parentOf(folder: string): string {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/'), folder.lastIndexOf('\\')))
}
