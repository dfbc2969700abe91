/** The calls of Metabase's API that the cards need. */
export class Metabase {
  /**
   * @param {string} url
   * @param {string} key
   */
  constructor(url, key) {
    this.url = url.replace(/\/+$/, '')
    this.key = key
  }

  /**
   * @param {string} database name or number
   * @throws Error if there is none
   */
  async databaseId(database) {
    const all = await this.list('/api/database')
    const found = all.filter(({ id, name }) => name === database || String(id) === database)
    if (found.length === 1) return found[0].id
    const names = all.map(({ id, name }) => `${id} ${JSON.stringify(name)}`).join(', ')
    const what = found.length > 1 ? 'Several databases are' : 'No database is'
    throw new Error(`${what} named ${JSON.stringify(database)}. Metabase has: ${names || 'none'}`)
  }

  /**
   * Of the collection at the top with a name; it is made if there is none.
   *
   * @param {string} name
   */
  async collectionId(name) {
    const all = await this.list('/api/collection')
    const found = all.find(
      (one) => one.name === name && one.location === '/' && !one.archived && !one.personal_owner_id,
    )
    if (found) return found.id
    return (await this.call('POST', '/api/collection', { name })).id
  }

  /**
   * Numbers of the cards of a collection, by name.
   *
   * @param {number} collectionId
   * @returns {Promise<Map<string, number[]>>}
   */
  async cardIds(collectionId) {
    const ids = new Map()
    const seen = new Set()
    // Metabase may send fewer than it was asked for.
    for (;;) {
      const query = `models=card&limit=200&offset=${seen.size}`
      const page = await this.list(`/api/collection/${collectionId}/items?${query}`)
      const unseen = page.filter(({ id }) => !seen.has(id))
      if (unseen.length === 0) return ids
      for (const { id, name } of unseen) {
        seen.add(id)
        ids.set(name, [...(ids.get(name) ?? []), id])
      }
    }
  }

  /**
   * @param {object} card
   * @param {number | undefined} id undefined: a new one
   * @returns {Promise<number>} its number
   */
  async saveCard(card, id) {
    if (id === undefined) return (await this.call('POST', '/api/card', card)).id
    await this.call('PUT', `/api/card/${id}`, card)
    return id
  }

  /** Items of a list: some calls wrap them in an object, and did not in older versions. */
  async list(path) {
    const answer = await this.call('GET', path)
    const items = Array.isArray(answer) ? answer : answer?.data
    if (Array.isArray(items)) return items
    throw new Error(`GET ${path} was not answered with a list: is the address that of Metabase?`)
  }

  /** @throws Error with call and status, without the key */
  async call(method, path, body) {
    const what = `${method} ${path}`
    const { ok, status, text } = await this.fetchText(method, path, body).catch((error) => {
      throw new Error(`${what} failed: ${error.cause?.message ?? error.message}`)
    })
    if (!ok) {
      const shown = text.replaceAll(this.key, '***').slice(0, 300)
      throw new Error(`${what} was answered with ${status}: ${shown}`)
    }
    try {
      return JSON.parse(text)
    } catch {
      throw new Error(`${what} was not answered with JSON: is the address that of Metabase?`)
    }
  }

  async fetchText(method, path, body) {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'x-api-key': this.key, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      // The key goes to no other address.
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    })
    return { ok: response.ok, status: response.status, text: await response.text() }
  }
}
