/** A cell of CSV. Text that a spreadsheet would take for a formula gets a mark before it, numbers do not. */
function cellOf(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as CSV (RFC 4180), the stamp in the first line. */
export function csvOf(rows: readonly (readonly string[])[], stamp: string): string {
  return [[`# ${stamp}`], ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')
}

/** A name as a part of a file's or a URL's. */
export const plainName = (name: string): string => name.replace(/[^\w.-]+/g, '-').toLowerCase()

/** Saves a file. */
export function download(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = plainName(name)
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
