/**
 * The folder that a project's transcripts are about. Claude Code names it in every line, and wanders into its
 * subfolders; the name of the transcripts' own folder tells where it set out, but not which `-` was a `/`.
 *
 * `-home-me-my-app`, `/home/me/my-app/src` → `/home/me/my-app`
 *
 * @param cwd of the newest line that has one
 * @returns the project itself where no line names a folder
 */
export function projectFolder(project: string, cwd: string | undefined): string {
  if (cwd === undefined) return project
  for (let folder = cwd; folder !== ''; folder = parentOf(folder)) {
    if (folder.replaceAll(/[^A-Za-z0-9]/g, '-') === project) return folder
  }
  return cwd
}

/** `/a/b` → `/a`, in the notation of either system; of a single name nothing is left. */
function parentOf(folder: string): string {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/'), folder.lastIndexOf('\\')))
}
