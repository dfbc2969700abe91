#!/usr/bin/env node
// Makes or updates a card (saved question) of Metabase for each query of ops/sql, in one collection.
// Call it without arguments for its usage; docs/sql.md says more.
import { parseArgs } from 'node:util'
import { cardsOf } from './cards.mjs'
import { Metabase } from './client.mjs'

const USAGE = `Usage: METABASE_API_KEY=... node create-cards.mjs --url URL --database NAME [options]

  --url URL           address of Metabase, such as https://metabase.example.com
  --database NAME     name or number of the database in Metabase that reads the views
  --schema NAME       schema of the views (default: linchpin)
  --collection NAME   collection of the cards; made if there is none (default: Linchpin)
  --pool ADDRESS      pool that the cards of one pool show first (default: native ETH)

METABASE_API_KEY is a key of Metabase's admin settings, of a group that may edit the collection and write SQL.`

const options = {
  url: { type: 'string' },
  database: { type: 'string' },
  schema: { type: 'string', default: 'linchpin' },
  collection: { type: 'string', default: 'Linchpin' },
  pool: { type: 'string', default: '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0' },
}

try {
  await run(readArguments())
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

/** @throws Error with what is wrong, and the usage */
function readArguments() {
  let values
  try {
    values = parseArgs({ options }).values
  } catch (error) {
    throw new Error(`${error.message}\n\n${USAGE}`)
  }
  const key = process.env.METABASE_API_KEY
  const refuse = (what) => {
    throw new Error(`${what}\n\n${USAGE}`)
  }
  if (!isAddress(values.url)) {
    refuse(
      '--url must be the address of Metabase: http:// or https://, without user, query or fragment',
    )
  }
  if (!values.database) refuse('--database is missing')
  // Characters that no header can have would be refused with the key in the message.
  if (!/^[!-~]+$/.test(key ?? '')) refuse('METABASE_API_KEY is not set, or is no key')
  if (!/^0x[0-9a-f]{40}$/i.test(values.pool)) {
    refuse(`--pool must be an address, not ${JSON.stringify(values.pool)}`)
  }
  return { ...values, key }
}

function isAddress(text) {
  if (text === undefined || !URL.canParse(text)) return false
  const { protocol, username, password, search, hash } = new URL(text)
  return /^https?:$/.test(protocol) && username + password + search + hash === ''
}

async function run({ url, key, database, schema, collection, pool }) {
  const metabase = new Metabase(url, key)
  const databaseId = await metabase.databaseId(database)
  const collectionId = await metabase.collectionId(collection)
  const existing = await metabase.cardIds(collectionId)
  const cards = cardsOf({ databaseId, schema, pool })
  const twice = cards.find(({ name }) => (existing.get(name)?.length ?? 0) > 1)
  if (twice) {
    const ids = existing.get(twice.name).join(' and ')
    throw new Error(`The collection has several cards ${JSON.stringify(twice.name)}: ${ids}`)
  }
  for (const card of cards) {
    const [id] = existing.get(card.name) ?? []
    const body = { ...card, collection_id: collectionId }
    const saved = await metabase.saveCard(body, id)
    console.log(`${id === undefined ? 'made' : 'updated'} card ${saved}: ${card.name}`)
  }
}
