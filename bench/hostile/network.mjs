import { send } from './client.mjs'

/** What attacks name of the network that is served. */
export async function networkOf({ port }) {
  const query = `{ _meta { block { number } } operators(limit: 1000) { id } avss(limit: 1000) { id } assets(limit: 1000) { id } }`
  const { text } = await send({ port, address: '127.0.0.3' }, { body: { query } })
  const { data } = JSON.parse(text)
  const idsOf = (rows) => rows.map(({ id }) => id)
  return {
    head: data._meta.block.number,
    operators: idsOf(data.operators),
    avss: idsOf(data.avss),
    assets: idsOf(data.assets),
  }
}
