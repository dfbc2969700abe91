/** The part of a URL that is no secret: scheme and host. Providers put the key in path or query. */
export function redactUrl(url: string): string {
  try {
    const { protocol, host } = new URL(url)
    return `${protocol}//${host}`
  } catch {
    return 'an invalid URL'
  }
}

/** Takes every secret part of `url` out of a text a provider or a library wrote; cut at 200. */
export function scrubText(text: string, url: string): string {
  let clean = text.replaceAll(url, redactUrl(url))
  for (const secret of secretsOf(url)) clean = clean.replaceAll(secret, '***')
  return clean.length > 200 ? `${clean.slice(0, 200)}…` : clean
}

function secretsOf(url: string): string[] {
  if (!URL.canParse(url)) return []
  const { username, password, pathname, searchParams } = new URL(url)
  const parts = [username, password, ...pathname.split('/'), ...searchParams.values()]
  // Shorter ones are words such as `v2` or `rpc`: hiding them would garble the message.
  return parts.filter((part) => part.length >= 6).sort((a, b) => b.length - a.length)
}
