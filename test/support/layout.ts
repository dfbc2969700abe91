/** Characters of a line of an answer, where an object or a list fits in one. */
const WIDTH = 130

/** JSON with objects and lists in one line where they fit. */
export function layout(value: unknown, indent = '', before = 0): string {
  const line = inLine(value)
  if (line.length + before + indent.length <= WIDTH || typeof value !== 'object' || !value) {
    return line
  }
  const inner = `${indent}  `
  const items = Array.isArray(value)
    ? value.map((item) => `${inner}${layout(item, inner)}`)
    : Object.entries(value).map(([key, item]) => {
        const head = `${JSON.stringify(key)}: `
        return `${inner}${head}${layout(item, inner, head.length)}`
      })
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${items.join(',\n')}\n${indent}${close}`
}

/** JSON in one line, with spaces. */
function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`
  if (typeof value !== 'object' || !value) return JSON.stringify(value)
  const fields = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${inLine(item)}`,
  )
  return `{ ${fields.join(', ')} }`
}
