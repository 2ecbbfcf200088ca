/** Maximum share of the screen's height for the popover. */
const MAX_WORK_AREA_SHARE = 0.85

/** Window height for a requested content height, in CSS pixels. */
export function popoverHeight(wanted: number, workAreaHeight: number): number {
  return Math.min(wanted, Math.floor(workAreaHeight * MAX_WORK_AREA_SHARE))
}
