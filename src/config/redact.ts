import type { Secrecy } from './variables'

/** Shorter parts of a path are words such as `rpc` or `mainnet`; keys are longer. */
const KEY_LENGTH = 16

/**
 * Scheme and host of a URL, without user, path and query, which may hold keys.
 * `set` for what is not a URL with a host: it could be a secret in the wrong place.
 */
export function redactUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || parsed.host === '' || !url.includes('://')) return 'set'
  return `${parsed.protocol}//${parsed.host}`
}

/** What may be shown of the value of a variable. A comma list of URLs is shown URL by URL. */
export function showValue(value: string | undefined, secrecy: Secrecy): string {
  if (value === undefined) return 'unset'
  if (secrecy === 'secret') return 'set'
  // A URL in a variable that should not hold one, such as DB_HOST, may carry a password all the same.
  if (secrecy === 'open' && !/:\/\/|@/.test(value)) return value
  return value
    .split(',')
    .map((url) => redactUrl(url.trim()))
    .join(',')
}

/**
 * A function that takes the secrets of these URLs out of any text: the URLs keep scheme and host, and keys and
 * passwords of theirs that stand alone become `***`.
 */
export function createRedactor(urls: readonly string[]): (text: string) => string {
  const rules: { find: RegExp; put: string }[] = []
  for (const url of urls) {
    if (!URL.canParse(url)) continue
    const { protocol, host } = new URL(url)
    const anyForm = `${escapeRegExp(protocol)}//(?:[^\\s"'@/]*@)?${escapeRegExp(host)}(?:[/?#][^\\s"'\\\\<>,)]*)?`
    rules.push({ find: new RegExp(anyForm, 'gi'), put: `${protocol}//${host}` })
  }
  for (const secret of urls.flatMap(secretsOf)) {
    rules.push({ find: new RegExp(escapeRegExp(secret), 'g'), put: '***' })
  }
  return (text) => rules.reduce((redacted, { find, put }) => redacted.replace(find, put), text)
}

/** Parts of a URL that are secret even when they stand alone, as written and decoded, longest first. */
function secretsOf(url: string): string[] {
  if (!URL.canParse(url)) return []
  const { password, pathname, searchParams } = new URL(url)
  const keys = [...pathname.split('/'), ...searchParams.values()]
  const found = keys.filter((part) => part.length >= KEY_LENGTH)
  // A short password, such as the default `postgres`, is also an ordinary word of every log.
  if (decode(password).length >= 10) found.push(password, decode(password))
  return [...new Set(found)].sort((a, b) => b.length - a.length)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
