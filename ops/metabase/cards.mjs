import { fillParameters, readQuery } from '../sql/queries.mjs'

/** Queries of ops/sql that are cards, and how each is drawn. */
const CARDS = {
  status: { display: 'table' },
  'tvl-by-pool': { display: 'table' },
  'largest-operators': {
    display: 'table',
    settings: { column_settings: { '["name","share"]': { number_style: 'percent' } } },
  },
  'hhi-over-time': {
    display: 'line',
    settings: { 'graph.dimensions': ['time'], 'graph.metrics': ['hhi'] },
  },
  'withdrawal-queue': { display: 'table' },
  'pending-allocations': { display: 'table' },
  slashings: {
    display: 'table',
    settings: { column_settings: { '["name","fraction"]': { number_style: 'percent' } } },
  },
}

/** Fields that a reader of a card fills in. */
function tagOf(name, pool) {
  const tags = {
    pool: { type: 'text', 'display-name': 'Pool', default: pool },
    from: { type: 'date', 'display-name': 'From', default: '2023-06-01' },
    to: { type: 'date', 'display-name': 'To', default: '2100-01-01' },
  }
  // Its id stays the same, so that a dashboard keeps its filters when a card is updated.
  return { id: `linchpin-${name}`, name, required: true, ...tags[name] }
}

/**
 * The cards as the API of Metabase takes them, without their collection.
 *
 * @param {{databaseId: number, schema: string, pool: string}} target
 */
export function cardsOf({ databaseId, schema, pool }) {
  return Object.entries(CARDS).map(([file, { display, settings = {} }]) => {
    const { title, description, sql } = readQuery(file)
    const tags = {}
    const query = fillParameters(sql, (name, isName) => {
      if (isName) return `"${schema.replaceAll('"', '""')}"`
      tags[name] = tagOf(name, pool)
      return `{{${name}}}`
    })
    return {
      name: title,
      description,
      display,
      visualization_settings: settings,
      dataset_query: {
        type: 'native',
        database: databaseId,
        native: { query, 'template-tags': tags },
      },
    }
  })
}
