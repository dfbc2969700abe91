/** A value of YAML; scalars stay text, as their type is not what the tests are about. */
export type Yaml = string | Yaml[] | { [key: string]: Yaml }

interface Line {
  indent: number
  text: string
}

/**
 * The part of YAML that docker-compose.yml and squid.yaml are written in: maps, lists, flow maps and flow lists on one
 * line, quotes, comments, anchors, `<<`. Anything else is an error, so that no rule is checked against a misreading.
 */
export function parseYaml(text: string): Yaml {
  const lines = text
    .split('\n')
    .map((raw) => ({ indent: raw.search(/\S/), text: withoutComment(raw).trim() }))
    .filter(({ text }) => text !== '')
  const anchors = new Map<string, Yaml>()
  const value = readBlock(lines, 0, anchors)
  if (lines.length > 0) throw new Error(`not understood: ${lines[0]!.text}`)
  return value
}

function readBlock(lines: Line[], indent: number, anchors: Map<string, Yaml>): Yaml {
  if (lines[0]?.text.startsWith('- ')) throw new Error(`block list: ${lines[0].text}`)
  const map: { [key: string]: Yaml } = {}
  while (lines[0]?.indent === indent) {
    const { text } = lines.shift()!
    const [, key, rest] = text.match(/^("[^"]+"|[\w.<:-]+?):(?: +(.*))?$/) ?? fail(text)
    const anchor = rest?.match(/^&(\w+) ?(.*)$/)
    const inline = anchor ? anchor[2]! : (rest ?? '')
    let value: Yaml = ''
    if (inline !== '') value = readInline(inline, anchors)
    else if (lines[0] && lines[0].indent > indent)
      value = readBlock(lines, lines[0].indent, anchors)
    if (anchor) anchors.set(anchor[1]!, value)
    if (key === '<<') {
      for (const [name, inherited] of Object.entries(value)) map[name] ??= inherited
    } else map[key!.replaceAll('"', '')] = value
  }
  return map
}

function readInline(text: string, anchors: Map<string, Yaml>): Yaml {
  const parts = /^[[{]/.test(text) ? splitFlow(text.slice(1, -1)) : []
  if (text.startsWith('${{')) return text
  if (text.startsWith('*')) return anchors.get(text.slice(1)) ?? fail(text)
  if (text.startsWith('[') && text.endsWith(']')) return parts.map((p) => readInline(p, anchors))
  if (text.startsWith('{') && text.endsWith('}')) {
    return Object.fromEntries(
      parts.map((part) => {
        const [, key, value] = part.match(/^([\w-]+): +(.+)$/) ?? fail(part)
        return [key!, readInline(value!, anchors)]
      }),
    )
  }
  if (text.startsWith('"') && text.endsWith('"')) return JSON.parse(text) as string
  return /^[[{|>!&"']/.test(text) ? fail(text) : text
}

/** Splits at the commas that are neither in quotes nor in brackets. */
function splitFlow(text: string): string[] {
  return (text.match(/(?:"(?:\\.|[^"\\])*"|\[[^\]]*\]|\{[^}]*\}|[^,"[{])+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#[^"]*$/, '')
}

function fail(text: string): never {
  throw new Error(`not understood: ${text}`)
}
